"""Walks through XML without ever holding all of it, and without following entities."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from liftday_sync.sources.files.problems import Refused

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Cut(Exception):
    """The XML ends or breaks in the middle."""


def closed_elements(data: bytes) -> Iterator[Element]:
    """Each element once it is complete, children before parents; the caller clears what it no longer needs.

    Raises `Cut` where the text breaks the rules of XML, `Refused` for a document that defines entities.
    """
    try:
        for _, element in iterparse(io.BytesIO(data), forbid_dtd=True):
            yield element
    except DefusedXmlException as error:
        raise Refused("It holds definitions that can blow up a reader (XML entities), so it was not opened.") from error
    except (ParseError, ValueError, LookupError) as error:
        raise Cut(str(error)) from error


def local_name(element: Element) -> str:
    """The name without its namespace."""
    return element.tag.rpartition("}")[2]


def child(element: Element, *path: str) -> Element | None:
    """The first child of that name, or child of a child, whatever their namespaces."""
    for name in path:
        found = next((one for one in element if local_name(one) == name), None)
        if found is None:
            return None
        element = found
    return element


def text_at(element: Element, *path: str) -> str | None:
    """The text there, None when there is none."""
    found = child(element, *path)
    return (found.text or "").strip() or None if found is not None else None


def number_at(element: Element, *path: str) -> float | None:
    """The number there, None when there is none or it is not one."""
    return to_number(text_at(element, *path))


def to_number(text: str | None) -> float | None:
    """The number that is written there; NaN and infinity are none."""
    try:
        value = float(text) if text else None
    except ValueError:
        return None
    return value if value is not None and abs(value) < float("inf") else None


def to_instant(text: str | None) -> tuple[datetime, timedelta | None] | None:
    """A moment in UTC and the offset that was written with it; "Z" and nothing mean UTC and tell no offset."""
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    if moment is None:
        return None
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC), None
    offset = moment.utcoffset()
    return moment.astimezone(UTC), offset or None


def seconds(moment: datetime) -> float:
    """Since 1970."""
    return (moment - EPOCH).total_seconds()
