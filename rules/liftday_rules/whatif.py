"""What would become of the plan if something were different: the change goes in, the difference comes out.

Nothing is stored and nothing is published. The plan of now is taken as what the calendar shows, so that the difference
is what the athlete would see happen, calm rules and all, and nothing that was going to happen anyway.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from liftday_rules.decide import decide
from liftday_rules.model import (
    ActivityId,
    Change,
    ChangeKind,
    Equipment,
    Facts,
    Flag,
    Kind,
    Named,
    Notice,
    Plan,
    PlannedRun,
    Policy,
    Published,
    Race,
    RunClass,
    Session,
    SessionState,
    SessionUid,
    Slots,
    StrengthDone,
    Weekday,
)

MOVES = frozenset({ChangeKind.PUSHED_BACK, ChangeKind.BROUGHT_FORWARD, ChangeKind.MOVED})
RESIZES = frozenset({ChangeKind.LIGHTENED, ChangeKind.MADE_FULL})
LOSSES = frozenset({ChangeKind.DROPPED, ChangeKind.PAUSED, ChangeKind.MISSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What is to be different; whatever is None or empty stays as it is."""

    policy: Policy | None = None
    slots: Slots | None = None
    target_per_week: int | None = None
    """Sessions a week, 0 to 3."""
    equipment: Equipment | None = None
    equipment_by_weekday: Mapping[Weekday, Equipment] | None = None
    preferred_weekdays: frozenset[Weekday] | None = None
    programme: str | Named | None = None
    parameters: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """Rule parameters by name; unknown names and values out of range raise ValueError."""
    flags: tuple[Flag, ...] = ()
    """Flags that would be set as well."""
    without_flags: bool = False
    """Every flag of now would be cleared."""
    runs: tuple[PlannedRun, ...] = ()
    """Runs that would be planned or run. One with the uid of a known run takes its place."""
    races: tuple[Race, ...] = ()
    """Races that would be in the calendar as well."""
    overrides: Mapping[ActivityId, RunClass] = field(default_factory=lambda: MappingProxyType({}))
    """What runs would turn out to have been."""
    skipped: frozenset[SessionUid] = frozenset()
    pushed_back: Mapping[SessionUid, datetime] = field(default_factory=lambda: MappingProxyType({}))
    """Sessions that would be pushed back, and from when on they would suit."""
    pinned: Mapping[SessionUid, datetime] = field(default_factory=lambda: MappingProxyType({}))
    """Sessions that would be moved to this very start, and stay there."""
    unpinned: frozenset[SessionUid] = frozenset()
    done: tuple[StrengthDone, ...] = ()
    """Sessions that would have been done."""
    more_days: int | None = None
    """Plan this many days, 8 to 28, counted from today, in both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The difference that a change would make."""

    before: Plan
    """The plan as it is."""
    after: Plan
    """The plan as it would be."""
    added: tuple[Session, ...]
    moved: tuple[Change, ...]
    """To another day or hour."""
    resized: tuple[Change, ...]
    """At the same time, lighter or full."""
    dropped: tuple[Change, ...]
    """Dropped, paused or missed."""
    credited: tuple[Change, ...]
    warnings: tuple[Notice, ...]
    """What would be worth knowing and is not said today."""
    resolved: tuple[Notice, ...]
    """What is said today and would be no longer."""
    targets: Mapping[date, tuple[int, int]]
    """Sessions meant for each week, by its Monday, before and after; only weeks that differ."""

    @property
    def changes_anything(self) -> bool:
        """Whether the athlete would see any difference in the calendar."""
        return bool(self.added or self.moved or self.resized or self.dropped or self.credited)


def preview(facts: Facts, change: WhatIf) -> Preview:
    """The difference that the change would make to the plan of these facts.

    Raises ValueError, in one sentence, for rule parameters that do not exist or are out of range, and for words about
    sessions that are not in the plan.
    """
    if change.more_days is not None:
        facts = replace(facts, horizon_days=change.more_days)
    before = decide(facts)
    shown = _shown(facts, before)
    _check_known(change, shown)
    now = replace(
        facts,
        published=shown,
        used_uids=facts.used_uids | {s.uid for s in shown},
        foretold=before.foretold,
    )
    after = decide(changed(now, change))
    added = {told.uid for told in after.changes if told.change is ChangeKind.ADDED}
    return Preview(
        before=before,
        after=after,
        added=tuple(session for session in after.sessions if session.uid in added),
        moved=_of(after, MOVES),
        resized=_of(after, RESIZES),
        dropped=_of(after, LOSSES),
        credited=_of(after, {ChangeKind.CREDITED}),
        warnings=_new(after.warnings, before.warnings),
        resolved=_new(before.warnings, after.warnings),
        targets=MappingProxyType(
            {
                monday: (count, after.target_per_week[monday])
                for monday, count in before.target_per_week.items()
                if after.target_per_week.get(monday, count) != count
            }
        ),
    )


def changed(facts: Facts, change: WhatIf) -> Facts:
    """The facts with the change in them."""
    replaced = {run.uid for run in change.runs if run.uid}
    kept = tuple(run for run in facts.runs if run.uid is None or run.uid not in replaced)
    pinned = {uid: start for uid, start in change.pinned.items() if uid not in change.unpinned}
    return replace(
        facts,
        athlete=replace(facts.athlete, **_wishes(facts, change)),
        flags=(*(() if change.without_flags else facts.flags), *change.flags),
        runs=(*kept, *change.runs),
        races=(*facts.races, *change.races),
        overrides=MappingProxyType({**facts.overrides, **change.overrides}),
        skipped=facts.skipped | change.skipped,
        not_before=MappingProxyType(
            {uid: asked for uid, asked in facts.not_before.items() if uid not in pinned} | dict(change.pushed_back)
        ),
        strength_done=(*facts.strength_done, *change.done),
        published=tuple(_said_of(one, pinned, change.unpinned) for one in facts.published),
    )


def _wishes(facts: Facts, change: WhatIf) -> dict[str, Any]:
    """The athlete's fields that differ, by name."""
    named = (
        "policy",
        "slots",
        "target_per_week",
        "equipment",
        "equipment_by_weekday",
        "preferred_weekdays",
        "programme",
    )
    found: dict[str, Any] = {name: value for name in named if (value := getattr(change, name)) is not None}
    if change.target_per_week is not None:  # a wish for every week comes before those for single ones
        found["target_by_monday"] = MappingProxyType({})
    if change.parameters:
        found["parameters"] = MappingProxyType({**facts.athlete.parameters, **change.parameters})
    return found


def _said_of(one: Published, pinned: Mapping[SessionUid, datetime], unpinned: Iterable[SessionUid]) -> Published:
    if one.uid in pinned:
        return replace(one, start=pinned[one.uid], locked=True)
    return replace(one, locked=False) if one.uid in unpinned else one


def _shown(facts: Facts, plan: Plan) -> tuple[Published, ...]:
    """What the calendar would show once the plan of now is published; those not settled yet among them."""
    known = {one.uid: one for one in facts.published}
    settled = {told.uid for told in plan.changes}
    planned = {session.uid for session in plan.sessions}
    waiting = [one for one in facts.published if one.uid not in planned and (one.set_aside or one.uid not in settled)]
    return (*waiting, *(_published(session, known.get(session.uid)) for session in plan.sessions))


def _published(session: Session, known: Published | None) -> Published:
    return Published(
        uid=session.uid,
        start=session.start,
        kind=Kind(session.kind),
        sequence=session.sequence,
        locked=session.state is SessionState.LOCKED,
        original_date=session.original_date,
        times_deferred=known.times_deferred if known else 0,
    )


def _check_known(change: WhatIf, shown: Iterable[Published]) -> None:
    uids = {one.uid for one in shown}
    asked = {*change.skipped, *change.pushed_back, *change.pinned, *change.unpinned}
    if strange := sorted(asked - uids):
        known = ", ".join(sorted(uids)) or "none"
        raise ValueError(f"There is no session {strange[0]!r} in the plan; it has {known}.")


def _of(plan: Plan, kinds: Iterable[ChangeKind]) -> tuple[Change, ...]:
    return tuple(told for told in plan.changes if told.change in kinds)


def _new(notices: Iterable[Notice], known: Iterable[Notice]) -> tuple[Notice, ...]:
    told = set(known)
    return tuple(notice for notice in notices if notice not in told)
