"""Supporting exercises: trunk, carries, calf and foot, hip stability, jumps."""

from liftday_rules.content.move import Article, Gate, Measure, Move, move
from liftday_rules.content.regions import Region
from liftday_rules.model import Equipment, Pattern

_CO, _CA, _CF = Pattern.TRUNK, Pattern.CARRY, Pattern.CALF_FOOT
_HS, _PW = Pattern.HIP_STABILITY, Pattern.JUMPS
_NONE, _BAND, _DB, _GYM = Equipment.NONE, Equipment.BAND, Equipment.DUMBBELLS, Equipment.GYM
_S, _M = Measure.SECONDS, Measure.METRES
_DB_KG, _BAR_KG = 2.0, 5.0
_GRIP = frozenset({Region.GRIP})
_ON_HANDS = frozenset({Region.SHOULDER, Region.WRIST})
_ON_ELBOWS = frozenset({Region.SHOULDER, Region.ELBOW})
_STANDING = frozenset({Region.ANKLE, Region.FOOT, Region.KNEE, Region.HIP})

TRUNK: tuple[Move, ...] = (
    move(
        "plank", "Plank", _CO, _NONE, Article.REID,
        how_to="On forearms and toes, ribs down, glutes tight, breathe calmly.",
        measure=_S, amount=(30, 40), also_loads=_ON_ELBOWS,
    ),
    move(
        "side_plank", "Side plank", _CO, _NONE, Article.REID,
        how_to="Elbow under the shoulder, hips up in line, top hand on the hip; knees down makes it easier.",
        sides=2, measure=_S, amount=(20, 30), also_loads=_ON_ELBOWS | {Region.HIP},
    ),
    move(
        "bird_dog", "Bird-dog", _CO, _NONE, Article.REID,
        how_to="On hands and knees, reach the opposite arm and leg long, hold for a breath, the back does not move.",
        sides=2, amount=(6, 6), also_loads=_ON_HANDS | {Region.KNEE},
    ),
    move(
        "dead_bug", "Dead bug with a long breath out", _CO, _NONE, Article.CARRY_OVER,
        how_to="On your back, lower the opposite arm and heel while you breathe out fully; the lower back stays down.",
        sides=2, amount=(6, 8), also_loads=frozenset({Region.HIP}),
    ),
    move(
        "plank_shoulder_tap", "Plank with shoulder taps", _CO, _NONE, Article.CARRY_OVER,
        how_to="In a push-up position with wide feet, tap one shoulder at a time; the hips stay still.",
        sides=2, amount=(6, 8), also_loads=_ON_HANDS,
    ),
    move(
        "band_pallof", "Banded Pallof press", _CO, _BAND, Article.WILSON,
        how_to="Band fixed at chest height beside you, press it straight out and do not let it turn you.",
        sides=2, amount=(6, 8), also_loads=_GRIP | {Region.SHOULDER},
    ),
    move(
        "cable_pallof", "Cable Pallof press", _CO, _GYM, Article.REID,
        how_to="Cable at chest height beside you, press straight out, hold for a breath, no turning.",
        sides=2, amount=(6, 8), also_loads=_GRIP | {Region.SHOULDER}, step_kg=_DB_KG,
    ),
)  # fmt: skip

CARRIES: tuple[Move, ...] = (
    move(
        "backpack_carry", "Backpack carry in one hand", _CA, _NONE, Article.OWN,
        how_to="Hold a packed bag in one hand, walk tall and do not lean to the other side.",
        sides=2, measure=_M, amount=(30, 30), also_loads=_STANDING,
    ),
    move(
        "farmers_carry", "Farmer's carry", _CA, _DB, Article.CARRY_OVER,
        how_to="A heavy dumbbell in each hand, shoulders low, short quick steps, tall and steady.",
        measure=_M, amount=(30, 40), also_loads=_STANDING, step_kg=_DB_KG,
    ),
    move(
        "suitcase_carry", "Suitcase carry", _CA, _DB, Article.OWN,
        how_to="One dumbbell at your side, walk as if you carried nothing, shoulders level.",
        sides=2, measure=_M, amount=(30, 30), also_loads=_STANDING, step_kg=_DB_KG,
    ),
)  # fmt: skip

CALF_FOOT: tuple[Move, ...] = (
    move(
        "calf_raise", "Calf raise", _CF, _NONE, Article.CARRY_OVER,
        how_to="Both feet on a step, knees straight, up for one second, down for three.",
        amount=(10, 10),
    ),
    move(
        "bent_knee_calf_raise", "Bent-knee calf raise", _CF, _NONE, Article.CARRY_OVER,
        how_to="Knees bent a hand's width, rise onto the balls of the feet and lower slowly without straightening up.",
        amount=(10, 12), also_loads=frozenset({Region.KNEE}),
    ),
    move(
        "single_leg_calf_raise", "Single-leg calf raise", _CF, _NONE, Article.CARRY_OVER,
        how_to="One foot on a step, a finger on the wall, all the way up, slowly all the way down.",
        sides=2, amount=(8, 10),
    ),
    move(
        "tibialis_raise", "Tibialis raise", _CF, _NONE, Article.CARRY_OVER,
        how_to="Back against a wall, feet a step ahead, pull the toes up as far as they go, lower slowly.",
        amount=(12, 12),
    ),
    move(
        "db_single_leg_calf_raise", "Single-leg calf raise with a dumbbell", _CF, _DB, Article.CARRY_OVER,
        how_to="Dumbbell on the side of the working leg, full range, one second up, three seconds down.",
        sides=2, amount=(8, 10), also_loads=_GRIP, step_kg=_DB_KG,
    ),
    move(
        "seated_calf_raise", "Seated calf raise", _CF, _GYM, Article.CARRY_OVER,
        how_to="Weight on the knees, heels low, press up through the big toe, pause, lower slowly.",
        amount=(8, 12), also_loads=frozenset({Region.KNEE}), step_kg=_BAR_KG,
    ),
)  # fmt: skip

HIP_STABILITY: tuple[Move, ...] = (
    move(
        "side_lying_abduction", "Side-lying leg raise", _HS, _NONE, Article.OWN,
        how_to="Lie on your side, top leg straight and slightly back, raise it with the heel leading, lower slowly.",
        sides=2, amount=(10, 10),
    ),
    move(
        "balance_reach", "Single-leg balance reach", _HS, _NONE, Article.OWN,
        how_to="On one leg, reach the other foot forward, sideways and back; the knee stays over the toes.",
        sides=2, amount=(6, 6), also_loads=_STANDING,
    ),
    move(
        "lateral_band_walk", "Lateral band walk", _HS, _BAND, Article.OWN,
        how_to="Band round the ankles, knees soft, small steps sideways without letting the feet snap together.",
        sides=2, amount=(10, 10), also_loads=_STANDING,
    ),
)  # fmt: skip

JUMPS: tuple[Move, ...] = (
    move(
        "pogo_hops", "Pogo hops", _PW, _NONE, Article.OWN,
        how_to="Small quick hops on the spot with nearly straight knees, short and springy on the ground.",
        gate=Gate.JUMPS,
    ),
    move(
        "skipping", "Skipping for height", _PW, _NONE, Article.OWN,
        how_to="Skip forward, drive one knee up, land softly under the hips.",
        gate=Gate.JUMPS,
    ),
    move(
        "squat_jump", "Squat jump", _PW, _NONE, Article.OWN,
        how_to="Dip to a quarter squat, jump straight up, land quietly, stand still before the next one.",
        gate=Gate.JUMPS,
    ),
    move(
        "low_box_jump", "Low box jump", _PW, _GYM, Article.OWN,
        how_to="Jump onto a box no higher than the knee, land softly, step down every time.",
        gate=Gate.JUMPS,
    ),
    move(
        "clean_pull", "Clean pull", _PW, _GYM, Article.FULL_EXTENSION,
        how_to="As a deadlift to the knees, then stretch hips, knees and ankles at once and shrug; the arms stay long.",
        gate=Gate.COACHED, also_loads=_GRIP, step_kg=_BAR_KG,
    ),
    move(
        "hang_power_clean", "Hang power clean", _PW, _GYM, Article.FULL_EXTENSION,
        how_to="From above the knees, stretch fast and catch the bar on the shoulders; stop when it gets slow.",
        gate=Gate.COACHED, also_loads=_GRIP | _ON_HANDS | {Region.ELBOW}, step_kg=_BAR_KG,
    ),
)  # fmt: skip
