"""The books: what was lifted, which published session it counts for, and which ones were missed, paused or skipped.

A lift counts for the nearest published session within two days. For one that is still to come it counts when the two
would stand on neighbouring days, or when the week would otherwise have more than its target.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from liftday_rules.model import Facts, Flag, Kind, Published, Record, SessionUid, Sport
from liftday_rules.placement.hard.lift_while_ill_or_hurt import stops_strength
from liftday_rules.placement.parameters import Settings
from liftday_rules.placement.situation import MICRO_MIN, Lifted, Standing, Week, monday_of

NEXT_DOOR_DAYS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Every published session settled, and every lift counted once."""

    lifted: tuple[Lifted, ...]
    """Done, waiting to be confirmed, and pinned."""
    standing: tuple[Standing, ...]
    """To come and open to change."""
    pinned: tuple[Standing, ...]
    credited: Mapping[SessionUid, Lifted]
    missed: tuple[Published, ...]
    paused: tuple[tuple[Standing, Flag], ...]
    skipped: tuple[Standing, ...]
    published: Mapping[SessionUid, Standing]
    """All of them, past and to come."""


def lifts(facts: Facts, records: Sequence[Record], settings: Settings) -> tuple[Lifted, ...]:
    """What was lifted, logged or recorded, each once, in order."""
    zone = facts.athlete.zone
    logged = [
        Lifted(
            day=done.start.astimezone(zone).date(),
            start=done.start.astimezone(UTC),
            end=done.start.astimezone(UTC) + timedelta(minutes=done.minutes),
            kind=done.kind,
            is_done=True,
            uid=done.uid,
        )
        for done in facts.strength_done
    ]
    open_days = [one.day for one in logged]
    recorded = []
    for activity in (record.activity for record in records):
        if activity.sport is not Sport.STRENGTH or activity.elapsed_s < settings["credit_min_minutes"] * 60:
            continue
        if activity.local_date in open_days:  # the log and the watch tell of the same session
            open_days.remove(activity.local_date)
            continue
        recorded.append(
            Lifted(day=activity.local_date, start=activity.start, end=activity.end, kind=None, is_done=True)
        )
    return tuple(sorted([*logged, *recorded], key=lambda one: one.start))


def settle(facts: Facts, done: Sequence[Lifted], weeks: Mapping[date, Week], settings: Settings) -> Books:
    """Credit, miss, pause and skip; what is left stands."""
    every = [_standing(published, facts) for published in facts.published]
    past = {one.uid: one for one in every if one.start <= facts.now}
    credited = _credited(done, every, facts, weeks, settings)
    pending: list[Lifted] = []
    missed: list[Published] = []
    paused: list[tuple[Standing, Flag]] = []
    skipped: list[Standing] = []
    standing: list[Standing] = []
    pinned: list[Standing] = []
    by_uid = {published.uid: published for published in facts.published}
    for one in sorted(every, key=lambda one: (one.start, one.uid)):
        flag = _flag_over(one, facts)
        if one.uid in credited:
            continue
        if one.uid in facts.skipped:
            skipped.append(one)
        elif flag is not None:
            paused.append((one, flag))
        elif one.uid not in past or _is_pushed_back(one, facts):
            (pinned if one.locked else standing).append(one)
        elif _is_missed(one, facts, settings):
            missed.append(by_uid[one.uid])
        else:
            pending.append(as_lifted(one))
    return Books(
        lifted=tuple(sorted([*done, *pending, *map(as_lifted, pinned)], key=lambda one: (one.start, one.uid or ""))),
        standing=tuple(standing),
        pinned=tuple(pinned),
        credited=credited,
        missed=tuple(missed),
        paused=tuple(paused),
        skipped=tuple(skipped),
        published={one.uid: one for one in every},
    )


def _standing(published: Published, facts: Facts) -> Standing:
    athlete, start = facts.athlete, published.start.astimezone(UTC)
    minutes = {Kind.FULL: athlete.full_min, Kind.LIGHT: athlete.light_min}.get(published.kind, MICRO_MIN)
    day = start.astimezone(athlete.zone).date()
    return Standing(
        uid=published.uid,
        start=start,
        end=start + timedelta(minutes=minutes),
        day=day,
        kind=published.kind,
        sequence=published.sequence,
        locked=published.locked and not _asks_for_later(published, facts),
        original_date=published.original_date or day,
        times_deferred=published.times_deferred,
        set_aside=published.set_aside,
    )


def as_lifted(standing: Standing) -> Lifted:
    """A session that stands, whatever is decided."""
    return Lifted(
        day=standing.day,
        start=standing.start,
        end=standing.end,
        kind=standing.kind,
        is_done=False,
        uid=standing.uid,
    )


def _credited(
    done: Sequence[Lifted], every: Sequence[Standing], facts: Facts, weeks: Mapping[date, Week], settings: Settings
) -> dict[SessionUid, Lifted]:
    known = {one.uid for one in every}
    credited = {lift.uid: lift for lift in done if lift.uid is not None and lift.uid in known}
    for lift in done:
        if lift.uid is not None:  # it says itself which session it was, whether that one still stands or not
            continue
        open_ones = [one for one in every if one.uid not in credited and one.uid not in facts.skipped]
        over = _weeks_over_target(done, [one for one in open_ones if one.start > facts.now], weeks)
        near = [
            one
            for one in open_ones
            if abs((one.day - lift.day).days) <= settings["credit_days"]
            and (one.start <= facts.now or _counts_for(lift, one, over))
        ]
        nearest = min(near, key=lambda one: (abs((one.day - lift.day).days), abs(one.start - lift.start)), default=None)
        if nearest is not None:
            credited[nearest.uid] = lift
    return credited


def _weeks_over_target(
    done: Iterable[Lifted], to_come: Iterable[Standing], weeks: Mapping[date, Week]
) -> frozenset[date]:
    """The Mondays of weeks that would have more sessions than they are meant to."""
    count = Counter([*(monday_of(lift.day) for lift in done), *(monday_of(one.day) for one in to_come)])
    return frozenset(monday for monday, week in weeks.items() if count[monday] > week.target)


def _counts_for(lift: Lifted, one: Standing, over: frozenset[date]) -> bool:
    """Whether a lift takes the place of a session that is still to come."""
    monday = monday_of(one.day)
    if monday_of(lift.day) != monday or one.locked:
        return False
    return abs((one.day - lift.day).days) <= NEXT_DOOR_DAYS or monday in over


def _asks_for_later(published: Published, facts: Facts) -> bool:
    """Whether the athlete pushed it back and it still stands where it did: the last word undoes a pin."""
    asked = facts.not_before.get(published.uid)
    return asked is not None and published.start < asked


def _is_pushed_back(one: Standing, facts: Facts) -> bool:
    """Whether a session whose time has come was pushed back to a time of this week that is still to come."""
    asked = facts.not_before.get(one.uid)
    today = facts.now.astimezone(facts.athlete.zone).date()
    return asked is not None and one.start < asked and monday_of(one.day) == monday_of(today)


def _is_missed(one: Standing, facts: Facts, settings: Settings) -> bool:
    """Whether no word of it can still be on its way: noon of the next day has passed, and data are fresh."""
    midnight = datetime.combine(one.day + timedelta(days=1), time(0), facts.athlete.zone)
    limit = (midnight + timedelta(hours=settings["missed_after_h"])).astimezone(UTC)
    fetched = facts.now - timedelta(hours=facts.data_age_h or 0.0)
    return facts.now >= limit and fetched >= one.end


def _flag_over(one: Standing, facts: Facts) -> Flag | None:
    """The flag that sets a session aside: open-ended, or over already when the session's time came.

    What stands free moves to behind a flag that has an end; what is pinned can't, and waits.
    """
    fetched = facts.now - timedelta(hours=facts.data_age_h or 0.0)
    for flag in facts.flags:
        if not stops_strength(flag) or one.start < flag.since:
            continue
        if flag.until is None or (one.start < flag.until and (one.locked or one.end <= fetched)):
            return flag
    return None
