"""Reid: squat, hinge, push, pull, single leg; two or three sets of four to six, and a trunk that resists motion."""

from typing import Final

_SQUAT: Final = ["back_squat", "goblet_squat", "band_squat", "slow_squat"]
_HINGE: Final = [
    ["stiff_leg_deadlift", "db_rdl", "band_rdl", "single_leg_hip_thrust"],
    ["single_leg_hip_thrust"],
    ["stiff_leg_deadlift", "db_rdl", "band_rdl", "bridge_march"],
]
_LUNGE: Final = [
    ["db_reverse_lunge", "reverse_lunge"],
    ["db_step_up", "step_up"],
    ["barbell_split_squat", "db_split_squat", "split_squat"],
]
# Both hands at once: many light repetitions on each side by itself would fill the session.
_PUSH: Final = [
    ["overhead_press", "db_floor_press", "push_up"],
    ["overhead_press", "push_up"],
    ["db_floor_press", "push_up"],
]
_PULL: Final = [
    ["db_bent_over_row", "band_row", "inverted_row"],
    ["chin_up", "db_bent_over_row", "band_row", "inverted_row"],
    ["bar_inverted_row", "db_bent_over_row", "band_row", "inverted_row"],
]
_TRUNK: Final = [["plank"], ["cable_pallof", "band_pallof", "bird_dog"], ["side_plank"]]
_CARRY: Final = ["farmers_carry", "backpack_carry"]
_JUMPS: Final = {
    "role": "power",
    "pattern": "PW",
    "blocks": [["pogo_hops"], ["skipping"], ["low_box_jump", "squat_jump"]],
}

REID: Final = {
    "name": "reid",
    "title": "Reid's five patterns",
    "article": "reid",
    "summary": "Squat, hinge, push, pull and single leg every time; few heavy repetitions, stronger and not tired.",
    "upper": "alternate",
    "main_reps": {"base": "4-6"},
    "sessions": [
        {
            "kind": "full",
            "up_to_min": 34,
            "slots": [
                {"role": "main", "pattern": "SQ", "pair": "A", "moves": _SQUAT},
                {"role": "upper", "pattern": "PL", "pair": "A", "blocks": _PULL},
                {"role": "main", "pattern": "HI", "pair": "B", "blocks": _HINGE},
                {"role": "upper", "pattern": "PU", "pair": "B", "blocks": _PUSH},
                {"role": "second", "pattern": "SL", "pair": "C", "blocks": _LUNGE},
                {"role": "support", "pattern": "CO", "pair": "C", "blocks": _TRUNK},
            ],
        },
        {
            "kind": "full",
            "slots": [
                _JUMPS,
                {"role": "main", "pattern": "SQ", "pair": "A", "moves": _SQUAT},
                {"role": "upper", "pattern": "PL", "pair": "A", "blocks": _PULL},
                {"role": "main", "pattern": "HI", "pair": "B", "blocks": _HINGE},
                {"role": "upper", "pattern": "PU", "pair": "B", "blocks": _PUSH},
                {"role": "second", "pattern": "SL", "pair": "C", "blocks": _LUNGE},
                {"role": "support", "pattern": "CO", "pair": "C", "blocks": _TRUNK},
                {"role": "support", "pattern": "CA", "pair": "D", "moves": _CARRY, "optional": True},
                {"role": "support", "pattern": "CO", "pair": "D", "moves": ["bird_dog"], "optional": True},
                {"role": "support", "pattern": "CF", "moves": ["calf_raise"], "optional": True},
            ],
        },
    ],
}
