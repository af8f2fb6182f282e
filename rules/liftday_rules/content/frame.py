"""The frame of a session: warm-up, cool-down, strides."""

from collections.abc import Collection
from collections.abc import Set as AbstractSet

from liftday_rules.content.regions import Region
from liftday_rules.model import Kind, Part, Pattern

STRIDES_MIN = 6
_LEGS = frozenset({Region.KNEE, Region.HIP, Region.HAMSTRING, Region.ANKLE, Region.CALF, Region.ACHILLES, Region.FOOT})
_SHORT_MIN = 4
_STRETCHES_MIN = 2


def warm_up(minutes: int, *, kind: Kind, patterns: Collection[Pattern], regions: AbstractSet[Region]) -> Part:
    """Hip, shoulder, ankle and upper back, balance, then the movements of the session; what hurts is left out.

    Short ones have fewer repetitions, not fewer joints.
    """
    if kind is Kind.MICRO:
        return Part(minutes=minutes, lines=("Easy movement, 1 min: march on the spot, circle arms and hips.",))
    is_long = minutes > _SHORT_MIN
    times = 8 if is_long else 5
    steps: list[tuple[str, AbstractSet[Region]]] = [
        (f"Easy movement, {60 if is_long else 40} s: march, skip or pedal.", frozenset()),
        (f"Ankle rocks, {times} a side: knee over the toes, heel down.", frozenset({Region.ANKLE, Region.ACHILLES})),
        (f"Hip switches, {times - 2} a side: sit, both knees over to one side, then the other.", _KNEE_OR_HIP),
        (f"Upper-back turns, {times - 2} a side: on hands and knees, elbow to the ceiling.", frozenset({Region.BACK})),
        ("Shoulder circles or band pull-aparts, 10.", frozenset({Region.SHOULDER})),
        (f"Stand on one leg, {20 if is_long else 10} s a side, barefoot if you can.", _LEGS),
    ]
    if Pattern.CALF_FOOT not in patterns:
        steps.append(("Calf raises, 10, and toe raises, 10.", _LEGS))
    lines = [line for line, loads in steps if not loads & regions]
    if {Pattern.SQUAT, Pattern.HINGE, Pattern.SINGLE_LEG} & set(patterns):
        lines.append("Five slow squats and five hip hinges, then one or two easy sets of the first lift.")
    return Part(minutes=minutes, lines=tuple(lines))


def cool_down(minutes: int, *, regions: AbstractSet[Region]) -> Part | None:
    """Calf and hip flexor, calm breathing, and mobility for the time that is left; None for no minutes."""
    if not minutes:
        return None
    if minutes < _STRETCHES_MIN:
        return Part(minutes=minutes, lines=("Breathe slowly through the nose, 1 min.",))
    lines = [] if regions & _LEGS else ["Calf stretch and hip-flexor stretch, 15 to 30 s a side."]
    mobility_min = minutes - _LONGEST_PLAIN_MIN
    if mobility_min > 0:
        lines.append(f"Mobility at your own pace, {mobility_min} min: hips, ankles, upper back, shoulders.")
    lines.append(f"Breathe slowly through the nose, {1 if minutes <= _STRETCHES_MIN else 2} min.")
    return Part(minutes=minutes, lines=tuple(lines))


def strides() -> Part:
    """Short relaxed runs after the lifting, for those who asked for them."""
    return Part(
        minutes=STRIDES_MIN,
        lines=("4 to 6 relaxed strides of 15 to 20 s on flat ground; walk back until you breathe calmly.",),
    )


_KNEE_OR_HIP = frozenset({Region.KNEE, Region.HIP})
_LONGEST_PLAIN_MIN = 4
