"""The only file that knows Apprise. Its addresses hold secrets, so none of its own words reach a log or a message."""

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liftday_sync.errors import ConfigError
from liftday_sync.threads import in_thread

if TYPE_CHECKING:
    from apprise import Apprise

SEND_S = 30.0
"""A service that has not answered by then counts as failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSent(Exception):
    """The service did not take the message; try again later."""

    reason: str


async def send(url: str, title: str, body: str) -> None:
    """Send one message to one address. Raises `NotSent`, or `ConfigError` when it is no address."""
    try:
        taken = await in_thread(_send, url, title, body, timeout_s=SEND_S)
    except TimeoutError:
        raise NotSent(reason=f"no answer within {SEND_S:.0f} s") from None
    if not taken:
        raise NotSent(reason="the service refused it or was not reached")


def _send(url: str, title: str, body: str) -> bool:
    return bool(_service(url).notify(title=title, body=body))


def check(url: str) -> None:
    """Raises `ConfigError` when Apprise can make nothing of the address."""
    _service(url)


def _service(url: str) -> Apprise:
    from apprise import Apprise, AppriseAsset  # noqa: PLC0415 (large, and wanted by few)

    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    service = Apprise(asset=AppriseAsset(app_id="Liftday", app_desc="Liftday", async_mode=False))
    if not service.add(url):
        raise ConfigError("This is no address that Apprise knows; look at its list of services for how to write it.")
    return service
