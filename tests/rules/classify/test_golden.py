"""The cases whose probability was worked out by hand, with a prior of 0.30."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.rules.classify.runs import ATHLETE, DAY, constants, garmin, laps, repeated, run, strava, stretches, verdict

from liftday_rules.classify import judge
from liftday_rules.classify.fusion import fuse
from liftday_rules.classify.reading import read
from liftday_rules.model import Activity, Confidence, Record, RunClass, RunFlag, SessionType


def climbs(times: int, seconds: int, grade: float) -> tuple[float | None, ...]:
    """Altitudes of hill repetitions at 3 m/s: up, and down again at once as fast."""
    level = 100.0
    altitudes: list[float | None] = [level] * 600
    for _ in range(times):
        altitudes += [level + 3 * grade * second for second in range(seconds)]
        altitudes += [level + 3 * grade * (seconds - second) for second in range(seconds)]
    return (*altitudes, *([level] * 300))


HILLS = stretches(
    (600, 2.6, 135), *([(75, 3.0, 168), (75, 3.0, 150)] * 8), (300, 2.6, 135), altitude=climbs(8, 75, 0.08)
)
SHORT = stretches((900, 2.8, 140), *([(30, 4.6, 165), (60, 2.2, 150)] * 16), (600, 2.6, 140))

GOLDEN = [
    (
        "F1 a base run that felt easy",
        run(garmin=garmin(2, 0, training_effect_label="AEROBIC_BASE", aerobic_te=2.6, rpe_0_10=3)),
        -4.37,
        0.012,
        "easy",
    ),
    (
        "F2 VO2max by the watch",
        run(62, garmin=garmin(10, 14, 62, training_effect_label="VO2MAX", aerobic_te=4.1, anaerobic_te=2.3)),
        2.15,
        0.896,
        "hard",
    ),
    (
        "F3 ten times 400 m in laps",
        run(60, 0.82, 0.82, name="Morning Run", laps=repeated(10, (87, 400), (100, 200))),
        1.65,
        0.839,
        "hard",
    ),
    ("F4 no heart rate, easy pace", run(45, 0.78), -1.85, 0.136, "easy"),
    (
        "F5 easy with six strides",
        run(
            50,
            garmin=garmin(0, 0, training_effect_label="SPEED", anaerobic_te=1.4, aerobic_te=2.2),
            laps=laps((2520, 7200), *([(20, 100), (60, 130)] * 6), (120, 300)),
        ),
        -2.59,
        0.070,
        "easy",
    ),
    (
        "F6 easy in the heat",
        run(60, 0.79, garmin=garmin(26, 1, 60, training_effect_label="TEMPO", rpe_0_10=4), temperature_c=28),
        -1.42,
        0.194,
        "easy",
    ),
    (
        "F8 a marked workout with a long block",
        run(
            60,
            laps=laps((900, 2500), (1500, 1500 * 0.95 * 3.6), (900, 2400)),
            garmin=garmin(12, 15, 60),
            strava=strava(workout_type=3),
        ),
        6.0,
        0.998,
        "hard",
    ),
    (
        "F9 two hours easy",
        run(125, 0.78, garmin=garmin(2, 0, 125, training_effect_label="AEROBIC_BASE", aerobic_te=3.3)),
        -3.87,
        0.020,
        "long",
    ),
    ("F11 only a name", run(45, name="Intervalle 6x800"), 0.65, 0.658, "hard"),
    (
        "F12 called easy, run hard",
        run(50, name="easy", laps=laps((900, 2500), (1320, 1320 * 0.96 * 3.6), (600, 1600)), garmin=garmin(4, 14)),
        1.65,
        0.839,
        "hard",
    ),
    (
        "F13 the watch says base, the athlete says 8 of 10",
        run(garmin=garmin(training_effect_label="AEROBIC_BASE", aerobic_te=3.2, rpe_0_10=8)),
        0.15,
        0.538,
        "uncertain",
    ),
    ("F14 eight hills", run(35, hr_share=0.88, stream=HILLS), 1.65, 0.839, "hard"),
    (
        "F16 a grey tempo",
        run(50, 0.85, garmin=garmin(22, 1, training_effect_label="TEMPO", aerobic_te=3.0)),
        0.70,
        0.669,
        "hard",
    ),
    ("F17 sixteen short ones in the recording", run(49, hr_share=0.86, stream=SHORT), 1.65, 0.839, "hard"),
    ("F18 nothing is known", run(35), -0.85, 0.300, "uncertain"),
]


@pytest.mark.parametrize(
    ("activity", "z", "p_hard", "run_class"), [case[1:] for case in GOLDEN], ids=[case[0] for case in GOLDEN]
)
def test_a_run_gets_the_probability_worked_out_by_hand(
    activity: Activity, z: float, p_hard: float, run_class: str
) -> None:
    fused = fuse(read(activity, constants()), 0.30, 0)
    found = verdict(activity)
    assert fused.z == pytest.approx(z, abs=0.006)
    assert found.p_hard == pytest.approx(p_hard, abs=0.0006)
    assert found.run_class == RunClass(run_class)


def test_f7_a_sensor_that_counted_steps_is_not_believed() -> None:
    easy = stretches((600, 2.77, 130), (1980, 2.77, 172), (120, 2.77, 130))
    locked = replace(easy, cadence_spm=tuple(172.0 for _ in easy.time_s))
    found = verdict(run(45, stream=locked, avg_hr_bpm=160))
    assert found.p_hard == pytest.approx(0.136, abs=0.0006)
    assert found.run_class is RunClass.EASY
    assert RunFlag.HR_UNTRUSTED in found.flags
    assert found.evidence[-1].sentence == "heart rate can't be trusted here"


def test_f10_a_run_is_long_by_its_own_history() -> None:
    days = [DAY + timedelta(days=day) for day in range(0, 20, 2)]
    usual = [Record(activity=run(40, 0.78, day=day, garmin=garmin(0, 0, 40))) for day in days]
    long = Record(activity=run(75, 0.78, day=DAY + timedelta(days=20), garmin=garmin(1, 0, 75)))
    assert verdict(long.activity).run_class is RunClass.EASY
    found = judge((*usual, long), ATHLETE, {})[-1]
    assert found.run_class is RunClass.LONG
    assert found.session_type is SessionType.LONG
    assert fuse(read(long.activity, constants()), 0.30, 0).z == pytest.approx(-3.35, abs=0.006)


def test_f15_a_race_is_a_race() -> None:
    found = verdict(run(40, 0.7, strava=strava(workout_type=1)))
    assert (found.run_class, found.session_type, found.p_hard) == (RunClass.RACE, SessionType.RACE, 1.0)
    assert found.confidence is Confidence.A


@pytest.mark.parametrize(
    ("activity", "letter"),
    [
        (run(garmin=garmin(2, 0, training_effect_label="AEROBIC_BASE", rpe_0_10=3)), Confidence.A),
        (run(60, laps=repeated(10, (87, 400), (100, 200))), Confidence.B),
        (run(45, 0.78), Confidence.C),
        (run(35), Confidence.D),
    ],
    ids=["two groups agree", "one strong group", "something weaker", "nothing"],
)
def test_confidence_says_how_much_there_was_to_go_by(activity: Activity, letter: Confidence) -> None:
    assert verdict(activity).confidence is letter


def test_the_kinds_of_run_follow_from_their_structure() -> None:
    kinds = {
        SessionType.INTERVALS_SHORT: run(49, stream=SHORT),
        SessionType.HILLS: run(35, hr_share=0.88, stream=HILLS),
        SessionType.VO2: run(70, laps=repeated(6, (250, 1000), (160, 400))),
        SessionType.THRESHOLD: run(70, laps=repeated(3, (600, 2160), (120, 300))),
        SessionType.TEMPO: run(60, laps=laps((900, 2500), (1500, 4850), (900, 2400)), garmin=garmin(25, 2)),
        SessionType.LONG: run(125, 0.78),
        SessionType.EASY: run(45, 0.78),
    }
    assert {kind: verdict(activity).session_type for kind, activity in kinds.items()} == {kind: kind for kind in kinds}
