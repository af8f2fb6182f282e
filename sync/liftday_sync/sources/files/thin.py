"""Leaves out of a FIT file what nobody here reads, before it is decoded.

A current watch writes twenty fields a second, and whole messages about satellites and every heart beat; decoding them
in Python takes most of an import's time. The walk here only copies bytes. Positions are among what is left out.
"""

import struct
from dataclasses import dataclass

SIGNATURE = b".FIT"
SHORTEST_HEADER, HEADER = 12, struct.Struct("<BBHI4sH")
CRC_BYTES = 2
COMPRESSED, DEFINITION, DEVELOPER, LOCAL = 0x80, 0x40, 0x20, 0x0F

RECORD = 20
WANTED = {0, 12, 18, 19, RECORD, 26, 27, 34, 216}
"""The messages that `fit` takes: file, sport, session, lap, record, workout and its steps, activity, times in zones."""
SAMPLE_FIELDS = {253, 5, 8, 6, 73, 2, 78, 3, 4, 53}
"""Of a record: time, distance (also packed with speed), speed, altitude, heart rate, cadence."""


class _Odd(Exception):
    """Something that is better left to the decoder."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """How long the messages of a definition are, and which stretches of them are kept (None: nothing)."""

    size: int
    kept: tuple[tuple[int, int], ...] | None


def thin(data: bytes) -> bytes:
    """The same file without what is not wanted; unchanged when anything in it is out of the ordinary."""
    try:
        return _thin(data)
    except _Odd, IndexError, struct.error, KeyError:
        return data


def _thin(data: bytes) -> bytes:
    at, out = 0, bytearray()
    while at < len(data):
        header_size = data[at]
        if header_size < SHORTEST_HEADER or data[at + 8 : at + 12] != SIGNATURE:
            raise _Odd
        begin = at + header_size
        end = begin + struct.unpack_from("<I", data, at + 4)[0]
        if end + CRC_BYTES > len(data):
            raise _Odd
        body = _thin_body(data, begin, end)
        out += HEADER.pack(
            HEADER.size, data[at + 1], struct.unpack_from("<H", data, at + 2)[0], len(body), SIGNATURE, 0
        )
        out += body
        out += bytes(CRC_BYTES)
        at = end + CRC_BYTES
    return bytes(out)


def _thin_body(data: bytes, at: int, end: int) -> bytearray:
    shapes: dict[int, _Shape] = {}
    out = bytearray()
    while at < end:
        header = data[at]
        at += 1
        if header & COMPRESSED:
            raise _Odd
        local = header & LOCAL
        if header & DEFINITION:
            at, shapes[local], definition = _definition(data, at, has_developer_fields=bool(header & DEVELOPER))
            if definition:
                out.append(DEFINITION | local)
                out += definition
            continue
        shape = shapes[local]
        if shape.kept is not None:
            out.append(local)
            for first, last in shape.kept:
                out += data[at + first : at + last]
        at += shape.size
    if at != end:
        raise _Odd
    return out


def _definition(data: bytes, at: int, *, has_developer_fields: bool) -> tuple[int, _Shape, bytes]:
    """Where the definition ends, the shape of its messages, and the thinner definition (empty: not wanted)."""
    is_big = data[at + 1]
    (message,) = struct.unpack_from(">H" if is_big else "<H", data, at + 2)
    count = data[at + 4]
    fixed = data[at : at + 4]
    at += 5
    offset, stretches, fields = 0, [], bytearray()
    for _ in range(count):
        number, size = data[at], data[at + 1]
        if message != RECORD or number in SAMPLE_FIELDS:
            fields += data[at : at + 3]
            stretches.append((offset, offset + size))
        offset += size
        at += 3
    if has_developer_fields:
        developer = data[at]
        offset += sum(data[at + 2 + 3 * index] for index in range(developer))
        at += 1 + 3 * developer
    if message not in WANTED:
        return at, _Shape(offset, None), b""
    return at, _Shape(offset, _joined(stretches)), fixed + bytes((len(fields) // 3,)) + fields


def _joined(stretches: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Stretches that touch become one."""
    found: list[tuple[int, int]] = []
    for first, last in stretches:
        if found and found[-1][1] == first:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return tuple(found)
