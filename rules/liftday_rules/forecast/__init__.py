"""What the coming days will probably be, from what the weeks before were: `habits` learns, `expect` foretells."""

from liftday_rules.forecast.expect import LONG_P_HARD, expect
from liftday_rules.forecast.habits import FALLBACK_MIN, DayRun, Habit, Habits, learn

__all__ = ["FALLBACK_MIN", "LONG_P_HARD", "DayRun", "Habit", "Habits", "expect", "learn"]
