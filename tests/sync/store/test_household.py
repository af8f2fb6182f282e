"""The house and its keys: athletes, facts, tokens."""

from datetime import datetime, timedelta

import pytest
from tests.helpers.remembered import ME, NOW

from liftday_sync.store import AthleteRow, NewFact, NewToken, Store

LATER = NOW + timedelta(hours=1)
SICK = NewFact(kind="flag", subject=None, payload={"kind": "sick", "since": "2026-11-26", "note": "Grüße"}, key="tap-1")


def test_the_server_keeps_its_id_for_ever(store: Store, url: str) -> None:
    first = store.server_id()
    with Store.open(url) as again:
        assert again.server_id() == first == store.server_id()
    assert len(first) == 32


def test_an_athlete_is_made_once_and_can_be_renamed(store: Store) -> None:
    store.ensure_athlete("ben", name="Ben", time_zone="America/New_York")
    store.ensure_athlete(ME, name="Anna B.", time_zone="Europe/Paris")
    assert store.athletes() == (
        AthleteRow(athlete_id=ME, name="Anna B.", time_zone="Europe/Paris"),
        AthleteRow(athlete_id="ben", name="Ben", time_zone="America/New_York"),
    )


def test_a_fact_is_remembered_with_its_moment_in_the_order_of_saying(store: Store) -> None:
    assert store.add_fact(ME, SICK, NOW)
    assert store.add_fact(ME, NewFact(kind="skip", subject="a", payload={}), LATER)
    first, second = store.facts(ME)
    assert (first.kind, first.payload, first.created_at, first.ended_at) == ("flag", SICK.payload, NOW, None)
    assert (second.kind, second.subject, second.created_at) == ("skip", "a", LATER)
    assert store.facts(ME, kinds=["skip"]) == (second,)
    assert store.facts(ME, kinds=[]) == ()
    assert store.facts(ME, since=LATER) == (second,)
    assert store.facts("ben") == ()


def test_the_same_key_is_heard_once(store: Store) -> None:
    assert store.add_fact(ME, SICK, NOW)
    assert not store.add_fact(ME, SICK, LATER)
    assert len(store.facts(ME)) == 1
    store.ensure_athlete("ben", name="Ben", time_zone="America/New_York")
    assert store.add_fact("ben", SICK, NOW)


def test_facts_without_a_key_are_all_heard(store: Store) -> None:
    again = NewFact(kind="skip", subject="a", payload={})
    assert [store.add_fact(ME, again, NOW), store.add_fact(ME, again, NOW)] == [True, True]
    assert len(store.facts(ME)) == 2


def test_a_fact_ends_once_and_stays_in_memory(store: Store) -> None:
    store.add_fact(ME, SICK, NOW)
    [fact] = store.facts(ME)
    assert not store.end_fact("ben", fact.id, LATER)
    assert store.end_fact(ME, fact.id, LATER)
    assert not store.end_fact(ME, fact.id, LATER + timedelta(hours=1))
    assert [one.ended_at for one in store.facts(ME)] == [LATER]


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    naive = datetime(2026, 11, 26, 12, 0)  # noqa: DTZ001 (the point of this test)
    with pytest.raises(Exception, match="has no time zone"):
        store.add_fact(ME, SICK, naive)
    assert store.facts(ME) == ()


def test_a_key_is_found_by_its_hash_and_gone_when_revoked(store: Store) -> None:
    store.save_token(NewToken(token_hash="h1", scope="full", athlete_id=None, label="api"), NOW)
    store.save_token(NewToken(token_hash="h2", scope="feed", athlete_id=ME, label="calendar", feed=True), NOW)
    found = store.token("h2")
    assert found is not None
    assert (found.scope, found.athlete_id, found.feed, found.created_at, found.used_at) == ("feed", ME, True, NOW, None)
    assert [row.label for row in store.tokens()] == ["api", "calendar"]
    assert store.revoke_token("h2")
    assert not store.revoke_token("h2")
    assert store.token("h2") is None


def test_the_use_of_a_key_is_noted_once_an_hour(store: Store) -> None:
    store.save_token(NewToken(token_hash="h1", scope="full", athlete_id=None, label="api"), NOW)

    def used_at(minutes: int) -> datetime | None:
        store.token("h1", NOW + timedelta(minutes=minutes))
        [row] = store.tokens()
        return row.used_at

    assert [used_at(0), used_at(59), used_at(60)] == [NOW, NOW, NOW + timedelta(minutes=60)]
