"""Every number of the placement rules: name, default, unit, range, and where it comes from. Nowhere else stands one.

An athlete may override each by name (`rules:` in the configuration). A policy is a set of such overrides, no code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType

from liftday_rules.model import Athlete, Policy

type Settings = Mapping[str, float]
"""All parameters by name, as they hold for one athlete."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One number, with all that a reader needs to change it with care."""

    name: str
    default: float
    unit: str
    low: float
    high: float
    meaning: str
    source: str


CHOICE = "our own choice; no study gives a number"
COACHES = "custom among running coaches"
DOMA = "Doma & Deakin 2013, 2014, 2015"
ARTICLE = "the articles on strength for runners that Liftday starts from"


def _p(name: str, default: float, scale: tuple[str, float, float], meaning: str, source: str) -> Parameter:
    """A row; `scale` is the unit, the lowest and the highest value."""
    unit, low, high = scale
    return Parameter(name=name, default=default, unit=unit, low=low, high=high, meaning=meaning, source=source)


PARAMETERS: tuple[Parameter, ...] = (
    # What counts as what
    _p("demanding_p", 0.60, ("share", 0.5, 0.9), "a run at least this likely hard is protected like one", CHOICE),
    _p("noticed_p", 0.15, ("share", 0.0, 0.4), "below this a run is plainly easy and costs nothing", CHOICE),
    _p("noticed_after_p", 0.40, ("share", 0.0, 0.6), "below this a run before a session costs nothing", CHOICE),
    # Around hard and long runs
    _p("before_hard_min_h", 24, ("h", 12, 72), "from the end of a full session to a demanding run", DOMA),
    _p(
        "before_hard_pref_h",
        48,
        ("h", 24, 96),
        "the same, where it stops costing anything",
        "Doma & Deakin 2015; Norris",
    ),
    _p("before_hard_novice_h", 48, ("h", 24, 96), "the least for novices and after a break", "Doma et al. 2015, 2017"),
    _p(
        "before_hard_light_h",
        12,
        ("h", 6, 24),
        "from the end of a light session to a demanding run",
        "Doma & Deakin 2014",
    ),
    _p("before_tolerance_h", 1, ("h", 0, 3), "how much a gap before a run may fall short", CHOICE),
    _p("after_hard_min_h", 6, ("h", 3, 24), "from a demanding run to a full session", "Robineau 2016; Schumann 2022"),
    _p("after_hard_light_h", 3, ("h", 1, 12), "from a demanding run to a light session", "Schumann et al. 2022"),
    _p("after_hard_night_h", 20, ("h", 12, 48), "from a demanding run on, a night has passed", ARTICLE),
    _p("after_hard_pref_h", 36, ("h", 20, 72), "the same, where it stops costing anything", ARTICLE),
    _p("after_long_min_h", 20, ("h", 6, 48), "from a long run to a full session", COACHES),
    _p(
        "descent_extra_h",
        24,
        ("h", 0, 48),
        "added after runs with much descent",
        "direction Assumpcao et al. 2013; number ours",
    ),
    _p("descent_big_m", 600, ("m", 200, 3000), "metres down that count as much", CHOICE),
    _p("descent_steep_m_per_km", 30, ("m/km", 10, 100), "metres down a kilometre that count as much", CHOICE),
    _p("very_long_min", 150, ("min", 100, 300), "a run this long asks for the days after a short race", CHOICE),
    # Sessions among themselves
    _p("spacing_days", 2, ("days", 1, 3), "calendar days between two strength sessions", ARTICLE),
    _p(
        "most_in_7_days",
        3,
        ("sessions", 1, 3),
        "strength sessions in any seven days",
        "Blagrove, Howatson & Hayes 2018",
    ),
    _p("notice_h", 1, ("h", 0, 24), "from now to the start of a new or moved session", CHOICE),
    _p(
        "way_to_gym_min",
        0,
        ("min", 0, 90),
        "free before and after a session in a gym, where the calendar is busy",
        "the athlete's to say",
    ),
    _p("forward_notice_h", 12, ("h", 1, 48), "notice for moving a session to an earlier day", CHOICE),
    # Races
    _p(
        "race_a_full_days",
        10,
        ("days", 7, 14),
        "last full session before an A race",
        "Bosquet 2007; Berryman 2021; coaches",
    ),
    _p("race_a_light_days", 4, ("days", 2, 7), "last light session before an A race", COACHES),
    _p("race_b_full_days", 4, ("days", 2, 10), "last full session before a B race", CHOICE),
    _p("race_b_light_days", 3, ("days", 1, 7), "last light session before a B race", CHOICE),
    _p("race_c_full_days", 2, ("days", 1, 7), "last full session before a C race", "as before any hard run"),
    _p("race_c_light_days", 1, ("days", 1, 7), "last light session before a C race", "as before any hard run"),
    _p("post_10k_days", 2, ("days", 0, 7), "no strength after a race up to 10.5 km", CHOICE),
    _p("post_10k_full_days", 2, ("days", 0, 14), "no full session after a race up to 10.5 km", CHOICE),
    _p("post_half_days", 4, ("days", 0, 10), "no strength after a race up to 22 km", CHOICE),
    _p("post_half_full_days", 5, ("days", 0, 14), "no full session after a race up to 22 km", CHOICE),
    _p("post_marathon_days", 7, ("days", 3, 21), "no strength after a race up to 43 km", "Takayama 2017"),
    _p(
        "post_marathon_full_days",
        14,
        ("days", 7, 28),
        "no full session after a race up to 43 km",
        "Sherman et al. 1984",
    ),
    _p("post_ultra_days", 10, ("days", 7, 28), "no strength after a longer race", CHOICE),
    _p("post_ultra_full_days", 21, ("days", 10, 42), "no full session after a longer race", CHOICE),
    # Illness, injury, bad mornings, novices
    _p("after_sick_light_h", 24, ("h", 12, 96), "from the all-clear to a light session", CHOICE),
    _p("after_sick_full_h", 72, ("h", 24, 168), "from the all-clear to a full session", CHOICE),
    _p(
        "novice_sessions",
        6,
        ("sessions", 0, 24),
        "fewer ever logged make a novice in the weight room",
        "Doma et al. 2017",
    ),
    _p("layoff_days", 21, ("days", 10, 60), "a break this long makes a novice again", "Doma et al. 2017"),
    _p("baseline_days", 21, ("days", 14, 28), "of the last 28, before mornings are judged", "Plews et al."),
    _p("poor_signals", 2, ("signals", 2, 5), "signals that make a poor morning", CHOICE),
    _p("very_poor_signals", 3, ("signals", 3, 6), "signals that make a very poor one", CHOICE),
    _p("hrv_band_sd", 0.5, ("SD", 0.3, 1.5), "below the usual by this much is low", "Plews; Vesterinen"),
    _p("pulse_raised_bpm", 5, ("bpm", 3, 12), "resting pulse above the usual by this much is raised", CHOICE),
    _p("pulse_very_raised_bpm", 8, ("bpm", 5, 15), "resting pulse that makes a very poor morning", CHOICE),
    _p("short_sleep_h", 6, ("h", 4, 7), "less sleep two nights running is short", CHOICE),
    _p("low_sleep_score", 50, ("points", 20, 70), "a lower sleep score two nights running is poor", CHOICE),
    _p("low_body_battery", 30, ("points", 10, 50), "a lower Body Battery on waking is low", CHOICE),
    _p("low_training_readiness", 25, ("points", 10, 50), "a lower Garmin Training Readiness is low", CHOICE),
    _p("sore", 7, ("0 to 10", 5, 10), "soreness from here on counts", CHOICE),
    _p("poor_days_for_deload", 5, ("days", 3, 10), "poor mornings within 14 days that ask for a lighter week", CHOICE),
    # How many
    _p("target_off_season", 2, ("sessions", 0, 3), "a week in the off-season", ARTICLE),
    _p("target_base", 2, ("sessions", 0, 3), "a week in the base phase", ARTICLE),
    _p("target_build", 2, ("sessions", 0, 3), "a week in the build phase", ARTICLE),
    _p("target_peak", 1, ("sessions", 0, 3), "a week in the peak phase", "Rønnestad, Hansen & Raastad 2010"),
    _p("target_in_season", 1, ("sessions", 0, 3), "a week in the racing season", "Rønnestad, Hansen & Raastad 2010"),
    _p("low_volume_ratio", 0.60, ("share", 0.3, 0.9), "of the usual running, at most: room for one more", ARTICLE),
    _p("high_volume_ratio", 1.20, ("share", 1.05, 2.0), "of the usual running, at least: one less", CHOICE),
    _p("normal_weeks", 4, ("weeks", 2, 6), "needed before running is compared with the usual", CHOICE),
    _p("monotony_high", 2.0, ("ratio", 1.5, 4.0), "every day alike, in a heavy week: one less", "Foster 1998"),
    _p("most_step", 1, ("sessions", 1, 3), "by which the target may change from week to week", ARTICLE),
    _p("many_demanding_days", 3, ("days", 2, 7), "demanding days that let the second session be light", CHOICE),
    # Costs, in points
    _p("cost_empty_week", 250, ("points", 100, 1000), "a week without any session", "Spiering et al. 2021"),
    _p("cost_missing", 100, ("points", 20, 500), "each further session short of the target", CHOICE),
    _p("micro_counts", 0.5, ("sessions", 0.1, 1), "what a ten-minute session counts", ARTICLE),
    _p("cost_light", 40, ("points", 0, 100), "light instead of full", CHOICE),
    _p("cost_light_busy_week", 20, ("points", 0, 100), "the same, once, with many demanding days in the week", CHOICE),
    _p("cost_light_long_day", 15, ("points", 0, 100), "a light session on the day of a long run", CHOICE),
    _p("cost_light_eve", 10, ("points", 0, 100), "a light session within a day of a hard run", COACHES),
    _p("cost_before_near", 120, ("points", 0, 500), "full less than 24 h before a run, times its p", CHOICE),
    _p("cost_before", 30, ("points", 0, 200), "full 24 h before a demanding run, falling to 0", "Doma & Deakin 2015"),
    _p(
        "age_extra_h",
        12,
        ("h", 0, 48),
        "added to the preferred gap from `age_from` on",
        "direction Borges 2016; number ours",
    ),
    _p("age_from", 50, ("years", 35, 90), "from this age on", CHOICE),
    _p("cost_after_near", 60, ("points", 0, 200), "no night since the hard run, times its p", ARTICLE),
    _p("cost_after", 8, ("points", 0, 100), "a night since the hard run, falling to 0, times its p", CHOICE),
    _p("cost_easy_day", 0, ("points", 0, 200), "a session on an easy-run day", COACHES),
    _p("cost_no_run_day", 0, ("points", 0, 200), "a session on a day without a run, by policy", COACHES),
    _p("same_day_after_is_free", 0, ("0 or 1", 0, 1), "1: on a hard day after the run costs nothing", COACHES),
    _p("cost_after_long", 10, ("points", 0, 100), "full within 36 h of a long run", COACHES),
    _p("after_long_pref_h", 36, ("h", 20, 72), "until then it costs", COACHES),
    _p(
        "cost_surprise",
        80,
        ("points", 0, 300),
        "an easy run turns out hard before a full session, times how often",
        CHOICE,
    ),
    _p(
        "surprise_doubt_runs",
        5,
        ("runs", 1, 50),
        "easy runs without a surprise to start with, so that one proves little",
        CHOICE,
    ),
    _p("cost_rest_day", 5, ("points", 0, 100), "a session on a day without a run", COACHES),
    _p("cost_last_rest_day", 25, ("points", 0, 200), "it takes the week's last day without run or lift", COACHES),
    _p("cost_spacing_most", 5, ("points", 0, 50), "uneven spacing, at most; a point a day", CHOICE),
    _p("cost_weekday", 8, ("points", 0, 100), "not a preferred weekday", CHOICE),
    _p("cost_move", 12, ("points", 0, 100), "moving a published session to another day", CHOICE),
    _p("cost_move_day", 3, ("points", 0, 50), "and for each day", CHOICE),
    _p("cost_slot", 10, ("points", 0, 100), "moving it within the day", CHOICE),
    _p("cost_kind", 6, ("points", 0, 100), "changing its kind", CHOICE),
    _p("cost_remove", 25, ("points", 0, 200), "removing it", CHOICE),
    _p("cost_frozen", 40, ("points", 0, 500), "changing it when it is close and costs little", CHOICE),
    _p("freeze_h", 12, ("h", 0, 48), "how close that is", CHOICE),
    _p("freeze_below", 30, ("points", 0, 200), "and how little", CHOICE),
    _p(
        "cost_poor",
        70,
        ("points", 0, 300),
        "a full session on a poor morning's day",
        "direction Düking 2021; number ours",
    ),
    # Calm
    _p("gain_to_change", 15, ("points", 0, 100), "a better plan must gain this much to be published", CHOICE),
    _p("edits_a_day", 2, ("changes", 1, 10), "that nothing but comfort asks for", CHOICE),
    _p("credit_days", 2, ("days", 0, 3), "a lift counts for a session this many days away", CHOICE),
    _p("credit_min_minutes", 10, ("min", 5, 45), "a shorter strength activity does not count", CHOICE),
    _p("missed_after_h", 12, ("h", 0, 48), "into the next day, for watches that sync late", CHOICE),
    _p("stale_h", 36, ("h", 12, 168), "without a look at the activities, nothing is moved", CHOICE),
)

POLICIES: Mapping[Policy, Settings] = MappingProxyType(
    {
        Policy.RECOVER_FIRST: MappingProxyType({}),
        Policy.BALANCED: MappingProxyType({"cost_after_near": 20.0, "cost_after": 0.0, "cost_surprise": 25.0}),
        Policy.STACK_HARD: MappingProxyType(
            {
                "cost_after_near": 0.0,
                "cost_after": 0.0,
                "cost_surprise": 0.0,
                "cost_easy_day": 45.0,
                "cost_no_run_day": 55.0,
                "same_day_after_is_free": 1.0,
                "many_demanding_days": 7.0,
            }
        ),
    }
)
"""What each policy changes in the defaults."""

BY_NAME: Mapping[str, Parameter] = MappingProxyType({parameter.name: parameter for parameter in PARAMETERS})


def check_parameters(given: Mapping[str, float]) -> None:
    """Nothing, or ValueError with one sentence that names the mend."""
    for name, value in given.items():
        parameter = BY_NAME.get(name)
        if parameter is None:
            near = get_close_matches(name, BY_NAME, n=1, cutoff=0.5)
            hint = f"; did you mean {near[0]}?" if near else "; docs/rules.md lists them all"
            raise ValueError(f"There is no rule parameter {name!r}{hint}")
        if not parameter.low <= value <= parameter.high:
            bounds = f"{parameter.low:g} to {parameter.high:g} {parameter.unit}"
            raise ValueError(f"The rule parameter {name} is {value:g}; it must lie within {bounds}.")


def settings_of(athlete: Athlete) -> Settings:
    """Defaults, then the policy, then the athlete's own numbers. Raises ValueError for names that do not exist."""
    check_parameters(athlete.parameters)
    defaults = {parameter.name: float(parameter.default) for parameter in PARAMETERS}
    return MappingProxyType({**defaults, **POLICIES[athlete.policy], **athlete.parameters})
