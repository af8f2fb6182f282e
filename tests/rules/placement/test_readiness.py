"""Mornings: several signals, none of them from one bad night."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.helpers.weeks import MONDAY, at, athlete, drawn, facts

from liftday_rules.decide import decide
from liftday_rules.model import Facts, Kind, Night, Readiness, ReadinessBaseline
from liftday_rules.placement import settings_of
from liftday_rules.placement.readiness import Level, judge

SETTINGS = settings_of(athlete())
USUAL = {"hrv_rmssd_ms": 60.0, "resting_hr_bpm": 50.0, "sleep_h": 7.5}


def mornings(*nights: dict[str, float], days: int = 28) -> Readiness:
    """The nights before this Monday, the latest last; those not given were usual."""
    given = [USUAL] * (7 - len(nights)) + [USUAL | night for night in nights]
    return Readiness(
        baseline=ReadinessBaseline(days=days, hrv_rmssd_ms=60, hrv_rmssd_sd_ms=8, resting_hr_bpm=50),
        nights=tuple(Night(date=MONDAY - timedelta(days=6 - n), **night) for n, night in enumerate(given)),
    )


TIRED = {"hrv_rmssd_ms": 50.0, "resting_hr_bpm": 56.0}


@pytest.mark.parametrize(
    ("readiness", "level"),
    [
        pytest.param(mornings(), Level.USUAL, id="a usual week"),
        pytest.param(
            mornings({"hrv_rmssd_ms": 20.0, "resting_hr_bpm": 70.0, "sleep_h": 3.0, "body_battery_wake_0_100": 5.0}),
            Level.USUAL,
            id="one dreadful night changes nothing",
        ),
        pytest.param(mornings(*[TIRED] * 7), Level.POOR, id="a week of low variability and raised pulse"),
        pytest.param(mornings(*[{"hrv_rmssd_ms": 50.0}] * 7), Level.USUAL, id="variability alone is one signal"),
        pytest.param(
            mornings({"sleep_h": 5.0}, {"sleep_h": 5.0, "soreness_0_10": 8.0}),
            Level.POOR,
            id="two short nights and sore legs",
        ),
        pytest.param(
            mornings(*[TIRED | {"resting_hr_bpm": 60.0, "sleep_h": 5.0}] * 7),
            Level.VERY_POOR,
            id="three signals and a pulse far above the usual",
        ),
        pytest.param(mornings(*[TIRED] * 7, days=10), Level.USUAL, id="a thin baseline says nothing"),
    ],
)
def test_how_a_morning_is(readiness: Readiness, level: Level) -> None:
    assert judge(readiness, MONDAY, SETTINGS).level is level


def test_a_morning_that_is_not_known_is_not_poor() -> None:
    assert judge(mornings(*[TIRED] * 7), MONDAY + timedelta(days=1), SETTINGS).level is Level.USUAL


def poor(facts_: Facts) -> Facts:
    return replace(facts_, readiness=mornings(*[TIRED] * 7))


def test_on_a_poor_morning_todays_full_session_becomes_light_or_waits_a_day() -> None:
    shown = "F--F--- -------"

    assert drawn(decide(facts("EEEEEEE EEEEEEE", shown)))[0] == "F"
    assert drawn(decide(poor(facts("EEEEEEE EEEEEEE", shown))))[0] != "F"
    assert drawn(decide(poor(facts("EEEEEEE EEEEEEE", shown))))[3] == "F"


def test_a_session_that_was_deferred_once_is_not_deferred_again() -> None:
    given = poor(facts("EEEEEEE EEEEEEE", "F--F--- F--F---"))
    deferred = tuple(replace(one, times_deferred=1) for one in given.published)

    assert decide(replace(given, published=deferred)).changes == ()


def test_on_a_very_poor_morning_there_is_nothing_today() -> None:
    run_down = mornings(*[TIRED | {"resting_hr_bpm": 60.0, "sleep_h": 5.0}] * 7)
    plan = decide(facts("EEEEEEE EEEEEEE", "l--F--- -------", readiness=run_down))

    assert all(session.start >= at(1) for session in plan.sessions)
    assert any(notice.code == "READINESS" for notice in plan.warnings)


def test_five_poor_mornings_in_a_fortnight_make_the_sets_fewer() -> None:
    bad = mornings(*[TIRED] * 7)
    nights = tuple(
        night for shift in (0, 7) for night in (replace(n, date=n.date - timedelta(days=shift)) for n in bad.nights)
    )
    plan = decide(facts("EEEEEEE EEEEEEE", readiness=replace(bad, nights=nights)))

    doses = [(s.start < at(7), s.content.dose.value) for s in plan.sessions if s.kind is Kind.FULL]
    assert set(doses) == {(True, "deload"), (False, "base")}
    assert any(notice.code == "DELOAD" for notice in plan.warnings)
