"""Numbers worth a sensor. What is not known is None, never 0."""

from datetime import date, timedelta

from liftday_rules.model import Facts, Plan, RunClass
from liftday_sync import contract

DONE_HARD = {RunClass.HARD, RunClass.RACE}


def figures(plan: Plan, facts: Facts, today: date) -> contract.Figures:
    """The numbers of today. They count records, of which two recordings of one run make one."""
    monday = today - timedelta(days=today.weekday())
    dates = {activity.id: activity.local_date for activity in facts.activities}
    hard = {dates[v.activity_id] for v in plan.verdicts if v.run_class in DONE_HARD}
    lifted = {dates[v.activity_id] for v in plan.verdicts if v.run_class is RunClass.STRENGTH}
    lifted |= {done.start.astimezone(facts.athlete.zone).date() for done in facts.strength_done}
    known = bool(facts.activities)
    return contract.Figures(
        days_since_hard=(today - max(hard)).days if hard else None,
        hard_days_this_week=sum(day >= monday for day in hard) if known else None,
        run_min_this_week=_run_min(plan, monday) if known else None,
        run_min_usual_week=None if plan.usual_week_min is None else round(plan.usual_week_min, 1),
        sessions_done_this_week=sum(day >= monday for day in lifted),
        target_this_week=plan.target_per_week.get(monday),
    )


def _run_min(plan: Plan, monday: date) -> float:
    done = (run for run in plan.runs if run.is_run and not run.expected and run.local_date >= monday)
    return round(sum(run.minutes if run.moving_min is None else run.moving_min for run in done), 1)
