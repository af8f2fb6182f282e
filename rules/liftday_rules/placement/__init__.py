"""Where sessions go. This page is the rule book: every rule is one file, and one line here.

What forbids comes first; the order decides only which of two equal reasons is told.
"""

from liftday_rules.placement.hard import (
    lift_before_asked_time,
    lift_before_hard_run,
    lift_near_race,
    lift_on_consecutive_days,
    lift_on_very_poor_morning,
    lift_soon_after_hard_run,
    lift_soon_after_long_run,
    lift_when_not_available,
    lift_while_ill_or_hurt,
    lift_without_equipment,
    move_of_pinned_session,
    too_many_lifts,
)
from liftday_rules.placement.parameters import PARAMETERS, Parameter, check_parameters, settings_of
from liftday_rules.placement.rule import Rule
from liftday_rules.placement.soft import (
    change_after_publishing,
    full_day_after_long_run,
    full_near_next_hard_run,
    full_on_changeable_day,
    full_on_poor_morning,
    lift_against_policy,
    lift_on_rest_day,
    light_instead_of_full,
    uneven_spacing,
    unpreferred_weekday,
    week_short_of_target,
)

HARD: tuple[Rule, ...] = (
    lift_while_ill_or_hurt.RULE,
    lift_before_asked_time.RULE,
    lift_near_race.RULE,
    lift_on_very_poor_morning.RULE,
    lift_soon_after_hard_run.RULE,
    lift_soon_after_long_run.RULE,
    lift_before_hard_run.RULE,
    lift_on_consecutive_days.RULE,
    lift_when_not_available.RULE,
    lift_without_equipment.RULE,
    too_many_lifts.RULE,
    move_of_pinned_session.RULE,
)

SOFT: tuple[Rule, ...] = (
    week_short_of_target.RULE,
    full_on_poor_morning.RULE,
    lift_against_policy.RULE,
    full_near_next_hard_run.RULE,
    full_day_after_long_run.RULE,
    full_on_changeable_day.RULE,
    light_instead_of_full.RULE,
    lift_on_rest_day.RULE,
    uneven_spacing.RULE,
    unpreferred_weekday.RULE,
    change_after_publishing.RULE,
)

RULE_BOOK: tuple[Rule, ...] = (*HARD, *SOFT)

__all__ = ["HARD", "PARAMETERS", "RULE_BOOK", "SOFT", "Parameter", "Rule", "check_parameters", "settings_of"]
