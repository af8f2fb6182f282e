"""Upper-body exercises: push and pull."""

from liftday_rules.content.move import Article, Gate, Move, move
from liftday_rules.content.regions import Region
from liftday_rules.model import Equipment, Pattern

_PU, _PL = Pattern.PUSH, Pattern.PULL
_NONE, _BAND, _DB, _GYM = Equipment.NONE, Equipment.BAND, Equipment.DUMBBELLS, Equipment.GYM
_BAR_KG, _DB_KG = 2.5, 2.0
_GRIP = frozenset({Region.GRIP})
_BENT_OVER = frozenset({Region.GRIP, Region.BACK})
_ELBOW = frozenset({Region.ELBOW})

PUSHES: tuple[Move, ...] = (
    move(
        "elevated_push_up", "Push-up with raised hands", _PU, _NONE, Article.WILSON,
        how_to="Hands on a bench or table, body in one line, chest to the edge and press away.",
        also_loads=_ELBOW,
    ),
    move(
        "push_up", "Push-up", _PU, _NONE, Article.WILSON,
        how_to="Hands under the shoulders, body like a plank, lower the chest in one piece and press the floor away.",
        also_loads=_ELBOW,
    ),
    move(
        "pike_push_up", "Pike push-up", _PU, _NONE, Article.OWN,
        how_to="Hips high, hands on the floor, lower the top of the head between the hands and press back up.",
        also_loads=_ELBOW,
    ),
    move(
        "band_press", "Banded one-arm press", _PU, _BAND, Article.OWN,
        how_to="Band under one foot, press from the shoulder to straight overhead, ribs stay down.",
        sides=2, also_loads=_GRIP | _ELBOW,
    ),
    move(
        "db_half_kneeling_press", "Half-kneeling one-arm press", _PU, _DB, Article.WILSON,
        how_to="One knee down, press one dumbbell overhead on that side, squeeze the glute and keep the ribs down.",
        sides=2, also_loads=_GRIP | _ELBOW, step_kg=_DB_KG,
    ),
    move(
        "db_single_arm_press", "Dumbbell single-arm shoulder press", _PU, _DB, Article.WILSON,
        how_to="Standing or seated tall, press one dumbbell from the shoulder to overhead without leaning away.",
        sides=2, also_loads=_GRIP | _ELBOW, step_kg=_DB_KG,
    ),
    move(
        "db_standing_press", "Standing one-arm dumbbell press", _PU, _DB, Article.REID,
        how_to="Feet hip-wide, belly tight, press one dumbbell straight up and stay upright.",
        sides=2, also_loads=_GRIP | _ELBOW, step_kg=_DB_KG,
    ),
    move(
        "db_floor_press", "Dumbbell floor press", _PU, _DB, Article.OWN,
        how_to="Lying with bent knees, lower both dumbbells until the elbows touch the floor, press up.",
        also_loads=_GRIP | _ELBOW, step_kg=_DB_KG,
    ),
    move(
        "overhead_press", "Barbell overhead press", _PU, _GYM, Article.REID,
        how_to="Bar at the collarbone, squeeze legs and belly, press up close to the face and finish over the ears.",
        gate=Gate.TECHNIQUE, also_loads=_BENT_OVER | _ELBOW, step_kg=_BAR_KG,
    ),
)  # fmt: skip

PULLS: tuple[Move, ...] = (
    move(
        "backpack_row", "Backpack row", _PL, _NONE, Article.OWN,
        how_to="Pack a bag, one hand on a chair, back flat, pull the bag to the hip and lower it slowly.",
        sides=2, also_loads=_GRIP,
    ),
    move(
        "inverted_row", "Inverted row under a table", _PL, _NONE, Article.REID,
        how_to="Under a table that cannot tip, body straight, chest to the edge; bent knees make it easier.",
        also_loads=_GRIP,
    ),
    move(
        "band_row", "Banded row", _PL, _BAND, Article.OWN,
        how_to="Band round a door handle or post, sit or stand tall, pull the elbows back and hold for a second.",
        also_loads=_GRIP,
    ),
    move(
        "band_pull_apart", "Band pull-apart", _PL, _BAND, Article.OWN,
        how_to="Arms straight in front, pull the band apart to the chest, shoulders stay low.",
        also_loads=_GRIP,
    ),
    move(
        "db_supported_row", "Supported single-arm dumbbell row", _PL, _DB, Article.WILSON,
        how_to="One hand and knee on a bench or sofa, flat back, pull the dumbbell to the hip without turning.",
        sides=2, also_loads=_GRIP, step_kg=_DB_KG,
    ),
    move(
        "db_bent_over_row", "Bent-over dumbbell row", _PL, _DB, Article.REID,
        how_to="Hips back, back flat and still, pull both dumbbells to the lower ribs.",
        also_loads=_BENT_OVER, step_kg=_DB_KG,
    ),
    move(
        "bar_inverted_row", "Inverted row on a bar", _PL, _GYM, Article.REID,
        how_to="Bar at hip height, heels on the floor, body straight, chest to the bar.",
        also_loads=_GRIP,
    ),
    move(
        "chin_up", "Chin-up", _PL, _GYM, Article.REID,
        how_to="Palms towards you, from a long hang pull the collarbone to the bar; a band under the foot helps.",
        gate=Gate.TECHNIQUE, also_loads=_GRIP, step_kg=_BAR_KG,
    ),
    move(
        "barbell_row", "Bent-over barbell row", _PL, _GYM, Article.REID,
        how_to="Hips back, back flat, pull the bar to the lower ribs and lower it without moving the back.",
        gate=Gate.TECHNIQUE, also_loads=_BENT_OVER, step_kg=_BAR_KG,
    ),
)  # fmt: skip
