"""What every answer of the page is made of: HTML with tight headers, forms that are ours, errors in words."""

import hmac
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import hdrs, web
from aiohttp.typedefs import Middleware

from liftday_sync.config import Config
from liftday_sync.contract import API
from liftday_sync.page.paint import paint
from liftday_sync.page.visitors import Visitor, prefix_of
from liftday_sync.publish.problems import MEDIA, Handler
from liftday_sync.threads import in_thread

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'self'"
    ),
    hdrs.CACHE_CONTROL: "no-store",
}
WORDS: Mapping[int, tuple[str, str]] = {
    400: ("That was not complete", "Go back, reload the page and try again."),
    403: ("That form is too old", "Go back, reload the page and try again."),
    404: ("Nothing here", "The address may be mistyped, or this part belongs to somebody else."),
    408: ("That did not arrive", "The line was too slow; send it again."),
    413: ("That was too much", "Send less, and try again."),
    421: (
        "Not by this name",
        "Add the name in the address to server.names in the configuration, and start Liftday anew.",
    ),
    429: ("A little slower", "Too many attempts; wait a minute and try again."),
    500: ("Liftday made a mistake", "Its log says more. Try once more in a moment."),
    503: ("One moment", "The database does not answer; try again in a moment."),
}
"""By status: a headline, and the mend."""

type Form = Mapping[str, str]


async def html(template: str, values: Mapping[str, Any], status: int = 200) -> web.Response:
    """A page. `values` hold `prefix` at least."""
    text = await in_thread(paint, template, {"message": "", **values})
    return web.Response(text=text, content_type="text/html", status=status, headers=HEADERS)


def to(where: str) -> web.Response:
    """Go there, by GET."""
    return web.Response(status=HTTPStatus.SEE_OTHER.value, headers={**HEADERS, hdrs.LOCATION: where})


async def form_of(request: web.Request) -> dict[str, str]:
    """The fields of a form; files are not taken."""
    try:
        form = await request.post()
    except (ValueError, LookupError) as error:  # no text, or in a charset that is none
        raise web.HTTPBadRequest from error
    return {name: value for name, value in form.items() if isinstance(value, str)}


def check(who: Visitor, form: Form) -> None:
    """Whether the form is one of ours, shown to this very visitor."""
    if not hmac.compare_digest(form.get("form_key", "").encode(), who.form_key.encode()):
        raise web.HTTPForbidden


def errors_in_words(config: Config) -> Middleware:
    """A middleware: what a browser is refused, it is told as a page. Programs get their problem documents."""

    @web.middleware
    async def as_page(request: web.Request, handler: Handler) -> web.StreamResponse:
        answer = await handler(request)
        if not isinstance(answer, web.Response) or answer.content_type != MEDIA or not _is_browser(request):
            return answer
        told = json.loads(answer.body if isinstance(answer.body, bytes) else b"{}")
        headline, mend = WORDS.get(answer.status, ("That did not work", told.get("detail", "")))
        values = {"prefix": prefix_of(config, request), "headline": headline, "mend": mend}
        return await html("error.html", values, answer.status)

    return as_page


def _is_browser(request: web.Request) -> bool:
    return "text/html" in request.headers.get(hdrs.ACCEPT, "") and not request.path.startswith(f"{API}/")
