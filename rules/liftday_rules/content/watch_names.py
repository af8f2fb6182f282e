"""Watch names are what Garmin's strength workouts call the exercises of the library, both ways."""

from collections.abc import Mapping
from types import MappingProxyType

WATCH_NAMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "box_squat": ("SQUAT", "AIR_SQUAT"),
        "slow_squat": ("SQUAT", "SQUAT"),
        "band_squat": ("SQUAT", "SQUATS_WITH_BAND"),
        "db_box_squat": ("SQUAT", "DUMBBELL_FRONT_SQUAT"),
        "goblet_squat": ("SQUAT", "GOBLET_SQUAT"),
        "front_squat": ("SQUAT", "BARBELL_FRONT_SQUAT"),
        "back_squat": ("SQUAT", "BARBELL_BACK_SQUAT"),
        "overhead_squat": ("SQUAT", "OVERHEAD_BARBELL_SQUAT"),
        "hinge_drill": ("LEG_CURL", "GOOD_MORNING"),
        "glute_bridge": ("HIP_RAISE", "HIP_RAISE"),
        "bridge_march": ("HIP_RAISE", "MARCHING_HIP_RAISE"),
        "single_leg_hip_thrust": ("HIP_RAISE", "SINGLE_LEG_HIP_RAISE"),
        "band_rdl": ("BANDED_EXERCISES", "DEADLIFT"),
        "db_rdl": ("DEADLIFT", "ROMANIAN_DEADLIFT"),
        "db_hip_thrust": ("HIP_RAISE", "WEIGHTED_HIP_RAISE"),
        "kb_swing": ("HIP_RAISE", "KETTLEBELL_SWING"),
        "stiff_leg_deadlift": ("DEADLIFT", "BARBELL_STRAIGHT_LEG_DEADLIFT"),
        "deadlift": ("DEADLIFT", "BARBELL_DEADLIFT"),
        "hip_thrust": ("HIP_RAISE", "BARBELL_HIP_THRUST_WITH_BENCH"),
        "reverse_lunge": ("LUNGE", "LUNGE"),
        "step_up": ("SQUAT", "STEP_UP"),
        "split_squat": ("SQUAT", "DUMBBELL_SPLIT_SQUAT"),
        "skater_squat": ("SQUAT", "PARTIAL_SINGLE_LEG_SQUAT"),
        "single_leg_rdl": ("DEADLIFT", "SINGLE_LEG_RDL_CIRCUIT"),
        "db_reverse_lunge": ("LUNGE", "DUMBBELL_REVERSE_LUNGE"),
        "db_step_up": ("SQUAT", "DUMBBELL_STEP_UP"),
        "db_split_squat": ("SQUAT", "DUMBBELL_SPLIT_SQUAT"),
        "rear_foot_split_squat": ("LUNGE", "DUMBBELL_BULGARIAN_SPLIT_SQUAT"),
        "db_single_leg_rdl": ("DEADLIFT", "SINGLE_LEG_ROMANIAN_DEADLIFT_WITH_DUMBBELL"),
        "barbell_split_squat": ("LUNGE", "BARBELL_SPLIT_SQUAT"),
        "elevated_push_up": ("PUSH_UP", "INCLINE_PUSH_UP"),
        "push_up": ("PUSH_UP", "PUSH_UP"),
        "pike_push_up": ("PUSH_UP", "PIKE_PUSH_UP"),
        "band_press": ("SHOULDER_PRESS", "SINGLE_ARM_DUMBBELL_SHOULDER_PRESS"),
        "db_half_kneeling_press": ("SHOULDER_PRESS", "OVERHEAD_DUMBBELL_PRESS"),
        "db_single_arm_press": ("SHOULDER_PRESS", "SINGLE_ARM_DUMBBELL_SHOULDER_PRESS"),
        "db_standing_press": ("SHOULDER_PRESS", "DUMBBELL_SHOULDER_PRESS"),
        "db_floor_press": ("BENCH_PRESS", "DUMBBELL_FLOOR_PRESS"),
        "overhead_press": ("SHOULDER_PRESS", "OVERHEAD_BARBELL_PRESS"),
        "backpack_row": ("ROW", "ONE_ARM_BENT_OVER_ROW"),
        "inverted_row": ("ROW", "MODIFIED_INVERTED_ROW"),
        "band_row": ("BANDED_EXERCISES", "ROW"),
        "band_pull_apart": ("BANDED_EXERCISES", "PULL_APART"),
        "db_supported_row": ("ROW", "DUMBBELL_ROW"),
        "db_bent_over_row": ("ROW", "BENT_OVER_ROW_WITH_DUMBELL"),
        "bar_inverted_row": ("ROW", "INVERTED_ROW"),
        "chin_up": ("PULL_UP", "CHIN_UP"),
        "barbell_row": ("ROW", "BENT_OVER_ROW_WITH_BARBELL"),
        "plank": ("PLANK", "PLANK"),
        "side_plank": ("PLANK", "SIDE_PLANK"),
        "bird_dog": ("CORE", "ARM_AND_LEG_EXTENSION_ON_KNEES"),
        "dead_bug": ("HIP_STABILITY", "DEAD_BUG"),
        "plank_shoulder_tap": ("PLANK", "STRAIGHT_ARM_PLANK_WITH_SHOULDER_TOUCH"),
        "band_pallof": ("BANDED_EXERCISES", "AB_TWIST"),
        "cable_pallof": ("CORE", "CABLE_CORE_PRESS"),
        "backpack_carry": ("CARRY", "FARMERS_WALK"),
        "farmers_carry": ("CARRY", "FARMERS_CARRY"),
        "suitcase_carry": ("CARRY", "FARMERS_WALK"),
        "calf_raise": ("CALF_RAISE", "STANDING_CALF_RAISE"),
        "bent_knee_calf_raise": ("CALF_RAISE", "SINGLE_LEG_BENT_KNEE_CALF_RAISE"),
        "single_leg_calf_raise": ("CALF_RAISE", "SINGLE_LEG_STANDING_CALF_RAISE"),
        "tibialis_raise": ("CALF_RAISE", "SEATED_DUMBBELL_TOE_RAISE"),
        "db_single_leg_calf_raise": ("CALF_RAISE", "SINGLE_LEG_STANDING_DUMBBELL_CALF_RAISE"),
        "seated_calf_raise": ("CALF_RAISE", "WEIGHTED_SEATED_CALF_RAISE"),
        "side_lying_abduction": ("HIP_STABILITY", "SIDE_LYING_LEG_RAISE"),
        "balance_reach": ("WARM_UP", "OPPOSITE_ARM_AND_LEG_BALANCE"),
        "lateral_band_walk": ("HIP_STABILITY", "LATERAL_WALKS_WITH_BAND_AT_ANKLES"),
        "pogo_hops": ("PLYO", "LATERAL_LEAP_AND_HOP"),
        "skipping": ("PLYO", "FRONT_KNEE_STRIKE"),
        "squat_jump": ("PLYO", "BODY_WEIGHT_JUMP_SQUAT"),
        "low_box_jump": ("PLYO", "BOX_JUMP"),
        "clean_pull": ("OLYMPIC_LIFT", "BARBELL_HANG_PULL"),
        "hang_power_clean": ("OLYMPIC_LIFT", "BARBELL_HANG_POWER_CLEAN"),
    }
)
"""Category and exercise by key. Where the watch has no such exercise, its nearest one."""

# Of two with one name the later counts: the one with a weight, which is what a watch is asked to log.
_KEYS = MappingProxyType({name: key for key, name in WATCH_NAMES.items()})
_SAME = MappingProxyType(
    {
        ("SQUAT", "DUMBBELL_SQUAT"): "goblet_squat",
        ("DEADLIFT", "DUMBBELL_STRAIGHT_LEG_DEADLIFT"): "db_rdl",
        ("DEADLIFT", "STRAIGHT_LEG_DEADLIFT"): "stiff_leg_deadlift",
        ("HIP_RAISE", "BARBELL_HIP_THRUST_ON_FLOOR"): "hip_thrust",
        ("PULL_UP", "WEIGHTED_CHIN_UP"): "chin_up",
        ("PULL_UP", "BAND_ASSISTED_CHIN_UP"): "chin_up",
        ("ROW", "BARBELL_ROW"): "barbell_row",
        ("SHOULDER_PRESS", "BARBELL_SHOULDER_PRESS"): "overhead_press",
        ("SHOULDER_PRESS", "MILITARY_PRESS"): "overhead_press",
    }
)
"""Further exercises of the watch that are the same lift."""


def key_of(category: str, exercise: str) -> str | None:
    """The library's exercise for what a watch recorded, in any case of letters; None when it is none of ours."""
    name = (category.upper(), exercise.upper())
    return _KEYS.get(name) or _SAME.get(name)
