"""A run as the planner sees it: when, how demanding, and whether it has happened."""

from dataclasses import dataclass
from datetime import date, datetime

from liftday_rules.model.verdict import RunClass

DEMANDING_P = 0.60


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run, done or expected."""

    start: datetime
    end: datetime
    local_date: date
    run_class: RunClass
    p_hard: float
    expected: bool
    """True while it rests on a plan or a forecast; False once it was run."""
    because: str
    name: str | None = None
    descent_m: float | None = None
    distance_m: float | None = None
    evidence: tuple[str, ...] = ()
    """Why it is thought to be so, strongest first; empty for a plan."""
    moving_min: float | None = None
    """Minutes of running, where they differ from the time it took."""
    is_long: bool = False
    """Long as well as what its class says: `hard` may be both."""
    is_missing: bool = False
    """It was to have been run by now, and nothing of it has arrived."""
    is_guess: bool = False
    """Nobody knows whether or when it will be run; it takes no room in the day."""
    changed_by_feed: bool = False
    """The plan feed has just said something new about it."""
    all_day: bool = False
    """Only its day was stated; the hour is the athlete's usual one."""
    surprise: bool = False
    """It turned out more demanding than the day was expected to be."""
    is_habit: bool = False
    """Nobody stated it: day and hour are the athlete's usual ones."""

    @property
    def is_run(self) -> bool:
        """Whether it is a run at all, not a rest day's note or another sport that tires."""
        return self.run_class not in {RunClass.REST, RunClass.OTHER, RunClass.STRENGTH}

    @property
    def is_demanding(self) -> bool:
        """Whether it is protected: hard, long, race, or more likely hard than not by a margin."""
        return self.run_class.is_demanding or self.p_hard >= DEMANDING_P

    @property
    def minutes(self) -> float:
        """How long it lasts."""
        return (self.end - self.start).total_seconds() / 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """What habits make of a coming day of which no plan speaks."""

    date: date
    run_class: RunClass
    p_hard: float
    p_demanding: float
    """How likely it is hard or long."""
    p_run: float
    """How likely there is a run at all."""
    minutes: float
    """Of the run, if there is one."""
    probable_min: float
    """Minutes weighed with how likely a run is at all: what a week's volume is made of."""
    start_min: int
    """Minutes after midnight, by the wall clock."""
    because: str
    is_guess: bool = False
    """Nothing is known about this weekday."""

    @property
    def is_demanding(self) -> bool:
        """Whether it will probably be hard or long."""
        return self.run_class.is_demanding
