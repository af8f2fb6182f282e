"""What follows from samples: speed, averages, climbing. Positions come in here and do not come out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import asin, cos, radians, sin, sqrt

from liftday_rules.model import Stream

EARTH_M = 6_371_000.0
SENSIBLE_BPM = (30, 240)
GAP_S = 15.0
"""A sample stands for the time since the one before it, but never for a pause."""
FASTEST_MPS = 12.0
"""Faster than anybody runs: a jump of the position."""
STANDING_MPS = 0.5
SMOOTH_S = 5.0
"""Positions are a few metres off, so speed from them is taken over this long."""
CLIMB_M = 3.0
"""Ups and downs smaller than this are noise of the sensor."""

type Column = list[float | None]


@dataclass(slots=True)
class Track:
    """Samples in columns of one length, in order of time. `time_s` counts from the epoch of the format."""

    time_s: list[float] = field(default_factory=list)
    distance_m: Column = field(default_factory=list)
    speed_mps: Column = field(default_factory=list)
    hr_bpm: Column = field(default_factory=list)
    altitude_m: Column = field(default_factory=list)
    cadence_spm: Column = field(default_factory=list)

    def add(
        self,
        *,
        time_s: float,
        counted_m: float | None,
        walked_m: float | None,
        speed_mps: float | None,
        hr_bpm: float | None,
        altitude_m: float | None,
        cadence_spm: float | None,
    ) -> None:
        """One more sample; of those whose time does not rise, the first counts.

        `counted_m` is the device's own distance, `walked_m` what positions add up to.
        """
        if self.time_s and time_s <= self.time_s[-1]:
            return
        self.time_s.append(time_s)
        self.distance_m.append(walked_m if counted_m is None else counted_m)
        self.speed_mps.append(speed_mps)
        self.hr_bpm.append(hr_bpm)
        self.altitude_m.append(None if altitude_m is None else round(altitude_m, 1))
        self.cadence_spm.append(cadence_spm)

    @property
    def start(self) -> datetime | None:
        """The first moment, when times count from 1970."""
        return datetime.fromtimestamp(self.time_s[0], UTC) if self.time_s else None

    @property
    def end(self) -> float | None:
        """The last time."""
        return self.time_s[-1] if self.time_s else None

    def part(self, first: int, last: int) -> Track:
        """The samples from `first` up to, not including, `last`."""
        return Track(
            self.time_s[first:last],
            self.distance_m[first:last],
            self.speed_mps[first:last],
            self.hr_bpm[first:last],
            self.altitude_m[first:last],
            self.cadence_spm[first:last],
        )

    @property
    def length_m(self) -> float | None:
        """Metres from the first to the last known distance."""
        known = [metres for metres in self.distance_m if metres is not None]
        return round(known[-1] - known[0], 1) if known else None

    def to_stream(self, start_s: float) -> Stream | None:
        """Counted from `start_s`; None when nothing but times was recorded."""
        speed = self.speed_mps if _any(self.speed_mps) else speeds(self.time_s, self.distance_m)
        columns = {
            "speed_mps": speed,
            "hr_bpm": self.hr_bpm,
            "altitude_m": self.altitude_m,
            "cadence_spm": self.cadence_spm,
        }
        measured = {name: tuple(column) for name, column in columns.items() if _any(column)}
        times = tuple(max(round(moment - start_s, 1), 0) for moment in self.time_s)
        return Stream(time_s=times, **measured) if measured else None


@dataclass(slots=True)
class Odometer:
    """Turns positions into metres since the start, one after the other, and forgets them."""

    _metres: float = 0.0
    _before: tuple[float, float, float] | None = None

    def read(self, time_s: float, lat: float | None, lon: float | None) -> float | None:
        """Metres up to here; None where there is no position. A jump counts nothing."""
        if lat is None or lon is None:
            return None
        if self._before is not None:
            then_s, then_lat, then_lon = self._before
            step_m = haversine_m(then_lat, then_lon, lat, lon)
            self._metres += step_m if step_m <= FASTEST_MPS * max(time_s - then_s, 1.0) else 0.0
        self._before = (time_s, lat, lon)
        return round(self._metres, 2)


def haversine_m(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Metres between two positions, given in degrees."""
    half_lat = sin(radians(lat_b - lat_a) / 2) ** 2
    half_lon = sin(radians(lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_M * asin(sqrt(half_lat + cos(radians(lat_a)) * cos(radians(lat_b)) * half_lon))


def believable_bpm(value: object) -> float | None:
    """The heart rate, or None where a sensor said nothing or nonsense."""
    low, high = SENSIBLE_BPM
    return value if isinstance(value, (int, float)) and low <= value <= high else None


def speeds(time_s: Sequence[float], metres: Sequence[float | None]) -> Column:
    """Speed at each sample, from the distances of the last few seconds; None after a pause."""
    found: Column = []
    back = 0
    for here, moment in enumerate(time_s):
        while back < here - 1 and (time_s[back] < moment - SMOOTH_S or metres[back] is None):
            back += 1
        ahead_m, behind_m, elapsed_s = metres[here], metres[back], moment - time_s[back]
        if ahead_m is None or behind_m is None or not 0 < elapsed_s <= GAP_S:
            found.append(None)
        else:
            speed_mps = round((ahead_m - behind_m) / elapsed_s, 3)
            found.append(speed_mps if speed_mps >= 0 else None)
    return found


def mean_over_time(time_s: Sequence[float], values: Sequence[float | None]) -> float | None:
    """The mean, each value weighed by the time it stands for; None when there is no value."""
    total, weight = 0.0, 0.0
    for here, value in enumerate(values):
        if value is not None:
            seconds = min(time_s[here] - time_s[here - 1], GAP_S) if here else 1.0
            total += value * seconds
            weight += seconds
    return round(total / weight, 1) if weight else None


def highest(values: Sequence[float | None]) -> float | None:
    """The highest value, None when there is none."""
    return max((value for value in values if value is not None), default=None)


def moving_s(stream: Stream) -> float | None:
    """Seconds in motion, pauses and standing left out; None without speed."""
    if not stream.speed_mps:
        return None
    total = 0.0
    for here in range(1, len(stream.time_s)):
        seconds = stream.time_s[here] - stream.time_s[here - 1]
        speed = stream.speed_mps[here]
        if seconds <= GAP_S and speed is not None and speed >= STANDING_MPS:
            total += seconds
    return round(total, 1)


def climb_m(altitudes: Sequence[float | None]) -> tuple[float | None, float | None]:
    """Metres up and down, small wobbles left out; None when no altitude was recorded."""
    known = [value for value in altitudes if value is not None]
    if not known:
        return None, None
    up, down, turn = 0.0, 0.0, known[0]
    for value in known:
        if value - turn >= CLIMB_M:
            up += value - turn
            turn = value
        elif turn - value >= CLIMB_M:
            down += turn - value
            turn = value
    return round(up, 1), round(down, 1)


def _any(column: Sequence[float | None]) -> bool:
    return any(value is not None for value in column)
