"""What the athlete asked for in passing: sessions pushed back, and the weeks that skipped sessions belonged to."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta

from liftday_rules.model import Busy, Facts, SessionUid
from liftday_rules.placement.situation import monday_of

NAMED = re.compile(r"(\d{4})-W(\d{2})-\d+")
A_WEEK = timedelta(days=7)
AN_INSTANT = timedelta(seconds=1)


def name_of(day: date, count: int) -> SessionUid:
    """The name of the week's next new session: ISO year, ISO week and a number."""
    year, week, _ = day.isocalendar()
    return SessionUid(f"{year}-W{week:02d}-{count}")


def week_named(uid: SessionUid) -> date | None:
    """The Monday of the week that a session was first planned for; None for names given by somebody else."""
    found = NAMED.fullmatch(uid)
    return date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else None


def left_free(facts: Facts) -> tuple[Busy, ...]:
    """The stretches in which nothing new may stand, because a session was pushed back out of them."""
    return tuple(_spans(facts))


def _spans(facts: Facts) -> Iterator[Busy]:
    zone = facts.athlete.zone
    stands = {one.uid: monday_of(one.start.astimezone(zone).date()) for one in facts.published}
    for uid, asked in facts.not_before.items():
        monday = stands.get(uid) or week_named(uid) or monday_of((asked - AN_INSTANT).astimezone(zone).date())
        begins, ends = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (monday, monday + A_WEEK))
        if begins < asked and facts.now < ends:
            yield Busy(start=begins, end=min(asked, ends))


def spent(facts: Facts) -> Mapping[date, int]:
    """How many sessions of each week, by its Monday, the athlete skipped."""
    zone = facts.athlete.zone
    stood = {one.uid: monday_of(one.start.astimezone(zone).date()) for one in facts.published}
    count: dict[date, int] = {}
    for uid in facts.skipped:
        monday = stood.get(uid) or week_named(uid)
        if monday is not None:
            count[monday] = count.get(monday, 0) + 1
    return count
