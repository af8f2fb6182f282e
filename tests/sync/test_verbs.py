import asyncio
from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.helpers.household import BERLIN, config_of, store_of

from liftday_rules.model import Equipment, Flag, FlagKind, RunClass
from liftday_sync import flags
from liftday_sync.config import AthleteConfig
from liftday_sync.contract import Snapshot
from liftday_sync.cycle import Home, cycle
from liftday_sync.house import open_home
from liftday_sync.publish.hub import Hub
from liftday_sync.said import said
from liftday_sync.store import Store
from liftday_sync.store.api import SessionStatus, StoredSession
from liftday_sync.verbs import Outcome, Refusal, Refused, Verb, act

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday morning: a week of the demo's sessions lies ahead."""


@dataclass(slots=True, kw_only=True)
class Anna:
    home: Home
    now: datetime = NOW
    count: int = 0

    @property
    def store(self) -> Store:
        return self.home.store

    @property
    def config(self) -> AthleteConfig:
        return self.home.athlete

    def plan(self, *, look: bool = False) -> Snapshot:
        return asyncio.run(cycle(self.home, self.now, trigger="test", look=look))

    def say(self, verb: Verb, uid: str, *, start: datetime | None = None, revision: int | None = None) -> Outcome:
        self.count += 1
        key = f"key-{self.count}"
        return act(self.store, self.config, uid, verb, start=start, key=key, now=self.now, revision=revision)

    def session(self, uid: str) -> StoredSession:
        found = self.store.session("anna", uid)
        assert found is not None
        return found

    @property
    def next(self) -> StoredSession:
        standing = [one for one in self.store.sessions("anna", since=self.now) if one.status.is_live]
        return standing[0]

    @property
    def standing(self) -> dict[str, datetime]:
        return {one.uid: one.start for one in self.store.published("anna", since=self.now)}


@pytest.fixture
def anna(tmp_path: Path) -> Generator[Anna]:
    config = config_of(tmp_path)
    with store_of(config) as store:
        found = Anna(home=open_home(config.athletes[0], store, Hub(), config.folder))
        found.plan(look=True)
        yield found


def refused(anna: Anna, verb: Verb, uid: str, *, start: datetime | None = None, revision: int | None = None) -> Refusal:
    before = anna.store.facts("anna"), anna.store.sessions("anna", since=NOW - timedelta(days=30))
    with pytest.raises(Refused) as caught:
        anna.say(verb, uid, start=start, revision=revision)
    assert str(caught.value).endswith(".")
    assert (anna.store.facts("anna"), anna.store.sessions("anna", since=NOW - timedelta(days=30))) == before
    return caught.value.why


def test_a_session_that_was_done_is_credited_and_can_be_opened_again(anna: Anna) -> None:
    uid = anna.next.uid
    outcome = anna.say(Verb.DONE, uid)
    anna.plan()
    assert outcome.is_new
    assert anna.session(uid).status is SessionStatus.DONE
    anna.say(Verb.UNDO, uid)
    anna.plan()
    assert anna.session(uid).status is SessionStatus.PLANNED


def test_a_session_of_tomorrow_that_is_done_today_is_todays_advice_and_not_tomorrows(anna: Anna) -> None:
    session = anna.next
    anna.now = session.start - timedelta(hours=26)
    anna.plan()
    anna.say(Verb.DONE, session.uid, start=anna.now - timedelta(hours=1))
    today = anna.plan()
    assert today.advice.code == "strength_done"
    assert today.advice.session_uid == session.uid

    anna.now += timedelta(days=1)
    assert anna.plan().advice.session_uid != session.uid


def test_a_skipped_session_is_not_made_up_for_that_week(anna: Anna) -> None:
    first = anna.next
    monday = first.start.date() - timedelta(days=first.start.weekday())
    week = {uid for uid, start in anna.standing.items() if start.date() < monday + timedelta(days=7)}
    anna.say(Verb.SKIP, first.uid)
    for _ in range(3):
        anna.plan()
        anna.now += timedelta(minutes=20)
        after = {uid for uid, start in anna.standing.items() if start.date() < monday + timedelta(days=7)}
        assert after == week - {first.uid}
    assert anna.session(first.uid).status is SessionStatus.SKIPPED
    assert anna.session(first.uid).sequence > first.sequence


def test_a_skip_taken_back_stands_again(anna: Anna) -> None:
    uid = anna.next.uid
    anna.say(Verb.SKIP, uid)
    anna.plan()
    anna.say(Verb.UNDO, uid)
    anna.plan()
    assert anna.session(uid).status is SessionStatus.PLANNED


def test_a_moved_session_stays_at_its_new_start_and_calendars_are_told(anna: Anna) -> None:
    first = anna.next
    start = datetime(2026, 11, 25, 7, 30, tzinfo=BERLIN)
    anna.say(Verb.MOVE, first.uid, start=start)
    anna.plan()
    moved = anna.session(first.uid)
    assert (moved.start, moved.status) == (start, SessionStatus.LOCKED)
    assert moved.end - moved.start == first.end - first.start
    assert moved.sequence > first.sequence


def test_a_pin_and_its_end_show_in_calendars(anna: Anna) -> None:
    first = anna.next
    anna.say(Verb.PIN, first.uid)
    pinned = anna.session(first.uid)
    anna.say(Verb.UNPIN, first.uid)
    free = anna.session(first.uid)
    assert (pinned.status, free.status) == (SessionStatus.LOCKED, SessionStatus.PLANNED)
    assert first.sequence < pinned.sequence < free.sequence


def test_a_push_back_names_the_day_after_and_frees_a_pinned_session(anna: Anna) -> None:
    first = anna.next
    anna.say(Verb.PIN, first.uid)
    anna.say(Verb.PUSH_BACK, first.uid)
    day = first.start.astimezone(BERLIN).date() + timedelta(days=1)
    told = said(anna.store.facts("anna")).not_before[first.uid]
    assert told == datetime(day.year, day.month, day.day, tzinfo=BERLIN)
    assert anna.session(first.uid).status is SessionStatus.PLANNED


def test_what_was_agreed_to_counts_until_the_session_moves(anna: Anna) -> None:
    first = anna.next
    anna.say(Verb.CONFIRM, first.uid)
    assert said(anna.store.facts("anna")).confirmed == {first.uid: first.start}
    assert anna.session(first.uid).sequence == first.sequence + 1
    anna.say(Verb.MOVE, first.uid, start=first.start + timedelta(days=1))
    assert first.uid not in said(anna.store.facts("anna")).confirmed


def test_the_same_key_says_it_once_and_answers_the_same(anna: Anna) -> None:
    uid = anna.next.uid
    first = act(anna.store, anna.config, uid, Verb.SKIP, key="tap", now=anna.now)
    again = act(anna.store, anna.config, uid, Verb.SKIP, key="tap", now=anna.now + timedelta(hours=1))
    assert (first.is_new, again) == (True, replace(first, is_new=False))
    assert len(anna.store.facts("anna")) == 1


def test_a_key_is_good_for_one_word_only(anna: Anna) -> None:
    uid = anna.next.uid
    act(anna.store, anna.config, uid, Verb.PIN, key="tap", now=anna.now)
    with pytest.raises(Refused, match="a key of its own") as caught:
        act(anna.store, anna.config, uid, Verb.SKIP, key="tap", now=anna.now)
    assert caught.value.why is Refusal.KEY_REUSED


@pytest.mark.parametrize("key", ["", "x" * 201, "line\nbreak", "ü"])
def test_a_key_that_is_none_is_refused(anna: Anna, key: str) -> None:
    with pytest.raises(Refused, match="plain characters"):
        act(anna.store, anna.config, anna.next.uid, Verb.PIN, key=key, now=anna.now)


@pytest.mark.parametrize("verb", Verb)
def test_nobody_can_speak_of_a_session_that_never_was(anna: Anna, verb: Verb) -> None:
    assert refused(anna, verb, "2020-W01-1") is Refusal.UNKNOWN


@pytest.mark.parametrize("verb", [Verb.SKIP, Verb.PUSH_BACK, Verb.MOVE, Verb.CONFIRM, Verb.PIN, Verb.UNPIN, Verb.DONE])
def test_what_is_done_is_over(anna: Anna, verb: Verb) -> None:
    uid = anna.next.uid
    anna.say(Verb.DONE, uid)
    anna.plan()
    assert refused(anna, verb, uid, start=anna.now + timedelta(days=1)) is Refusal.OVER


def test_a_session_of_last_week_is_settled_for_good(anna: Anna) -> None:
    uid = anna.next.uid
    anna.now += timedelta(days=20)
    assert refused(anna, Verb.SKIP, uid) is Refusal.OVER


@pytest.mark.parametrize(
    ("verb", "start"),
    [
        (Verb.MOVE, None),
        (Verb.MOVE, NOW - timedelta(hours=1)),
        (Verb.MOVE, NOW + timedelta(days=90)),
        (Verb.MOVE, datetime(2026, 11, 25, 7, 30)),  # noqa: DTZ001 (the point of it)
        (Verb.PUSH_BACK, NOW - timedelta(hours=1)),
        (Verb.PUSH_BACK, NOW + timedelta(minutes=1)),
        (Verb.DONE, NOW + timedelta(hours=1)),
        (Verb.DONE, NOW - timedelta(days=30)),
    ],
)
def test_a_time_that_makes_no_sense_is_refused(anna: Anna, verb: Verb, start: datetime | None) -> None:
    assert refused(anna, verb, anna.next.uid, start=start) is Refusal.INVALID


def test_of_two_taps_on_one_notice_the_first_wins(anna: Anna) -> None:
    plan = anna.store.latest_plan("anna")
    assert plan is not None
    uid = anna.next.uid
    anna.now += timedelta(minutes=1)
    anna.say(Verb.SKIP, uid, revision=plan.revision)
    assert refused(anna, Verb.DONE, uid, revision=plan.revision) is Refusal.STALE
    anna.plan()
    assert refused(anna, Verb.UNDO, uid, revision=plan.revision) is Refusal.STALE


def test_news_of_another_session_makes_no_tap_stale(anna: Anna) -> None:
    plan = anna.store.latest_plan("anna")
    assert plan is not None
    first, second = list(anna.standing)[:2]
    anna.say(Verb.SKIP, second)
    assert anna.plan().revision > plan.revision
    assert anna.say(Verb.CONFIRM, first, revision=plan.revision).is_new


def test_a_push_back_that_changes_nothing_leaves_the_plan_that_was_looked_at_good(anna: Anna) -> None:
    plan = anna.store.latest_plan("anna")
    assert plan is not None
    uid = anna.next.uid
    anna.now += timedelta(minutes=1)
    anna.say(Verb.PUSH_BACK, uid, revision=plan.revision)
    assert refused(anna, Verb.SKIP, uid, revision=plan.revision) is Refusal.STALE, "nobody knows yet what comes of it"

    anna.now += timedelta(minutes=1)
    assert anna.store.save_plan("anna", plan.plan, now=anna.now, trigger="test") == plan.revision
    assert anna.say(Verb.SKIP, uid, revision=plan.revision).is_new


def test_who_looked_before_a_session_was_moved_is_asked_to_look_again_also_after_the_next_plan(anna: Anna) -> None:
    session, seen = anna.next, anna.plan().revision
    anna.now += timedelta(minutes=1)
    anna.say(Verb.MOVE, session.uid, start=session.start + timedelta(hours=1), revision=seen)
    anna.now += timedelta(minutes=1)
    revision = anna.plan().revision
    assert revision > seen
    assert refused(anna, Verb.SKIP, session.uid, revision=seen) is Refusal.STALE
    assert anna.say(Verb.SKIP, session.uid, revision=revision).is_new


def test_a_plan_nobody_made_is_stale(anna: Anna) -> None:
    assert refused(anna, Verb.PIN, anna.next.uid, revision=999) is Refusal.STALE


def test_there_is_nothing_to_take_back_where_nothing_was_said(anna: Anna) -> None:
    assert refused(anna, Verb.UNDO, anna.next.uid) is Refusal.OVER


# --- flags and runs ---


def flag(kind: FlagKind = FlagKind.SICK, **changes: object) -> Flag:
    return replace(Flag(kind=kind, since=NOW), **changes)  # type: ignore[arg-type]  # a test's short hand


def test_a_flag_is_listed_until_it_is_lowered(anna: Anna) -> None:
    raised = flags.raise_flag(anna.store, anna.config, flag(), key="a", now=anna.now)
    [held] = flags.flags(anna.store, anna.config, anna.now)
    assert (held.id, held.flag.kind) == (raised.subject, FlagKind.SICK)
    assert anna.plan().state == "paused"
    anna.now += timedelta(days=1)
    assert flags.lower_flag(anna.store, anna.config, held.id, now=anna.now).is_new
    assert not flags.lower_flag(anna.store, anna.config, held.id, now=anna.now).is_new
    assert flags.flags(anna.store, anna.config, anna.now) == ()
    assert anna.plan().state == "ok"
    assert [one.until for one in said(anna.store.facts("anna")).flags] == [anna.now]


def test_a_flag_raised_by_mistake_was_never_said(anna: Anna) -> None:
    before = anna.standing
    raised = flags.raise_flag(anna.store, anna.config, flag(), key="a", now=anna.now)
    flags.lower_flag(anna.store, anna.config, raised.subject, now=anna.now, mistake=True)
    anna.plan()
    assert said(anna.store.facts("anna")).flags == ()
    assert anna.standing == before


def test_a_flag_that_ran_out_does_not_grow_by_being_lowered_late(anna: Anna) -> None:
    until = NOW + timedelta(days=1)
    raised = flags.raise_flag(anna.store, anna.config, flag(until=until), key="a", now=anna.now)
    flags.lower_flag(anna.store, anna.config, raised.subject, now=NOW + timedelta(days=9))
    assert [one.until for one in said(anna.store.facts("anna")).flags] == [until]


@pytest.mark.parametrize(
    "bad",
    [
        flag(FlagKind.TRAVEL),
        flag(FlagKind.INJURY),
        flag(FlagKind.INJURY, region="k" * 81),
        flag(until=NOW),
        flag(since=NOW - timedelta(days=999)),
        flag(since=NOW.replace(tzinfo=None)),
    ],
    ids=["travel with what?", "hurt where?", "a novel", "empty", "ages ago", "no offset"],
)
def test_half_a_flag_is_refused(anna: Anna, bad: Flag) -> None:
    with pytest.raises(Refused):
        flags.raise_flag(anna.store, anna.config, bad, key="a", now=anna.now)
    assert anna.store.facts("anna") == ()


def test_the_same_flag_with_the_same_key_is_one(anna: Anna) -> None:
    trip = flag(FlagKind.TRAVEL, equipment=Equipment.BAND, until=NOW + timedelta(days=3))
    first = flags.raise_flag(anna.store, anna.config, trip, key="a", now=anna.now)
    again = flags.raise_flag(anna.store, anna.config, trip, key="a", now=anna.now)
    assert (again.subject, again.is_new) == (first.subject, False)


def test_a_run_is_what_the_athlete_says_until_that_is_taken_back(anna: Anna) -> None:
    before = {one.id: one.effort for one in anna.plan().activities}
    run = next(uid for uid, effort in before.items() if effort == "easy")
    flags.classify(anna.store, anna.config, run, RunClass.HARD, key="a", now=anna.now)
    assert {one.id: one.effort for one in anna.plan().activities}[run] == "hard"
    flags.classify(anna.store, anna.config, run, None, key="b", now=anna.now)
    assert {one.id: one.effort for one in anna.plan().activities} == before


def test_only_a_known_run_can_be_judged(anna: Anna) -> None:
    with pytest.raises(Refused, match="no such run"):
        flags.classify(anna.store, anna.config, "demo:never", RunClass.HARD, key="a", now=anna.now)
    with pytest.raises(Refused, match="Say one of"):
        flags.classify(anna.store, anna.config, "demo:never", RunClass.REST, key="a", now=anna.now)


# --- a pinned session and a pause ---


def pause(anna: Anna, **changes: object) -> str:
    anna.count += 1
    up = flag(FlagKind.PAUSE, since=anna.now, **changes)
    return flags.raise_flag(anna.store, anna.config, up, key=f"pause-{anna.count}", now=anna.now).subject


@pytest.mark.parametrize("verb", [Verb.PIN, Verb.MOVE])
@pytest.mark.parametrize("until", [None, NOW + timedelta(days=20)], ids=["with no end", "with an end"])
def test_a_pinned_session_is_back_on_its_day_once_a_pause_is_over(
    anna: Anna, verb: Verb, until: datetime | None
) -> None:
    uid = anna.next.uid
    start = anna.next.start + timedelta(hours=1 if verb is Verb.MOVE else 0)
    anna.say(verb, uid, start=start if verb is Verb.MOVE else None)
    anna.plan()
    anna.now += timedelta(minutes=20)
    paused = pause(anna, until=until)
    for _ in range(2):  # the second plan knows that it was told
        anna.plan()
        anna.now += timedelta(minutes=20)
        assert anna.session(uid).status is SessionStatus.PAUSED
    sequence = anna.session(uid).sequence

    flags.lower_flag(anna.store, anna.config, paused, now=anna.now)
    for _ in range(2):
        back = anna.plan()
        anna.now += timedelta(minutes=20)
        assert (anna.session(uid).status, anna.session(uid).start) == (SessionStatus.LOCKED, start)
    assert anna.session(uid).sequence > sequence, "calendars are told"
    assert [change.change for change in back.changes if change.uid == uid][-2:] == ["paused", "added"]
    assert anna.say(Verb.UNPIN, uid).is_new


def test_a_session_that_was_not_pinned_makes_room_for_another_after_a_pause(anna: Anna) -> None:
    uid = anna.next.uid
    paused = pause(anna)
    anna.plan()
    flags.lower_flag(anna.store, anna.config, paused, now=anna.now + timedelta(hours=1))
    anna.now += timedelta(hours=1)
    anna.plan()
    assert anna.session(uid).status is SessionStatus.PAUSED
    assert uid not in anna.standing
    assert anna.standing


def test_a_pinned_session_whose_day_was_within_the_pause_rests_and_is_credited_if_it_was_done(anna: Anna) -> None:
    pinned = anna.next
    anna.say(Verb.PIN, pinned.uid)
    anna.plan()
    paused = pause(anna)
    anna.plan()
    anna.now = pinned.end + timedelta(days=1)
    flags.lower_flag(anna.store, anna.config, paused, now=anna.now)
    anna.plan()
    assert anna.session(pinned.uid).status is SessionStatus.PAUSED

    anna.plan(look=True)  # the watch tells that the demo's runner lifted on that day all the same
    done = anna.session(pinned.uid)
    assert done.status is SessionStatus.DONE
    assert done.credited_start is not None
    assert done.credited_start.date() == pinned.start.date()
