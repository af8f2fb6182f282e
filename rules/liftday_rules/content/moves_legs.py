"""Leg exercises: squat, hinge, single leg."""

from liftday_rules.content.move import Article, Gate, Move, move
from liftday_rules.content.regions import Region
from liftday_rules.model import Equipment, Pattern

_SQ, _HI, _SL = Pattern.SQUAT, Pattern.HINGE, Pattern.SINGLE_LEG
_NONE, _BAND, _DB, _GYM = Equipment.NONE, Equipment.BAND, Equipment.DUMBBELLS, Equipment.GYM
_BAR_KG, _DB_KG = 5.0, 2.0
_GRIP = frozenset({Region.GRIP})
_BAR_ON_BACK = frozenset({Region.SHOULDER, Region.WRIST})

SQUATS: tuple[Move, ...] = (
    move(
        "box_squat", "Box squat", _SQ, _NONE, Article.WILSON,
        how_to="Sit back to a chair until you touch it, stay tight, stand up tall.",
    ),
    move(
        "slow_squat", "Slow squat with a pause", _SQ, _NONE, Article.OWN,
        how_to="Sit down as slowly as told, hold still at the bottom, then stand up without bouncing.",
    ),
    move(
        "band_squat", "Banded squat", _SQ, _BAND, Article.OWN,
        how_to="Stand on the band, hold it at your shoulders, sit down between your heels and push up against it.",
        also_loads=_GRIP,
    ),
    move(
        "db_box_squat", "Dumbbell front-load box squat", _SQ, _DB, Article.WILSON,
        how_to="Dumbbells at the shoulders, sit back to a box, touch it lightly and drive up.",
        also_loads=frozenset({Region.SHOULDER}), step_kg=_DB_KG,
    ),
    move(
        "goblet_squat", "Goblet squat", _SQ, _DB, Article.CARRY_OVER,
        how_to="Hold one dumbbell upright at the chest, elbows inside the knees at the bottom, chest stays up.",
        also_loads=_GRIP, step_kg=_DB_KG,
    ),
    move(
        "front_squat", "Front squat", _SQ, _GYM, Article.CARRY_OVER,
        how_to="Bar on the front of the shoulders, elbows high, sit straight down and stand up without leaning.",
        gate=Gate.TECHNIQUE, also_loads=_BAR_ON_BACK, step_kg=_BAR_KG,
    ),
    move(
        "back_squat", "Back squat", _SQ, _GYM, Article.REID,
        how_to="Bar across the upper back, breathe in and brace, sit between the heels, push the floor away.",
        gate=Gate.TECHNIQUE, also_loads=_BAR_ON_BACK, step_kg=_BAR_KG,
    ),
    move(
        "overhead_squat", "Overhead squat", _SQ, _GYM, Article.FULL_EXTENSION,
        how_to="Wide grip, bar over the middle of the feet, sit down slowly with the arms locked; keep it light.",
        gate=Gate.MOBILITY, also_loads=_BAR_ON_BACK, step_kg=_BAR_KG,
    ),
)  # fmt: skip

HINGES: tuple[Move, ...] = (
    move(
        "hinge_drill", "Hip hinge against a wall", _HI, _NONE, Article.OWN,
        how_to="A foot's length from the wall, push the hips back until they touch it, back long, then stand tall.",
    ),
    move(
        "glute_bridge", "Glute bridge", _HI, _NONE, Article.CARRY_OVER,
        how_to="On your back with bent knees, push through the heels, squeeze at the top for a second.",
    ),
    move(
        "bridge_march", "Glute bridge march", _HI, _NONE, Article.CARRY_OVER,
        how_to="Hold the bridge and lift one foot at a time; the hips stay level.",
        sides=2,
    ),
    move(
        "single_leg_hip_thrust", "Single-leg hip thrust", _HI, _NONE, Article.REID,
        how_to="Shoulders on a sofa or bench, one foot down, drive the hips up level and pause at the top.",
        sides=2,
    ),
    move(
        "band_rdl", "Banded Romanian deadlift", _HI, _BAND, Article.OWN,
        how_to="Stand on the band, knees soft, hips go back until the hamstrings stretch, stand up against the pull.",
        also_loads=_GRIP,
    ),
    move(
        "db_rdl", "Dumbbell Romanian deadlift", _HI, _DB, Article.WILSON,
        how_to="Dumbbells slide down the thighs as the hips go back; stop when the hamstrings are tight.",
        also_loads=_GRIP, step_kg=_DB_KG,
    ),
    move(
        "db_hip_thrust", "Dumbbell hip thrust", _HI, _DB, Article.CARRY_OVER,
        how_to="Shoulders on a bench or sofa, dumbbell across the hips, drive up until knee, hip and shoulder line up.",
        step_kg=_DB_KG,
    ),
    move(
        "kb_swing", "Kettlebell or dumbbell swing", _HI, _DB, Article.FULL_EXTENSION,
        how_to="Hike the weight back between the legs, snap the hips straight, let it float to chest height.",
        gate=Gate.SWING, also_loads=frozenset({Region.GRIP, Region.SHOULDER}), step_kg=_DB_KG,
    ),
    move(
        "stiff_leg_deadlift", "Stiff-leg deadlift", _HI, _GYM, Article.REID,
        how_to="Knees nearly straight, bar close to the legs, hips back with a flat back, then pull yourself tall.",
        gate=Gate.TECHNIQUE, also_loads=_GRIP, step_kg=_BAR_KG,
    ),
    move(
        "deadlift", "Deadlift", _HI, _GYM, Article.WILSON,
        how_to="Bar over the middle of the feet, back flat, push the floor away and finish with straight hips.",
        gate=Gate.TECHNIQUE, also_loads=_GRIP | {Region.KNEE}, step_kg=_BAR_KG,
    ),
    move(
        "hip_thrust", "Barbell hip thrust", _HI, _GYM, Article.CARRY_OVER,
        how_to="Shoulders on a bench, padded bar over the hips, drive up, pause for a second, lower slowly.",
        gate=Gate.TECHNIQUE, step_kg=_BAR_KG,
    ),
)  # fmt: skip

SINGLE_LEG: tuple[Move, ...] = (
    move(
        "reverse_lunge", "Reverse lunge", _SL, _NONE, Article.REID,
        how_to="Step back, lower until the rear knee is just above the floor, push through the front heel.",
        sides=2,
    ),
    move(
        "step_up", "Step-up", _SL, _NONE, Article.REID,
        how_to="Whole foot on a stair or sturdy chair, stand up without a push from the lower foot, come down slowly.",
        sides=2,
    ),
    move(
        "split_squat", "Split squat", _SL, _NONE, Article.REID,
        how_to="One foot a long step ahead, sink straight down slowly, push up through the front foot.",
        sides=2,
    ),
    move(
        "skater_squat", "Skater squat to a cushion", _SL, _NONE, Article.OWN,
        how_to="On one leg, reach the other knee back to a cushion behind you, touch it softly and stand up.",
        sides=2,
    ),
    move(
        "single_leg_rdl", "Single-leg Romanian deadlift", _SL, _NONE, Article.CARRY_OVER,
        how_to="On one leg, tip forward like a seesaw with level hips, until the back leg is in line with the body.",
        sides=2,
    ),
    move(
        "db_reverse_lunge", "Dumbbell reverse lunge", _SL, _DB, Article.REID,
        how_to="Dumbbells at your sides, step back and lower under control, drive up through the front heel.",
        sides=2, also_loads=_GRIP, step_kg=_DB_KG,
    ),
    move(
        "db_step_up", "Dumbbell step-up", _SL, _DB, Article.WILSON,
        how_to="Dumbbells at your sides, whole foot on the box, stand tall on top, lower yourself slowly; change legs.",
        sides=2, also_loads=_GRIP, step_kg=_DB_KG,
    ),
    move(
        "db_split_squat", "Dumbbell split squat", _SL, _DB, Article.REID,
        how_to="Feet a long step apart, dumbbells hanging, sink straight down, push up through the front foot.",
        sides=2, also_loads=_GRIP, step_kg=_DB_KG,
    ),
    move(
        "rear_foot_split_squat", "Rear-foot-elevated split squat", _SL, _DB, Article.OWN,
        how_to="Rear foot on a bench or chair, front foot flat, straight down and up; the back leg only balances.",
        sides=2, also_loads=_GRIP, step_kg=_DB_KG,
    ),
    move(
        "db_single_leg_rdl", "Dumbbell single-leg Romanian deadlift", _SL, _DB, Article.CARRY_OVER,
        how_to="Dumbbell opposite the standing leg, hips level, tip forward slowly and stand tall again.",
        sides=2, also_loads=_GRIP | {Region.BACK}, step_kg=_DB_KG,
    ),
    move(
        "barbell_split_squat", "Barbell split squat", _SL, _GYM, Article.REID,
        how_to="Bar across the upper back, feet a long step apart, straight down and up; set up in a rack.",
        sides=2, gate=Gate.TECHNIQUE, also_loads=_BAR_ON_BACK | {Region.BACK}, step_kg=_BAR_KG,
    ),
)  # fmt: skip
