"""Server-sent events: the latest document at once, then every change; a comment now and then proves the line alive.

A `snapshot` carries the id. What became different since the listener's last one follows as `change` and `source`.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from aiohttp import web

from liftday_sync.contract import write
from liftday_sync.publish.hub import Document, Hub, News

HEARTBEAT_S = 15.0
PATIENCE_S = 20.0
"""A reader that takes nothing for so long is cut off; it connects again and gets the latest."""


async def stream(
    request: web.Request,
    hub: Hub,
    athlete_id: str,
    may_stay: Callable[[], Awaitable[bool]],
    *,
    heartbeat_s: float = HEARTBEAT_S,
    patience_s: float = PATIENCE_S,
) -> web.StreamResponse:
    """Answer with a stream that lasts until either side goes, or the listener may no longer stay.

    A client that comes back with `Last-Event-ID` and missed nothing is not sent the same document again.
    """
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    response.headers["X-Accel-Buffering"] = "no"  # a proxy that collects before it sends would hold changes back
    await response.prepare(request)
    seen, timer = request.headers.get("Last-Event-ID", ""), asyncio.get_running_loop().time
    asked_at = timer()
    with hub.follow(athlete_id) as queue:
        while True:
            try:
                async with asyncio.timeout(heartbeat_s):
                    document = await queue.get()
            except TimeoutError:
                document, frames = None, b": heartbeat\n\n"
            else:
                if document is None:
                    return response
                frames = b""
            if timer() - asked_at >= heartbeat_s:  # also where news come so often that there is no heartbeat
                if not await may_stay():
                    return response
                asked_at = timer()
            if document is not None:
                if event_id(document) == seen:
                    continue
                frames = b"".join((frame(document), *_news(hub.news_since(athlete_id, seen, document))))
                seen = event_id(document)
            if not await _taken(request, response, frames, patience_s):
                return response


async def _taken(request: web.Request, response: web.StreamResponse, frames: bytes, patience_s: float) -> bool:
    """Whether the listener took it in time; else the line is cut. One that has just gone took nothing."""
    try:
        async with asyncio.timeout(patience_s):
            await response.write(frames)
    except ConnectionResetError:
        return False
    except TimeoutError:
        if request.transport is not None:
            request.transport.abort()
        return False
    return True


def event_id(document: Document) -> str:
    """Names the document, not its place in a row, so that an id from before a restart is not mistaken for a new one."""
    return document.etag.strip('"')


def frame(document: Document) -> bytes:
    """One event on the wire; JSON has no bare line breaks, so one data line is enough."""
    return b"event: snapshot\nid: %s\ndata: %s\n\n" % (event_id(document).encode(), document.body)


def _news(news: News | None) -> Iterator[bytes]:
    """What became different, each an event without an id: a reader that comes back is told by the snapshot's."""
    if news is None:
        return
    for change in news.changes:
        yield _event(b"change", change)
    for source in news.sources:
        yield _event(b"source", source)


def _event(kind: bytes, value: Any) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (kind, json.dumps(write(value), ensure_ascii=False).encode())
