"""From what is recorded or stated to runs as the planner sees them."""

from collections.abc import Iterable
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from liftday_rules.classify.names import of_name
from liftday_rules.forecast import LONG_P_HARD
from liftday_rules.model import Activity, PlannedRun, Race, Run, RunClass, RunState, SessionType, Verdict
from liftday_rules.phrases import listed

P_OF_CLASS = {
    RunClass.RACE: 1.0,
    RunClass.HARD: 0.97,
    RunClass.LONG: LONG_P_HARD,
    RunClass.UNCERTAIN: 0.50,
    RunClass.EASY: 0.05,
    RunClass.REST: 0.02,
}
"""How hard a stated run will turn out, when only its class is given."""
HARD_FROM, EASY_TO = 0.60, 0.40
LONG_FROM_MIN = 90.0
OTHER_SPORT_MIN, OTHER_SPORT_LONG_MIN = 30.0, 180.0
OTHER_SPORT_P = 0.40
TRAINING_SPEED_MPS = 2.8
"""How fast a run is taken to be run when the athlete's own runs do not say it."""
RACE_SPEED_MPS = 3.0
"""How fast a race is taken to be run when nothing else is known."""


def class_of(p_hard: float) -> RunClass:
    """Hard from .60, easy to .40, uncertain between."""
    return RunClass.HARD if p_hard >= HARD_FROM else RunClass.EASY if p_hard <= EASY_TO else RunClass.UNCERTAIN


def of_stated(stated: PlannedRun, zone: ZoneInfo, usual_mps: float = TRAINING_SPEED_MPS) -> Run:
    """A stated run; UNCERTAIN with p 0 marks one that its weekday must decide.

    Where no minutes are stated, the distance at the athlete's usual speed gives them; 0 stays: nobody knows.
    """
    start = stated.start.astimezone(UTC)
    minutes = stated.minutes or (stated.distance_m or 0.0) / usual_mps / 60
    said = of_name(stated.name, stated.distance_m) if stated.name else None
    long = bool(said and said.is_long)
    if stated.run_class is not None:
        run_class = stated.run_class
        p_hard = P_OF_CLASS.get(run_class, 0.5) if stated.p_hard is None else stated.p_hard
    elif stated.p_hard is not None:
        run_class, p_hard = class_of(stated.p_hard), stated.p_hard
    elif said is not None:
        run_class, p_hard = said.run_class, said.p_hard
    elif minutes >= LONG_FROM_MIN:
        run_class, p_hard = RunClass.LONG, P_OF_CLASS[RunClass.LONG]
    else:
        run_class, p_hard = RunClass.UNCERTAIN, 0.0
    done = stated.state is RunState.DONE
    what = f"{'Run' if done else 'Planned'}: {stated.name or run_class.value}."
    return Run(
        start=start,
        end=start + timedelta(minutes=minutes),
        local_date=start.astimezone(zone).date(),
        run_class=run_class,
        p_hard=p_hard,
        expected=not done,
        because=what,
        name=stated.name,
        distance_m=stated.distance_m,
        is_long=long,
        changed_by_feed=stated.changed_by_feed,
        all_day=stated.all_day,
    )


def of_race(race: Race, zone: ZoneInfo) -> Run:
    """A race is itself a run."""
    start = race.start.astimezone(UTC)
    lasts_s = race.finish_s or race.distance_m / RACE_SPEED_MPS
    return Run(
        start=start,
        end=start + timedelta(seconds=lasts_s),
        local_date=start.astimezone(zone).date(),
        run_class=RunClass.RACE,
        p_hard=1.0,
        expected=race.state is not RunState.DONE,
        because=f"{race.name}.",
        name=race.name,
        distance_m=race.distance_m,
    )


def of_activity(activity: Activity, verdict: Verdict, match: Run | None) -> Run:
    """A recorded run. What stands in the race calendar is a race, whatever the watch made of it."""
    raced = match is not None and match.run_class is RunClass.RACE
    run_class = RunClass.RACE if raced else verdict.run_class
    evidence = tuple(item.sentence for item in verdict.evidence)
    because = listed(evidence[:2]) if evidence else f"Run: {activity.name or run_class.value}"
    p_hard = P_OF_CLASS.get(run_class, 0.5) if verdict.p_hard is None else verdict.p_hard
    return Run(
        start=activity.start,
        end=activity.end,
        local_date=activity.local_date,
        run_class=run_class,
        p_hard=1.0 if raced else p_hard,
        expected=False,
        because=f"{because[:1].upper()}{because[1:]}.",
        name=match.name if raced and match else activity.name,
        descent_m=activity.descent_m,
        distance_m=activity.distance_m,
        evidence=evidence,
        moving_min=activity.duration_s / 60,
        is_long=verdict.session_type is SessionType.LONG,
    )


def of_other_sport(activity: Activity, verdict: Verdict) -> Iterable[Run]:
    """Another sport tires when it was hard for half an hour, or lasted three."""
    minutes = activity.duration_s / 60
    p_hard = verdict.p_hard or 0.0
    if minutes >= OTHER_SPORT_LONG_MIN:
        p_hard = max(p_hard, HARD_FROM)
    if verdict.run_class is not RunClass.STRENGTH and minutes >= OTHER_SPORT_MIN and p_hard >= OTHER_SPORT_P:
        yield Run(
            start=activity.start,
            end=activity.end,
            local_date=activity.local_date,
            run_class=RunClass.OTHER,
            p_hard=p_hard,
            expected=False,
            because=f"{activity.name or activity.sport.value}.",
            name=activity.name,
            evidence=tuple(item.sentence for item in verdict.evidence),
        )
