"""What the athlete's earlier runs say about the next one: only the past, never the whole history."""

from collections import deque
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from liftday_rules.constants import SUMMARY_MAX_MPS, speed_for_an_hour
from liftday_rules.model import Activity, Confidence, RunClass
from liftday_rules.window import Window

OWN_DAYS, YEAR_DAYS = 90, 365
"""Three months, or a year for those who run seldom."""
OWN = ("speed", "avg_hr", "max_hr", "garmin", "strava")
MIN_OWN_S = 300.0
MIN_OWN_RUNS = 10
MEDIAN_DAYS = 42
LONGEST_DAYS = 6
USUAL_WEEKS = 6
MIN_WEEKS = 3
MIN_MEDIAN_RUNS = 5
PRIOR, PRIOR_WEIGHT = 0.30, 10.0
PRIOR_RANGE = (0.15, 0.50)
DAYS_OFF = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranks:
    """Where a run stands among the athlete's own of the last months, each 0 to 1; None with too few."""

    speed: float | None = None
    """Of what the speed would be worth over an hour, so that short and long runs can be compared."""
    avg_hr: float | None = None
    max_hr: float | None = None
    load: float | None = None


NO_RANKS = Ranks()


class Past:
    """Grows by one run at a time. Days must not fall."""

    def __init__(self) -> None:
        self._own = {name: (Window(OWN_DAYS), Window(YEAR_DAYS)) for name in OWN}
        self._durations = Window(MEDIAN_DAYS)
        self._easy_durations = Window(OWN_DAYS)
        self._recent: deque[tuple[date, float]] = deque()
        self._weeks: dict[date, float] = {}
        self._hard = 0.0
        self._judged = 0.0
        self.last_run: date | None = None
        self.runs = 0

    @property
    def prior(self) -> float:
        """The athlete's own share of hard runs, drawn towards 0.30 while there are few."""
        share = (PRIOR * PRIOR_WEIGHT + self._hard) / (PRIOR_WEIGHT + self._judged)
        return min(max(share, PRIOR_RANGE[0]), PRIOR_RANGE[1])

    def is_back_after_weeks_off(self, day: date) -> bool:
        """Whether four weeks passed without a run."""
        return self.last_run is not None and (day - self.last_run).days >= DAYS_OFF

    def forget_before(self, day: date) -> None:
        """Drop what no window holds any more."""
        for windows in self._own.values():
            for window in windows:
                window.forget_before(day)
        self._durations.forget_before(day)
        self._easy_durations.forget_before(day)
        while self._recent and (day - self._recent[0][0]).days > LONGEST_DAYS:
            self._recent.popleft()

    def ranks(self, activity: Activity) -> Ranks:
        """Where the run stands among the athlete's own."""
        values = _own_values(activity)
        found = {name: self._rank(name, value) for name, value in values.items() if value is not None}
        return Ranks(
            speed=found.get("speed"),
            avg_hr=found.get("avg_hr"),
            max_hr=found.get("max_hr"),
            load=found.get("garmin") if found.get("garmin") is not None else found.get("strava"),
        )

    def _rank(self, name: str, value: float) -> float | None:
        window = next((window for window in self._own[name] if len(window) >= MIN_OWN_RUNS), None)
        return window.share_below(value) if window is not None else None

    def usual_duration_s(self) -> float | None:
        """The median of the last 42 days' runs; None with too few."""
        return self._durations.quantile(0.5) if len(self._durations) >= MIN_MEDIAN_RUNS else None

    def usual_easy_duration_s(self) -> float | None:
        """The median of the last 90 days' easy runs; None with too few."""
        return self._easy_durations.quantile(0.5) if len(self._easy_durations) >= MIN_MEDIAN_RUNS else None

    def longest_of_last_days_s(self) -> float:
        """The longest run of the last six days."""
        return max((seconds for _, seconds in self._recent), default=0.0)

    def usual_week_s(self, day: date) -> float | None:
        """The median running time of the six weeks before this one; None with fewer than three."""
        monday = day - timedelta(days=day.weekday())
        weeks = [self._weeks.get(monday - timedelta(weeks=back)) for back in range(1, USUAL_WEEKS + 1)]
        known = [week for week in weeks if week is not None]
        return median(known) if len(known) >= MIN_WEEKS else None

    def learn(self, activity: Activity, run_class: RunClass, confidence: Confidence) -> None:
        """Take in a run with its verdict."""
        day, seconds = activity.local_date, activity.duration_s
        for name, value in _own_values(activity).items():
            if value is not None:
                for window in self._own[name]:
                    window.add(day, value)
        self._durations.add(day, seconds)
        self._recent.append((day, seconds))
        monday = day - timedelta(days=day.weekday())
        self._weeks[monday] = self._weeks.get(monday, 0.0) + seconds
        if run_class is RunClass.EASY:
            self._easy_durations.add(day, seconds)
        if run_class is not RunClass.UNCERTAIN and confidence in TRUSTED:
            self._judged += 1
            self._hard += run_class in {RunClass.HARD, RunClass.RACE}
        self.last_run = day
        self.runs += 1


TRUSTED = {Confidence.A, Confidence.B}
"""Only verdicts that stand on something train the prior, or it would drift on its own guesses."""


def _own_values(activity: Activity) -> dict[str, float | None]:
    distance_m, seconds = activity.distance_m, activity.duration_s
    plausible = distance_m is not None and seconds >= MIN_OWN_S and distance_m <= SUMMARY_MAX_MPS * seconds
    return {
        "speed": speed_for_an_hour(distance_m, seconds) if plausible and distance_m else None,
        "avg_hr": activity.avg_hr_bpm,
        "max_hr": activity.max_hr_bpm,
        "garmin": activity.garmin.load if activity.garmin else None,
        "strava": activity.strava.suffer_score if activity.strava else None,
    }
