"""Lift near race: heavy work in the last days before a race, or strength too soon after one.

## What it does
Before an A race forbids full sessions inside 10 days and all inside 4; before a B race inside 4 and 3; before a C race
inside 2 and 1. After a race forbids all strength, and for longer full sessions, by its length: 2 and 2 days up to
10.5 km, 4 and 5 up to 22 km, 7 and 14 up to 43 km, 10 and 21 beyond. A run of 150 minutes counts as a short race after.

## Why
A taper keeps how often and cuts how much (Bosquet et al. 2007; Wang et al. 2023), and four weeks without explosive
strength before a race cost nothing (Berryman et al. 2021). After a marathon, leg strength is still down on day 7 and
damage fades within a week or two (Sherman et al. 1984; Takayama et al. 2017). The days for other lengths are ours.

## Parameters
race_a_full_days, race_a_light_days, race_b_full_days, race_b_light_days, race_c_full_days, race_c_light_days,
post_10k_days, post_10k_full_days, post_half_days, post_half_full_days, post_marathon_days, post_marathon_full_days,
post_ultra_days, post_ultra_full_days, very_long_min

## Exceptions
A pinned session stays and is warned about. A very long run that nobody stated counts once it was run.
"""

from liftday_rules.model import Objection, Priority, Race, RunClass
from liftday_rules.phrases import days, whose_run
from liftday_rules.placement.parameters import Settings
from liftday_rules.placement.rule import Rule, forbid, heavy
from liftday_rules.placement.situation import Candidate, Situation

NAME = "lift_near_race"
LENGTHS = ((10_500.0, "10k"), (22_000.0, "half"), (43_000.0, "marathon"))
BEFORE = {Priority.A: "race_a", Priority.B: "race_b", Priority.C: "race_c"}
DEMANDING_LENGTH_M = 10_500.0


def check(candidate: Candidate, situation: Situation) -> Objection | None:
    """Object inside the windows before and after each race."""
    found = (_to_race(candidate, race, situation) for race in situation.races)
    return next((objection for objection in found if objection), None) or _after_run(candidate, situation)


def _to_race(candidate: Candidate, race: Race, situation: Situation) -> Objection | None:
    settings, full = situation.settings, heavy(candidate.kind)
    apart = (situation.day_of(race.start) - candidate.day).days
    if apart >= 0:
        window = settings[f"{BEFORE[race.priority]}_{'full' if full else 'light'}_days"]
        if apart >= window:
            return None
        all_days = settings[f"{BEFORE[race.priority]}_light_days"]
        which = "lifting" if apart < all_days else "heavy lifting"
        inside = all_days if apart < all_days else window
        when = f"is {days(apart)} away" if apart else "is on that day"
        return forbid(NAME, "RACE_TAPER", f"{race.name} {when}: no {which} inside {days(inside)}")
    none_days, full_days = windows_after(race.distance_m, settings)
    return _after(f"the {race.name}", -apart, none_days, full_days, full=full)


def _after(race: str, ago: int, none_days: float, full_days: float, *, full: bool) -> Objection | None:
    if ago > (full_days if full else none_days):
        return None
    when = {0: "the day of", 1: "the day after"}.get(ago, f"{days(ago)} after")
    heavy_legs = f", heavy lifting for {full_days:g}" if full_days > none_days else ""
    pause = f"strength pauses for {days(none_days)}{heavy_legs}"
    pause = pause if none_days else f"heavy lifting pauses for {days(full_days)}"
    return forbid(NAME, "POST_RACE", f"it is {when} {race}, and {pause}")


def _after_run(candidate: Candidate, situation: Situation) -> Objection | None:
    """Races that stand in no calendar, and very long runs."""
    raced_on = {situation.day_of(race.start) for race in situation.races}
    for gap in candidate.after:
        run = gap.run
        very_long = run.is_demanding and not run.is_habit and run.minutes >= situation.settings["very_long_min"]
        raced = run.run_class is RunClass.RACE and (run.distance_m or 0) > DEMANDING_LENGTH_M
        if run.local_date in raced_on or not (very_long or raced):
            continue
        none_days, full_days = windows_after((run.distance_m or 0) if raced else 0.0, situation.settings)
        ago = (candidate.day - run.local_date).days
        whose = whose_run(run, situation.today)
        whose = whose if raced else f"{whose} of {run.minutes:.0f} minutes"
        objection = _after(whose, ago, none_days, full_days, full=heavy(candidate.kind))
        if objection:
            return objection
    return None


def windows_after(distance_m: float, settings: Settings) -> tuple[float, float]:
    """Days without any strength, and days without a full session, after a race of this length."""
    name = next((name for most_m, name in LENGTHS if distance_m <= most_m), "ultra")
    return settings[f"post_{name}_days"], settings[f"post_{name}_full_days"]


RULE = Rule(
    name=NAME,
    manual=__doc__,
    codes=("RACE_TAPER", "POST_RACE"),
    parameters=(
        "race_a_full_days",
        "race_a_light_days",
        "race_b_full_days",
        "race_b_light_days",
        "race_c_full_days",
        "race_c_light_days",
        "post_10k_days",
        "post_10k_full_days",
        "post_half_days",
        "post_half_full_days",
        "post_marathon_days",
        "post_marathon_full_days",
        "post_ultra_days",
        "post_ultra_full_days",
        "very_long_min",
    ),
    on_slot=check,
)
