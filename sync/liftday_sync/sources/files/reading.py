"""Reads one file, whatever it is, and says what came of it. This is what the worker processes run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from zoneinfo import ZoneInfo

from liftday_rules.classify.stream import digest_of
from liftday_rules.model import Activity
from liftday_sync.errors import BadPayload
from liftday_sync.sources.base import RawItem
from liftday_sync.sources.files import fit, gpx, tcx
from liftday_sync.sources.files.meaning import build, to_activity, to_item
from liftday_sync.sources.files.problems import NotDone, Refused
from liftday_sync.sources.files.recording import GarminRow, Recording, StravaRow
from liftday_sync.sources.files.unpack import Archives, is_zip
from liftday_sync.sources.files.walk import PACKED, Job

HEAD = 4096
READERS: Mapping[str, Callable[[bytes], list[Recording]]] = MappingProxyType(
    {"fit": fit.read, "tcx": tcx.read, "gpx": gpx.read}
)


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was done: its raw item, and what it means, or why that can't be said."""

    item: RawItem
    activity: Activity | None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file."""

    path: str
    told: tuple[Told, ...] = ()
    remarks: tuple[str, ...] = ()
    """What the athlete should know about it, one sentence each."""


def read_job(job: Job, archives: Archives, zone: ZoneInfo) -> Outcome:
    """Read one file. Whatever is wrong with it comes back as a remark; what a list says of it is kept all the same."""
    remarks: list[str] = []
    told: list[Told] = []
    try:
        recordings = _recordings(archives.read(job.place), job, remarks)
        told = _told(recordings, job.row, zone)
        remarks += [note for recording in recordings for note in recording.notes]
    except Refused as refused:
        remarks.append(str(refused))
    except NotDone as reason:
        if job.named:
            remarks.append(str(reason))
    except Exception as error:  # noqa: BLE001 (a file of a kind nobody has seen must not stop the thousand behind it)
        remarks.append(f"It can't be read ({type(error).__name__}: {error}): please report it.")
    if not told:
        told = _told([], job.row, zone)
    if job.place.points_outside:
        remarks.append("Its name points outside the archive; it was read, and nothing was written there.")
    return Outcome(job.place.shown, tuple(told), tuple(dict.fromkeys(remarks)))


def tell_row(zone: ZoneInfo, *, strava: StravaRow | None = None, garmin: GarminRow | None = None) -> Told:
    """What a list alone says of something that was done."""
    return _tell(to_item(strava=strava, garmin=garmin), zone, {"strava": strava, "garmin": garmin})


def tell_again(item: RawItem, zone: ZoneInfo) -> Told:
    """What a stored item means."""
    try:
        activity = to_activity(item, zone)
    except BadPayload as error:
        return Told(item, None, str(error))
    return Told(item, without_stream(activity))


def without_stream(activity: Activity) -> Activity:
    """What the stream of a run says stays; the stream itself is kept packed beside the payload."""
    if activity.stream is None:
        return activity
    return replace(activity, stream=None, digest=digest_of(activity) if activity.sport.is_run else None)


def kind_of(data: bytes) -> str | None:
    """`fit`, `tcx` or `gpx`, by what is inside; None for anything else."""
    if fit.is_fit(data):
        return "fit"
    head = data[:HEAD].decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", "replace")
    if "<TrainingCenterDatabase" in head or ":TrainingCenterDatabase" in head:
        return "tcx"
    return "gpx" if "<gpx" in head or ":gpx" in head else None


def _recordings(data: bytes, job: Job, remarks: list[str]) -> list[Recording]:
    named = job.place.name.casefold().removesuffix(PACKED).rpartition(".")[2]
    inside = kind_of(data)
    if inside is None and is_zip(data):
        raise Refused("It is a zip archive: rename it to .zip and import it again.")
    if inside is None and named not in READERS:
        raise Refused("It is no FIT, TCX or GPX file.")
    recordings = READERS[inside or named](data)
    if named != inside and inside is not None:
        remarks.append(f"It holds {inside.upper()}, whatever its name says; it was read as that.")
    return recordings


def _told(recordings: Sequence[Recording], row: StravaRow | None, zone: ZoneInfo) -> list[Told]:
    """One for each recording; with a row of a list, one in all, even without a recording."""
    if row is None:
        return [_tell(to_item(recording), zone, {"recording": recording}) for recording in recordings]
    nearest = min(recordings, key=lambda recording: _apart_s(recording, row), default=None)
    if nearest is None and row.start is None:
        return []
    return [_tell(to_item(nearest, row), zone, {"recording": nearest, "strava": row})]


def _apart_s(recording: Recording, row: StravaRow) -> float:
    return abs((recording.start - row.start).total_seconds()) if row.start else 0.0


def _tell(item: RawItem, zone: ZoneInfo, parts: Mapping[str, Recording | StravaRow | GarminRow | None]) -> Told:
    recording = parts.get("recording")
    stream = recording.stream if isinstance(recording, Recording) else None
    try:
        activity = build(item.external_id, {name: part for name, part in parts.items() if part}, stream, zone)
    except ValueError as error:
        return Told(item, None, f"What it says makes no activity: {error}.")
    return Told(item, without_stream(activity))
