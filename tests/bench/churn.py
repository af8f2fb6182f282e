"""How calm the calendar is: twelve runners through a year in which every eighth easy day turns out hard.

Each runner has a stated week that repeats, and looks at the plan in the morning, after each run and in the evening.
What was run arrives as a recording beside the plan, as it does in life. All sessions are done as they stand.
"""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import partial

from tests.bench.figure import Figure
from tests.helpers.weeks import MONDAY, RUNS, ZONE, at, athlete

from liftday_rules.backtest import Replay, Told, replay
from liftday_rules.model import Activity, ActivityId, Athlete, Facts, Kind, PlannedRun, Policy, RunState, Slots, Sport

WEEKS = (
    "EHEEH.L",
    ".HEEE.L",
    "EHEHE.L",
    ".HE.HEL",
    "EEHEE.L",
    "E.H.E.L",
    ".EHE.EL",
    "EHE.E.L",
    "HEEHE.L",
    ".H.E.EL",
    "EEHE.LE",
    "E.EH.E.",
)
"""One runner each: see tests/helpers/weeks.py for the letters."""
YEAR_WEEKS = 52
SURPRISES = 0.12
KNOWN_BEFORE_DAYS, KNOWN_AHEAD_DAYS = 70, 15
RUN_AT_H, KNOWN_AFTER = 7, timedelta(minutes=15)
TWO_SLOTS = (time(12, 15), time(18))
MOST_A_MONTH = 0.5


def run(scale: float) -> list[Figure]:
    """The figures; a smaller `scale` lives fewer weeks."""
    weeks = max(2, round(YEAR_WEEKS * scale))
    return [*figures(Policy.RECOVER_FIRST, weeks), *figures(Policy.BALANCED, max(2, weeks // 4))]


def figures(policy: Policy, weeks: int) -> list[Figure]:
    lives = [life(number, weeks, policy) for number in range(len(WEEKS))]
    edits = [told for one in lives for told in one.edits]
    month = sum(one.edits_a_month for one in lives) / len(lives)
    kinds = Counter(f"{told.change.change.value}, {told.change.reason_code}" for told in edits)
    clashes = [clash for one in lives for clash in one.clashes]
    full = sum(done.kind is Kind.FULL for one in lives for done in one.done)
    return [
        Figure(
            f"{policy.value}, {weeks} weeks: visible changes a runner and month",
            month,
            "changes",
            "most allowed",
            MOST_A_MONTH,
        ),
        Figure("changes of a session whose own day turned out hard", sum(map(_is_of_the_day, edits)), "changes"),
        Figure("changes that no news caused", sum(not told.had_news for told in edits), "changes", "most allowed", 0),
        Figure(
            "hard rules broken by what could be known", sum(c.foreseen for c in clashes), "times", "most allowed", 0
        ),
        Figure("sessions overtaken by a surprise of the next day", sum(not c.foreseen for c in clashes), "times"),
        Figure("sessions done a runner and week", sum(len(one.done) for one in lives) / len(lives) / weeks, "sessions"),
        Figure("of them full", full / len(lives) / weeks, "sessions"),
        *(Figure(f"  changes: {name}", count, "times") for name, count in kinds.most_common()),
    ]


def life(number: int, weeks: int, policy: Policy = Policy.RECOVER_FIRST, seed: int = 0) -> Replay:
    """One runner's weeks. Another `seed` is another year."""
    rng = random.Random(seed * len(WEEKS) + number)  # noqa: S311 (the same year every time)
    days = 7 * weeks
    planned = [WEEKS[number][day % 7] for day in range(days + KNOWN_AHEAD_DAYS)]
    ran = ["H" if letter == "E" and rng.random() < SURPRISES else letter for letter in planned]
    who = athlete(target_per_week=2, policy=policy, slots=Slots(default=TWO_SLOTS if number % 2 else (time(18),)))
    looks = sorted(look for day in range(days) for look in (at(day, 5), _known(ran[day], day), at(day, 20)) if look)
    return replay(partial(_facts, who, planned, ran), looks)


def _is_of_the_day(told: Told) -> bool:
    before = told.change.start_before
    return before is not None and before.astimezone(ZONE).date() == told.at.astimezone(ZONE).date()


def _known(letter: str, day: int) -> datetime | None:
    return at(day, RUN_AT_H) + timedelta(minutes=RUNS[letter][1]) + KNOWN_AFTER if letter in RUNS else None


def _facts(who: Athlete, planned: Sequence[str], ran: Sequence[str], now: datetime) -> Facts:
    """The plan as it was stated, and beside it what was recorded by then, so that a surprise is known for one."""
    today = (now.astimezone(ZONE).date() - MONDAY).days
    days = range(max(0, today - KNOWN_BEFORE_DAYS), min(len(planned), today + KNOWN_AHEAD_DAYS))
    runs = [
        PlannedRun(start=at(day, RUN_AT_H), minutes=minutes, run_class=run_class, state=RunState.PLANNED)
        for day in days
        if planned[day] in RUNS
        for run_class, minutes in [RUNS[planned[day]]]
    ]
    recorded = {day: ran[day] for day in days if (known := _known(ran[day], day)) is not None and known <= now}
    return Facts(
        now=now,
        athlete=who,
        runs=tuple(runs),
        activities=tuple(_recording(letter, day) for day, letter in recorded.items()),
        overrides={_name(day): RUNS[letter][0] for day, letter in recorded.items()},
    )


def _recording(letter: str, day: int) -> Activity:
    start = at(day, RUN_AT_H)
    return Activity(
        id=_name(day),
        source="demo",
        sport=Sport.RUN,
        start=start,
        local_date=start.astimezone(ZONE).date(),
        elapsed_s=RUNS[letter][1] * 60.0,
    )


def _name(day: int) -> ActivityId:
    return ActivityId(f"demo:{day}")
