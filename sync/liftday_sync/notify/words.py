"""The words of each message: short, warm, and with the one thing first that a lock screen shows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from liftday_sync.contract import Change, Figures, Session, Source, SourceState

ASIDE = re.compile(r" \([^()]{30,}\)")
"""The evidence within a reason: it stands in the calendar, and is too long for a lock screen."""
WEEK = 7
NEAR = {0: "today", 1: "tomorrow", -1: "yesterday"}
SIZES = {"lightened": "A lighter session", "made_full": "A full session again"}
NEEDS = {
    SourceState.NEEDS_LOGIN: "The account has to be connected again; until then new runs are not seen.",
    SourceState.NEEDS_KEY: "Its key is missing or no longer valid; until it is renewed new runs are not seen.",
    SourceState.INACTIVE_SUBSCRIPTION: "Its subscription has ended; until it is renewed new runs are not seen.",
}
BRANDS = {
    "garmin": "Garmin",
    "garmin_personal": "Garmin",
    "ics": "Your plan's calendar",
    "intervals_icu": "intervals.icu",
    "strava": "Strava",
}
TEST = ("Liftday can reach you", "This is how a message will look. Have a good run.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What became of one session by all its changes together."""

    before: datetime | None
    after: datetime | None
    last: Change


def of_changes(moves: Sequence[Move], here: datetime) -> tuple[str, str]:
    """Title and body of the changes that were not told yet; there is at least one."""
    if len(moves) == 1:
        return _headline(moves[0], here), _brief(moves[0].last.reason)
    lines = [f"{_headline(move, here)}. {_brief(move.last.reason)}" for move in moves]
    return f"{len(moves)} changes to your lifting", "\n".join(lines)


def _headline(move: Move, here: datetime) -> str:
    if move.after is None:
        return f"No lifting {_on(move.before, here)}" if move.before else "A session fell away"
    if move.before is None or move.last.change in SIZES:
        size = SIZES.get(move.last.change, "A session")
        return f"{size} {_on(move.after, here)} at {_hour(move.after, here)}"
    before, after = move.before.astimezone(here.tzinfo), move.after.astimezone(here.tzinfo)
    if before.date() == after.date():
        return f"Lifting is at {_hour(after, here)} {_on(after, here)}"
    verb = "waits until" if after > before else "comes sooner:"
    return f"Lifting {verb} {_day(after, here)} at {_hour(after, here)}"


def of_morning(sessions: Sequence[Session], here: datetime) -> tuple[str, str]:
    """Title and body on the day of a session; there is at least one."""
    first = sessions[0]
    return f"Today at {_hour(first.start, here)}: {first.title}", "\n".join(
        _brief(session.reason) for session in sessions
    )


def of_week(figures: Figures, following: Session | None, here: datetime) -> tuple[str, str]:
    """Title and body on Sunday evening. What is not known is not said."""
    done, target = figures.sessions_done_this_week, figures.target_this_week
    title = "Your week" if done is None else f"Your week: {_counted(done, 'session')} lifted"
    if done is not None and target:
        title = f"Your week: {done or 'none'} of {_counted(target, 'session')} lifted"
    facts = []
    if figures.run_min_this_week is not None:
        facts.append(f"{_time(figures.run_min_this_week)} of running")
    if figures.hard_days_this_week is not None:
        facts.append(_counted(figures.hard_days_this_week, "hard day"))
    lines = ["Well done, that was all of it."] if done and target and done >= target else []
    lines += [", ".join(facts) + "."] if facts else []
    if following:
        lines.append(f"Next: {_day(following.start, here)} at {_hour(following.start, here)}, {following.title}.")
    else:
        lines.append("Nothing is planned yet for next week.")
    return title, "\n".join(lines)


def of_source(source: Source) -> tuple[str, str]:
    """Title and body about a source that can't go on by itself."""
    who = BRANDS.get(source.name) or source.name.replace("_", " ").capitalize()
    return f"{who} needs you", source.detail or NEEDS[source.state]


def _brief(reason: str) -> str:
    return ASIDE.sub("", reason)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _time(minutes: float) -> str:
    hours, rest = divmod(round(minutes), 60)
    return f"{hours} h {rest:02} min" if hours else f"{rest} min"


def _hour(moment: datetime, here: datetime) -> str:
    return f"{moment.astimezone(here.tzinfo):%H:%M}"


def _day(moment: datetime, here: datetime) -> str:
    """`today`, `tomorrow`, `Friday`, or `Friday 4 December` when that is more than six days away."""
    day = moment.astimezone(here.tzinfo).date()
    away = (day - here.date()).days
    if away in NEAR:
        return NEAR[away]
    return f"{day:%A}" if 0 < away < WEEK else f"{day:%A} {day.day} {day:%B}"


def _on(moment: datetime, here: datetime) -> str:
    """The day within a sentence: `today`, `on Friday`."""
    day = _day(moment, here)
    return day if day in NEAR.values() else f"on {day}"
