"""What a TCX or GPX file does not say itself follows from its samples."""

from dataclasses import dataclass
from datetime import datetime

from liftday_sync.sources.files.recording import RawLap, Recording
from liftday_sync.sources.files.sports import sport_of
from liftday_sync.sources.files.track import Track, climb_m, highest, mean_over_time, moving_s
from liftday_sync.sources.files.xml import seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """An activity of an XML file, as read."""

    format: str
    sport: str
    start: datetime
    track: Track
    utc_offset_min: int | None = None
    name: str | None = None
    device: str | None = None
    laps: tuple[RawLap, ...] = ()
    whole: bool = True


def recording_of(tracked: Tracked, *, identity: str) -> Recording:
    """The recording: times, distance, heart rate and climbing taken from laps where they know, else from samples."""
    track = tracked.track
    if not sport_of(tracked.sport).is_run:
        track.cadence_spm = [None] * len(track.time_s)
    stream = track.to_stream(seconds(tracked.start))
    lap_s = sum(lap.elapsed_s for lap in tracked.laps)
    elapsed_s = max(track.time_s[-1] - seconds(tracked.start) if track.time_s else 0.0, lap_s)
    lap_m = sum(lap.distance_m or 0 for lap in tracked.laps)
    ascent_m, descent_m = climb_m(track.altitude_m)
    cut = f"It breaks off after {elapsed_s / 60:.0f} min; what it holds up to there was imported."
    return Recording(
        format=tracked.format,
        identity=identity,
        sport=tracked.sport,
        start=tracked.start,
        utc_offset_min=tracked.utc_offset_min,
        elapsed_s=round(elapsed_s, 1),
        # A TCX lap counts the watch's timer, which stands still in a pause.
        moving_s=round(lap_s, 1) or (moving_s(stream) if stream else None),
        distance_m=round(lap_m, 1) or track.length_m or None,
        ascent_m=ascent_m,
        descent_m=descent_m,
        avg_hr_bpm=mean_over_time(track.time_s, track.hr_bpm) or _lap_mean(tracked.laps),
        max_hr_bpm=highest(track.hr_bpm) or highest([lap.max_hr_bpm for lap in tracked.laps]),
        name=tracked.name,
        device=tracked.device,
        laps=tracked.laps,
        whole=tracked.whole,
        stream=stream,
        notes=() if tracked.whole else (cut,),
    )


def _lap_mean(laps: tuple[RawLap, ...]) -> float | None:
    known = [(lap.avg_hr_bpm, lap.elapsed_s) for lap in laps if lap.avg_hr_bpm is not None]
    total_s = sum(length_s for _, length_s in known)
    return round(sum(rate * length_s for rate, length_s in known) / total_s, 1) if total_s else None
