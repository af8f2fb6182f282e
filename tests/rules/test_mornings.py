from datetime import date, timedelta

import pytest

from liftday_rules.model import Night
from liftday_rules.mornings import joined, readiness

TODAY = date(2026, 11, 23)


def night(days_ago: int, hrv: float | None = None, pulse: float | None = None) -> Night:
    return Night(date=TODAY - timedelta(days=days_ago), hrv_rmssd_ms=hrv, resting_hr_bpm=pulse)


def test_two_sources_of_one_night_become_one_and_the_first_that_knows_a_value_counts() -> None:
    [one] = joined([night(0, hrv=50), night(0, hrv=70, pulse=48)])
    assert (one.hrv_rmssd_ms, one.resting_hr_bpm) == (50, 48)


def test_the_usual_leaves_out_last_night_and_counts_the_days_of_four_weeks() -> None:
    found = readiness([night(n, hrv=50, pulse=48) for n in range(1, 41)] + [night(0, hrv=20, pulse=70)], TODAY)
    assert found is not None
    assert (found.baseline.days, found.baseline.resting_hr_bpm) == (28, 48)
    assert found.baseline.hrv_rmssd_ms == pytest.approx(50)
    assert found.baseline.hrv_rmssd_sd_ms == pytest.approx(0, abs=1e-9)
    assert found.nights[-1].hrv_rmssd_ms == 20


def test_one_feverish_night_does_not_move_the_usual_pulse() -> None:
    found = readiness([night(n, pulse=48) for n in range(1, 30)] + [night(30, pulse=80)], TODAY)
    assert found is not None
    assert found.baseline.resting_hr_bpm == 48


def test_without_nights_nothing_is_said() -> None:
    assert readiness([], TODAY) is None
