"""Evidence from the body: the watch's training effect, heart rate against the thresholds, load against one's own."""

from liftday_rules.classify.items import LOWEST, Finding, Item, Line, Steps, weight_along, weight_at
from liftday_rules.classify.reading import Reading
from liftday_rules.classify.zones import Zones
from liftday_rules.constants import TRUST

LABEL_WEIGHT = {
    "RECOVERY": -2.0,
    "AEROBIC_BASE": -1.5,
    "BASE": -1.5,
    "TEMPO": 1.0,
    "LACTATE_THRESHOLD": 2.0,
    "THRESHOLD": 2.0,
    "VO2MAX": 2.5,
    "ANAEROBIC_CAPACITY": 2.0,
    "SPEED": 0.5,
    "SPRINT": 0.5,
}
AEROBIC_STEPS: Steps = ((4.0, 1.5), (3.5, 0.7), (2.5, 0.0), (LOWEST, -0.7))
ANAEROBIC_STEPS: Steps = ((2.0, 1.5), (1.0, 0.4), (LOWEST, 0.0))
ABOVE_STEPS: Steps = ((8.0, 2.0), (4.0, 1.0), (LOWEST, 0.0))
BETWEEN_STEPS: Steps = ((40.0, 2.0), (20.0, 1.2), (LOWEST, 0.0))
ALL_BELOW_SHARE, ALL_BELOW_MAX_ABOVE_MIN, ALL_BELOW = 0.90, 2.0, -1.5
AVERAGE_STEPS: Steps = ((0.95, 1.5), (0.90, 0.5), (0.85, 0.0), (LOWEST, -0.6))
LOW_AVERAGE = 0.90
OWN_AVERAGE_STEPS: Steps = ((0.90, 0.5), (0.70, 0.2), (0.40, 0.0), (LOWEST, -0.3))
OWN_HIGHEST_LINE: Line = ((0.92, -1.4), (1.00, -0.25), (1.04, 0.65), (1.10, 1.95), (1.16, 3.0))
HIGH_RANK, LOW_RANK = 0.60, 0.40
LOAD_HIGH, LOAD_LOW = (0.85, 0.8), (0.40, -0.5)


def _label(run: Reading) -> Finding | None:
    label = (run.garmin.training_effect_label or "").upper()
    weight = LABEL_WEIGHT.get(label)
    if weight is None:
        return None
    words = label.replace("_", " ").lower().replace("vo2max", "VO2max")
    return _unless_strides(run, weight, f"the watch calls it {words}", f"the watch only calls it {words}")


def _aerobic(run: Reading) -> Finding | None:
    effect = run.garmin.aerobic_te
    if effect is None:
        return None
    words = f"aerobic training effect {effect:.1f}"
    return _unless_strides(run, weight_at(effect, AEROBIC_STEPS), words, words)


def _anaerobic(run: Reading) -> Finding | None:
    effect = run.garmin.anaerobic_te
    if effect is None:
        return None
    return _unless_strides(run, weight_at(effect, ANAEROBIC_STEPS), f"anaerobic training effect {effect:.1f}", "")


def _unless_strides(run: Reading, weight: float, words: str, but: str) -> Finding | None:
    """Strides please the watch without being hard; and a sensor that can't be trusted misled the watch as well."""
    if weight > 0 and (run.only_strides or run.hr_untrusted):
        return None
    return Finding(weight, words, but)


def _time_at_rate(run: Reading) -> Finding | None:
    zones = run.zones
    if zones is None:
        return None
    weight = time_weight(zones, zones.above_min)
    trust = run.hr_trust * TRUST[run.constants.lthr_bpm.basis]
    return Finding(weight * trust, _time_in_words(zones, weight))


def time_weight(zones: Zones, above_min: float) -> float:
    """The weight of the time at heart rate if so many minutes were above the second threshold."""
    moved = above_min - zones.above_min
    between = zones.between_min + zones.above_min
    strongest = max(weight_at(above_min, ABOVE_STEPS), weight_at(between, BETWEEN_STEPS))
    if strongest == 0 and zones.below_share >= ALL_BELOW_SHARE and zones.above_min + moved < ALL_BELOW_MAX_ABOVE_MIN:
        return ALL_BELOW
    return strongest


def _time_in_words(zones: Zones, weight: float) -> str:
    if weight < 0:
        return f"{zones.below_share * 100:.0f} % of the time at an easy heart rate"
    if weight_at(zones.above_min, ABOVE_STEPS) == weight and weight > 0:
        return f"{zones.above_min:.0f} min above threshold heart rate"
    return f"{zones.between_min + zones.above_min:.0f} min above easy heart rate"


def _average(run: Reading) -> Finding | None:
    share = run.hr_share
    if share is None:
        return None
    words, but = (f"average HR {only}{share * 100:.0f} % of threshold" for only in ("", "only "))
    basis = run.constants.lthr_bpm.basis
    is_better_known = run.zones is not None or (basis != "stated" and run.own.avg_hr_rank is not None)
    weight = 0.0 if is_better_known else weight_at(share, AVERAGE_STEPS) * run.hr_trust * TRUST[basis]
    return Finding(weight, words, but if share < LOW_AVERAGE else "", is_average=True)


def _own_average(run: Reading) -> Finding | None:
    rank = run.own.avg_hr_rank
    if rank is None or run.avg_hr_bpm is None or run.constants.lthr_bpm.basis == "stated":
        return None
    words = "your usual average HR"
    if rank >= HIGH_RANK:
        words = f"average HR higher than in {rank * 100:.0f} % of your runs"
    elif rank <= LOW_RANK:
        words = f"average HR lower than in {(1 - rank) * 100:.0f} % of your runs"
    return Finding(weight_at(rank, OWN_AVERAGE_STEPS) * run.hr_trust, words, is_average=True)


def _own_highest(run: Reading) -> Finding | None:
    over = run.own.over_usual_max_hr
    if over is None or run.run.max_hr_bpm is None or run.avg_hr_bpm is None:
        return None
    off = round(run.run.max_hr_bpm - run.run.max_hr_bpm / over)
    where = f"{abs(off)} {'above' if off > 0 else 'below'} your usual peak" if off else "your usual peak"
    words = f"heart rate went up to {run.run.max_hr_bpm:.0f}, {where}"
    return Finding(weight_along(over, OWN_HIGHEST_LINE) * run.hr_trust, words)


def _load(run: Reading) -> Finding | None:
    rank = run.own.load_rank
    if rank is None:
        return None
    if rank >= LOAD_HIGH[0]:
        return Finding(LOAD_HIGH[1], "one of the highest loads of three months")
    return Finding(LOAD_LOW[1], "a low load by your own three months") if rank <= LOAD_LOW[0] else None


ITEMS = (
    Item("training effect label", _label, "the watch's own word; weights our choice, as labels often miss"),
    Item(
        "aerobic training effect", _aerobic, "Firstbeat's scale of 0 to 5, relative to that watch; weights our choice"
    ),
    Item("anaerobic training effect", _anaerobic, "Firstbeat's scale of 0 to 5; weights our choice"),
    Item("time at heart rate", _time_at_rate, "two thresholds as in Esteve-Lanao and Seiler; weights our choice"),
    Item(
        "average heart rate", _average, "only where no time in zones is known: it hides intervals; weights our choice"
    ),
    Item("own average heart rate", _own_average, "where no threshold is stated; fitted to labelled runs, rounded"),
    Item("own highest heart rate", _own_highest, "intervals show here, not in the average; fitted, rounded"),
    Item("own load", _load, "against one's own 90 days; weights our choice"),
)
