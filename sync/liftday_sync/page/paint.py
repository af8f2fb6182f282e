"""Templates to HTML. Every text from outside is escaped; the template library is loaded with the first request."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liftday_sync.page.view import spoken

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 (paid by who looks)

    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"spoken": spoken, "short": lambda day: f"{day:%a} {day.day}"}
    return made


def paint(template: str, values: Mapping[str, Any]) -> str:
    """The page. Blocks: call it in a thread."""
    return _environment().get_template(template).render(values)


@cache
def look() -> bytes:
    """The one style sheet. Blocks at first."""
    return (HERE / "look.css").read_bytes()


def qr(address: str) -> str:
    """A picture of the address for a phone's camera, as inline SVG."""
    import segno  # noqa: PLC0415 (as above)

    return str(segno.make(address, error="m").svg_inline(scale=4, border=4, dark="#000", light="#fff", omitsize=True))
