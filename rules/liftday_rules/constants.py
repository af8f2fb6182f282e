"""What an athlete's body does, as far as anybody knows: each value with where it comes from and a sentence.

What it does: takes the athlete's own word first, then what the watch's maker said within a season, then the history,
then a formula. A single spike never decides, and a best effort of easy runs alone is not taken for a threshold.
Why: fixed percentages of the maximum miss a runner's thresholds by 3 to 7 beats (Nuuttila 2025), so they come last.
Sources: Tanaka 2001 (maximum by age), Esteve-Lanao 2026 and Friel (first threshold over second), Smyth & Muniz-Pumares
2020 (critical speed from 400, 800 and 5000 m), Riegel 1981 (a race's speed over another length).
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from liftday_rules.model import Activity, Athlete, BodyMeasure, Constants, Estimate, Record
from liftday_rules.window import Window

HR_MAX_WITHOUT_AGE_BPM = 190.0
HR_MAX_BELOW_FORMULA_BPM = 12.0
"""How far a well supported history may lie below the formula: a little more than its standard deviation."""
HR_MAX_DAYS = 365
HR_MAX_RANK = 2
"""The second highest run counts, so that one spike can't win."""
HR_MAX_SUPPORT = 3
HR_MAX_SUPPORT_SHARE = 0.95
HR_MAX_FALL_BPM_PER_DAY = 1 / 30
HR_HIGHEST_BPM = 225.0
HR_REST_BPM = 60.0
MIN_HR_QUALITY = 0.7
THRESHOLD_DAYS = 120
LTHR_SHARE = 0.90
LTHR_RANGE = (0.84, 0.95)
LTHR_OF_20MIN, LTHR_OF_30MIN = 0.95, 0.98
LTHR_RACE_S = (45 * 60.0, 75 * 60.0)
LT1_OF_LTHR = 0.90
CRITICAL_SPEED_SHARE = 0.97
CRITICAL_SPEED_M = (400.0, 800.0, 5000.0)
CRITICAL_SPEED_MIN_R2 = 0.995
RIEGEL = 1.06
RACE_MIN_S = 600.0
HOUR_S = 3600.0
BEST_20MIN_QUANTILE, BEST_20MIN_SHARE = 0.95, 0.95
SUMMARY_QUANTILE = 0.95
SUMMARY_MIN_S = 900.0
SUMMARY_MAX_MPS = 6.5
MIN_RUNS = 10
MEASURE_DAYS = timedelta(days=90)
"""How long a watch's word holds: a season of training moves a threshold."""
MEASURE_RANGES = {
    "hr_max_bpm": (120.0, HR_HIGHEST_BPM),
    "hr_rest_bpm": (25.0, 110.0),
    "lthr_bpm": (100.0, HR_HIGHEST_BPM),
    "threshold_speed_mps": (1.0, SUMMARY_MAX_MPS),
}
"""What a body can do; a watch that says otherwise is wrong."""
TRUST = {"stated": 1.0, "watch": 1.0, "history": 0.3, "formula": 0.2}
"""What evidence against a constant is worth, by where the constant comes from."""


def estimate(athlete: Athlete, records: Sequence[Record], measures: Sequence[BodyMeasure] = ()) -> Constants:
    """What is known after these records (in order of start). Every run counts; a race only where the source says so."""
    tracker = Tracker(athlete, measures)
    for record in records:
        tracker.learn(record.activity, is_race=is_stated_race(record.activity))
    days = (*(record.activity.local_date for record in records), *(one.date for one in measures))
    return tracker.constants(max(days, default=date.min))


def is_stated_race(activity: Activity) -> bool:
    """Whether Strava's or Garmin's own field calls it a race."""
    strava, garmin = activity.strava, activity.garmin
    return (strava is not None and strava.workout_type == 1) or (
        garmin is not None and (garmin.event_type or "").lower() == "race"
    )


def speed_for_an_hour(distance_m: float, duration_s: float) -> float:
    """The speed in m/s that a runner who did this could hold for an hour (Riegel's exponent 1.06)."""
    ratio: float = (HOUR_S / duration_s) ** (1 / RIEGEL)
    return distance_m * ratio / HOUR_S


def critical_speed(best_s: Sequence[float]) -> tuple[float, float, float]:
    """Critical speed in m/s, distance above it in m, and r²: the line through 400, 800 and 5000 m over their times."""
    mean_s, mean_m = sum(best_s) / len(best_s), sum(CRITICAL_SPEED_M) / len(CRITICAL_SPEED_M)
    s_s = sum((s - mean_s) ** 2 for s in best_s)
    m_m = sum((m - mean_m) ** 2 for m in CRITICAL_SPEED_M)
    s_m = sum((s - mean_s) * (m - mean_m) for s, m in zip(best_s, CRITICAL_SPEED_M, strict=True))
    if s_s == 0:
        return 0.0, 0.0, 0.0
    slope = s_m / s_s
    return slope, mean_m - slope * mean_s, s_m * s_m / (s_s * m_m)


class Tracker:
    """Learns from one activity after the other and knows the constants of each moment, at next to no cost."""

    def __init__(self, athlete: Athlete, measures: Sequence[BodyMeasure] = ()) -> None:
        self._athlete = athlete
        self._measures = sorted(measures, key=lambda one: one.date, reverse=True)
        self._peaks = Window(HR_MAX_DAYS)
        self._threshold_rates = Window(THRESHOLD_DAYS)
        self._race_speeds = Window(THRESHOLD_DAYS)
        self._best_20min = Window(THRESHOLD_DAYS)
        self._hour_speeds = Window(THRESHOLD_DAYS)
        self._bests = tuple(Window(THRESHOLD_DAYS) for _ in CRITICAL_SPEED_M)
        self._hr_max: tuple[date, float] | None = None
        self._known: tuple[tuple[object, ...], Constants] | None = None
        self.runs = 0

    def learn(self, activity: Activity, *, is_race: bool) -> None:
        """Take in one activity; days must not fall. Other sports say nothing about running."""
        if not activity.sport.is_run:
            return
        self.runs += 1
        self._learn_rates(activity, is_race=is_race)
        self._learn_speeds(activity, is_race=is_race)

    def _learn_rates(self, activity: Activity, *, is_race: bool) -> None:
        day, digest = activity.local_date, activity.digest
        peak = activity.max_hr_bpm
        if digest is not None and digest.hr_quality is not None:
            is_good = digest.hr_quality >= MIN_HR_QUALITY
            peak = digest.hr_peak_bpm if is_good else None
            if is_good and digest.hr_best_20min_bpm:
                self._threshold_rates.add(day, LTHR_OF_20MIN * digest.hr_best_20min_bpm)
            if is_good and digest.hr_best_30min_bpm and is_race:
                self._threshold_rates.add(day, LTHR_OF_30MIN * digest.hr_best_30min_bpm)
        if peak is not None and peak <= HR_HIGHEST_BPM:
            self._peaks.add(day, peak)
        if is_race and activity.avg_hr_bpm and LTHR_RACE_S[0] <= activity.duration_s <= LTHR_RACE_S[1]:
            self._threshold_rates.add(day, activity.avg_hr_bpm)

    def _learn_speeds(self, activity: Activity, *, is_race: bool) -> None:
        day, digest, speed = activity.local_date, activity.digest, activity.speed_mps
        if speed is None or speed > SUMMARY_MAX_MPS or not activity.distance_m:
            return
        if is_race and activity.duration_s >= RACE_MIN_S:
            self._race_speeds.add(day, speed_for_an_hour(activity.distance_m, activity.duration_s))
        if activity.duration_s >= SUMMARY_MIN_S:
            self._hour_speeds.add(day, speed_for_an_hour(activity.distance_m, activity.duration_s))
        if digest is not None:
            if digest.best_20min_mps:
                self._best_20min.add(day, digest.best_20min_mps)
            bests = (digest.best_400m_s, digest.best_800m_s, digest.best_5000m_s)
            for window, best in zip(self._bests, bests, strict=True):
                if best:
                    window.add(day, -best)

    def constants(self, day: date) -> Constants:
        """What is known on this day from all that was learnt so far."""
        if day > date.min:
            self._forget_before(day)
        hr_max = self._estimate_hr_max(day)
        rest = self._estimate_hr_rest(day)
        lthr = self._estimate_lthr(hr_max, day)
        speed = self._estimate_speed(day)
        key = (hr_max, rest, lthr, speed)
        if self._known is None or self._known[0] != key:
            self._known = (key, _described(hr_max, rest, lthr, speed))
        return self._known[1]

    def _measured(self, name: str, day: date) -> float | None:
        """What the watch's maker last said of this by that day, and not too long ago; None: nothing believable."""
        low, high = MEASURE_RANGES[name]
        values = (getattr(one, name) for one in self._measures if one.date <= day <= one.date + MEASURE_DAYS)
        return next((value for value in values if value is not None and low <= value <= high), None)

    def _forget_before(self, day: date) -> None:
        windows = (self._peaks, self._threshold_rates, self._race_speeds, self._best_20min, self._hour_speeds)
        for window in (*windows, *self._bests):
            window.forget_before(day)

    def _estimate_hr_max(self, day: date) -> tuple[float, str]:
        if self._athlete.hr_max_bpm:
            return self._athlete.hr_max_bpm, "stated"
        if measured := self._measured("hr_max_bpm", day):
            return measured, "watch"
        age = self._athlete.age
        formula = HR_MAX_WITHOUT_AGE_BPM if age is None else 208 - 0.7 * age
        peak = self._peaks.largest(HR_MAX_RANK)
        if peak is None:
            return formula, "formula"
        supported = self._peaks.largest(HR_MAX_RANK + 1) or 0.0
        is_supported = len(self._peaks) >= HR_MAX_SUPPORT and supported >= HR_MAX_SUPPORT_SHARE * peak
        found = max(peak, formula - HR_MAX_BELOW_FORMULA_BPM if is_supported else formula)
        if self._hr_max is not None and day > self._hr_max[0]:
            fallen = self._hr_max[1] - (day - self._hr_max[0]).days * HR_MAX_FALL_BPM_PER_DAY
            found = max(found, min(fallen, self._hr_max[1]))
        self._hr_max = (day, found)
        return found, "history" if found > formula or is_supported else "formula"

    def _estimate_hr_rest(self, day: date) -> tuple[float, str]:
        if self._athlete.hr_rest_bpm:
            return self._athlete.hr_rest_bpm, "stated"
        measured = self._measured("hr_rest_bpm", day)
        return (measured, "watch") if measured else (HR_REST_BPM, "formula")

    def _estimate_lthr(self, hr_max: tuple[float, str], day: date) -> tuple[float, str]:
        if self._athlete.lthr_bpm:
            return self._athlete.lthr_bpm, "stated"
        if measured := self._measured("lthr_bpm", day):
            return measured, "watch"
        best = self._threshold_rates.largest(1)
        low, high = (share * hr_max[0] for share in LTHR_RANGE)
        # Below the range there was no effort that could show a threshold, only easy running.
        if best is not None and best >= low:
            return min(best, high), "history"
        return LTHR_SHARE * hr_max[0], "formula"

    def _estimate_speed(self, day: date) -> tuple[float, str, str] | None:
        if self._athlete.threshold_speed_mps:
            return self._athlete.threshold_speed_mps, "stated", STATED_SAYS
        if measured := self._measured("threshold_speed_mps", day):
            return measured, "watch", WATCH_SAYS
        found = max(self._measured_speeds(), default=None)
        return (found[0], "history", found[1]) if found is not None else None

    def _measured_speeds(self) -> Iterator[tuple[float, str]]:
        """What the runs of four months show. Each is a floor, nobody runs faster than they can: the highest counts."""
        bests = [-best for window in self._bests if (best := window.largest(1)) is not None]
        if len(bests) == len(CRITICAL_SPEED_M):
            speed, _, r2 = critical_speed(bests)
            if r2 >= CRITICAL_SPEED_MIN_R2:
                yield CRITICAL_SPEED_SHARE * speed, "From your best 400, 800 and 5000 m of four months."
        if (race := self._race_speeds.largest(1)) is not None:
            yield race, "From your best race of four months."
        if len(self._best_20min) >= MIN_RUNS:
            fastest = self._best_20min.quantile(BEST_20MIN_QUANTILE)
            yield BEST_20MIN_SHARE * fastest, "From your fastest 20 minutes of four months."
        if len(self._hour_speeds) >= MIN_RUNS:
            yield self._hour_speeds.quantile(SUMMARY_QUANTILE), "From your fastest whole runs of four months."


def _described(
    hr_max: tuple[float, str], rest: tuple[float, str], lthr: tuple[float, str], speed: tuple[float, str, str] | None
) -> Constants:
    return Constants(
        hr_max_bpm=Estimate(value=hr_max[0], basis=hr_max[1], sentence=HR_MAX_SAYS[hr_max[1]]),
        hr_rest_bpm=Estimate(value=rest[0], basis=rest[1], sentence=HR_REST_SAYS[rest[1]]),
        lthr_bpm=Estimate(value=lthr[0], basis=lthr[1], sentence=LTHR_SAYS[lthr[1]]),
        lt1_bpm=Estimate(value=LT1_OF_LTHR * lthr[0], basis=lthr[1], sentence="90 % of your threshold heart rate."),
        threshold_speed_mps=speed and Estimate(value=speed[0], basis=speed[1], sentence=speed[2]),
    )


STATED_SAYS = "As you stated it."
WATCH_SAYS = "As your watch measured it."
HR_MAX_SAYS = {
    "stated": STATED_SAYS,
    "watch": WATCH_SAYS,
    "history": "The second highest heart rate of your runs of a year.",
    "formula": "By age alone; it may be ten beats off either way.",
}
HR_REST_SAYS = {
    "stated": STATED_SAYS,
    "watch": WATCH_SAYS,
    "formula": "A usual value; state yours for better loads.",
}
LTHR_SAYS = {
    "stated": STATED_SAYS,
    "watch": WATCH_SAYS,
    "history": "From the hardest runs of four months.",
    "formula": "90 % of the maximum; state yours for better verdicts.",
}
