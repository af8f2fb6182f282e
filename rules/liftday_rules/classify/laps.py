"""Work repetitions in laps: the parts of a structured workout, or laps that the runner pressed.

What it does: typed splits are believed when at least three are active. Other laps are parted into fast and slow where
the two differ most; they are repetitions when three and more are fast, by 15 %, and fast and slow take turns.
Why: laps pressed by hand are the best witness of an interval session: averages hide it. Laps that the watch takes by
itself, every kilometre or mile, say nothing, unless fast and slow take turns all the way: a session laid out evenly.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean, median

from liftday_rules.classify.work import Repetitions
from liftday_rules.model import Lap, LapKind

MIN_REPS = 3
MIN_REP_S, MAX_REP_S = 15.0, 25 * 60.0
AUTO_M = (400.0, 500.0, 1000.0, 1609.34, 5000.0)
AUTO_M_TOLERANCE = 0.01
AUTO_S_TOLERANCE = 1.0
AUTO_SHARE = 0.80
CONTRAST = 1.15
CLEAR_CONTRAST = 1.25
ALTERNATION = 0.60
CLEAR_ALTERNATION = 0.90
WALK_MPS = 2.0
STAND_MPS = 1.0
BLOCK_DIP_S = 20.0
FASTEST_MPS = 10.0
MIN_SPREAD_LAP_S = 20.0
END_LENGTH, END_SPEED = 1.5, 0.95


def repetitions(laps: Sequence[Lap]) -> Repetitions | None:
    """The work repetitions, or None."""
    typed = [index for index, lap in enumerate(laps) if lap.kind is LapKind.ACTIVE and _speed(lap)]
    if len(typed) >= MIN_REPS:
        return _described(laps, typed, "workout steps")
    if any(lap.kind in {LapKind.ACTIVE, LapKind.RECOVERY, LapKind.REST} for lap in laps) and len(typed) == len(laps):
        return None
    usable = [lap for lap in laps if _lap_s(lap) > 0 and lap.distance_m is not None]
    fast = _fast(usable)
    return _described(usable, fast, "laps") if fast else None


def are_auto(laps: Sequence[Lap]) -> bool:
    """Whether the watch took these laps by itself: nearly all of one length, the last left out."""
    if laps and all(lap.kind is LapKind.AUTO for lap in laps):
        return True
    body = laps[:-1]
    if len(body) < MIN_REPS - 1:
        return False
    needed = AUTO_SHARE * len(body)
    by_distance = any(
        sum(abs((lap.distance_m or 0) / length - 1) <= AUTO_M_TOLERANCE for lap in body) >= needed for length in AUTO_M
    )
    usual = median(lap.elapsed_s for lap in body)
    return by_distance or sum(abs(lap.elapsed_s - usual) <= AUTO_S_TOLERANCE for lap in body) >= needed


def longest_block(laps: Sequence[Lap], at_least_mps: float) -> tuple[float, float]:
    """Seconds and mean speed of the longest stretch of laps at this speed, short dips allowed; 0, 0 if none."""
    best = (0.0, 0.0)
    seconds = metres = 0.0
    for lap in laps:
        speed, lap_s = _speed(lap) or 0.0, _lap_s(lap)
        if at_least_mps <= speed <= FASTEST_MPS:
            seconds, metres = seconds + lap_s, metres + speed * lap_s
            best = max(best, (seconds, metres / seconds))
        elif lap_s > BLOCK_DIP_S:
            seconds = metres = 0.0
    return best


def speed_spread(laps: Sequence[Lap]) -> float | None:
    """Standard deviation over mean of the lap speeds, weighted by time, stops left out; None below three laps."""
    moving = [
        (_lap_s(lap), speed)
        for lap in laps
        if (speed := _speed(lap)) and speed >= STAND_MPS and _lap_s(lap) >= MIN_SPREAD_LAP_S
    ]
    if len(moving) < MIN_REPS:
        return None
    total = sum(s for s, _ in moving)
    mean = sum(s * v for s, v in moving) / total
    return math.sqrt(sum(s * (v - mean) ** 2 for s, v in moving) / total) / mean


def _lap_s(lap: Lap) -> float:
    return lap.elapsed_s if lap.moving_s is None else lap.moving_s


def _speed(lap: Lap) -> float | None:
    return lap.distance_m / _lap_s(lap) if lap.distance_m is not None and _lap_s(lap) > 0 else None


def _fast(laps: Sequence[Lap]) -> list[int]:
    """Indices of the fast laps when fast and slow take turns, else nothing."""
    speeds = [_speed(lap) or 0.0 for lap in laps]
    moving = [index for index, speed in enumerate(speeds) if speed >= WALK_MPS]
    if len(laps) < 2 * MIN_REPS - 1 or len(moving) < MIN_REPS:
        return []
    limit = _split([(speeds[index], _lap_s(laps[index])) for index in moving])
    fast = [index for index in moving if speeds[index] >= limit]
    slow = [index for index in moving if speeds[index] < limit]
    contrast = _mean_speed(laps, fast) / _mean_speed(laps, slow) if slow else 1.0
    if contrast < CONTRAST:
        if len(moving) == len(laps):
            return []
        fast = moving  # running of one speed between walks or stops
    elif any(_lap_s(laps[index]) > MAX_REP_S for index in fast):
        return []
    fast = _without_ends([index for index in fast if MIN_REP_S <= _lap_s(laps[index]) <= MAX_REP_S], laps)
    if len(fast) < MIN_REPS:
        return []
    turns = _alternation(fast)
    needed, at_least = (CLEAR_ALTERNATION, CLEAR_CONTRAST) if are_auto(laps) else (ALTERNATION, CONTRAST)
    return fast if turns >= needed and (contrast >= at_least or fast == moving) else []


def _without_ends(fast: list[int], laps: Sequence[Lap]) -> list[int]:
    """The fast laps without a warm-up and a cool-down that are fast only beside walked rests: longer and slower."""
    if len(fast) <= MIN_REPS:
        return fast
    usual_s = median(_lap_s(laps[index]) for index in fast)
    usual_mps = median(_speed(laps[index]) or 0.0 for index in fast)

    def is_end(index: int) -> bool:
        return _lap_s(laps[index]) > END_LENGTH * usual_s and (_speed(laps[index]) or 0.0) < END_SPEED * usual_mps

    first = 1 if is_end(fast[0]) else 0
    return fast[first : -1 if is_end(fast[-1]) else None]


def _split(weighted: Sequence[tuple[float, float]]) -> float:
    """The speed that parts fast from slow: two means of the logarithm, weighted by time, whatever the order of laps.

    Laps of one speed are not parted: all are as fast as the limit, which is then 0.
    """
    points = sorted((math.log(speed), seconds) for speed, seconds in weighted)
    total_w = sum(w for _, w in points)
    total_x = sum(x * w for x, w in points)
    best, limit = 0.0, -math.inf
    left_w = left_x = 0.0
    for (x, w), (following, _) in pairwise(points):
        left_w, left_x = left_w + w, left_x + x * w
        right_w = total_w - left_w
        between = left_w * right_w * (left_x / left_w - (total_x - left_x) / right_w) ** 2
        if between > best and x < following:
            best, limit = between, (x + following) / 2
    return math.exp(limit)


def _mean_speed(laps: Sequence[Lap], indices: Sequence[int]) -> float:
    return sum(laps[i].distance_m or 0.0 for i in indices) / sum(_lap_s(laps[i]) for i in indices)


def _alternation(fast: Sequence[int]) -> float:
    """The share of steps, from the first fast lap to the last, in which fast and slow take turns."""
    steps = fast[-1] - fast[0]
    together = sum(b - a == 1 for a, b in pairwise(fast))
    slow_together = sum(max(0, b - a - 2) for a, b in pairwise(fast))
    return (steps - together - slow_together) / steps if steps else 0.0


def _described(laps: Sequence[Lap], fast: Sequence[int], found_in: str) -> Repetitions:
    work = [laps[index] for index in fast]
    rests = [sum(lap.elapsed_s for lap in laps[a + 1 : b]) for a, b in pairwise(fast)]
    chosen = set(fast)
    slow = [
        speed
        for index, lap in enumerate(laps)
        if index not in chosen and (speed := _speed(lap)) is not None and speed >= WALK_MPS
    ]
    return Repetitions(
        found_in=found_in,
        length_s=tuple(_lap_s(lap) for lap in work),
        speed_mps=tuple(_speed(lap) or 0.0 for lap in work),
        distance_m=tuple(lap.distance_m or 0.0 for lap in work),
        end_hr_bpm=tuple(lap.max_hr_bpm for lap in work),
        rest_s=tuple(rest for rest in rests if rest > 0),
        slow_mps=fmean(slow) if slow else None,
    )
