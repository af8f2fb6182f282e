"""Wilson: a pair of dumbbells, a band, seven exercises, about 25 minutes."""

from typing import Final

WILSON: Final = {
    "name": "wilson",
    "title": "Wilson's 25-minute dumbbell routine",
    "article": "wilson",
    "summary": "Seven exercises with a pair of dumbbells and a band, two or three sets of six, in pairs.",
    "main_reps": {"learn": "6", "base": "6"},
    "sessions": [
        {
            "kind": "full",
            "slots": [
                {
                    "role": "main", "pattern": "SQ", "pair": "A",
                    "blocks": [
                        ["db_box_squat", "box_squat"],
                        ["goblet_squat", "box_squat"],
                        ["db_box_squat", "slow_squat"],
                    ],
                },
                {
                    "role": "upper", "pattern": "PU", "pair": "A",
                    "blocks": [
                        ["db_single_arm_press", "band_press", "pike_push_up", "push_up"],
                        ["db_half_kneeling_press", "band_press", "pike_push_up", "push_up"],
                        ["db_standing_press", "band_press", "pike_push_up", "push_up"],
                    ],
                },
                {
                    "role": "second", "pattern": "SL", "pair": "B",
                    "blocks": [
                        ["db_step_up", "step_up"],
                        ["db_reverse_lunge", "reverse_lunge"],
                        ["db_step_up", "step_up"],
                    ],
                },
                {
                    "role": "upper", "pattern": "PU", "pair": "B",
                    "blocks": [["elevated_push_up"], ["elevated_push_up"], ["push_up", "elevated_push_up"]],
                },
                {
                    "role": "main", "pattern": "HI", "pair": "C",
                    "moves": ["db_rdl", "band_rdl", "single_leg_hip_thrust"],
                },
                {
                    "role": "upper", "pattern": "PL", "pair": "C",
                    "moves": ["db_supported_row", "band_row", "backpack_row", "inverted_row"],
                },
                {"role": "support", "pattern": "CO", "moves": ["band_pallof", "bird_dog"]},
                {"role": "support", "pattern": "CF", "moves": ["single_leg_calf_raise"], "optional": True},
                {"role": "support", "pattern": "CO", "moves": ["side_plank"], "optional": True},
            ],
        },
    ],
}  # fmt: skip
"""Order and pairs are the article's; from the second block on some exercises change, as it advises."""
