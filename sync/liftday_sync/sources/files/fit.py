"""Reads FIT files, the watch's own format, with fitdecode.

fitdecode gets the file without what nobody reads (`thin`), runs without its value processor (times stay numbers, which
is faster and all we need) and without its checksum (computed here: a wrong one is worth a remark and no more). A
damaged file gives what it holds up to the damage.
"""

import io
import struct
from collections.abc import Iterator
from typing import Any

from fitdecode import CrcCheck, ErrorHandling, FitReader
from fitdecode.exceptions import FitError
from fitdecode.records import FitDataMessage, FitHeader

from liftday_sync.sources.files.crc import crc16
from liftday_sync.sources.files.fit_session import FitFile, recordings
from liftday_sync.sources.files.problems import NotDone, Refused
from liftday_sync.sources.files.recording import Recording
from liftday_sync.sources.files.thin import thin

SIGNATURE, SIGNATURE_AT = b".FIT", 8
CRC_BYTES = 2

FILE_ID, SPORT, SESSION, LAP, RECORD, WORKOUT, WORKOUT_STEP, ACTIVITY, TIME_IN_ZONE = 0, 12, 18, 19, 20, 26, 27, 34, 216

BROKEN = (FitError, ValueError, struct.error, LookupError, TypeError, AssertionError, ArithmeticError, AttributeError)
"""All that fitdecode raises over a file that breaks the format; the last few come from its own unguarded places."""

SAMPLE = {
    "timestamp": 0,
    "distance": 1,
    "enhanced_speed": 2,
    "heart_rate": 3,
    "enhanced_altitude": 4,
    "cadence": 5,
    "fractional_cadence": 6,
}
"""The fields of a record that we want, and where they go; latitude and longitude are not among them."""


def is_fit(head: bytes) -> bool:
    """Whether a file that begins with these bytes is a FIT file."""
    return head[SIGNATURE_AT : SIGNATURE_AT + len(SIGNATURE)] == SIGNATURE


def read(data: bytes) -> list[Recording]:
    """Everything that was done according to this file.

    Raises `Refused` when nothing in it can be read, `NotDone` when it is in order and holds no activity.
    """
    if not is_fit(data):
        raise Refused("It is no FIT file inside, whatever its name says: export it again.")
    files = list(_chained(data))
    found = [recording for file in files for recording in recordings(file)]
    if found:
        return found
    if any(file.damage for file in files) and all(file.holds_activity for file in files):
        raise Refused("It is damaged, and nothing in it can be read: export it again.")
    raise NotDone("It holds no activity.")


def _chained(data: bytes) -> Iterator[FitFile]:
    """The FIT files in these bytes: nearly always one. A broken one behind a good one is left alone."""
    file = FitFile()
    options = {"processor": None, "check_crc": CrcCheck.DISABLED, "error_handling": ErrorHandling.IGNORE}
    with FitReader(io.BytesIO(thin(data)), **options) as reader:
        try:
            for frame in reader:
                if isinstance(frame, FitDataMessage):
                    _take(file, frame)
                    if not file.holds_activity:
                        break
                elif isinstance(frame, FitHeader) and not file.is_empty:
                    yield file
                    file = FitFile()
        except BROKEN as error:
            file.damage = str(error) or type(error).__name__
    file.wrong_checksum = not file.damage and file.holds_activity and _checksum_is_wrong(data)
    yield file


def _take(file: FitFile, frame: FitDataMessage) -> None:
    number = frame.def_mesg.global_mesg_num
    if number == RECORD:
        _take_record(file, frame)
    elif number == SESSION:
        file.sessions.append(_fields(frame))
    elif number == LAP:
        file.laps.append(_fields(frame))
    elif number == TIME_IN_ZONE:
        file.zones.append(_fields(frame))
    elif number == WORKOUT_STEP:
        file.steps.append(_fields(frame))
    elif number == WORKOUT:
        file.workout = _fields(frame)
    elif number == ACTIVITY:
        file.activity = _fields(frame)
    elif number == SPORT:
        file.sport = _fields(frame)
    elif number == FILE_ID and not file.file_id:
        file.file_id = _fields(frame)


def _take_record(file: FitFile, frame: FitDataMessage) -> None:
    row: list[Any] = [None, None, None, None, None, None, None]
    for item in frame.fields:
        known = item.field
        if known is not None:
            place = SAMPLE.get(known.name)
            if place is not None and row[place] is None:
                row[place] = item.value
    file.add_sample(row)


def _fields(frame: FitDataMessage) -> dict[str | int, Any]:
    """By name, or by number where the format's list has no name; the first of two wins: it is the native one."""
    found: dict[str | int, Any] = {}
    for item in frame.fields:
        if item.value is not None:
            found.setdefault(item.name_or_num, item.value)
    return found


def _checksum_is_wrong(data: bytes) -> bool:
    """Whether the checksum of any file in these bytes does not match."""
    at = 0
    while at + SIGNATURE_AT + len(SIGNATURE) <= len(data) and is_fit(data[at : at + 12]):
        size = data[at] + struct.unpack_from("<I", data, at + 4)[0] + CRC_BYTES
        if crc16(data[at : at + size]):
            return True
        at += size
    return False
