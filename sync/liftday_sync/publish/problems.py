"""Errors over HTTP: RFC 9457 problem details, one sentence with the mend."""

import json
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

from aiohttp import web

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def problem(status: HTTPStatus, detail: str, *, headers: Mapping[str, str] | None = None) -> web.Response:
    """An answer that says what is wrong and what to do."""
    document = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}
    return web.Response(
        status=status.value,
        body=json.dumps(document).encode(),
        content_type="application/problem+json",
        headers=headers,
    )


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give aiohttp's own refusals (no such path, wrong method, body too large) the same form."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < HTTPStatus.BAD_REQUEST:
            raise
        status = HTTPStatus(error.status)
        headers = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else None
        return problem(status, DETAILS.get(status, status.description or status.phrase), headers=headers)


DETAILS = {
    HTTPStatus.NOT_FOUND: "There is nothing at this address; see /api/v1/info for what this server speaks.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take that method.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The request is too large; send less.",
}
