"""A file that comes into a house where somebody lives already: nothing is overwritten unasked."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from tests.helpers.lived import FRIDAY, LATER, another, arrived, left
from tests.helpers.remembered import ME, NOW, change, plan, read, save, session

from liftday_rules.model import ChangeKind
from liftday_sync.errors import InputError
from liftday_sync.moving.arrive import Brought, bring_in
from liftday_sync.moving.merge import Different
from liftday_sync.sources.base import SourceState
from liftday_sync.store import NewFact, SessionStatus, SourceReport, Store
from liftday_sync.store.saying import Touch

EVER = NOW - timedelta(days=3650)
RECORDS = 26


def test_twice_is_once(new: Store, file: Path, tmp_path: Path) -> None:
    assert arrived(new, file) == Brought(added=RECORDS)
    assert arrived(new, file) == Brought(same=RECORDS)
    assert arrived(new, file, Different.REPLACE) == Brought(same=RECORDS)
    assert left(new, tmp_path / "again.json").read_bytes() == file.read_bytes()


def test_what_only_one_of_them_knows_is_laid_together_in_the_order_of_time(new: Store, file: Path) -> None:
    between = NOW + timedelta(hours=1)
    new.add_fact(ME, NewFact(kind="override", subject="demo:9", payload={"class": "easy"}, key="nine"), between)
    new.add_fact(
        ME, NewFact(kind="override", subject="demo:1", payload={"class": "easy"}, key="ten"), LATER + timedelta(hours=1)
    )
    save(new, [read(9)])
    arrived(new, file)
    told = [(one.kind, one.subject) for one in new.facts(ME) if one.kind in {"flag", "override"}]
    assert told == [("flag", None), ("override", "demo:9"), ("override", "demo:1"), ("override", "demo:1")]
    assert new.facts(ME)[-1].payload == {"class": "easy"}  # the last word here is still the last word
    assert new.activity_count(ME).total == 3


def differing(new: Store) -> None:
    """The house has a session, a run and a word that the file tells otherwise."""
    new.save_plan(ME, plan(session("a", FRIDAY + timedelta(days=2), sequence=4)), now=NOW, trigger="start")
    save(new, [read(1, version=2)])
    new.add_fact(ME, NewFact(kind="override", subject="demo:1", payload={"class": "easy"}, key="two"), NOW)


def test_what_differs_is_refused_with_a_count_and_examples_and_nothing_is_written(
    new: Store, file: Path, tmp_path: Path
) -> None:
    differing(new)
    before = left(new, tmp_path / "before.json").read_bytes()
    with pytest.raises(InputError) as caught:
        arrived(new, file)
    assert str(caught.value) == (
        f"{file} says something else than what is here (things said: 1, runs and other items: 1, sessions: 1"
        "; item demo 1; fact 4; session a), so nothing was changed: say `--different keep` to leave what is here, or "
        "`--different replace` to take the file's word."
    )
    assert left(new, tmp_path / "after.json").read_bytes() == before


def test_told_to_keep_it_leaves_what_is_here_and_adds_the_rest(new: Store, file: Path) -> None:
    differing(new)
    assert arrived(new, file, Different.KEEP) == Brought(added=RECORDS - 4, same=1, kept=3)
    assert new.session(ME, "a").start == FRIDAY + timedelta(days=2)  # type: ignore[union-attr]
    assert new.fact_by_key(ME, "two").payload == {"class": "easy"}  # type: ignore[union-attr]
    assert b'"version": 2' in new.stored(ME, "demo", ["1"])["1"].payload


def test_told_to_replace_it_takes_the_word_of_the_file_and_calendars_see_a_higher_sequence(
    new: Store, file: Path
) -> None:
    differing(new)
    assert arrived(new, file, Different.REPLACE) == Brought(added=RECORDS - 4, same=1, replaced=3)
    moved = new.session(ME, "a")
    assert moved is not None
    assert (moved.start, moved.sequence) == (FRIDAY + timedelta(days=1), 5)
    assert new.fact_by_key(ME, "two").payload == {"class": "hard"}  # type: ignore[union-attr]
    assert b'"version": 1' in new.stored(ME, "demo", ["1"])["1"].payload
    assert arrived(new, file) == Brought(same=RECORDS)


def test_what_a_new_house_has_planned_by_itself_gives_way_unasked(new: Store, file: Path) -> None:
    soon = NOW + timedelta(minutes=5)
    own = plan(session("a", FRIDAY + timedelta(days=2)), session("c", FRIDAY))
    new.save_plan(ME, own, now=soon, trigger="start")
    assert arrived(new, file) == Brought(added=RECORDS - 2, same=1, replaced=1)
    known = {one.uid: (one.start, one.sequence) for one in new.sessions(ME, since=EVER)}
    assert known["a"] == (FRIDAY + timedelta(days=1), 2)  # type: ignore[index]
    assert known["c"] == (FRIDAY, 0)  # type: ignore[index]
    assert arrived(new, file) == Brought(same=RECORDS)


def test_what_was_said_of_a_session_here_makes_it_more_than_a_plan(new: Store, file: Path) -> None:
    soon = NOW + timedelta(minutes=5)
    new.save_plan(ME, plan(session("a", FRIDAY + timedelta(days=2))), now=soon, trigger="start")
    pinned = Touch(uid="a", seen=SessionStatus.PLANNED, status=SessionStatus.LOCKED)
    new.say(ME, NewFact(kind="pin", subject="a", payload={}), soon, touch=pinned)
    with pytest.raises(InputError, match="sessions: 1; session a"):
        arrived(new, file)
    assert arrived(new, file, Different.KEEP).kept == 1


def test_told_to_keep_it_even_what_is_only_planned_stays(new: Store, file: Path) -> None:
    new.save_plan(ME, plan(session("a", FRIDAY)), now=NOW + timedelta(minutes=5), trigger="start")
    assert arrived(new, file, Different.KEEP).kept == 1
    kept = new.session(ME, "a")
    assert kept is not None
    assert kept.start == FRIDAY


def test_when_something_was_last_seen_is_no_difference(new: Store, file: Path) -> None:
    arrived(new, file)
    save(new, [read(3, name=None, laps=())], now=LATER + timedelta(days=1))
    report = SourceReport(source="demo", state=SourceState.NEEDS_LOGIN, last_try_at=LATER + timedelta(days=1))
    new.save_source_report(ME, report)
    new.remember_told(ME, "0123456789abcdef", ["moved:a:1"], LATER + timedelta(days=1))
    assert arrived(new, file) == Brought(same=RECORDS)
    assert new.source_reports(ME)[0].state is SourceState.NEEDS_LOGIN


def test_a_plan_that_was_made_again_since_is_no_difference(new: Store, tmp_path: Path) -> None:
    the_plan = plan(session("a", FRIDAY))
    with another(tmp_path / "one") as one:
        one.save_plan(ME, the_plan, now=NOW, trigger="start")
        file = left(one, tmp_path / "one.json")
    arrived(new, file)
    new.add_fact(ME, NewFact(kind="word", subject=None, payload={}), LATER)
    new.save_plan(ME, the_plan, now=LATER + timedelta(minutes=1), trigger="said")
    assert new.plan_made_at(ME, 1) != NOW
    assert arrived(new, file) == Brought(same=2)


def test_a_change_that_was_logged_here_already_is_not_logged_twice(new: Store, file: Path) -> None:
    added = change("a", ChangeKind.ADDED, None, FRIDAY)
    new.save_plan(ME, plan(session("a", FRIDAY), changes=(added,)), now=NOW, trigger="start")
    arrived(new, file, Different.REPLACE)
    assert [one.change for one in new.changes(ME, since=EVER)] == [ChangeKind.ADDED, ChangeKind.PUSHED_BACK]


def test_a_session_that_calendars_saw_higher_elsewhere_differs_until_its_sequence_has_risen(
    new: Store, tmp_path: Path
) -> None:
    with another(tmp_path / "one") as one:
        for times in range(3):
            one.save_plan(ME, plan(session("a", FRIDAY + timedelta(days=times % 2))), now=NOW, trigger="start")
        file = left(one, tmp_path / "one.json")
    new.save_plan(ME, plan(session("a", FRIDAY)), now=NOW, trigger="start")
    with pytest.raises(InputError, match="sessions: 1; session a"):
        arrived(new, file)
    arrived(new, file, Different.REPLACE)
    moved = new.session(ME, "a")
    assert moved is not None
    assert (moved.start, moved.sequence) == (FRIDAY, 2)


def test_older_news_that_come_in_late_stand_before_newer_ones(new: Store, file: Path, tmp_path: Path) -> None:
    late = LATER + timedelta(hours=3)
    newest = change("a", ChangeKind.MISSED, FRIDAY, None)
    new.save_plan(ME, plan(session("a", FRIDAY), changes=(newest,)), now=late, trigger="start")
    new.add_fact(ME, NewFact(kind="word", subject="late", payload={}), late)
    arrived(new, file, Different.KEEP)
    logged = new.changes(ME, since=EVER)
    assert [one.at for one in logged] == [NOW, LATER, late]
    kept = new.session(ME, "a")
    assert kept is not None
    assert kept.last_change == logged[-1]
    told = json.loads(left(new, tmp_path / "all.json").read_text(encoding="utf-8"))["records"]
    said = [one["created_at"] for one in told if one["record"] == "fact"]
    assert said == sorted(said)
    news = [one["at"] for one in told if one["record"] == "change"]
    assert news == sorted(news)


def test_a_house_that_has_an_id_keeps_it_and_says_so(old: Store, new: Store, file: Path) -> None:
    own = new.server_id()
    assert arrived(new, file).keeps_own_id
    assert new.server_id() == own != old.server_id()


def test_in_somebody_elses_corner_they_are_theirs(new: Store, file: Path) -> None:
    new.ensure_athlete("ben", name="Ben", time_zone="America/New_York")
    bring_in(new, file, {ME: "ben"})
    assert new.latest_plan(ME) is None
    assert new.latest_plan("ben") is not None


def test_an_athlete_whom_nobody_here_knows_is_refused(new: Store, file: Path) -> None:
    with pytest.raises(InputError, match=r"holds records of 'anna', whom the configuration does not know"):
        bring_in(new, file, {"ben": "ben"})


def test_a_run_that_is_here_under_another_name_is_refused(new: Store, file: Path, tmp_path: Path) -> None:
    new.save_batch(ME, "renamed", [read(1)], cursor=None, now=NOW)
    before = left(new, tmp_path / "before.json").read_bytes()
    with pytest.raises(InputError, match="Among the item records is one that is here under another name"):
        arrived(new, file)
    assert left(new, tmp_path / "after.json").read_bytes() == before
