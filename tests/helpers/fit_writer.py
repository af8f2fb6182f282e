"""A small FIT encoder: files as a watch writes them, for tests, the end-to-end test and the benchmark.

The plain way is `write_run(path, start, laps=[(seconds, speed_mps, hr_bpm), …])`. For files with a fault or a rare
shape, put messages together with `FitBuilder` and spoil its bytes.
"""

import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

FIT_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
SEMICIRCLES_PER_DEGREE = 2**31 / 180

FILE_ID, SESSION, LAP, RECORD, EVENT, SPORT, ACTIVITY = 0, 18, 19, 20, 21, 12, 34
WORKOUT, WORKOUT_STEP, TIME_IN_ZONE = 26, 27, 216

RUNNING, CYCLING, TRAINING = 1, 2, 10
TREADMILL, TRAIL, TRACK, STRENGTH_TRAINING = 1, 3, 4, 20

_BASE_TYPES = {
    "enum": (0x00, "B", 0xFF),
    "uint8": (0x02, "B", 0xFF),
    "sint8": (0x01, "b", 0x7F),
    "uint16": (0x84, "H", 0xFFFF),
    "uint32": (0x86, "I", 0xFFFFFFFF),
    "sint32": (0x85, "i", 0x7FFFFFFF),
    "uint32z": (0x8C, "I", 0),
    "string": (0x07, "s", 0),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a message: its number, its base type, and the raw (already scaled) value; None is "not measured"."""

    number: int
    kind: str
    value: int | str | Sequence[int] | None


def crc16(data: bytes) -> int:
    """The checksum of the FIT protocol over these bytes."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0xA001 if crc & 1 else crc >> 1
    return crc


class _FastCrc:
    """The same checksum, two bytes a step, for files of a realistic size."""

    def __init__(self) -> None:
        eight = [crc16(bytes((byte,))) for byte in range(256)]
        self._sixteen = [
            (once >> 8) ^ eight[once & 0xFF] for state in range(65536) for once in ((state >> 8) ^ eight[state & 0xFF],)
        ]
        self._eight = eight

    def __call__(self, data: bytes) -> int:
        crc, table = 0, self._sixteen
        even = len(data) & ~1
        for (word,) in struct.iter_unpack("<H", data[:even]):
            crc = table[crc ^ word]
        if len(data) & 1:
            crc = (crc >> 8) ^ self._eight[(crc ^ data[-1]) & 0xFF]
        return crc


_fast_crc: list[_FastCrc] = []


def _checksum(data: bytes) -> int:
    if not _fast_crc:
        _fast_crc.append(_FastCrc())
    return _fast_crc[0](data)


def fit_time(moment: datetime) -> int:
    """Seconds since the FIT epoch."""
    return int((moment - FIT_EPOCH).total_seconds())


@dataclass
class FitBuilder:
    """Collects messages and gives the bytes of one FIT file."""

    _body: bytearray = field(default_factory=bytearray)
    _slots: dict[tuple[object, ...], int] = field(default_factory=dict)
    _next_slot: int = 0

    def add(self, message: int, fields: Iterable[Field]) -> None:
        """Append one message; its definition is written when its shape is new."""
        encoded = [(item, *_encode(item)) for item in fields]
        shape = (message, *((item.number, base, len(data)) for item, base, data in encoded))
        slot = self._slots.get(shape)
        if slot is None:
            slot = self._define(message, [(item.number, len(data), base) for item, base, data in encoded], shape)
        self._body.append(slot)
        for _, _, data in encoded:
            self._body += data

    def _define(self, message: int, shape_fields: list[tuple[int, int, int]], shape: tuple[object, ...]) -> int:
        slot = self._next_slot % 16
        self._next_slot += 1
        self._slots = {known: number for known, number in self._slots.items() if number != slot}
        self._slots[shape] = slot
        self._body += struct.pack("<BBBHB", 0x40 | slot, 0, 0, message, len(shape_fields))
        for number, size, base in shape_fields:
            self._body += struct.pack("<BBB", number, size, base)
        return slot

    def to_bytes(self) -> bytes:
        """Header, messages, checksum."""
        header = struct.pack("<BBHI4s", 14, 0x20, 2132, len(self._body), b".FIT")
        whole = header + struct.pack("<H", crc16(header)) + bytes(self._body)
        return whole + struct.pack("<H", _checksum(whole))


def _encode(item: Field) -> tuple[int, bytes]:
    base, code, invalid = _BASE_TYPES[item.kind]
    if item.kind == "string":
        return base, str(item.value or "").encode() + b"\0"
    values = item.value if isinstance(item.value, Sequence) and not isinstance(item.value, str) else (item.value,)
    return base, struct.pack(f"<{len(values)}{code}", *(invalid if value is None else value for value in values))


def _scaled(value: float | None, scale: float = 1, offset: float = 0) -> int | None:
    return None if value is None else round((value + offset) * scale)


@dataclass(frozen=True, kw_only=True)
class RunFile:
    """What is in a file of one run; every wish has a default that a modern watch would write."""

    start: datetime
    laps: Sequence[tuple[float, float, float | None]]
    """Each (seconds, speed in m/s, heart rate or None)."""
    serial: int | None = 3_400_000_001
    manufacturer: int = 1
    """1 is Garmin."""
    offset: timedelta | None = timedelta(hours=1)
    """Of the local clock from UTC; None leaves the local time out."""
    sport: int = RUNNING
    sub_sport: int = 0
    every_s: float = 1
    lap_trigger: int = 0
    """0 manual, 1 time, 2 distance."""
    lap_intensities: Sequence[int] | None = None
    """For each lap: 0 active, 1 rest, 2 warm-up, 3 cool-down, 4 recovery, 5 interval."""
    session_heart_rate: bool = True
    aerobic_te: float | None = 2.8
    anaerobic_te: float | None = 0.4
    load: float | None = None
    rpe_0_10: float | None = None
    feel_0_100: float | None = None
    hr_zone_s: Sequence[float] | None = None
    """Below zone 1, zones 1 to 5, above: seven numbers."""
    hr_zone_low_bpm: Sequence[int] = (100, 120, 140, 155, 170)
    workout_name: str | None = None
    workout_steps: Sequence[int] | None = None
    """The intensities of a structured workout's steps, numbered as for laps."""
    lap_steps: Sequence[int | None] | None = None
    """For each lap: the step that it was."""
    rich_records: bool = False
    """Many fields in each record, as a current watch writes them."""
    altitude_m: Callable[[float], float] | None = None
    """Altitude at so many seconds."""


def run_bytes(run: RunFile) -> bytes:
    """The FIT file of one run."""
    builder = FitBuilder()
    add_file_id(builder, run)
    builder.add(
        EVENT,
        [
            Field(253, "uint32", fit_time(run.start)),
            Field(0, "enum", 0),
            Field(1, "enum", 0),
            Field(3, "uint32", 0),
        ],
    )
    if run.workout_name is not None:
        builder.add(WORKOUT, [Field(4, "enum", run.sport), Field(8, "string", run.workout_name)])
    for index, intensity in enumerate(run.workout_steps or ()):
        builder.add(WORKOUT_STEP, [Field(254, "uint16", index), Field(1, "enum", 0), Field(7, "enum", intensity)])
    add_session(builder, run)
    add_activity(builder, run, sessions=1)
    return builder.to_bytes()


def add_file_id(builder: FitBuilder, run: RunFile, *, file_type: int = 4) -> None:
    """The message that says which device wrote the file and when; type 4 is an activity."""
    builder.add(
        FILE_ID,
        [
            Field(3, "uint32z", run.serial or 0),
            Field(4, "uint32", fit_time(run.start)),
            Field(1, "uint16", run.manufacturer),
            Field(2, "uint16", 3843),
            Field(0, "enum", file_type),
        ],
    )


def add_session(builder: FitBuilder, run: RunFile, *, first_lap: int = 0) -> None:
    """Records, laps and the session message of one run."""
    clock_s, distance_m, beats, peak = 0.0, 0.0, 0.0, 0.0
    for number, (seconds, speed_mps, hr_bpm) in enumerate(run.laps):
        _add_records(builder, run, clock_s, distance_m, (seconds, speed_mps, hr_bpm))
        clock_s += seconds
        distance_m += seconds * speed_mps
        beats += (hr_bpm or 0) * seconds
        peak = max(peak, hr_bpm or 0)
        _add_lap(builder, run, first_lap + number, number, clock_s)
    heart = run.session_heart_rate and peak > 0
    end = run.start + timedelta(seconds=clock_s)
    builder.add(
        SESSION,
        [
            Field(253, "uint32", fit_time(end)),
            Field(2, "uint32", fit_time(run.start)),
            Field(7, "uint32", round(clock_s * 1000)),
            Field(8, "uint32", round(clock_s * 1000)),
            Field(9, "uint32", round(distance_m * 100)),
            Field(22, "uint16", 12),
            Field(23, "uint16", 9),
            Field(25, "uint16", first_lap),
            Field(26, "uint16", len(run.laps)),
            Field(5, "enum", run.sport),
            Field(6, "enum", run.sub_sport),
            Field(16, "uint8", round(beats / clock_s) if heart else None),
            Field(17, "uint8", round(peak) if heart else None),
            Field(24, "uint8", _scaled(run.aerobic_te, 10)),
            Field(137, "uint8", _scaled(run.anaerobic_te, 10)),
            Field(168, "sint32", _scaled(run.load, 65536)),
            Field(192, "uint8", _scaled(run.feel_0_100)),
            Field(193, "uint8", _scaled(run.rpe_0_10, 10)),
        ],
    )
    if run.hr_zone_s is not None:
        builder.add(
            TIME_IN_ZONE,
            [
                Field(253, "uint32", fit_time(end)),
                Field(2, "uint32", [round(seconds * 1000) for seconds in run.hr_zone_s]),
                Field(0, "uint16", SESSION),
                Field(1, "uint16", 0),
                Field(6, "uint8", [*run.hr_zone_low_bpm, 190]),
            ],
        )


def add_activity(builder: FitBuilder, run: RunFile, *, sessions: int) -> None:
    """The closing message; its local time is what tells the offset from UTC."""
    seconds = sum(lap[0] for lap in run.laps)
    end = run.start + timedelta(seconds=seconds)
    builder.add(
        ACTIVITY,
        [
            Field(253, "uint32", fit_time(end)),
            Field(0, "uint32", round(seconds * 1000)),
            Field(5, "uint32", None if run.offset is None else fit_time(end + run.offset)),
            Field(1, "uint16", sessions),
        ],
    )


def _add_lap(builder: FitBuilder, run: RunFile, index: int, number: int, end_s: float) -> None:
    seconds, speed_mps, hr_bpm = run.laps[number]
    trigger = 7 if number == len(run.laps) - 1 else run.lap_trigger
    intensity = None if run.lap_intensities is None else run.lap_intensities[number]
    builder.add(
        LAP,
        [
            Field(254, "uint16", index),
            Field(253, "uint32", fit_time(run.start + timedelta(seconds=end_s))),
            Field(2, "uint32", fit_time(run.start + timedelta(seconds=end_s - seconds))),
            Field(7, "uint32", round(seconds * 1000)),
            Field(8, "uint32", round(seconds * 1000)),
            Field(9, "uint32", round(seconds * speed_mps * 100)),
            Field(15, "uint8", _scaled(hr_bpm)),
            Field(16, "uint8", _scaled(hr_bpm)),
            Field(23, "enum", intensity),
            Field(24, "enum", trigger),
            Field(71, "uint16", None if run.lap_steps is None else run.lap_steps[number]),
        ],
    )


def _add_records(
    builder: FitBuilder, run: RunFile, from_s: float, from_m: float, lap: tuple[float, float, float | None]
) -> None:
    seconds, speed_mps, hr_bpm = lap
    steps = int(seconds / run.every_s)
    for step in range(steps):
        at_s = from_s + step * run.every_s
        altitude_m = 100.0 if run.altitude_m is None else run.altitude_m(at_s)
        metres = from_m + step * run.every_s * speed_mps
        fields = [
            Field(253, "uint32", fit_time(run.start + timedelta(seconds=at_s))),
            Field(0, "sint32", round((40 + metres / 111_000) * SEMICIRCLES_PER_DEGREE)),
            Field(1, "sint32", round(-30 * SEMICIRCLES_PER_DEGREE)),
            Field(5, "uint32", round(metres * 100)),
            Field(73, "uint32", round(speed_mps * 1000)),
            Field(78, "uint32", _scaled(altitude_m, 5, 500)),
            Field(3, "uint8", _scaled(hr_bpm)),
            Field(4, "uint8", 86),
        ]
        builder.add(RECORD, fields + (_rich(step) if run.rich_records else []))


def _rich(step: int) -> list[Field]:
    wobble = step % 7
    return [
        Field(7, "uint16", 250 + wobble),
        Field(39, "uint16", 85 + wobble),
        Field(40, "uint16", 3300 + wobble),
        Field(41, "uint16", 2450 + wobble),
        Field(53, "uint8", 64),
        Field(13, "sint8", 18),
        Field(83, "uint16", 870 + wobble),
        Field(84, "uint16", 5020),
        Field(85, "uint16", 11_000 + wobble),
        Field(87, "uint16", 0),
        Field(107, "uint16", 0),
        Field(108, "uint16", 3000 + wobble),
        Field(135, "uint8", 80 + wobble),
        Field(136, "uint8", 140 + wobble),
        Field(143, "uint8", 70),
    ]


def write_run(path: Path, start: datetime, laps: Sequence[tuple[float, float, float | None]], **wishes: object) -> Path:
    """Write one run; `wishes` are further fields of `RunFile`."""
    path.write_bytes(run_bytes(RunFile(start=start, laps=laps, **wishes)))  # type: ignore[arg-type]
    return path


def multisport_bytes(parts: Sequence[RunFile]) -> bytes:
    """One file with several sessions after each other, under the identity of the first."""
    builder = FitBuilder()
    add_file_id(builder, parts[0])
    laps = 0
    for part in parts:
        add_session(builder, part, first_lap=laps)
        laps += len(part.laps)
    add_activity(builder, parts[-1], sessions=len(parts))
    return builder.to_bytes()
