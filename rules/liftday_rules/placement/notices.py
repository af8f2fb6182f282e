"""What the athlete should know or answer beside the plan itself, and whether the plan can be relied on."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from liftday_rules.model import (
    Change,
    ChangeKind,
    Facts,
    FlagKind,
    Notice,
    PlanState,
    Record,
    RunClass,
    Session,
    Verdict,
)
from liftday_rules.phrases import capital, listed, session_of, weekday, whose_run
from liftday_rules.placement import HARD
from liftday_rules.placement.books import Books
from liftday_rules.placement.hard.lift_while_ill_or_hurt import stops_strength
from liftday_rules.placement.offers import offers
from liftday_rules.placement.place import Placement
from liftday_rules.placement.price import Book
from liftday_rules.placement.readiness import Level
from liftday_rules.placement.season import DELOAD_WEEK, block_week
from liftday_rules.placement.situation import Looker, Situation, monday_of
from liftday_rules.placement.story import Storyteller

ASK_WITHIN = timedelta(hours=48)
"""An older run no longer decides where strength goes."""
LATE_SYNC = timedelta(hours=3)
"""Watches sync late; earlier nobody is asked."""
MAY_BE_HARD_P = 0.40
NO_SLOT_DAYS_LEFT = 4
"""With fewer days left, a week that falls short is no news."""
FEWEST_DAYS_LEFT = 1
"""On its last day a week's number of sessions is no news."""
EXPECTED_SHORT = frozenset({"SICK", "INJURY", "PAUSED", "POST_RACE", "RACE_TAPER"})


def state_of(facts: Facts, notices: Sequence[Notice], changes: Sequence[Change]) -> PlanState:
    """Paused before stale before uncertain; with old data only where the pause itself sets something aside."""
    codes = {notice.code for notice in notices}
    over = {flag for flag in facts.flags if _is_over(flag.until, facts)}
    stopped = any(stops_strength(flag) and flag.since <= facts.now and flag not in over for flag in facts.flags)
    if stopped and ("STALE" not in codes or any(change.change is ChangeKind.PAUSED for change in changes)):
        return PlanState.PAUSED
    if "STALE" in codes:
        return PlanState.STALE
    return PlanState.UNCERTAIN if "UNCERTAIN_ASK" in codes else PlanState.OK


def _is_over(until: datetime | None, facts: Facts) -> bool:
    return until is not None and until <= facts.now


def notices(
    facts: Facts,
    situation: Situation,
    *,
    books: Books,
    placement: Placement,
    records: Sequence[Record],
    verdicts: Sequence[Verdict],
    sessions: Sequence[Session],
) -> tuple[Notice, ...]:
    """Everything worth saying, most pressing first."""
    stale = tuple(_stale(facts, situation))
    return (
        *stale,
        *_flags(facts, situation),
        *_questions(facts, situation, records, verdicts),
        *_missing_runs(facts, situation),
        *_pins(situation, books),
        *(() if stale else _short_weeks(situation, placement, sessions)),
        *_readiness(situation),
        *_season(facts, situation),
        *offers(facts, situation, books, records, verdicts),
    )


def _stale(facts: Facts, situation: Situation) -> Iterator[Notice]:
    if is_stale(facts, situation):
        age_h = facts.data_age_h or 0.0
        yield Notice(
            code="STALE",
            message=f"Your runs could not be fetched for {age_h:.0f} h, so nothing is moved until they are here.",
        )


def is_stale(facts: Facts, situation: Situation) -> bool:
    """Whether activities are too old to plan on."""
    return facts.data_age_h is not None and facts.data_age_h >= situation.settings["stale_h"]


def _flags(facts: Facts, situation: Situation) -> Iterator[Notice]:
    for flag in facts.flags:
        if flag.since > facts.now or _is_over(flag.until, facts):
            continue
        match flag.kind:
            case FlagKind.SICK:
                wait_h = situation.settings["after_sick_light_h"]
                message = f"Paused: you are ill. Restart {wait_h:g} h after you clear the flag, first session light."
                yield Notice(code="SICK", message=message)
            case FlagKind.PAUSE:
                yield Notice(code="PAUSED", message="Paused, as you asked.")
            case FlagKind.INJURY:
                where = flag.region or "injury"
                rest = "strength rests until you clear the flag" if stops_strength(flag) else "sessions leave it out"
                yield Notice(code="INJURY", message=f"Your {where} comes first: {rest}.")
            case FlagKind.TRAVEL:
                yield Notice(code="TRAVEL", message="You are travelling: sessions use what you have with you.")


def _questions(
    facts: Facts, situation: Situation, records: Sequence[Record], verdicts: Sequence[Verdict]
) -> Iterator[Notice]:
    """One yes-or-no question for each recent run that may have been hard."""
    by_id = {verdict.activity_id: verdict for verdict in verdicts}
    for record in records:
        verdict, activity = by_id.get(record.activity.id), record.activity
        if verdict is None or verdict.run_class is not RunClass.UNCERTAIN or not activity.sport.is_run:
            continue
        if facts.now - activity.end <= ASK_WITHIN:
            whose = "today's" if activity.local_date == situation.today else f"{weekday(activity.local_date)}'s"
            yield Notice(code="UNCERTAIN_ASK", message=f"Was {whose} run hard?", subject=activity.id)


def _missing_runs(facts: Facts, situation: Situation) -> Iterator[Notice]:
    """One question for each recent run that was planned to be demanding and of which nothing has arrived."""
    for run in situation.runs:
        age = facts.now - run.end
        if run.is_missing and run.p_hard >= MAY_BE_HARD_P and LATE_SYNC <= age <= ASK_WITHIN:
            what = whose_run(run, situation.today)
            message = f"Nothing has arrived of {what}. Did you run, and was it hard?"
            yield Notice(code="UNCERTAIN_ASK", message=message, subject=run.local_date.isoformat())


def _pins(situation: Situation, books: Books) -> Iterator[Notice]:
    """Pinned sessions that break a rule, with the rule."""
    book, looker = Book(HARD, situation), Looker(situation)
    for one in books.pinned:
        against = [o for o in book.price(looker.look(one.start, one.kind, stands=one.uid)).objections if o.forbids]
        if against:
            rule = against[0].rule.replace("_", " ")
            why = listed([o.because for o in against[:2]])
            what = session_of(one.day, situation.today)
            message = f"{what} stays because you put it there, against the rule {rule!r}: {why}."
            yield Notice(code="LOCKED_WARN", message=message, subject=one.uid)


def _short_weeks(situation: Situation, placement: Placement, sessions: Sequence[Session]) -> Iterator[Notice]:
    story = Storyteller(situation=situation, placement=placement)
    for monday, week in sorted(situation.weeks.items()):
        found = sum(monday_of(session.start.date()) == monday for session in sessions)
        found += sum(monday_of(lift.day) == monday and lift.uid not in _uids(sessions) for lift in situation.lifted)
        left = 7 - max(0, (situation.today - monday).days)
        expected = week.code in EXPECTED_SHORT or any(f.kind is not FlagKind.TRAVEL for f in situation.flags)
        if found < week.target - week.spent and not expected and (left >= NO_SLOT_DAYS_LEFT or not found):
            yield Notice(code="NO_SLOT", message=story.no_slot(week, found))


def _uids(sessions: Sequence[Session]) -> set[str]:
    return {session.uid for session in sessions}


def _readiness(situation: Situation) -> Iterator[Notice]:
    readiness, settings = situation.readiness, situation.settings
    if readiness.level >= Level.POOR:
        message = f"{capital(listed(readiness.signals))}, so today is not a day for heavy work."
        yield Notice(code="READINESS", message=message)
    if readiness.poor_days >= settings["poor_days_for_deload"]:
        message = (
            f"{readiness.poor_days} of the last 14 mornings were poor: a lighter week, and a look at sleep, may help."
        )
        yield Notice(code="DELOAD", message=message)


def _season(facts: Facts, situation: Situation) -> Iterator[Notice]:
    for monday, week in sorted(situation.weeks.items()):
        is_open = (monday + timedelta(days=6) - situation.today).days >= FEWEST_DAYS_LEFT
        if week.code in {"LOW_VOLUME", "HIGH_LOAD"} and is_open:
            yield Notice(code=week.code, message=week.reason)
        if monday in situation.deload_weeks:
            which = "This" if monday <= situation.today else "Next"
            fourth = block_week(facts, situation.today, monday) == DELOAD_WEEK
            why = "the fourth of the block" if fourth else "an easier running week beside the fourth of the block"
            yield Notice(code="DELOAD", message=f"{which} week is {why}: fewer sets, the same days.")
