"""Grade-adjusted speed: the speed on the flat that costs as much as the speed on the slope.

Source: Minetti 2002, energy cost of running by slope. It overstates the gift of running downhill, so that the factor
is held up there (our choice, after what services that fitted real runs arrived at).
"""

from liftday_rules.model import Activity

FLAT_COST = 3.6
STEEPEST = 0.45
DOWNHILL_LEAST = 0.88
STEEP_DOWNHILL, STEEP_DOWNHILL_FACTOR = -0.18, 1.0
PLAUSIBLE_MPS = (0.5, 6.8)


def raw_factor(grade: float) -> float:
    """Cost on this slope (rise over run, clipped to 45 %) over the cost on the flat."""
    i = min(max(grade, -STEEPEST), STEEPEST)
    return (155.4 * i**5 - 30.4 * i**4 - 43.3 * i**3 + 46.3 * i**2 + 19.5 * i + FLAT_COST) / FLAT_COST


def factor(grade: float) -> float:
    """What a speed on this slope is multiplied by, never below 0.88 downhill."""
    if grade <= STEEP_DOWNHILL:
        return STEEP_DOWNHILL_FACTOR
    return max(raw_factor(grade), DOWNHILL_LEAST) if grade < 0 else raw_factor(grade)


def mean_factor(distance_m: float, ascent_m: float | None) -> float:
    """The factor of a whole run of which only the climb is known: half of it up, half of it down the same slope."""
    if not ascent_m:
        return 1.0
    slope = 2 * ascent_m / distance_m
    return (factor(slope) + factor(-slope)) / 2


def whole_run_mps(run: Activity) -> float | None:
    """The mean grade-adjusted speed by distance, time and climb alone; None when unknown or not a runner's."""
    flat = run.speed_mps
    if flat is None or not run.distance_m or not PLAUSIBLE_MPS[0] <= flat <= PLAUSIBLE_MPS[1]:
        return None
    return flat * mean_factor(run.distance_m, run.ascent_m)
