"""Hypothesis strategies for moments of runners' lives: ordinary weeks, with everything that can go wrong in them."""

from dataclasses import replace
from datetime import time, timedelta

from hypothesis import strategies as st
from tests.helpers.weeks import at, athlete, facts

from liftday_rules.model import (
    Busy,
    Equipment,
    Facts,
    Flag,
    FlagKind,
    Kind,
    Policy,
    Priority,
    Race,
    RunState,
    Slots,
    StrengthDone,
    Weekday,
)

WEEK = st.text(alphabet="EEEHL?.", min_size=7, max_size=7)
SHOWN = st.text(alphabet="----FFlm", min_size=14, max_size=14)
SLOTS = st.sampled_from([(time(18),), (time(12, 15), time(18)), (time(6), time(20)), ()])


@st.composite
def moments(draw: st.DrawFn, *, with_flags: bool = True) -> Facts:
    """A moment in the first of two drawn weeks."""
    who = athlete(
        strength_sessions_logged=draw(st.sampled_from([2, 20])),
        policy=draw(st.sampled_from(list(Policy))),
        equipment=draw(st.sampled_from(list(Equipment))),
        age=draw(st.sampled_from([None, 30, 60])),
        target_per_week=draw(st.sampled_from([None, None, 0, 1, 2, 3])),
        slots=Slots(default=draw(SLOTS.filter(bool)), by_weekday={draw(st.sampled_from(list(Weekday))): draw(SLOTS)}),
    )
    now = at(draw(st.integers(0, 6)), draw(st.sampled_from([5.0, 9.0, 14.0, 21.5])))
    given = facts(f"{draw(WEEK)} {draw(WEEK)}", draw(SHOWN), now, athlete=who)
    shown = tuple(
        replace(one, locked=draw(st.booleans()) and draw(st.booleans()), sequence=draw(st.integers(0, 2)))
        for one in given.published
        if one.start > now
    )
    return replace(
        given,
        published=shown,
        busy=tuple(draw(st.lists(_busy(), max_size=4))),
        races=tuple(draw(st.lists(_race(), max_size=1))),
        flags=tuple(draw(st.lists(_flag(), max_size=1))) if with_flags else (),
        strength_done=tuple(one for one in draw(st.lists(_done(), max_size=2)) if one.start < now),
    )


def _busy() -> st.SearchStrategy[Busy]:
    starts = st.builds(at, st.integers(0, 13), st.sampled_from([5.0, 12.0, 17.0]))
    return starts.map(lambda start: Busy(start=start, end=start + timedelta(hours=4)))


def _race() -> st.SearchStrategy[Race]:
    return st.builds(
        Race,
        name=st.just("City Run"),
        priority=st.sampled_from(list(Priority)),
        start=st.builds(at, st.integers(14, 40), st.just(9.0)),
        distance_m=st.sampled_from([5_000.0, 21_097.0, 42_195.0]),
        state=st.just(RunState.PLANNED),
    )


def _flag() -> st.SearchStrategy[Flag]:
    return st.builds(
        Flag,
        kind=st.sampled_from(list(FlagKind)),
        since=st.builds(at, st.integers(-3, 0), st.just(4.0)),
        until=st.one_of(st.none(), st.builds(at, st.integers(1, 9), st.just(4.0))),
        region=st.sampled_from(["knee", "shoulder"]),
        allow_upper=st.booleans(),
        equipment=st.sampled_from([None, Equipment.BAND]),
    )


def _done() -> st.SearchStrategy[StrengthDone]:
    return st.builds(lambda day: StrengthDone(start=at(day, 17), minutes=45, kind=Kind.FULL), st.integers(-3, 6))
