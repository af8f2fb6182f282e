"""Everything that can be said by the page's forms, and what it shows of a plan that is not like every day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.helpers.household import NOW, TODAY, snapshot_of
from tests.sync.page.conftest import House

from liftday_sync.contract import Notice, PlanState, Snapshot, Source, SourceState
from liftday_sync.cycle import cycle
from liftday_sync.house import open_homes
from liftday_sync.threads import in_thread


async def planned(house: House) -> Snapshot:
    """Anna with a plan of her own, and a visitor who is signed in."""
    await house.sign_in()
    home = (await in_thread(open_homes, house.config, house.store, house.hub))["anna"]
    return await cycle(home, NOW, trigger="test")


async def say(house: House, **form: Any) -> tuple[int, str]:
    form_key = house.form_key(await house.text("/athlete/anna"))
    answer = await house.client.post("/athlete/anna/say", data={"form_key": form_key, **form})
    return answer.status, await answer.text()


async def facts(house: House, kind: str) -> list[Mapping[str, Any]]:
    return [one.payload for one in await in_thread(house.store.facts, "anna", kinds=[kind])]


@pytest.mark.parametrize("verb", ["done", "push_back", "skip"])
async def test_a_button_of_a_session_is_one_more_word_and_what_came_of_it_is_said_once(house: House, verb: str) -> None:
    plan = await planned(house)
    upcoming = plan.next_session(NOW)
    assert upcoming
    form = {"what": "session", "uid": upcoming.uid, "verb": verb, "revision": plan.revision, "key": "one"}
    status, text = await say(house, **form)
    assert status == 200
    assert 'role="status"' in text
    assert 'role="status"' not in await house.text("/athlete/anna")
    assert house.decided == ["anna"]


async def test_a_button_of_a_page_that_is_too_old_is_refused_in_words(house: House) -> None:
    plan = await planned(house)
    upcoming = plan.next_session(NOW)
    assert upcoming
    stale = {"what": "session", "uid": upcoming.uid, "verb": "done", "revision": plan.revision + 7, "key": "one"}
    status, text = await say(house, **stale)
    assert status == 409
    assert 'role="status"' in text
    assert house.decided == []


async def test_a_run_is_what_the_athlete_answers(house: House) -> None:
    await planned(house)
    run = (await in_thread(house.store.activities, "anna", since=TODAY - timedelta(days=9)))[-1]
    assert (await say(house, what="run", activity=run.id, **{"class": "hard"}, key="one"))[0] == 200
    assert house.decided == ["anna"]


async def test_the_question_has_its_buttons_only_while_the_run_is_there(house: House) -> None:
    await house.sign_in()
    asked = snapshot_of()
    house.hub.publish(asked)
    assert 'value="easy">Easy' not in await house.text()
    subject = asked.activities[0].id
    house.hub.publish(replace(asked, notices=(Notice(code="UNCERTAIN_ASK", message="Was it hard?", subject=subject),)))
    text = await house.text()
    assert 'value="easy">Easy' in text
    assert subject in text


@pytest.mark.parametrize(
    ("form", "kept"),
    [
        ({"kind": "injury", "region": "knee"}, {"kind": "injury", "region": "knee"}),
        ({"kind": "travel", "equipment": "band", "until": "2026-11-30"}, {"kind": "travel", "equipment": "band"}),
        ({"kind": "pause", "until": ""}, {"kind": "pause"}),
    ],
)
async def test_a_flag_goes_up_with_what_belongs_to_it_and_comes_down(
    house: House, form: dict[str, str], kept: dict[str, str]
) -> None:
    await planned(house)
    status, text = await say(house, what="flag", key="one", **form)
    [told] = await facts(house, "flag")
    assert status == 200
    assert {name: told[name] for name in kept} == kept
    assert "It is over" in text
    flag = text.partition('name="flag" value="')[2].partition('"')[0]
    assert "It is over" not in (await say(house, what="over", flag=flag, key="two"))[1]


@pytest.mark.parametrize("form", [{"what": "session", "uid": "x", "key": "k"}, {"what": "flag", "key": "k"}, {}])
async def test_half_a_form_is_refused_and_nothing_is_kept(house: House, form: dict[str, str]) -> None:
    await planned(house)
    assert (await say(house, **form))[0] == 400
    assert await facts(house, "flag") == []


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (PlanState.PAUSED, "Strength is paused."),
        (PlanState.STALE, "the plan stays as it is"),
        (PlanState.UNCERTAIN, "the plan is careful"),
    ],
)
async def test_a_plan_that_is_not_like_every_day_says_so(house: House, state: PlanState, words: str) -> None:
    await house.sign_in()
    house.hub.publish(replace(snapshot_of(), state=state))
    assert words in await house.text()
    house.hub.publish(snapshot_of())
    assert words not in await house.text()


async def test_a_source_in_trouble_says_what_it_needs_and_since_when(house: House) -> None:
    await house.sign_in()
    demo = Source(
        name="demo", state=SourceState.NEEDS_LOGIN, detail="Sign in again.", last_ok_at=NOW - timedelta(hours=5)
    )
    house.hub.publish(replace(snapshot_of(), sources=(demo,)))
    text = await house.text()
    assert "needs you to sign in" in text
    assert "5 hours ago" in text
    assert "Sign in again." in text


async def test_a_session_that_was_moved_is_told_on_both_days(house: House) -> None:
    await house.sign_in()
    told = snapshot_of()
    days = (told.days[0], replace(told.days[0], date=TODAY + timedelta(days=1)))
    house.hub.publish(replace(told, days=days))
    text = await house.text()
    assert "moved to Fri 27" in text
    assert "moved from Thu 26" in text


async def test_asking_for_a_look_wakes_the_daemon_and_says_so(house: House) -> None:
    await house.sign_in()
    form_key = house.form_key(await house.text())
    answer = await house.client.post("/athlete/anna/sync", data={"form_key": form_key})
    assert "looking for new runs" in await answer.text()
    assert house.woken == ["anna"]
