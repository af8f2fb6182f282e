"""Why a session is where it is, why it moved, and why it is not on another day: sentences for a runner."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from liftday_rules.model import ChangeKind, Equipment, Kind, Objection, PassedOver, Reason, RunClass
from liftday_rules.phrases import (
    a_kind,
    a_kind_of_one,
    capital,
    clock,
    day_name,
    hours,
    number,
    said,
    session_of,
    weekday,
    whose_run,
)
from liftday_rules.placement.hard.lift_without_equipment import equipment_at, travels
from liftday_rules.placement.place import Placement
from liftday_rules.placement.price import Priced
from liftday_rules.placement.situation import Candidate, Gap, Lifted, Situation, Standing, Week, monday_of
from liftday_rules.placement.soft.lift_against_policy import stacked

NEAR_DAYS = 3
"""How far around a session the other days are told of."""
FEW = 2
A_DAY_H = 24.0
SAID_BEFORE_H = 96.0
SAID_AFTER_H = 60.0
AROUND_RUNS = frozenset({"BEFORE_HARD", "AFTER_HARD", "AFTER_LONG"})
SET_ASIDE = frozenset({"SICK", "INJURY", "PAUSED"})
"""What sets a session aside rather than dropping it."""
MOVABLE = frozenset({"ASKED", "BEFORE_HARD", "AFTER_HARD", "AFTER_LONG", "BUSY", "SPACING"})
"""What another day of the week could have mended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Storyteller:
    """Tells about one placement in one situation."""

    situation: Situation
    placement: Placement

    # --- where a session is ---

    def placed(self, priced: Priced, *, nth: int) -> Reason:
        """Why here. `nth` counts the week's sessions from 1."""
        candidate, week = priced.candidate, self.situation.week_of(priced.candidate.day)
        if candidate.kind is not Kind.FULL:
            return self._lighter(candidate, week)
        sentence = self._surroundings(candidate)
        given = equipment_at(candidate, self.situation)
        if travels(candidate, self.situation) and given is not self.situation.athlete.equipment:
            sentence = f"{sentence} You are travelling, so it is {WITH[given]}."
        if week.code == "LOW_VOLUME" and nth >= week.target:
            return Reason("LOW_VOLUME", f"{sentence} {week.reason}")
        return Reason("PLACED", sentence)

    def _surroundings(self, candidate: Candidate) -> str:
        """What is near: "Friday: a night after Thursday's intervals and 36 h before Sunday's long run."."""
        name, today = day_name(candidate.day, self.situation.today), self.situation.today
        same_day = stacked(candidate)
        if same_day and self.situation.settings["same_day_after_is_free"]:
            run = whose_run(same_day.run, today)
            gap = hours(same_day.hours)
            return f"{name}: the same day as {run}, {gap} later, so that easy days stay easy (your setting)."
        after = _first_demanding(candidate.after, SAID_AFTER_H)
        before = _first_demanding(candidate.before, SAID_BEFORE_H)
        parts = [_since(after, candidate.day, today)] if after else []
        parts += [f"{hours(before.hours)} before {whose_run(before.run, today)}"] if before else []
        return f"{name}: {' and '.join(parts)}." if parts else f"{name}: {self._quiet(candidate)}."

    def _quiet(self, candidate: Candidate) -> str:
        """That no demanding run is near; what is not known is not called easy."""
        near = [gap.run for gap in (*candidate.after, *candidate.before) if gap.hours < A_DAY_H]
        unclear = next((run for run in near if run.run_class is RunClass.UNCERTAIN), None)
        if unclear is not None:
            was = "will be" if unclear.expected and not unclear.is_missing else "was"
            run = whose_run(unclear, self.situation.today)
            return f"whether {run} {was} hard is not clear, and no other hard run stands near it"
        if candidate.day in {run.local_date for run in self.situation.runs if run.is_guess}:
            return "no hard run is known near it"
        return "no hard run stands near it"

    def _lighter(self, candidate: Candidate, week: Week) -> Reason:
        """A light or a very short session: what keeps a full one away."""
        name = day_name(candidate.day, self.situation.today)
        if candidate.kind is Kind.MICRO and any(o.code == "BUSY" for o in self._at(candidate, Kind.LIGHT)):
            return Reason(
                "BUSY", f"{name}: no time for more than ten minutes, and one set of each is better than nothing."
            )
        if not week.most_full or week.code == "RACE_TAPER":
            full = self._full_at(candidate)
            code, because = (full.code, full.because) if full else ("RACE_TAPER", week.reason.rstrip("."))
            return Reason(code, f"{name}: {a_kind(candidate.kind)} keeps the habit. {capital(because)}.")
        objection = self._full_at(candidate) or self._dearest(candidate)
        if objection is None:
            return Reason("PLACED", f"{name}: a light session is what fits best here.")
        hard = self._hard_days(week)
        why = f"hard runs on {hard} leave no free evening" if hard else objection.because
        offer = (
            " Lifting on hard days (policy stack_hard) would allow a full one." if self._stack_helps(candidate) else ""
        )
        unfit = said("A full one does not fit", why)
        return Reason(objection.code, f"{name}: {a_kind(candidate.kind)} keeps the habit. {unfit}{offer}")

    def _full_at(self, candidate: Candidate) -> Objection | None:
        """What forbids a full session at the same start."""
        found = self._at(candidate, Kind.FULL)
        return next((objection for objection in found if objection.forbids), None)

    def _dearest(self, candidate: Candidate) -> Objection | None:
        return next(iter(self._at(candidate, Kind.FULL)), None)

    def _at(self, candidate: Candidate, kind: Kind) -> tuple[Objection, ...]:
        key = (candidate.start, kind)
        return next((place.objections for place in self.placement.places if place.candidate.key == key), ())

    def _stack_helps(self, candidate: Candidate) -> bool:
        policy = self.situation.settings["cost_after_near"] > 0 and not self.situation.is_novice
        return policy and stacked(candidate) is not None and self._full_at(candidate) is None

    def _hard_days(self, week: Week) -> str:
        """The weekdays of the week's hard runs, where there are at least two."""
        inside = [
            run.local_date
            for run in self.situation.runs
            if run.run_class is RunClass.HARD and monday_of(run.local_date) == week.monday
        ]
        names = [weekday(day) for day in sorted(set(inside))]
        return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) >= FEW else ""

    # --- what changed ---

    def changed(self, standing: Standing, candidate: Candidate, kind: ChangeKind) -> Reason:
        """Why a published session is elsewhere, or of another kind."""
        zone, today = self.situation.zone, self.situation.today
        objection = self._against(standing, candidate)
        old, new = day_name(standing.day, today), day_name(candidate.day, today)
        code, because = (objection.code, objection.because) if objection else self._gained(standing, candidate)
        if code in AROUND_RUNS and self._plan_has_changed(standing):
            code, because = "PLAN_CHANGED", f"your running plan has changed, and {because}"
        if kind is ChangeKind.MADE_FULL:
            free = "nothing stands in its way any more"
            if self._plan_was_eased(standing, candidate):
                return Reason("PLAN_CHANGED", f"A full session on {new}: your running plan has changed, and {free}.")
            return Reason("PLACED", f"A full session on {new}: {free}.")
        if standing.day != candidate.day:
            lighter = f", as {a_kind(candidate.kind)}" if candidate.kind is not standing.kind else ""
            return Reason(code, said(f"Moved from {old} to {new}{lighter}", because))
        if candidate.kind is standing.kind:
            if code == "BUSY":
                return Reason(code, f"{capital(because)}; moved to {clock(candidate.start, zone)}.")
            return Reason(code, said(f"Moved to {clock(candidate.start, zone)} on {new}", because))
        instead = f"{capital(a_kind(candidate.kind))} instead of {a_kind_of_one(standing.kind)} on {new}"
        return Reason(code, said(instead, because))

    def _plan_has_changed(self, standing: Standing) -> bool:
        """Whether the feed has just said something new about a demanding run near the old place."""
        own = self.placement.own[standing.uid].candidate
        return any(gap.run.changed_by_feed and gap.run.is_demanding for gap in (*own.before, *own.after))

    def _plan_was_eased(self, standing: Standing, candidate: Candidate) -> bool:
        """Whether the feed has just changed or cancelled a run near the old or the new place."""
        near = (standing.day, candidate.day)
        cancelled = any(abs((day - one).days) <= NEAR_DAYS for day in near for one in self.situation.cancelled)
        return cancelled or any(gap.run.changed_by_feed for gap in (*candidate.before, *candidate.after))

    def _gained(self, standing: Standing, candidate: Candidate) -> tuple[str, str]:
        """Why a free choice is better, when nothing in particular speaks against the old place."""
        if self._plan_was_eased(standing, candidate):
            return "PLAN_CHANGED", "your running plan has changed, and the week fits better so"
        return "PLACED", "the week fits better so"

    def _against(self, standing: Standing, candidate: Candidate | None) -> Objection | None:
        """The strongest objection to the old place that the new one does not have as strongly."""
        own = self.placement.own[standing.uid].objections
        new = self._at(candidate, candidate.kind) if candidate else ()
        rules = {objection.rule: objection.weight for objection in new}
        worse = [o for o in own if o.forbids or o.weight > rules.get(o.rule, 0)]
        return worse[0] if worse else self._neighbour(standing)

    def _neighbour(self, standing: Standing) -> Objection | None:
        """Another published or new session next to the old place, or a full week."""
        week = self.situation.week_of(standing.day)
        inside = [c for c in self.placement.choices if monday_of(c.priced.candidate.day) == week.monday]
        for choice in inside:
            day = choice.priced.candidate.day
            if choice.uid == standing.uid:
                continue
            first, second = sorted((day, standing.day))
            found = [o for o in self.placement.book.pair_objections(first, second) if o.forbids]
            if found:
                return Objection(rule=found[0].rule, code="SPACING", because=_next_to(day, standing.day), points=None)
        return None

    def dropped(self, standing: Standing) -> Reason:
        """Why a published session is no longer planned."""
        what = session_of(standing.day, self.situation.today)
        objection = self._against(standing, None)
        if objection is None or not objection.forbids:
            week = self.situation.week_of(standing.day)
            code = week.code if week.code in {"HIGH_LOAD", "RACE_TAPER", "POST_RACE", "SICK"} else "TARGET_MET"
            enough = ", as the week has enough without it" if code == "TARGET_MET" else ""
            return Reason(code, f"{what} is dropped{enough}. {week.reason}")
        if objection.code in SET_ASIDE:
            return Reason(objection.code, self.paused(standing, objection.because))
        tail = "; no other day of the week is free for it" if objection.code in MOVABLE else ""
        return Reason(objection.code, said(f"{what} is dropped", f"{objection.because}{tail}"))

    def paused(self, standing: Standing, because: str) -> str:
        """Why a session is set aside."""
        return said(f"{session_of(standing.day, self.situation.today)} is paused", because)

    def missed(self, standing: Standing, instead: Candidate | None) -> Reason:
        """What becomes of a session that was not done."""
        missed = f"{session_of(standing.day, self.situation.today)} was missed"
        if instead is not None:
            what = a_kind(instead.kind)
            return Reason("MISSED", f"{missed}; {what} on {weekday(instead.day)} makes up for it.")
        following = self._next_after(standing.day)
        if following is None:
            return Reason("MISSED", f"{missed}; nothing is owed, and the next week starts afresh.")
        safe = f"has no safe slot before {weekday(following)}; it is dropped, not doubled"
        return Reason("MISSED_DROPPED", f"{missed} and {safe}.")

    def _next_after(self, day: date) -> date | None:
        starts = [c.priced.candidate.day for c in self.placement.choices]
        starts += [lift.day for lift in self.situation.lifted if not lift.is_done]
        return min((one for one in starts if one > day and monday_of(one) == monday_of(day)), default=None)

    def credited(self, standing: Standing, lift: Lifted) -> Reason:
        """What an unplanned lift counts for."""
        when, what = weekday(lift.day), weekday(standing.day)
        following = self._next_after(max(lift.day, standing.day))
        then = f"; next is {weekday(following)}" if following else ""
        if standing.day == lift.day:
            return Reason("CREDITED", f"You lifted on {when}: the session is done{then}.")
        return Reason("CREDITED", f"You lifted on {when}: it counts for {what}'s session{then}.")

    # --- why not elsewhere ---

    def passed_over(
        self, candidate: Candidate, others: Sequence[date], also: date | None = None
    ) -> tuple[PassedOver, ...]:
        """For each date near a session why it is not there. `others` are all other strength days."""
        around = {candidate.day + timedelta(days=n) for n in range(-NEAR_DAYS, NEAR_DAYS + 1)} | (
            {also} - {None} if also else set()
        )
        found = []
        for day in sorted(around - {candidate.day}):
            if day < self.situation.today or monday_of(day) not in self.situation.weeks:
                continue
            objection = self.against_day(day, candidate.kind, others)
            found.append(
                PassedOver(date=day, code=objection.code, reason=said(f"Not on {weekday(day)}", objection.because))
            )
        return tuple(found)

    def against_day(self, day: date, kind: Kind, others: Sequence[date]) -> Objection:
        """The strongest thing against a session of this kind on the day, at its best time."""
        here = [place for place in self.placement.places if place.candidate.day == day and place.candidate.kind is kind]
        if not here:
            return Objection(
                rule="lift_when_not_available", code="BUSY", because="no slot of yours is left on that day", points=None
            )
        best = min(here, key=lambda place: (place.points is None, place.points or 0, place.candidate.start))
        strongest = best.objections[0] if best.objections else None
        if strongest and strongest.forbids:
            return strongest
        beside = next((one for one in others if self._too_near(one, day)), None)
        if beside is not None:
            return Objection(
                rule="lift_on_consecutive_days", code="SPACING", because=_next_to(beside, day), points=None
            )
        if strongest:
            return strongest
        week = self.situation.week_of(day)
        return Objection(rule="too_many_lifts", code="TARGET_MET", because=_enough(week), points=None)

    def _too_near(self, one: date, day: date) -> bool:
        first, second = sorted((one, day))
        return self.placement.book.pair(first, second) is None

    # --- weeks without a good slot ---

    def no_slot(self, week: Week, found: int) -> str:
        """What keeps a week from its target, and what would help."""
        tomorrow_on = [p for p in self.placement.places if monday_of(p.candidate.day) == week.monday]
        blocking = [next(o for o in p.objections if o.forbids) for p in tomorrow_on if p.points is None]
        codes = list(dict.fromkeys(o.code for o in sorted(blocking, key=lambda o: o.code)))
        why = [WHAT_BLOCKS[code] for code in codes if code in WHAT_BLOCKS] or ["no free slot is left"]
        helps = list(dict.fromkeys(OPTIONS[code] for code in codes if code in OPTIONS))
        tail = f" Options: {' / '.join(helps)}." if helps else " Nothing is owed for it."
        which = "this week" if week.monday <= self.situation.today else "next week"
        head = (
            f"No safe slot {which}"
            if not found
            else f"Only {number(found)} of {number(week.target)} sessions found a safe slot {which}"
        )
        return f"{head}: {'; '.join(why)}.{tail}"


WITH = {
    Equipment.NONE: "a version without weights",
    Equipment.BAND: "a version with bands",
    Equipment.DUMBBELLS: "a version with dumbbells",
    Equipment.GYM: "a version for the gym",
}
WHAT_BLOCKS = {
    "ASKED": "you pushed a session back",
    "BEFORE_HARD": "hard runs follow too soon",
    "AFTER_HARD": "hard runs are too near",
    "AFTER_LONG": "the long run is too near",
    "BUSY": "the calendar or a run takes your slots",
    "SPACING": "another strength day is next to it",
    "RACE_TAPER": "a race is near",
    "POST_RACE": "a race or a very long run is still in the legs",
    "EQUIPMENT": "there is nothing to lift with",
    "READINESS": "this morning asks for rest",
    "SICK": "you are or were ill",
    "INJURY": "an injury comes first",
    "PAUSED": "strength is paused",
}
OPTIONS = {
    "BUSY": "add another time of day",
    "BEFORE_HARD": "allow another time of day",
    "AFTER_HARD": "allow lifting after hard runs (policy stack_hard)",
    "AFTER_LONG": "one light session",
    "SPACING": "another weekday",
    "INJURY": "allow upper-body work",
}


def _first_demanding(gaps: Iterable[Gap], within_h: float) -> Gap | None:
    return next((gap for gap in gaps if gap.run.is_demanding and gap.hours < within_h), None)


def _since(gap: Gap, day: date, today: date) -> str:
    """`a night after Tuesday's intervals`."""
    nights = (day - gap.run.local_date).days
    run = whose_run(gap.run, today)
    if nights == 0:
        return f"{hours(gap.hours)} after {run}"
    return f"{'a night' if nights == 1 else f'{number(nights)} nights'} after {run}"


def _next_to(other: date, day: date) -> str:
    if other == day:
        return f"{weekday(day)} has a session already"
    return f"there is strength on {weekday(other)}, and two strength days should not be back to back"


def _enough(week: Week) -> str:
    if not week.target:
        return week.reason.rstrip(".").lower() if week.code == "WISH" else "nothing is added that week"
    each = "session is" if week.target == 1 else "sessions are"
    return f"{number(week.target)} {each} enough that week, and another day suits better"
