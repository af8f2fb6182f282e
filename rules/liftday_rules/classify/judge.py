"""Every record in turn, each with only its athlete's past."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from liftday_rules.classify.body import Known, known_of
from liftday_rules.classify.doubt import believed
from liftday_rules.classify.duration import is_long, is_very_long
from liftday_rules.classify.fusion import EASY_P, HARD_P, Fused, fuse
from liftday_rules.classify.keep import remembered
from liftday_rules.classify.past import PRIOR, Past
from liftday_rules.classify.reading import Reading, read
from liftday_rules.classify.session import is_race, session_type
from liftday_rules.constants import Tracker
from liftday_rules.model import (
    Activity,
    ActivityId,
    Athlete,
    BodyMeasure,
    Confidence,
    Constants,
    Doubt,
    Evidence,
    Facts,
    Record,
    RunClass,
    RunFlag,
    SessionType,
    Sport,
    Verdict,
)

NO_DOUBTS: Mapping[ActivityId, frozenset[Doubt]] = MappingProxyType({})
EVEN_P = 0.50
BIG_DESCENT_M, BIG_DESCENT_M_PER_KM = 600.0, 30.0
P_OF_OVERRIDE = {RunClass.RACE: 1.0, RunClass.HARD: 1.0, RunClass.EASY: 0.0}


def judge(
    records: Sequence[Record],
    athlete: Athlete,
    overrides: Mapping[ActivityId, RunClass],
    doubts: Mapping[ActivityId, frozenset[Doubt]] = NO_DOUBTS,
    measures: Sequence[BodyMeasure] = (),
) -> tuple[Verdict, ...]:
    """One verdict a record, in the order of the records, which is that of their start."""
    return tuple(_judged(records, athlete, overrides, doubts, past=Past(), tracker=Tracker(athlete, measures)))


def body_of(facts: Facts, records: Sequence[Record]) -> tuple[Known, ...]:
    """What is known of the athlete after all of these records, which are the merged activities of the facts."""
    past, tracker = Past(), Tracker(facts.athlete, facts.measures)
    for _ in _judged(records, facts.athlete, facts.overrides, facts.doubts, past=past, tracker=tracker):
        pass
    today = facts.now.astimezone(facts.athlete.zone).date()
    day = max([today, *(record.activity.local_date for record in records[-1:])])
    return known_of(tracker.constants(day), runs=tracker.runs, hard_share=past.prior, told=past.told)


def _judged(
    records: Sequence[Record],
    athlete: Athlete,
    overrides: Mapping[ActivityId, RunClass],
    doubts: Mapping[ActivityId, frozenset[Doubt]],
    *,
    past: Past,
    tracker: Tracker,
) -> Iterator[Verdict]:
    """Each record in turn; `past` and `tracker` learn from it afterwards."""
    for record in records:
        doubted = _doubted(record, athlete, doubts)
        activity = believed(record.activity, doubted)
        past.forget_before(activity.local_date)
        said = next((overrides[one] for one in (activity.id, *record.merged_ids) if one in overrides), None)
        verdict = judge_one(activity, tracker.constants(activity.local_date), past, said)
        yield _of_record(verdict if not doubted else _doubting(verdict, doubted), record)
        if activity.sport.is_run:
            past.learn(activity, verdict.run_class, is_told=said is not None)
            tracker.learn(activity, is_race=verdict.run_class is RunClass.RACE)


def judge_one(
    activity: Activity, constants: Constants, past: Past | None = None, said: RunClass | None = None
) -> Verdict:
    """The verdict on one activity; `past` None: judged by itself. `said` is what the athlete says it was."""
    if activity.judged is not None:
        kept = remembered(activity, activity.judged, said)
        return kept if said is None else _overridden(kept, said)
    if activity.sport is Sport.STRENGTH:
        return _not_a_run(activity, RunClass.STRENGTH, SessionType.STRENGTH, None)
    run = read(activity, constants, past)
    fused = fuse(run, past.prior if past else PRIOR, past.runs if past else 0)
    if not activity.sport.is_run:
        return replace(
            _not_a_run(activity, RunClass.OTHER, SessionType.OTHER, fused.p_hard),
            confidence=fused.confidence,
            evidence=fused.evidence,
        )
    run_class = said or _class(run, fused, past)
    p_hard = 1.0 if run_class is RunClass.RACE else fused.p_hard
    verdict = Verdict(
        activity_id=activity.id,
        run_class=run_class,
        session_type=session_type(run, run_class, past),
        p_hard=p_hard,
        confidence=Confidence.A if run_class is RunClass.RACE else fused.confidence,
        flags=_flags(run),
        evidence=_with_race(run, fused.evidence) if run_class is RunClass.RACE else fused.evidence,
    )
    return verdict if said is None else _overridden(verdict, said)


def _class(run: Reading, fused: Fused, past: Past | None) -> RunClass:
    if is_race(run):
        return RunClass.RACE
    was_long = is_long(run, past)
    # A long run keeps its day free either way, so that there is nothing to ask: the likelier of the two is said.
    if fused.p_hard >= (EVEN_P if was_long else HARD_P):
        return RunClass.HARD
    if was_long:
        return RunClass.LONG
    # A run of which nothing speaks is never shown as easy.
    return RunClass.EASY if fused.p_hard <= EASY_P and fused.confidence is not Confidence.D else RunClass.UNCERTAIN


def _doubted(record: Record, athlete: Athlete, doubts: Mapping[ActivityId, frozenset[Doubt]]) -> frozenset[Doubt]:
    """What the athlete does not believe of this record, by one of its recordings or once and for all."""
    always = frozenset({Doubt.HEART_RATE}) if athlete.hr_unreliable else frozenset()
    ids = (record.activity.id, *record.merged_ids) if doubts else ()
    return always.union(*(doubts.get(one, frozenset()) for one in ids))


def _doubting(verdict: Verdict, doubted: frozenset[Doubt]) -> Verdict:
    """The verdict, saying what was left out of it."""
    left_out = " and ".join(sorted(doubt.value.replace("_", " ") for doubt in doubted))
    note = Evidence(group="note", weight=0.0, sentence=f"{left_out} left out, as you wished")
    flags = verdict.flags
    if Doubt.HEART_RATE in doubted:
        flags = (*(flag for flag in flags if flag is not RunFlag.NO_HR), RunFlag.HR_UNTRUSTED)
    evidence = tuple(one for one in verdict.evidence if one.sentence != "no heart rate")
    return replace(verdict, flags=flags, evidence=(*evidence, note))


def _with_race(run: Reading, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """What made it a race comes first."""
    words = f'its name says "{run.name.words}", and it was run like a race' if run.name is not None else ""
    evidence = tuple(one for one in evidence if not one.sentence.startswith("its name says"))
    if run.strava.workout_type == 1:
        words = "marked as a race on Strava"
    elif (run.garmin.event_type or "").lower() == "race":
        words = "marked as a race on the watch"
    return (Evidence(group="stated", weight=6.0, sentence=words), *evidence)


def _overridden(verdict: Verdict, said: RunClass) -> Verdict:
    """The athlete's word is final."""
    return replace(
        verdict,
        p_hard=P_OF_OVERRIDE.get(said, min(verdict.p_hard or 0.0, EASY_P)),
        confidence=Confidence.A,
        evidence=(Evidence(group="stated", weight=6.0, sentence=f"you said it was {said.value}"), *verdict.evidence),
        overridden=True,
    )


def _not_a_run(activity: Activity, run_class: RunClass, kind: SessionType, p_hard: float | None) -> Verdict:
    return Verdict(
        activity_id=activity.id,
        run_class=run_class,
        session_type=kind,
        p_hard=p_hard,
        confidence=Confidence.A,
    )


def _of_record(verdict: Verdict, record: Record) -> Verdict:
    if not record.merged_ids:
        return verdict
    return replace(verdict, merged_ids=record.merged_ids, flags=(*verdict.flags, RunFlag.MERGED))


def _flags(run: Reading) -> tuple[RunFlag, ...]:
    """What a reader should know, in the order of the list of flags."""
    activity = run.run
    descent = activity.descent_m or 0.0
    steep = bool(activity.distance_m) and descent >= BIG_DESCENT_M_PER_KM * (activity.distance_m or 0.0) / 1000
    holds = {
        RunFlag.STRIDES: run.only_strides,
        RunFlag.TREADMILL: activity.sport is Sport.TREADMILL_RUN,
        RunFlag.TRAIL: activity.sport is Sport.TRAIL_RUN,
        RunFlag.BIG_DESCENT: descent >= BIG_DESCENT_M or (descent > 0 and steep),
        RunFlag.HEAT_DRIFT: run.in_heat,
        RunFlag.HR_UNTRUSTED: run.hr_untrusted,
        RunFlag.NO_HR: run.avg_hr_bpm is None and run.zones is None and not run.hr_untrusted,
        RunFlag.VERY_LONG: is_very_long(run),
    }
    return tuple(flag for flag, is_so in holds.items() if is_so)
