"""The default programme: the five articles combined, with a weekly focus and a rotation every four weeks."""

from typing import Final

_HINGE: Final = ["stiff_leg_deadlift", "db_rdl", "band_rdl", "single_leg_hip_thrust"]
_THRUST: Final = [
    ["hip_thrust", "db_hip_thrust", "bridge_march", "glute_bridge"],
    ["single_leg_hip_thrust", "bridge_march", "glute_bridge"],
    ["hip_thrust", "db_hip_thrust", "single_leg_hip_thrust", "bridge_march"],
]
_SQUAT: Final = ["front_squat", "goblet_squat", "band_squat", "slow_squat"]
_LUNGE: Final = [
    ["db_reverse_lunge", "reverse_lunge"],
    ["db_step_up", "step_up"],
    ["barbell_split_squat", "rear_foot_split_squat", "split_squat"],
]
_BALANCED_HINGE: Final = ["db_single_leg_rdl", "single_leg_rdl"]
_ROW: Final = [
    ["db_supported_row", "band_row", "inverted_row", "backpack_row"],
    ["chin_up", "db_bent_over_row", "band_row", "inverted_row", "backpack_row"],
    ["barbell_row", "db_supported_row", "band_row", "backpack_row"],
]
_PRESS: Final = [
    ["db_standing_press", "band_press", "push_up"],
    ["overhead_press", "db_half_kneeling_press", "band_press", "push_up"],
    ["db_single_arm_press", "band_press", "pike_push_up", "push_up"],
]
_PUSH_UP: Final = [["push_up"], ["db_floor_press", "push_up"], ["push_up"]]
_FRONT_TRUNK: Final = [["dead_bug"], ["plank"], ["plank_shoulder_tap"]]
_SIDE_TRUNK: Final = ["side_plank"]
_ANTI_TURN: Final = ["cable_pallof", "band_pallof", "bird_dog"]
_CALF: Final = [
    ["db_single_leg_calf_raise", "single_leg_calf_raise", "calf_raise"],
    ["seated_calf_raise", "bent_knee_calf_raise"],
    ["calf_raise"],
]
_HIP: Final = [["lateral_band_walk", "side_lying_abduction"], ["side_lying_abduction"], ["balance_reach"]]
_CARRY: Final = [
    ["suitcase_carry", "backpack_carry"],
    ["farmers_carry", "backpack_carry"],
    ["suitcase_carry", "backpack_carry"],
]
_JUMPS: Final = {"role": "power", "pattern": "PW", "blocks": [["pogo_hops"], ["skipping"], ["squat_jump"]]}

LIFTDAY: Final = {
    "name": "liftday",
    "title": "Liftday's combination of the five articles",
    "article": "own",
    "summary": "Whole-body sessions: one puts the back of the body first, the other hips and balance.",
    "sessions": [
        {
            "kind": "full",
            "focus": ["posterior_chain"],
            "up_to_min": 34,
            "slots": [
                {"role": "main", "pattern": "HI", "pair": "A", "moves": _HINGE},
                {"role": "upper", "pattern": "PL", "pair": "A", "blocks": _ROW},
                {"role": "second", "pattern": "SL", "pair": "B", "blocks": _LUNGE},
                {"role": "support", "pattern": "CO", "pair": "B", "blocks": _FRONT_TRUNK},
                {"role": "upper", "pattern": "PU", "pair": "C", "blocks": _PUSH_UP, "optional": True},
                {"role": "support", "pattern": "CF", "pair": "C", "blocks": _CALF, "optional": True},
            ],
        },
        {
            "kind": "full",
            "focus": ["posterior_chain"],
            "slots": [
                _JUMPS,
                {"role": "main", "pattern": "HI", "moves": _HINGE},
                {"role": "main", "pattern": "HI", "pair": "A", "blocks": _THRUST},
                {"role": "upper", "pattern": "PL", "pair": "A", "blocks": _ROW},
                {"role": "second", "pattern": "SL", "pair": "B", "blocks": _LUNGE},
                {"role": "support", "pattern": "CO", "pair": "B", "blocks": _FRONT_TRUNK},
                {"role": "support", "pattern": "CF", "pair": "C", "blocks": _CALF},
                {"role": "upper", "pattern": "PU", "pair": "C", "blocks": _PUSH_UP, "optional": True},
            ],
        },
        {
            "kind": "full",
            "focus": ["stability"],
            "up_to_min": 34,
            "slots": [
                {"role": "main", "pattern": "SQ", "pair": "A", "moves": _SQUAT},
                {"role": "upper", "pattern": "PU", "pair": "A", "blocks": _PRESS},
                {"role": "second", "pattern": "SL", "pair": "B", "moves": _BALANCED_HINGE},
                {"role": "support", "pattern": "CO", "pair": "B", "moves": _SIDE_TRUNK},
                {"role": "support", "pattern": "HS", "pair": "C", "blocks": _HIP, "optional": True},
                {"role": "upper", "pattern": "PL", "pair": "C", "blocks": _ROW, "optional": True},
            ],
        },
        {
            "kind": "full",
            "focus": ["stability"],
            "slots": [
                _JUMPS,
                {"role": "main", "pattern": "SQ", "moves": _SQUAT},
                {"role": "second", "pattern": "SL", "pair": "A", "moves": _BALANCED_HINGE},
                {"role": "upper", "pattern": "PU", "pair": "A", "blocks": _PRESS},
                {"role": "support", "pattern": "HS", "pair": "B", "blocks": _HIP},
                {"role": "support", "pattern": "CO", "pair": "B", "moves": _SIDE_TRUNK},
                {"role": "support", "pattern": "CA", "pair": "C", "blocks": _CARRY},
                {"role": "support", "pattern": "CF", "pair": "C", "moves": ["tibialis_raise"]},
                {"role": "upper", "pattern": "PL", "pair": "D", "blocks": _ROW, "optional": True},
                {"role": "support", "pattern": "CO", "pair": "D", "moves": _ANTI_TURN, "optional": True},
            ],
        },
        {
            "kind": "full",
            "focus": ["general"],
            "up_to_min": 34,
            "slots": [
                {"role": "main", "pattern": "SQ", "pair": "A", "moves": _SQUAT},
                {"role": "upper", "pattern": "PU", "pair": "A", "blocks": _PRESS},
                {"role": "main", "pattern": "HI", "pair": "B", "moves": _HINGE},
                {"role": "upper", "pattern": "PL", "pair": "B", "blocks": _ROW},
                {"role": "second", "pattern": "SL", "pair": "C", "blocks": _LUNGE},
                {"role": "support", "pattern": "CO", "pair": "C", "moves": _ANTI_TURN},
            ],
        },
        {
            "kind": "full",
            "focus": ["general"],
            "slots": [
                _JUMPS,
                {"role": "main", "pattern": "SQ", "pair": "A", "moves": _SQUAT},
                {"role": "upper", "pattern": "PU", "pair": "A", "blocks": _PRESS},
                {"role": "main", "pattern": "HI", "pair": "B", "moves": _HINGE},
                {"role": "upper", "pattern": "PL", "pair": "B", "blocks": _ROW},
                {"role": "second", "pattern": "SL", "pair": "C", "blocks": _LUNGE},
                {"role": "support", "pattern": "CO", "pair": "C", "moves": _ANTI_TURN},
                {"role": "support", "pattern": "CF", "pair": "D", "blocks": _CALF, "optional": True},
                {"role": "support", "pattern": "HS", "pair": "D", "blocks": _HIP, "optional": True},
                {"role": "support", "pattern": "CF", "moves": ["tibialis_raise"], "optional": True},
            ],
        },
        {
            "kind": "light",
            "slots": [
                {"role": "upper", "pattern": "PU", "pair": "A", "blocks": _PRESS},
                {"role": "upper", "pattern": "PL", "pair": "A", "blocks": _ROW},
                {"role": "support", "pattern": "CO", "pair": "B", "moves": ["cable_pallof", "band_pallof", "dead_bug"]},
                {"role": "support", "pattern": "CF", "pair": "B", "moves": ["calf_raise"]},
                {"role": "support", "pattern": "CO", "pair": "C", "moves": _SIDE_TRUNK},
                {"role": "support", "pattern": "HS", "pair": "C", "blocks": _HIP},
                {"role": "support", "pattern": "CO", "pair": "D", "moves": ["bird_dog"], "optional": True},
                {"role": "support", "pattern": "CF", "pair": "D", "moves": ["tibialis_raise"], "optional": True},
                {"role": "support", "pattern": "HS", "moves": ["balance_reach"], "optional": True},
            ],
        },
        {
            "kind": "micro",
            "slots": [
                {"role": "main", "pattern": "SQ", "moves": ["goblet_squat", "box_squat"]},
                {"role": "main", "pattern": "HI", "moves": ["db_rdl", "band_rdl", "glute_bridge"]},
                {"role": "upper", "pattern": "PU", "moves": ["push_up", "elevated_push_up"]},
                {"role": "upper", "pattern": "PL", "moves": ["db_bent_over_row", "band_row", "inverted_row"]},
                {"role": "support", "pattern": "CO", "moves": ["plank"]},
            ],
        },
    ],
}
