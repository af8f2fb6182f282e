"""Strength that carries over: one session for the back of the body, one for what keeps hips and core steady."""

from typing import Final

_HINGE: Final = ["db_rdl", "band_rdl", "single_leg_hip_thrust"]
_THRUST: Final = [
    ["hip_thrust", "db_hip_thrust", "glute_bridge"],
    ["db_hip_thrust", "bridge_march"],
    ["hip_thrust", "single_leg_hip_thrust", "bridge_march"],
]
_SQUAT: Final = ["goblet_squat", "band_squat", "slow_squat"]
_STEP_UP: Final = ["db_step_up", "step_up"]
_ONE_LEG: Final = [
    ["db_step_up", "step_up"],
    ["db_single_leg_rdl", "single_leg_rdl"],
    ["db_split_squat", "split_squat"],
]
_BALANCED_HINGE: Final = ["db_single_leg_rdl", "single_leg_rdl"]
_BREATHING: Final = ["dead_bug"]
_SIDE: Final = [["side_plank"], ["cable_pallof", "band_pallof", "bird_dog"], ["plank_shoulder_tap"]]
_ROW: Final = ["db_supported_row", "band_row", "inverted_row", "backpack_row"]
_PRESS: Final = ["db_standing_press", "band_press", "push_up"]
_CALF: Final = [
    ["single_leg_calf_raise"],
    ["bent_knee_calf_raise"],
    ["db_single_leg_calf_raise", "single_leg_calf_raise"],
]
_HIP: Final = [["lateral_band_walk", "side_lying_abduction"], ["balance_reach"], ["side_lying_abduction"]]
_CARRY: Final = ["farmers_carry", "backpack_carry"]

_POSTERIOR_SHORT: Final = [
    {"role": "main", "pattern": "HI", "pair": "A", "moves": _HINGE},
    {"role": "upper", "pattern": "PL", "pair": "A", "moves": _ROW},
    {"role": "second", "pattern": "SL", "pair": "B", "moves": _STEP_UP},
    {"role": "support", "pattern": "CO", "pair": "B", "moves": _BREATHING},
    {"role": "support", "pattern": "CF", "blocks": _CALF, "optional": True},
]
_STABILITY_SHORT: Final = [
    {"role": "main", "pattern": "SQ", "pair": "A", "moves": _SQUAT},
    {"role": "upper", "pattern": "PU", "pair": "A", "moves": _PRESS},
    {"role": "second", "pattern": "SL", "pair": "B", "moves": _BALANCED_HINGE},
    {"role": "support", "pattern": "CO", "pair": "B", "blocks": _SIDE},
    {"role": "support", "pattern": "HS", "blocks": _HIP, "optional": True},
]

CARRY_OVER: Final = {
    "name": "carry-over",
    "title": "Strength that carries over to the run",
    "article": "carry_over",
    "summary": "Controlled sets of six to eight, carries and calm breathing; the focus changes every session.",
    "sessions": [
        {"kind": "full", "focus": ["posterior_chain", "general"], "up_to_min": 34, "slots": _POSTERIOR_SHORT},
        {"kind": "full", "focus": ["stability"], "up_to_min": 34, "slots": _STABILITY_SHORT},
        {
            "kind": "full",
            "focus": ["posterior_chain"],
            "slots": [
                {"role": "main", "pattern": "HI", "moves": _HINGE},
                {"role": "main", "pattern": "HI", "pair": "A", "blocks": _THRUST},
                {"role": "upper", "pattern": "PL", "pair": "A", "moves": _ROW},
                {"role": "second", "pattern": "SL", "pair": "B", "moves": _STEP_UP},
                {"role": "support", "pattern": "CO", "pair": "B", "moves": _BREATHING},
                {"role": "support", "pattern": "CF", "pair": "C", "blocks": _CALF},
                {"role": "support", "pattern": "CA", "pair": "C", "moves": _CARRY, "optional": True},
            ],
        },
        {
            "kind": "full",
            "focus": ["stability"],
            "slots": [
                {"role": "main", "pattern": "SQ", "moves": _SQUAT},
                {"role": "second", "pattern": "SL", "pair": "A", "moves": _BALANCED_HINGE},
                {"role": "upper", "pattern": "PU", "pair": "A", "moves": _PRESS},
                {"role": "support", "pattern": "HS", "pair": "B", "blocks": _HIP},
                {"role": "support", "pattern": "CO", "pair": "B", "blocks": _SIDE},
                {"role": "support", "pattern": "CA", "pair": "C", "moves": _CARRY},
                {"role": "support", "pattern": "CF", "pair": "C", "moves": ["tibialis_raise"]},
                {"role": "support", "pattern": "CO", "moves": _BREATHING, "optional": True},
            ],
        },
        {
            "kind": "full",
            "focus": ["general"],
            "slots": [
                {"role": "main", "pattern": "SQ", "pair": "A", "moves": _SQUAT},
                {"role": "upper", "pattern": "PU", "pair": "A", "moves": _PRESS},
                {"role": "main", "pattern": "HI", "pair": "B", "moves": _HINGE},
                {"role": "upper", "pattern": "PL", "pair": "B", "moves": _ROW},
                {"role": "second", "pattern": "SL", "pair": "C", "blocks": _ONE_LEG},
                {"role": "support", "pattern": "CO", "pair": "C", "moves": _BREATHING},
                {"role": "support", "pattern": "CF", "pair": "D", "blocks": _CALF, "optional": True},
                {"role": "support", "pattern": "CA", "pair": "D", "moves": _CARRY, "optional": True},
                {"role": "support", "pattern": "CF", "moves": ["tibialis_raise"], "optional": True},
            ],
        },
    ],
}
