"""Which names this server answers to.

A page on the internet can point its own name at an address at home, and a browser would then let it talk to us as if it
were us. So a request under a name that is not ours is turned away.
"""

import ipaddress
import re
from http import HTTPStatus
from urllib.parse import urlsplit

from aiohttp import hdrs, web
from aiohttp.typedefs import Middleware

from liftday_sync.config import Config
from liftday_sync.publish.problems import Handler, problem

IN_HOME_ASSISTANT = re.compile(r"(/[\w-]+)+/?")
AT_HOME = (".local", ".localhost", ".home.arpa")
"""Endings that nobody can own on the internet."""


INGRESS_PATH = "X-Ingress-Path"
SUPERVISOR = "172.30.32.2"
"""Where requests of Home Assistant's ingress come from, and no others."""


def is_ingress(config: Config, request: web.Request) -> bool:
    """Whether Home Assistant, which has signed the person in, passes this request on."""
    path = request.headers.get(INGRESS_PATH, "")
    return config.server.ingress and request.remote == SUPERVISOR and bool(IN_HOME_ASSISTANT.fullmatch(path))


def host_check(config: Config) -> Middleware:
    """A middleware that lets requests through that ask for this server by one of its names."""
    names = {name.lower() for name in config.server.names}
    callbacks = (getattr(source, "callback", None) for athlete in config.athletes for source in athlete.sources)
    names |= {urlsplit(config.server.url or "").hostname or ""}
    names |= {urlsplit(callback).hostname or "" for callback in callbacks if callback}

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        asked = request.headers.get(hdrs.HOST)
        if asked is not None and not is_ours(asked, names) and not is_ingress(config, request):
            detail = "This server does not answer to that name; add it to server.names in the configuration."
            return problem(HTTPStatus.MISDIRECTED_REQUEST, detail)
        return await handler(request)

    return check


def is_ours(asked: str, names: set[str]) -> bool:
    """Whether a Host header names this server: an address, a name without a dot, one at home, or a configured one."""
    try:
        host = (urlsplit(f"//{asked}").hostname or "").rstrip(".")
    except ValueError:
        return False
    if not host:
        return False
    if "." not in host and ":" not in host:
        return True
    if host.endswith(AT_HOME) or host in names:
        return True
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
