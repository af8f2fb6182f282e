"""Small words that sentences are made of: weekdays, runs by their names, gaps, lists."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from liftday_rules.classify.names import of_name
from liftday_rules.model import Kind, Run, RunClass

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven")
PLAIN_NAMES = {
    RunClass.HARD: "hard run",
    RunClass.LONG: "long run",
    RunClass.RACE: "race",
    RunClass.UNCERTAIN: "run",
    RunClass.EASY: "run",
    RunClass.OTHER: "workout",
}
FEW_EVIDENCE = 2
EVENING_H = 17
NOON_H = 12


def weekday(day: date) -> str:
    """Monday … Sunday."""
    return WEEKDAYS[day.weekday()]


def day_name(day: date, today: date) -> str:
    """The weekday, with the date where the weekday alone could be mistaken."""
    return weekday(day) if abs((day - today).days) < len(WEEKDAYS) else f"{weekday(day)} {day.day} {day:%B}"


def part_of_day(start: datetime, zone: ZoneInfo) -> str:
    """Morning, midday, afternoon or evening, by the wall clock."""
    hour = start.astimezone(zone).hour
    return (
        "evening" if hour >= EVENING_H else "afternoon" if hour > NOON_H else "midday" if hour == NOON_H else "morning"
    )


def clock(start: datetime, zone: ZoneInfo) -> str:
    """18:00."""
    return f"{start.astimezone(zone):%H:%M}"


def hours(gap_h: float) -> str:
    """`5 h`, rounded down, so that a sentence never promises more than there is."""
    return f"{int(gap_h)} h" if gap_h >= 1 else f"{max(0, int(gap_h * 60))} min"


def number(count: float) -> str:
    """Small numbers in words."""
    return NUMBERS[int(count)] if count == int(count) and 0 <= count < len(NUMBERS) else f"{count:g}"


def days(count: float) -> str:
    """`1 day`, `7 days`."""
    return f"{count:g} day" if count == 1 else f"{count:g} days"


def listed(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join((", ".join(items[:-1]), items[-1]) if len(items) > 1 else items)


def kind_of_run(run: Run) -> str:
    """What the run is called within a sentence: its name where that says something, else its class."""
    said = of_name(run.name, run.distance_m) if run.name else None
    if run.name is None or said is None or not run.is_demanding:
        return run.name if run.run_class is RunClass.RACE and run.name else PLAIN_NAMES.get(run.run_class, "run")
    if run.run_class is RunClass.RACE:
        return run.name
    first, rest = run.name[0], run.name[1:]
    return first.lower() + rest if rest.islower() and rest[:1].isalpha() else run.name


def whose_run(run: Run, today: date) -> str:
    """`Tuesday's intervals`, `today's run`, `the Marathon`."""
    if run.run_class is RunClass.RACE:
        return f"the {kind_of_run(run)}"
    if run.local_date == today:
        return f"today's {'run' if not run.expected and run.run_class is RunClass.HARD else kind_of_run(run)}"
    return f"{weekday(run.local_date)}'s {kind_of_run(run)}"


def the_run(run: Run) -> str:
    """`the long run`, `the Marathon`."""
    return f"the {kind_of_run(run)}"


def follows(run: Run) -> str:
    """`the long run follows`, `the intervals follow`."""
    name = the_run(run)
    return f"{name} {'follow' if is_many(name) else 'follows'}"


def is_many(name: str) -> bool:
    """Whether a run's name is a plural: intervals, hill reps."""
    return name.endswith("s")


def turned_hard(run: Run, today: date) -> str:
    """`today's run was hard (6 x 1000 m found in laps)`, for a run that nobody had expected to be."""
    when = "today's run" if run.local_date == today else f"{weekday(run.local_date)}'s run"
    evidence = f" ({', '.join(run.evidence[:FEW_EVIDENCE])})" if run.evidence else ""
    return f"{when} was hard{evidence}"


def session_of(day: date, today: date) -> str:
    """`Wednesday's session`, `The session of Friday 4 December`."""
    name = day_name(day, today)
    return f"{name}'s session" if name in WEEKDAYS else f"The session of {name}"


def a_kind(kind: Kind) -> str:
    """`a full session`."""
    return "a ten-minute session" if kind is Kind.MICRO else f"a {kind.value} session"


def a_kind_of_one(kind: Kind) -> str:
    """`a full one`, where a session has been spoken of."""
    return "ten minutes" if kind is Kind.MICRO else f"a {kind.value} one"


def capital(text: str) -> str:
    """The same with a capital first letter."""
    return text[:1].upper() + text[1:]


def said(what: str, because: str) -> str:
    """`What: because.`, or two sentences where the reason has a colon of its own."""
    return f"{what}. {capital(because)}." if ": " in because else f"{what}: {because}."
