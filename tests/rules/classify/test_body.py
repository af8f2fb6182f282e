"""What is known of an athlete's body: each number with its source, in words."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from tests.rules.classify.runs import ATHLETE, DAY
from tests.rules.classify.test_judge import NOBODY, WEEKS

from liftday_rules.classify import Known, body_of
from liftday_rules.model import BodyMeasure, Confidence, Facts, Record, RunClass

NOW = datetime.combine(DAY + timedelta(days=90), time(12), UTC)


def known(facts: Facts, records: list[Record]) -> dict[str, Known]:
    return {one.name: one for one in body_of(facts, records)}


def test_what_the_athlete_states_is_believed_and_said_so() -> None:
    found = known(Facts(now=NOW, athlete=ATHLETE), [])
    assert (found["lthr"].basis, found["lthr"].confidence) == ("stated", Confidence.A)
    assert found["lthr"].sentence.endswith("As you stated it.")
    assert found["threshold_speed"].sentence.startswith("Threshold pace: 4:38 a kilometre.")


def test_of_a_stranger_only_formulas_are_known_and_they_are_not_sure() -> None:
    found = known(Facts(now=NOW, athlete=NOBODY), [])
    assert {one.confidence for one in found.values()} == {Confidence.D}
    assert "threshold_speed" not in found
    assert found["hard_share"].value == 0.30


def test_twelve_weeks_of_runs_teach_the_highest_rate_and_the_threshold_pace() -> None:
    found = known(Facts(now=NOW, athlete=NOBODY), list(WEEKS))
    assert found["hr_max"].basis == "history"
    assert found["hr_max"].confidence is Confidence.B
    assert found["threshold_speed"].basis == "history"


def test_the_watch_counts_before_the_history_and_after_the_athletes_word() -> None:
    measure = BodyMeasure(date=NOW.date(), lthr_bpm=169.0)
    by_watch = known(Facts(now=NOW, athlete=NOBODY, measures=(measure,)), list(WEEKS))
    assert (by_watch["lthr"].value, by_watch["lthr"].basis) == (169.0, "watch")
    stated = known(Facts(now=NOW, athlete=replace(NOBODY, lthr_bpm=172.0), measures=(measure,)), list(WEEKS))
    assert (stated["lthr"].value, stated["lthr"].basis) == (172.0, "stated")


def test_corrected_verdicts_teach_how_often_the_athlete_runs_hard() -> None:
    said = {record.activity.id: RunClass.HARD for record in WEEKS[:12]}
    found = known(Facts(now=NOW, athlete=NOBODY, overrides=said), list(WEEKS))["hard_share"]
    assert found.value > 0.30
    assert found.sentence.endswith("From the 12 runs that you judged yourself.")
