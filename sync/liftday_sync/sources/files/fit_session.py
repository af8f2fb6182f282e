"""What the messages of a FIT file mean: one recording for each session."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from liftday_sync.sources.files import fit_fields as fields_of
from liftday_sync.sources.files.fit_fields import Message, number, text
from liftday_sync.sources.files.recording import Recording, fingerprint
from liftday_sync.sources.files.track import Track, believable_bpm, highest, mean_over_time

EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
FIRST_DATE = 0x10000000
"""Smaller times count from when the device was switched on."""
CUT_OFF_S = 60
"""Samples that end this long before the session does: the rest is missing."""
TRANSITION = "transition"


@dataclass(slots=True)
class FitFile:
    """The messages of one FIT file that say what was done."""

    file_id: Message = field(default_factory=dict)
    sessions: list[Message] = field(default_factory=list)
    laps: list[Message] = field(default_factory=list)
    zones: list[Message] = field(default_factory=list)
    steps: list[Message] = field(default_factory=list)
    workout: Message = field(default_factory=dict)
    sport: Message = field(default_factory=dict)
    activity: Message = field(default_factory=dict)
    track: Track = field(default_factory=Track)
    damage: str = ""
    wrong_checksum: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been read yet."""
        return not (self.file_id or self.sessions or self.track.time_s)

    @property
    def holds_activity(self) -> bool:
        """False for a course, a workout, a night's sleep; True as long as the file has not said otherwise."""
        return bool(self.file_id.get("type", "activity") == "activity")

    def add_sample(self, row: list[Any]) -> None:
        """One record: time, distance, speed, heart rate, altitude, cadence, its fraction. Times always rise."""
        moment, distance, speed, hr_bpm, altitude, cadence, fraction = row
        track = self.track
        if not isinstance(moment, int) or (track.time_s and moment <= track.time_s[-1]):
            return
        track.time_s.append(moment)
        track.distance_m.append(number(distance))
        track.speed_mps.append(number(speed))
        track.hr_bpm.append(believable_bpm(hr_bpm))
        track.altitude_m.append(number(altitude))
        steps = number(cadence)
        track.cadence_spm.append(None if steps is None else 2 * (steps + (number(fraction) or 0)))


def recordings(file: FitFile) -> Iterator[Recording]:
    """One for each session that is more than a change of shoes; without a session, one for all samples."""
    if not file.holds_activity:
        return
    sessions = file.sessions or _implied(file)
    for index, session in enumerate(sessions):
        if session.get("sport") != TRANSITION and (start := _start(session, file)) is not None:
            yield _recording(file, session, start, index if len(sessions) > 1 else None)


def _implied(file: FitFile) -> list[Message]:
    """The session that the samples stand for, when the file broke off before it was written."""
    times = file.track.time_s
    if not times:
        return []
    told: dict[str | int, Any] = {name: file.sport[name] for name in ("sport", "sub_sport") if name in file.sport}
    return [told | {"start_time": int(times[0]), "total_elapsed_time": float(times[-1] - times[0])}]


def _start(session: Message, file: FitFile) -> int | None:
    samples = file.track.time_s[:1]
    for candidate in (session.get("start_time"), *samples, file.file_id.get("time_created")):
        if isinstance(candidate, int) and candidate >= FIRST_DATE:
            return candidate
    return None


def _recording(file: FitFile, session: Message, start: int, index: int | None) -> Recording:
    elapsed_s = _elapsed_s(session, start)
    track = file.track if index is None else _between(file.track, start, start + elapsed_s)
    whole = bool(file.sessions) and not _breaks_off(file, track, start + elapsed_s)
    key = _key(file.file_id, index)
    stream = track.to_stream(start)
    return Recording(
        format="fit",
        identity=key or _anonymous(file, session, start),
        key=key,
        sport=fields_of.sport(session),
        start=EPOCH + timedelta(seconds=start),
        utc_offset_min=fields_of.utc_offset_min(file.activity, file.file_id),
        elapsed_s=elapsed_s,
        moving_s=number(session.get("total_timer_time")) or None,
        distance_m=number(session.get("total_distance")) or track.length_m or None,
        ascent_m=number(session.get("total_ascent")),
        descent_m=number(session.get("total_descent")),
        avg_hr_bpm=believable_bpm(session.get("avg_heart_rate")) or mean_over_time(track.time_s, track.hr_bpm),
        max_hr_bpm=believable_bpm(session.get("max_heart_rate")) or highest(track.hr_bpm),
        temperature_c=number(session.get("avg_temperature")),
        name=text(file.workout.get("wkt_name")),
        device=fields_of.device(file.file_id),
        laps=fields_of.laps(_laps_of(file, session, index), file.steps),
        garmin=fields_of.garmin(session, file.zones),
        primary_benefit=fields_of.primary_benefit(session),
        whole=whole,
        stream=stream if stream is None or fields_of.is_on_foot(session) else replace(stream, cadence_spm=()),
        notes=_notes(file, track, whole=whole),
    )


def _elapsed_s(session: Message, start: int) -> float:
    told = number(session.get("total_elapsed_time")) or number(session.get("total_timer_time"))
    end = session.get("timestamp")
    if told is None and isinstance(end, int):
        told = float(end - start)
    return max(told or 0.0, 0.0)


def _key(file_id: Message, index: int | None) -> str | None:
    """Which recording of which watch this is: its serial number and the second at which it began to write."""
    serial, created = file_id.get("serial_number"), file_id.get("time_created")
    if not isinstance(serial, int) or not isinstance(created, int) or created < FIRST_DATE:
        return None
    part = "" if index is None else f":{index}"
    return f"fit:{serial}:{created}{part}"


def _anonymous(file: FitFile, session: Message, start: int) -> str:
    told = [file.file_id.get(name) for name in ("manufacturer", "time_created")]
    return "fit:" + fingerprint(*told, start, session.get("total_elapsed_time"), session.get("total_distance"))


def _between(track: Track, start: float, end: float) -> Track:
    return track.part(bisect_left(track.time_s, start), bisect_right(track.time_s, end))


def _laps_of(file: FitFile, session: Message, index: int | None) -> list[Message]:
    """The laps of a session; of several sessions each says which are its own."""
    first, count = session.get("first_lap_index"), session.get("num_laps")
    if index is None or not isinstance(first, int) or not isinstance(count, int):
        return file.laps if index is None else []
    return file.laps[first : first + count]


def _breaks_off(file: FitFile, track: Track, end: float) -> bool:
    return bool(file.damage and track.time_s and track.time_s[-1] < end - CUT_OFF_S)


def _notes(file: FitFile, track: Track, *, whole: bool) -> tuple[str, ...]:
    if not whole and track.time_s:
        minutes = (track.time_s[-1] - track.time_s[0]) / 60
        return (f"It breaks off after {minutes:.0f} min; what it holds up to there was imported.",)
    if file.damage:
        return ("It is damaged at its end; the activity in it was imported.",)
    if file.wrong_checksum:
        return ("It has a wrong checksum, so a number in it may be wrong; it was imported.",)
    return ()
