"""Hall: as strong as possible, upper body included, while staying as small as possible."""

from typing import Final

_SQUAT: Final = ["back_squat", "goblet_squat", "band_squat", "slow_squat"]
_PULL: Final = [
    ["chin_up", "db_supported_row", "band_row", "inverted_row"],
    ["barbell_row", "db_bent_over_row", "band_row", "inverted_row"],
    ["chin_up", "db_supported_row", "band_row", "backpack_row"],
]
_HINGE: Final = ["deadlift", "db_rdl", "band_rdl", "single_leg_hip_thrust"]
_PUSH: Final = [
    ["overhead_press", "db_single_arm_press", "band_press", "push_up"],
    ["db_floor_press", "push_up"],
    ["overhead_press", "db_standing_press", "band_press", "pike_push_up"],
]
_LUNGE: Final = [
    ["db_step_up", "step_up"],
    ["rear_foot_split_squat", "split_squat"],
    ["db_reverse_lunge", "reverse_lunge"],
]
_TRUNK: Final = [["plank"], ["side_plank"], ["dead_bug"]]

HALL: Final = {
    "name": "hall",
    "title": "Hall's strong and small",
    "article": "hall",
    "summary": "Few heavy repetitions for the whole body and hardly anything else: strength without size.",
    "main_reps": {"base": "4-6", "build": "3-5", "maintain": "3-5"},
    "sessions": [
        {
            "kind": "full",
            "up_to_min": 34,
            "slots": [
                {"role": "main", "pattern": "SQ", "pair": "A", "moves": _SQUAT},
                {"role": "upper", "pattern": "PL", "pair": "A", "blocks": _PULL},
                {"role": "main", "pattern": "HI", "pair": "B", "moves": _HINGE},
                {"role": "upper", "pattern": "PU", "pair": "B", "blocks": _PUSH},
                {"role": "support", "pattern": "CO", "blocks": _TRUNK},
                {"role": "second", "pattern": "SL", "blocks": _LUNGE, "optional": True},
            ],
        },
        {
            "kind": "full",
            "slots": [
                {"role": "power", "pattern": "PW", "moves": ["squat_jump"]},
                {"role": "main", "pattern": "SQ", "moves": _SQUAT},
                {"role": "main", "pattern": "HI", "pair": "A", "moves": _HINGE},
                {"role": "upper", "pattern": "PU", "pair": "A", "blocks": _PUSH},
                {"role": "second", "pattern": "SL", "pair": "B", "blocks": _LUNGE},
                {"role": "upper", "pattern": "PL", "pair": "B", "blocks": _PULL},
                {"role": "support", "pattern": "CO", "pair": "C", "blocks": _TRUNK},
                {"role": "support", "pattern": "CF", "pair": "C", "moves": ["calf_raise"], "optional": True},
            ],
        },
    ],
}
