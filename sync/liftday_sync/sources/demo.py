"""A synthetic runner: the same dates give the same runs on every machine, for ever.

Seven plain days: one interval session, one long run on Sunday, easy runs between, and strength on two evenings. Now and
then an easy day turns out hard. The last such surprise lies only a few days before the first start at most, so that a
newcomer sees a session pushed back. The figures are invented and belong to nobody.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from liftday_rules.model import Activity, ActivityId, GarminFields, Lap, LapKind, Sport
from liftday_sync.errors import BadPayload
from liftday_sync.sources import DemoConfig
from liftday_sync.sources.base import Capability, ItemKind, Pull, RawItem, SourceState, Surroundings

HISTORY_DAYS = 70
SURPRISE_EVERY_WEEKS = 4
RUN_AT = time(7)
LIFT_AT = time(18)
UPLOAD_TAKES = timedelta(minutes=4)

EASY_MPS, STEADY_MPS, REP_MPS, JOG_MPS = 2.9, 3.05, 4.05, 2.3
EASY_BPM, LONG_BPM, REP_BPM, JOG_BPM = 138, 143, 173, 148


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of a run at one effort."""

    seconds: int
    speed_mps: float
    hr_bpm: float
    kind: LapKind = LapKind.MANUAL


def open_source(config: DemoConfig, around: Surroundings) -> DemoSource:
    """The synthetic runner, living in the athlete's zone."""
    return DemoSource(around.athlete.zone, config.called)


class DemoSource:
    """Brings what the synthetic runner has run by now; the cursor remembers the day of the first start."""

    capabilities = frozenset({Capability.ACTIVITIES})
    is_near = False
    keeps_raw_for: timedelta | None = None

    def __init__(self, zone: ZoneInfo, name: str = "demo") -> None:
        self.name = name
        self._zone = zone

    async def pull(self, cursor: str | None, now: datetime) -> Pull:
        """Everything since ten weeks before the first start, as far as it has been uploaded by `now`."""
        today = now.astimezone(self._zone).date()
        born = date.fromisoformat(cursor) if cursor else today
        first = born - timedelta(days=HISTORY_DAYS)
        days = [first + timedelta(days=n) for n in range((today - first).days + 1)]
        items = tuple(item for day in days for item in self._items(day, born, now))
        return Pull(state=SourceState.OK, items=items, cursor=born.isoformat())

    def join(self, known: RawItem, item: RawItem) -> RawItem:  # noqa: ARG002 (a newer demo replaces an older one)
        """The new item."""
        return item

    def normalise(self, item: RawItem) -> Activity:
        """What the watch of a synthetic runner says."""
        try:
            return _activity(json.loads(item.payload), self._zone)
        except (ValueError, KeyError, TypeError) as error:
            raise BadPayload(f"The demo item {item.external_id} can't be read; delete the demo's database.") from error

    def _items(self, day: date, born: date, now: datetime) -> Iterator[RawItem]:
        for sport, at, parts in _day(day, born):
            start = datetime.combine(day, at, self._zone).astimezone(UTC)
            seconds = sum(part.seconds for part in parts)
            if start + timedelta(seconds=seconds) + UPLOAD_TAKES <= now:
                payload = {"sport": sport, "start": start.isoformat(), "parts": [_part(part) for part in parts]}
                yield RawItem(
                    external_id=f"{day}-{sport}",
                    kind=ItemKind.ACTIVITY,
                    payload=json.dumps(payload, sort_keys=True, separators=(",", ":")).encode(),
                )


# --- the week ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Weekdays (Monday 0) of a week in which one evening's session can be pushed back by a day."""

    hard: int
    surprise: int
    lifts: tuple[int, int]


_EARLY = Week(hard=3, surprise=0, lifts=(0, 4))
_LATE = Week(hard=2, surprise=3, lifts=(0, 3))
_LONG_RUN, _REST = 6, 5


def week_of(born: date) -> Week:
    """The week whose surprise lies closest before the day of the first start."""
    return _EARLY if born.weekday() < _LATE.surprise else _LATE


def last_surprise(born: date) -> date:
    """The latest date up to the first start on which the easy run turned out hard."""
    return born - timedelta(days=(born.weekday() - week_of(born).surprise) % 7)


def _is_surprise(day: date, born: date) -> bool:
    return (day - last_surprise(born)).days % (7 * SURPRISE_EVERY_WEEKS) == 0


def _day(day: date, born: date) -> Iterator[tuple[str, time, list[Part]]]:
    """What is done on a date: sport, start and parts. After a surprise the evening's lift waits for a night."""
    week, weekday, luck = week_of(born), day.weekday(), _luck(day)
    if weekday != _REST:
        yield "run", RUN_AT, _run(day, born, luck)
    pushed_here = _is_surprise(day - timedelta(days=1), born)
    if pushed_here or (weekday in week.lifts and not _is_surprise(day, born)):
        yield "strength", LIFT_AT, [Part(seconds=2640 + int(240 * luck), speed_mps=0, hr_bpm=104)]


def _run(day: date, born: date, luck: float) -> list[Part]:
    if _is_surprise(day, born):
        return _kilometre_reps(luck)
    if day.weekday() == week_of(born).hard:
        return _intervals(luck)
    return _long(luck) if day.weekday() == _LONG_RUN else _easy(luck)


def _luck(day: date) -> float:
    """Between 0 and 1, always the same for a date."""
    return hashlib.sha256(day.isoformat().encode()).digest()[0] / 255


def _easy(luck: float) -> list[Part]:
    return _kilometres(7 + round(luck), EASY_MPS + 0.1 * luck, EASY_BPM + 4 * luck)


def _long(luck: float) -> list[Part]:
    return _kilometres(18 + round(3 * luck), STEADY_MPS, LONG_BPM + 3 * luck)


def _intervals(luck: float) -> list[Part]:
    return _reps(count=8, seconds=180, speed_mps=REP_MPS + 0.1 * luck, jog_s=120)


def _kilometre_reps(luck: float) -> list[Part]:
    speed = 4.0 + 0.1 * luck
    return _reps(count=6, seconds=round(1000 / speed), speed_mps=speed, jog_s=150)


def _reps(*, count: int, seconds: int, speed_mps: float, jog_s: int) -> list[Part]:
    work = Part(seconds=seconds, speed_mps=speed_mps, hr_bpm=REP_BPM, kind=LapKind.ACTIVE)
    jog = Part(seconds=jog_s, speed_mps=JOG_MPS, hr_bpm=JOG_BPM, kind=LapKind.RECOVERY)
    warm = Part(seconds=900, speed_mps=EASY_MPS, hr_bpm=135, kind=LapKind.WARMUP)
    return [warm, *[work, jog] * count, Part(seconds=600, speed_mps=2.7, hr_bpm=141, kind=LapKind.COOLDOWN)]


def _kilometres(count: int, speed_mps: float, hr_bpm: float) -> list[Part]:
    return [Part(seconds=round(1000 / speed_mps), speed_mps=speed_mps, hr_bpm=hr_bpm, kind=LapKind.AUTO)] * count


# --- from parts to an activity ---


def _part(part: Part) -> dict[str, Any]:
    return {"s": part.seconds, "mps": round(part.speed_mps, 3), "bpm": round(part.hr_bpm), "kind": part.kind}


def _activity(payload: dict[str, Any], zone: ZoneInfo) -> Activity:
    start = datetime.fromisoformat(payload["start"])
    parts = [(part["s"], part["mps"], part["bpm"], LapKind(part["kind"])) for part in payload["parts"]]
    seconds = sum(s for s, *_ in parts)
    running = payload["sport"] == "run"
    local_date = start.astimezone(zone).date()
    return Activity(
        id=ActivityId(f"demo:{local_date}-{payload['sport']}"),
        source="demo",
        sport=Sport(payload["sport"]),
        start=start,
        local_date=local_date,
        elapsed_s=seconds,
        moving_s=seconds,
        distance_m=sum(s * mps for s, mps, *_ in parts) if running else None,
        avg_hr_bpm=round(sum(s * bpm for s, _, bpm, _ in parts) / seconds),
        max_hr_bpm=max(bpm for _, _, bpm, _ in parts) + 4,
        name="Morning Run" if running else "Strength",
        laps=tuple(
            Lap(elapsed_s=s, distance_m=s * mps, avg_hr_bpm=bpm, max_hr_bpm=bpm + 4, kind=kind)
            for s, mps, bpm, kind in parts
            if running
        ),
        garmin=GarminFields(),
    )
