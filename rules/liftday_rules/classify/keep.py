"""What stays of a recording whose service wants its figures back: that it took place, and what it was judged to be."""

from liftday_rules.model import Activity, Evidence, Judged, RunClass, RunFlag, SessionType, Verdict

WORDS = {
    RunClass.HARD: "hard",
    RunClass.EASY: "easy",
    RunClass.LONG: "long",
    RunClass.RACE: "a race",
    RunClass.UNCERTAIN: "uncertain",
    RunClass.STRENGTH: "a strength session",
    RunClass.OTHER: "another sport",
}

TYPE_OF = {
    RunClass.RACE: SessionType.RACE,
    RunClass.LONG: SessionType.LONG,
    RunClass.HARD: SessionType.MODERATE,
    RunClass.EASY: SessionType.EASY,
}
"""What is said of a run when only its class is told."""


def reduce(activity: Activity, verdict: Verdict) -> Activity:
    """The activity without what was measured: id, source, sport, times and its verdict stay.

    The key of its recording stays too, or it would part from its other recordings. Reduced once, it stays as it was.
    `verdict` is that of its record, made without what the athlete said: that is a fact of its own and stays one.
    """
    if activity.judged is not None:
        return activity
    return Activity(
        id=activity.id,
        source=activity.source,
        sport=activity.sport,
        start=activity.start,
        local_date=activity.local_date,
        elapsed_s=activity.elapsed_s,
        moving_s=activity.moving_s,
        recording_key=activity.recording_key,
        start_hidden=activity.start_hidden,
        judged=judged(verdict),
    )


def judged(verdict: Verdict) -> Judged:
    """The verdict as it is kept."""
    return Judged(
        run_class=verdict.run_class,
        session_type=verdict.session_type,
        p_hard=verdict.p_hard,
        confidence=verdict.confidence,
        flags=tuple(flag for flag in verdict.flags if flag is not RunFlag.MERGED),
        sentence=f"it was judged {WORDS.get(verdict.run_class, verdict.run_class.value)} from figures that are let go "
        "after a week",
    )


def remembered(activity: Activity, kept: Judged, said: RunClass | None = None) -> Verdict:
    """The verdict again, with its one sentence; `said` is what the athlete says it was."""
    return Verdict(
        activity_id=activity.id,
        run_class=said or kept.run_class,
        session_type=_type(kept, said),
        p_hard=kept.p_hard,
        confidence=kept.confidence,
        flags=kept.flags,
        evidence=(Evidence(group="note", weight=0.0, sentence=kept.sentence),),
    )


def _type(kept: Judged, said: RunClass | None) -> SessionType:
    if said is None or said is kept.run_class:
        return kept.session_type
    return TYPE_OF.get(said, SessionType.OTHER)
