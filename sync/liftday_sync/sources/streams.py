"""Series of samples, packed small for the store: positions are not among them."""

import json
import zlib

from liftday_rules.model import Stream

LISTS = ("time_s", "speed_mps", "hr_bpm", "altitude_m", "cadence_spm")


def pack(stream: Stream) -> bytes:
    """A stream as bytes; the same stream gives the same bytes."""
    columns = {name: getattr(stream, name) for name in LISTS if getattr(stream, name)}
    return zlib.compress(json.dumps(columns, separators=(",", ":")).encode(), level=1)


def unpack(packed: bytes) -> Stream:
    """The stream that was packed."""
    columns = json.loads(zlib.decompress(packed))
    return Stream(**{name: tuple(columns.get(name, ())) for name in LISTS})
