"""What kind of run it was, by the order of tests that coaches would ask: race first, recovery last."""

from statistics import median

from liftday_rules.classify.past import Past
from liftday_rules.classify.reading import Reading
from liftday_rules.classify.words import Kind
from liftday_rules.classify.work import WorkKind
from liftday_rules.constants import is_stated_race
from liftday_rules.model import RunClass, SessionType

SHORT_REPS, SHORT_REP_S = 8, (15.0, 60.0)
VO2_REP_S, VO2_SHARE = (60.0, 360.0), 1.00
THRESHOLD_REP_S = (300.0, 1500.0)
THRESHOLD_BLOCK_MIN, THRESHOLD_SHARES = 15.0, (0.93, 1.03)
TEMPO_BLOCK_MIN, TEMPO_SHARE = 20.0, 0.87
PROGRESSION_GAIN, PROGRESSION_END_SHARE = 1.06, 0.90
RACE_SPEED_SHARE, RACE_ABOVE_MIN = 0.92, 10.0
MODERATE_BETWEEN_MIN, MODERATE_MAX_ABOVE_MIN = 20.0, 4.0
RECOVERY_SHARE = 0.70


def is_race(run: Reading) -> bool:
    """Whether it was a race: the source says so, or its name does and it was run like one."""
    if is_stated_race(run.run):
        return True
    if run.name is None or run.name.kind is not Kind.RACE:
        return False
    above = run.zones.above_min if run.zones is not None else 0.0
    return run.name.by_distance or (run.speed_share or 0.0) >= RACE_SPEED_SHARE or above >= RACE_ABOVE_MIN


def session_type(run: Reading, run_class: RunClass, past: Past | None) -> SessionType:
    """The kind of run, given its class."""
    if run_class is RunClass.RACE:
        return SessionType.RACE
    structured = _of_work(run) or _of_block(run) or _of_course(run)
    is_demanding = run_class in {RunClass.HARD, RunClass.UNCERTAIN}
    if structured is not None and is_demanding:
        return structured
    if run_class is RunClass.LONG:
        return SessionType.LONG
    if run_class is RunClass.HARD:
        return _of_words(run)
    zones = run.zones
    is_moderate = zones is not None and (
        zones.between_min >= MODERATE_BETWEEN_MIN and zones.above_min < MODERATE_MAX_ABOVE_MIN
    )
    if run_class is RunClass.UNCERTAIN or is_moderate:
        return SessionType.MODERATE
    return SessionType.RECOVERY if _is_recovery(run, past) else SessionType.EASY


def _of_work(run: Reading) -> SessionType | None:
    work = run.work
    if work is None or work.kind is WorkKind.STRIDES:
        return None
    lengths = work.found.length_s
    if work.kind is WorkKind.HILLS:
        return SessionType.HILLS
    if work.kind is WorkKind.STEADY:
        return None if (work.share or 0.0) < TEMPO_SHARE else SessionType.FARTLEK
    if len(lengths) >= SHORT_REPS and SHORT_REP_S[0] <= median(lengths) <= SHORT_REP_S[1]:
        return SessionType.INTERVALS_SHORT
    middle = median(lengths)
    if VO2_REP_S[0] <= middle <= VO2_REP_S[1] and (work.share is None or work.share >= VO2_SHARE):
        return SessionType.VO2
    return SessionType.THRESHOLD if THRESHOLD_REP_S[0] <= middle <= THRESHOLD_REP_S[1] else SessionType.FARTLEK


def _of_block(run: Reading) -> SessionType | None:
    minutes, share = run.block(THRESHOLD_SHARES[0])
    if minutes >= THRESHOLD_BLOCK_MIN:
        return SessionType.THRESHOLD if share <= THRESHOLD_SHARES[1] else SessionType.TEMPO
    minutes, _ = run.block(TEMPO_SHARE)
    return SessionType.TEMPO if minutes >= TEMPO_BLOCK_MIN else None


def _of_course(run: Reading) -> SessionType | None:
    """A run that got faster to the end."""
    digest = run.digest
    if digest is None or not digest.thirds_mps or not run.threshold_mps or digest.last_10min_mps is None:
        return None
    faster = digest.thirds_mps[-1] >= PROGRESSION_GAIN * digest.thirds_mps[0]
    return (
        SessionType.PROGRESSION
        if faster and digest.last_10min_mps >= PROGRESSION_END_SHARE * run.threshold_mps
        else None
    )


TYPE_OF_LABEL = {
    "TEMPO": SessionType.TEMPO,
    "LACTATE_THRESHOLD": SessionType.THRESHOLD,
    "THRESHOLD": SessionType.THRESHOLD,
    "VO2MAX": SessionType.VO2,
    "ANAEROBIC_CAPACITY": SessionType.INTERVALS_SHORT,
    "SPEED": SessionType.INTERVALS_SHORT,
    "SPRINT": SessionType.INTERVALS_SHORT,
}


def _of_words(run: Reading) -> SessionType:
    """A hard run without visible structure: what the watch calls it, else tempo, the kind that needs none."""
    return TYPE_OF_LABEL.get((run.garmin.training_effect_label or "").upper(), SessionType.TEMPO)


def _is_recovery(run: Reading, past: Past | None) -> bool:
    usual = past.usual_easy_duration_s() if past is not None else None
    is_short = usual is not None and run.run.duration_s <= RECOVERY_SHARE * usual
    return is_short or (run.garmin.training_effect_label or "").upper() == "RECOVERY"
