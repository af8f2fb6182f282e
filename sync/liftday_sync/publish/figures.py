"""Numbers worth a sensor. What is not known is None, never 0."""

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median

from liftday_rules.model import Activity, Plan, RunClass
from liftday_sync import contract

USUAL_WEEKS = 6
DONE_HARD = {RunClass.HARD, RunClass.RACE}


def figures(
    plan: Plan, activities: Sequence[Activity], sessions: Sequence[contract.Session], today: date
) -> contract.Figures:
    """The numbers of today."""
    monday = today - timedelta(days=today.weekday())
    dates = {activity.id: activity.local_date for activity in activities}
    hard = {dates[v.activity_id] for v in plan.verdicts if v.run_class in DONE_HARD}
    minutes = {week: _run_minutes(activities, monday - timedelta(weeks=week)) for week in range(USUAL_WEEKS + 1)}
    usual = [minutes[week] for week in range(1, USUAL_WEEKS + 1) if minutes[week]]
    lifted = {dates[v.activity_id] for v in plan.verdicts if v.run_class is RunClass.STRENGTH}
    lifted |= {s.start.date() for s in sessions if s.status is contract.SessionStatus.DONE}
    return contract.Figures(
        days_since_hard=(today - max(hard)).days if hard else None,
        hard_days_this_week=sum(day >= monday for day in hard) if activities else None,
        run_min_this_week=round(minutes[0], 1) if activities else None,
        run_min_usual_week=round(median(usual), 1) if usual else None,
        sessions_done_this_week=sum(day >= monday for day in lifted),
        target_this_week=plan.target_per_week.get(monday),
    )


def _run_minutes(activities: Sequence[Activity], monday: date) -> float:
    week = (monday, monday + timedelta(days=6))
    return sum(a.duration_s for a in activities if a.sport.is_run and week[0] <= a.local_date <= week[1]) / 60
