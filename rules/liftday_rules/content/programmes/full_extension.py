"""Full hip extension: fast lifts for those who are coached, swings and thrusts for everybody else."""

from typing import Final

_FAST: Final = [
    ["clean_pull", "squat_jump"],
    ["hang_power_clean", "low_box_jump", "squat_jump"],
    ["hang_power_clean", "skipping"],
]
_EXTENSION: Final = [
    ["hip_thrust", "db_hip_thrust", "band_rdl", "single_leg_hip_thrust"],
    ["kb_swing", "deadlift", "db_rdl", "band_rdl", "bridge_march"],
    ["deadlift", "db_rdl", "band_rdl", "single_leg_hip_thrust"],
]
_SQUAT: Final = [
    ["overhead_squat", "front_squat", "goblet_squat", "band_squat", "slow_squat"],
    ["front_squat", "goblet_squat", "band_squat", "slow_squat"],
    ["overhead_squat", "front_squat", "goblet_squat", "band_squat", "slow_squat"],
]
_STEP_UP: Final = [
    ["db_step_up", "step_up"],
    ["db_single_leg_rdl", "single_leg_rdl"],
    ["db_reverse_lunge", "reverse_lunge"],
]
_PRESS: Final = ["overhead_press", "db_standing_press", "band_press", "pike_push_up", "push_up"]
_ROW: Final = ["db_bent_over_row", "band_row", "inverted_row"]
_TRUNK: Final = [["plank"], ["dead_bug"], ["side_plank"]]
_STEADY: Final = [["balance_reach"], ["lateral_band_walk", "side_lying_abduction"], ["balance_reach"]]

FULL_EXTENSION: Final = {
    "name": "full-extension",
    "title": "Full hip extension",
    "article": "full_extension",
    "summary": "Compound lifts that stretch the hips fully; Olympic lifts only with a coach watching.",
    "sessions": [
        {
            "kind": "full",
            "up_to_min": 34,
            "slots": [
                {"role": "main", "pattern": "HI", "pair": "A", "blocks": _EXTENSION},
                {"role": "upper", "pattern": "PU", "pair": "A", "moves": _PRESS},
                {"role": "main", "pattern": "SQ", "pair": "B", "blocks": _SQUAT},
                {"role": "support", "pattern": "CO", "pair": "B", "blocks": _TRUNK},
                {"role": "support", "pattern": "HS", "pair": "C", "blocks": _STEADY, "optional": True},
                {"role": "upper", "pattern": "PL", "pair": "C", "moves": _ROW, "optional": True},
            ],
        },
        {
            "kind": "full",
            "slots": [
                {"role": "power", "pattern": "PW", "blocks": _FAST},
                {"role": "main", "pattern": "HI", "blocks": _EXTENSION},
                {"role": "main", "pattern": "SQ", "pair": "A", "blocks": _SQUAT},
                {"role": "upper", "pattern": "PL", "pair": "A", "moves": _ROW},
                {"role": "second", "pattern": "SL", "pair": "B", "blocks": _STEP_UP},
                {"role": "upper", "pattern": "PU", "pair": "B", "moves": _PRESS},
                {"role": "support", "pattern": "HS", "pair": "C", "blocks": _STEADY},
                {"role": "support", "pattern": "CO", "pair": "C", "blocks": _TRUNK},
            ],
        },
    ],
}
