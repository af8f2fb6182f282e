"""Errors over HTTP: RFC 9457 problem details, one sentence with the mend. They repeat nothing of the request."""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

from aiohttp import web
from pydantic import ValidationError

from liftday_sync.errors import StoreError
from liftday_sync.verbs import Refusal, Refused

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

LOGGER = logging.getLogger(__name__)
MEDIA = "application/problem+json"
WORTH_SAYING = 5
"""Mistakes of one body that are named."""
REFUSALS = {
    Refusal.UNKNOWN: HTTPStatus.NOT_FOUND,
    Refusal.OVER: HTTPStatus.CONFLICT,
    Refusal.STALE: HTTPStatus.PRECONDITION_FAILED,
    Refusal.KEY_REUSED: HTTPStatus.CONFLICT,
    Refusal.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
}


def problem(status: HTTPStatus, detail: str, *, headers: Mapping[str, str] | None = None) -> web.Response:
    """An answer that says what is wrong and what to do."""
    document = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}
    return web.Response(
        status=status.value,
        body=json.dumps(document).encode(),
        content_type=MEDIA,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give every refusal the same form: aiohttp's own (no such path, wrong method, too large), ours, and faults."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < HTTPStatus.BAD_REQUEST:
            raise
        status = HTTPStatus(error.status)
        headers = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else None
        return problem(status, DETAILS.get(status, status.description or status.phrase), headers=headers)
    except Refused as error:
        return problem(REFUSALS[error.why], str(error))
    except StoreError as error:
        LOGGER.error("The store did not answer: %s", error)  # noqa: TRY400 (its sentence says all)
        return problem(
            HTTPStatus.SERVICE_UNAVAILABLE, "The database does not answer; see the log, and `liftday doctor`."
        )
    except Exception:
        resource = request.match_info.route.resource
        LOGGER.exception("A fault while answering %s %s", request.method, resource.canonical if resource else "?")
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Liftday made a mistake; its log says more. Try once more.")


def mistakes(error: ValidationError) -> web.Response:
    """What is wrong with what was sent: where and why, but not the values, for one of them may be a secret."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    if any(one["type"] == "json_invalid" for one in found):
        return problem(HTTPStatus.BAD_REQUEST, "The body is no JSON; send an object such as {}.")
    told = "; ".join(f"{_place(one['loc'])}: {_plainly(one['type'], one['msg'])}" for one in found[:WORTH_SAYING])
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"{told}.")


def _place(loc: tuple[int | str, ...]) -> str:
    """Where, by our own names: what the caller calls a field may be anything."""
    return str(loc[0])[:40] if loc and str(loc[0]).isidentifier() else "the body"


def _plainly(kind: str, message: str) -> str:
    return (
        "is not known here; check its spelling" if kind == "extra_forbidden" else message.removeprefix("Value error, ")
    )


DETAILS = {
    HTTPStatus.NOT_FOUND: "There is nothing at this address; see /api/v1/info for what this server speaks.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take that method.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The request is too large; send less.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "Send JSON, with the header Content-Type: application/json.",
}
