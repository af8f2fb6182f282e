"""Plans: revisions, the life of a session, tombstones, and the athlete's last word."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.helpers.remembered import ME, NOW, change, plan, session

from liftday_rules.model import (
    Change,
    ChangeKind,
    Content,
    Dose,
    Kind,
    Notice,
    Pattern,
    RunClass,
    Session,
    SessionState,
    SessionUid,
)
from liftday_sync.store import NewFact, SessionStatus, Store, changes, plans
from liftday_sync.store.saying import Touch

FRIDAY = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)
SATURDAY = FRIDAY + timedelta(days=1)
SOON = NOW + timedelta(minutes=15)
LATER = NOW + timedelta(hours=2)
WEEK_AGO = NOW - timedelta(days=7)

FIRST = plan(
    session("a", FRIDAY),
    session("b", FRIDAY + timedelta(days=3), kind=Kind.LIGHT),
    changes=(
        change("a", ChangeKind.ADDED, None, FRIDAY),
        change("b", ChangeKind.ADDED, None, FRIDAY + timedelta(days=3)),
    ),
)


def publish(
    store: Store, *sessions: Session, changes: tuple[Change, ...] = (), now: datetime = SOON, **fields: Any
) -> int:
    return store.save_plan(ME, plan(*sessions, changes=changes, **fields), now=now, trigger="test")


@pytest.fixture
def begun(store: Store) -> Store:
    store.save_plan(ME, FIRST, now=NOW, trigger="start")
    return store


def status(store: Store, uid: str) -> tuple[str, int]:
    found = {one.uid: one for one in store.sessions(ME, since=WEEK_AGO)}[SessionUid(uid)]
    return found.status.value, found.sequence


def say(store: Store, uid: str, became: SessionStatus, *, now: datetime, start: datetime | None = None) -> None:
    """What a word of the athlete does to a session that is planned."""
    touch = Touch(uid=uid, seen=SessionStatus.PLANNED, status=became, start=start)
    word = NewFact(kind="word", subject=uid, payload={})
    assert store.say(ME, word, now, touch=touch) is not None


def test_before_the_first_plan_there_is_none(store: Store) -> None:
    assert store.latest_plan(ME) is None
    assert store.published(ME, since=WEEK_AGO) == ()


def test_a_plan_comes_back_whole_with_its_revision(begun: Store) -> None:
    stored = begun.latest_plan(ME)
    assert stored is not None
    assert (stored.revision, stored.made_at, stored.trigger, stored.plan) == (1, NOW, "start", FIRST)


def test_a_published_session_is_what_the_next_decision_builds_on(begun: Store) -> None:
    first, second = begun.published(ME, since=NOW)
    assert (first.uid, first.start, first.kind, first.sequence, first.locked) == ("a", FRIDAY, Kind.FULL, 0, False)
    assert (first.original_date, first.times_deferred) == (FRIDAY.date(), 0)
    assert second.kind is Kind.LIGHT
    assert begun.published(ME, since=SATURDAY) == (second,)


def test_the_same_plan_again_writes_nothing(begun: Store) -> None:
    before = (begun.latest_plan(ME), begun.sessions(ME, since=WEEK_AGO), begun.changes(ME, since=WEEK_AGO))
    assert begun.save_plan(ME, FIRST, now=LATER, trigger="again") == 1
    # The next cycle says the same without the news, for nothing is new any more.
    assert publish(begun, *FIRST.sessions, now=LATER) == 1
    assert (begun.latest_plan(ME), begun.sessions(ME, since=WEEK_AGO), begun.changes(ME, since=WEEK_AGO)) == before


def test_the_same_plan_after_a_word_is_as_new_as_the_word(begun: Store) -> None:
    begun.add_fact(ME, NewFact(kind="push_back", subject="a", payload={}), SOON)
    assert publish(begun, *FIRST.sessions, now=NOW) == 1
    assert begun.plan_made_at(ME, 1) == NOW, "that plan was begun before the word"
    assert publish(begun, *FIRST.sessions, now=LATER) == 1
    assert (begun.plan_made_at(ME, 1), begun.plan_made_at(ME, 2)) == (LATER, None)


def test_a_new_session_that_becomes_a_stable_one_is_no_news(begun: Store) -> None:
    stable = [session(one.uid, one.start, kind=one.kind, reason_code="STABLE") for one in FIRST.sessions]
    assert publish(begun, *stable, now=LATER) == 1
    assert {one.reason_code for one in begun.sessions(ME, since=WEEK_AGO)} == {"PLACED"}


@pytest.mark.parametrize(
    "differing",
    [
        {"target_per_week": {date(2026, 11, 23): 3}},
        {"days": ()},
        {"warnings": (Notice(code="UNCERTAIN_ASK", message="Was Thursday's run hard?"),)},
    ],
)
def test_a_plan_that_says_something_else_is_a_new_revision(begun: Store, differing: dict[str, Any]) -> None:
    assert publish(begun, *FIRST.sessions, **differing) == 2
    assert begun.changes(ME, since=SOON) == ()


def test_a_session_that_is_pushed_back_keeps_its_uid_and_raises_its_sequence(begun: Store) -> None:
    moved = session(
        "a", SATURDAY, sequence=1, original_date=FRIDAY.date(), reason_code="AFTER_HARD", reason="Hard run."
    )
    news = change("a", ChangeKind.PUSHED_BACK, FRIDAY, SATURDAY, "AFTER_HARD")
    assert publish(begun, moved, FIRST.sessions[1], changes=(news,)) == 2
    found = begun.sessions(ME, since=WEEK_AGO)[0]
    assert (found.uid, found.start, found.sequence, found.status) == ("a", SATURDAY, 1, SessionStatus.PLANNED)
    assert (found.original_date, found.created_at, found.updated_at) == (FRIDAY.date(), NOW, SOON)
    assert (found.reason_code, found.reason) == ("AFTER_HARD", "Hard run.")
    [logged] = begun.changes(ME, since=SOON)
    assert (logged.uid, logged.change, logged.at, logged.revision) == ("a", ChangeKind.PUSHED_BACK, SOON, 2)
    assert (logged.start_before, logged.start_after) == (FRIDAY, SATURDAY)
    assert found.last_change == logged


def test_there_and_back_again_is_logged_each_time(begun: Store) -> None:
    for number, (before, after) in enumerate([(FRIDAY, SATURDAY), (SATURDAY, FRIDAY), (FRIDAY, SATURDAY)], start=1):
        later = after > before
        kind = ChangeKind.PUSHED_BACK if later else ChangeKind.BROUGHT_FORWARD
        moved = session("a", after, sequence=number)
        publish(begun, moved, FIRST.sessions[1], changes=(change("a", kind, before, after),), now=SOON)
    assert len(begun.changes(ME, since=SOON)) == 3
    assert status(begun, "a") == ("planned", 3)


def test_a_sequence_never_falls_and_rises_with_everything_a_calendar_shows(begun: Store) -> None:
    publish(begun, session("a", SATURDAY, sequence=0), FIRST.sessions[1])
    assert status(begun, "a") == ("planned", 1)
    publish(begun, session("a", SATURDAY, sequence=0, reason="Said better."), FIRST.sessions[1])
    assert status(begun, "a") == ("planned", 1)


def test_content_comes_back_with_the_session(begun: Store) -> None:
    content = Content(dose=Dose.LIGHT, equipment="band", patterns=(Pattern.TRUNK,))
    publish(begun, session("a", FRIDAY, content=content), FIRST.sessions[1])
    assert begun.sessions(ME, since=WEEK_AGO)[0].content == content


@pytest.mark.parametrize(
    ("kind", "became"),
    [
        (ChangeKind.DROPPED, "dropped"),
        (ChangeKind.PAUSED, "paused"),
        (ChangeKind.MISSED, "missed"),
        (ChangeKind.CREDITED, "done"),
    ],
)
def test_a_session_that_ends_stays_as_a_tombstone(begun: Store, kind: ChangeKind, became: str) -> None:
    lifted = FRIDAY - timedelta(hours=9) if kind is ChangeKind.CREDITED else None
    news = change("a", kind, FRIDAY, lifted, "WHY")
    assert publish(begun, FIRST.sessions[1], changes=(news,)) == 2
    assert status(begun, "a") == (became, 1)
    ended = begun.sessions(ME, since=WEEK_AGO)[0]
    assert (ended.start, ended.credited_start, ended.reason_code) == (FRIDAY, lifted, "WHY")
    assert [one.uid for one in begun.published(ME, since=WEEK_AGO)] == ["b"]
    # The next plan does not speak of it any more.
    assert publish(begun, FIRST.sessions[1], now=LATER) == 2
    assert status(begun, "a") == (became, 1)


@pytest.mark.parametrize(
    ("kind", "became"), [(ChangeKind.CREDITED, "done"), (ChangeKind.MISSED, "missed"), (ChangeKind.PAUSED, "paused")]
)
def test_a_session_that_was_set_aside_is_settled_by_what_becomes_of_it(
    begun: Store, kind: ChangeKind, became: str
) -> None:
    publish(begun, changes=(change("a", ChangeKind.PAUSED, FRIDAY, None),))
    _, sequence = status(begun, "a")
    publish(begun, changes=(change("a", kind, FRIDAY, None),), now=LATER)
    assert status(begun, "a") == (became, sequence + (became != "paused"))


def test_a_paused_session_is_given_back_to_those_alone_who_name_it(begun: Store) -> None:
    publish(begun, changes=(change("a", ChangeKind.PAUSED, FRIDAY, None), change("b", ChangeKind.PAUSED, FRIDAY, None)))
    assert begun.published(ME, since=NOW) == ()
    [found] = begun.published(ME, since=NOW, set_aside={SessionUid("a")})
    assert (found.uid, found.locked, found.set_aside) == ("a", True, True)


def test_a_session_to_come_that_the_plan_no_longer_has_becomes_a_tombstone(begun: Store) -> None:
    publish(begun, FIRST.sessions[0])
    assert status(begun, "b") == ("dropped", 1)


def test_a_session_that_has_begun_waits_for_its_verdict(begun: Store) -> None:
    publish(begun, FIRST.sessions[1], now=FRIDAY + timedelta(minutes=10))
    assert status(begun, "a") == ("planned", 0)


def test_a_locked_session_beyond_the_horizon_stays(begun: Store) -> None:
    far = FRIDAY + timedelta(days=21)
    say(begun, "b", SessionStatus.LOCKED, now=SOON, start=far)
    publish(begun, FIRST.sessions[0], now=LATER)
    assert status(begun, "b") == ("locked", 1)


def test_a_tombstone_that_is_planned_again_rises_above_what_calendars_saw(begun: Store) -> None:
    publish(begun, FIRST.sessions[1], changes=(change("a", ChangeKind.PAUSED, FRIDAY, None),))
    publish(begun, *FIRST.sessions, changes=(change("a", ChangeKind.ADDED, None, FRIDAY),), now=LATER)
    assert status(begun, "a") == ("planned", 2)


def test_poor_readiness_is_counted(begun: Store) -> None:
    news = change("a", ChangeKind.PUSHED_BACK, FRIDAY, SATURDAY, "READINESS")
    deferred = plan(session("a", SATURDAY, sequence=1), FIRST.sessions[1], changes=(news,))
    begun.save_plan(ME, deferred, now=SOON, trigger="night")
    begun.save_plan(ME, deferred, now=LATER, trigger="again")
    assert begun.published(ME, since=NOW)[0].times_deferred == 1


def test_what_the_athlete_did_while_the_plan_was_made_stands(begun: Store) -> None:
    say(begun, "a", SessionStatus.SKIPPED, now=LATER)
    say(begun, "b", SessionStatus.LOCKED, now=LATER)
    publish(begun, session("a", SATURDAY, sequence=1), changes=(change("b", ChangeKind.DROPPED, None, None),), now=SOON)
    assert status(begun, "a") == ("skipped", 1)
    assert status(begun, "b") == ("locked", 1)


def test_a_session_that_is_done_learns_when_it_was_done(begun: Store) -> None:
    say(begun, "a", SessionStatus.DONE, now=SOON)
    assert [one.uid for one in begun.published(ME, since=NOW)] == ["b"]
    lifted = FRIDAY - timedelta(hours=9)
    publish(begun, FIRST.sessions[1], changes=(change("a", ChangeKind.CREDITED, FRIDAY, lifted),), now=LATER)
    assert status(begun, "a") == ("done", 1)
    assert begun.sessions(ME, since=WEEK_AGO)[0].credited_start == lifted


def test_a_locked_session_is_stored_as_locked(begun: Store) -> None:
    publish(begun, session("a", FRIDAY, state=SessionState.LOCKED), FIRST.sessions[1])
    assert begun.published(ME, since=NOW)[0].locked
    assert status(begun, "a") == ("locked", 0)


def test_a_plan_that_fails_half_way_leaves_nothing(begun: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def power_cut(*_: object) -> None:
        raise RuntimeError

    before = (begun.latest_plan(ME), begun.sessions(ME, since=WEEK_AGO))
    with monkeypatch.context() as patch:
        patch.setattr(changes, "log", power_cut)
        with pytest.raises(RuntimeError):
            publish(begun, session("a", SATURDAY))
    assert (begun.latest_plan(ME), begun.sessions(ME, since=WEEK_AGO)) == before


def test_old_plans_let_their_documents_go_and_the_newest_stays_whole(
    begun: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "KEPT", 3)
    for target in range(3, 10):
        publish(begun, *FIRST.sessions, target_per_week={date(2026, 11, 23): target})
    with begun._read() as conn:
        documents = conn.exec_driver_sql("SELECT revision, document FROM plan_revisions ORDER BY revision").all()
    assert [revision for revision, document in documents if document] == [6, 7, 8]
    stored = begun.latest_plan(ME)
    assert stored is not None
    assert stored.plan.target_per_week == {date(2026, 11, 23): 9}


def test_the_uid_of_a_session_that_is_over_stays_taken(begun: Store) -> None:
    publish(begun, FIRST.sessions[1], changes=(change("a", ChangeKind.MISSED, FRIDAY, None),))
    assert begun.used_uids(ME) == {"a", "b"}
    assert begun.used_uids("ben") == frozenset()


def test_plans_of_two_athletes_do_not_mix(begun: Store) -> None:
    begun.ensure_athlete("ben", name="Ben", time_zone="America/New_York")
    hard = tuple(day for day in FIRST.days if day.run_class is RunClass.EASY)
    assert begun.save_plan("ben", plan(session("a", SATURDAY), days=hard), now=LATER, trigger="start") == 1
    assert status(begun, "a") == ("planned", 0)
    assert begun.published(ME, since=NOW)[0].start == FRIDAY
    assert begun.changes("ben", since=WEEK_AGO) == ()
