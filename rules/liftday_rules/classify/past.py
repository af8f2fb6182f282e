"""What the athlete's earlier runs say about the next one: only the past, never the whole history."""

from collections import deque
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from liftday_rules.classify import grade
from liftday_rules.constants import HR_HIGHEST_BPM
from liftday_rules.model import Activity, RunClass, Sport
from liftday_rules.window import Window

OWN_DAYS, HALF_YEAR_DAYS, YEAR_DAYS = 90, 180, 365
OWN = {
    "speed": (HALF_YEAR_DAYS, YEAR_DAYS),
    "avg_hr": (OWN_DAYS, YEAR_DAYS),
    "max_hr": (YEAR_DAYS,),
    "garmin": (OWN_DAYS, YEAR_DAYS),
    "strava": (OWN_DAYS, YEAR_DAYS),
}
"""Days that each value is compared with; the longer time for those who run seldom."""
EASY_QUANTILE = 0.30
"""Most runners run most of their runs easily: the pace that three runs in ten are slower than is an easy one."""
MIN_OWN_S = 300.0
MIN_OWN_RUNS, FEW_OWN_RUNS = 10, 5
"""Runs that the shorter time must hold, and the longer one."""
MEDIAN_DAYS = 42
LONGEST_DAYS = 6
USUAL_WEEKS = 6
MIN_WEEKS = 3
MIN_MEDIAN_RUNS = 5
PRIOR, PRIOR_WEIGHT = 0.30, 10.0
PRIOR_RANGE = (0.15, 0.50)
DAYS_OFF = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A run beside the athlete's own of the last months; None with too few."""

    over_easy_speed: float | None = None
    """Mean grade-adjusted speed over the athlete's easy one."""
    over_usual_max_hr: float | None = None
    """Highest heart rate over the usual highest one."""
    avg_hr_rank: float | None = None
    """Share of the runs with a lower average, 0 to 1."""
    load_rank: float | None = None


ALONE = Compared()


class Past:
    """Grows by one run at a time. Days must not fall."""

    def __init__(self) -> None:
        self._own = {name: tuple(Window(days) for days in each) for name, each in OWN.items()}
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

    @property
    def told(self) -> int:
        """How many runs the athlete judged."""
        return round(self._judged)

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

    def compare(self, activity: Activity) -> Compared:
        """The run beside the athlete's own."""
        values = _own_values(activity)
        load_rank = self._rank("garmin", values["garmin"])
        return Compared(
            over_easy_speed=self._over("speed", values["speed"], EASY_QUANTILE),
            over_usual_max_hr=self._over("max_hr", values["max_hr"], 0.5),
            avg_hr_rank=self._rank("avg_hr", values["avg_hr"]),
            load_rank=load_rank if load_rank is not None else self._rank("strava", values["strava"]),
        )

    def _over(self, name: str, value: float | None, quantile: float) -> float | None:
        window = self._window(name)
        return value / window.quantile(quantile) if window is not None and value is not None else None

    def _rank(self, name: str, value: float | None) -> float | None:
        window = self._window(name)
        return window.share_below(value) if window is not None and value is not None else None

    def _window(self, name: str) -> Window | None:
        *shorter, longest = self._own[name]
        enough = next((window for window in shorter if len(window) >= MIN_OWN_RUNS), None)
        return enough if enough is not None else longest if len(longest) >= FEW_OWN_RUNS else None

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

    def learn(self, activity: Activity, run_class: RunClass, *, is_told: bool) -> None:
        """Take in a run with its verdict; `is_told`: by the athlete.

        Only what is told trains the prior, or it would drift on the classifier's own guesses.
        """
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
        if is_told:
            self._judged += 1
            self._hard += run_class in {RunClass.HARD, RunClass.RACE}
        self.last_run = day
        self.runs += 1


def _own_values(activity: Activity) -> dict[str, float | None]:
    is_comparable = activity.duration_s >= MIN_OWN_S and activity.sport is not Sport.TRAIL_RUN
    highest = activity.max_hr_bpm
    return {
        "speed": grade.whole_run_mps(activity) if is_comparable else None,
        "avg_hr": activity.avg_hr_bpm or None,
        "max_hr": highest if highest and highest <= HR_HIGHEST_BPM else None,
        "garmin": activity.garmin.load if activity.garmin else None,
        "strava": activity.strava.suffer_score if activity.strava else None,
    }
