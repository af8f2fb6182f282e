"""Full on changeable day: heavy work after a run that was meant to be easy and may not stay so.

## What it does
A full session on the day of an expected easy run costs 80 points times the share of such runs that turned out hard in
the last weeks. A runner whose easy days stay easy pays nothing; one whose every eighth does not prefers days without.

## Why
When today's run turns out hard, today's session has to move, and a calendar that changes on the day itself is the kind
of change that disturbs most. The price is what such a change costs, weighed with how often it comes.

## Parameters
cost_surprise, surprise_doubt_runs

## Exceptions
Runs already run, light sessions, and `stack_hard`, for which a hard run on the day is welcome.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from liftday_rules.model import Objection, Run
from liftday_rules.phrases import the_run
from liftday_rules.placement.parameters import Settings
from liftday_rules.placement.rule import Rule, cost, heavy
from liftday_rules.placement.situation import Candidate, Situation

NAME = "full_on_changeable_day"
LOOKED_BACK = timedelta(weeks=10)
FEWEST_OF_A_WEEKDAY = 3


def check(candidate: Candidate, situation: Situation) -> Objection | None:
    """The price of what the day's run may become."""
    if not situation.surprise_share or not heavy(candidate.kind):
        return None
    for gap in candidate.after:
        run = gap.run
        if run.local_date == candidate.day and run.expected and run.is_run and not run.is_demanding:
            price = situation.settings["cost_surprise"] * situation.surprise_share
            return cost(NAME, "AFTER_HARD", price, f"{the_run(run)} of that day may turn out harder than planned")
    return None


def surprise_share(runs: Iterable[Run], today: date, settings: Settings) -> float:
    """Of the runs on weekdays that are mostly easy, the share that was not, 0 to 1; careful while few are known."""
    demanding: Counter[int] = Counter()
    every: Counter[int] = Counter()
    for run in runs:
        if run.is_run and not run.expected and not run.is_guess and today - LOOKED_BACK <= run.local_date < today:
            every[run.local_date.weekday()] += 1
            demanding[run.local_date.weekday()] += run.is_demanding
    easy = [day for day, count in every.items() if count >= FEWEST_OF_A_WEEKDAY and 2 * demanding[day] < count]
    return sum(demanding[day] for day in easy) / (sum(every[day] for day in easy) + settings["surprise_doubt_runs"])


RULE = Rule(
    name=NAME,
    manual=__doc__,
    codes=("AFTER_HARD",),
    parameters=("cost_surprise", "surprise_doubt_runs"),
    on_slot=check,
)
