"""Server-sent events: the latest document at once, then every change; a comment now and then proves the line alive."""

import asyncio

from aiohttp import web

from liftday_sync.publish.hub import Document, Hub

HEARTBEAT_S = 15.0


async def stream(
    request: web.Request, hub: Hub, athlete_id: str, *, heartbeat_s: float = HEARTBEAT_S
) -> web.StreamResponse:
    """Answer with a stream that lasts until either side goes.

    A client that comes back with `Last-Event-ID` and missed nothing is not sent the same document again.
    """
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    seen = request.headers.get("Last-Event-ID", "")
    with hub.follow(athlete_id) as queue:
        while True:
            try:
                async with asyncio.timeout(heartbeat_s):
                    document = await queue.get()
            except TimeoutError:
                await response.write(b": heartbeat\n\n")
                continue
            if document is None:
                return response
            if event_id(document) != seen:
                await response.write(frame(document))


def event_id(document: Document) -> str:
    """Names the document, not its place in a row, so that an id from before a restart is not mistaken for a new one."""
    return document.etag.strip('"')


def frame(document: Document) -> bytes:
    """One event on the wire; JSON has no bare line breaks, so one data line is enough."""
    return b"event: snapshot\nid: %s\ndata: %s\n\n" % (event_id(document).encode(), document.body)
