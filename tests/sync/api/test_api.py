import asyncio
from datetime import timedelta

import pytest
from aiohttp import ClientResponse
from tests.helpers import remembered
from tests.helpers.household import NOW
from tests.sync.api.conftest import House

from liftday_rules.model import Activity, Doubt, Sport
from liftday_sync.contract import (
    API,
    Explanation,
    FlagList,
    Outcome,
    Preview,
    RunHistory,
    RunTime,
    SourceList,
    read,
)
from liftday_sync.gather import gather
from liftday_sync.store.api import SessionStatus
from liftday_sync.threads import in_thread
from liftday_sync.verbs import Verb


async def problem_of(answer: ClientResponse) -> str:
    told = await answer.json(content_type="application/problem+json")
    assert (told["status"], set(told)) == (answer.status, {"type", "title", "status", "detail"})
    assert told["detail"].endswith(".")
    detail: str = told["detail"]
    return detail


async def test_a_verb_is_taken_once_and_a_plan_asked_for(house: House) -> None:
    uid = await house.next_uid()
    answers = [
        await house.ask("POST", f"/athletes/anna/sessions/{uid}/skip", **{"Idempotency-Key": "tap"}) for _ in range(2)
    ]
    outcomes = [read(Outcome, await answer.json()) for answer in answers]
    session = await in_thread(house.store.session, "anna", uid)
    assert [outcome.is_new for outcome in outcomes] == [True, False]
    assert outcomes[0].message == outcomes[1].message
    assert session is not None
    assert session.status is SessionStatus.SKIPPED
    assert house.asked == [("decide", "anna")] * 2


@pytest.mark.parametrize("verb", Verb)
async def test_every_verb_has_its_address(house: House, verb: Verb) -> None:
    answer = await house.ask("POST", f"/athletes/anna/sessions/nobodys/{verb}")
    assert answer.status == 404
    assert "no such session" in await problem_of(answer)


async def test_a_stale_tap_is_told_to_look_again(house: House) -> None:
    uid = await house.next_uid()
    house.clock.forward(timedelta(minutes=1))
    revision = (await (await house.ask("GET", "/athletes/anna/snapshot")).json())["revision"]
    path = f"/athletes/anna/sessions/{uid}"
    first = await house.ask("POST", f"{path}/skip", body={"revision": revision, "key": "a"})
    second = await house.ask("POST", f"{path}/done", body={"revision": revision, "key": "b"})
    assert (first.status, second.status) == (200, 412)
    assert "look again" in await problem_of(second)


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        (b"{", 400, "no JSON"),
        (b"[]", 422, "the body"),
        (b'{"begin": 1}', 422, "begin: is not known here"),
        (b'{"start": "tomorrow"}', 422, "start"),
        (b'{"start": "2026-11-27T18:00:00"}', 422, "start"),
        (b'{"revision": -1}', 422, "revision"),
        (b'{"revision": 1' + b"0" * 5000 + b"}", 400, "no JSON"),
        (b'{"key": "\\u0000"}', 422, "key"),
        (b"[" * 30_000, 400, "no JSON"),
        (b"\xff\xfe", 400, "no JSON"),
        (b'"' + b"x" * 70_000 + b'"', 413, "too large"),
    ],
)
async def test_what_is_wrong_with_a_body_is_said_in_words(house: House, body: bytes, status: int, word: str) -> None:
    path = f"{API}/athletes/anna/sessions/{await house.next_uid()}/move"
    headers = {"Authorization": "Bearer all", "Content-Type": "application/json"}
    answer = await house.client.post(path, data=body, headers=headers)
    assert answer.status == status
    assert word in await problem_of(answer)


async def test_a_form_of_another_site_is_not_taken_for_json(house: House) -> None:
    headers = {"Authorization": "Bearer all", "Content-Type": "text/plain"}
    answer = await house.client.post(f"{API}/athletes/anna/flags", data=b'{"kind": "sick"}', headers=headers)
    assert answer.status == 415
    assert "application/json" in await problem_of(answer)


async def test_a_flag_goes_up_is_listed_and_comes_down(house: House) -> None:
    raised = read(Outcome, await (await house.ask("POST", "/athletes/anna/flags", body={"kind": "sick"})).json())
    listed = read(FlagList, await (await house.ask("GET", "/athletes/anna/flags")).json())
    house.clock.forward(timedelta(hours=1))
    lowered = await house.ask("DELETE", f"/athletes/anna/flags/{raised.subject}?mistake=true")
    after = read(FlagList, await (await house.ask("GET", "/athletes/anna/flags")).json())
    missing = await house.ask("DELETE", "/athletes/anna/flags/12345")
    assert [(flag.id, flag.kind, flag.since) for flag in listed.flags] == [(raised.subject, "sick", NOW)]
    assert (lowered.status, after.flags, missing.status) == (200, (), 404)


async def test_half_a_flag_is_refused_with_what_is_missing(house: House) -> None:
    answer = await house.ask("POST", "/athletes/anna/flags", body={"kind": "travel"})
    assert answer.status == 422
    assert "what there is to lift with" in await problem_of(answer)


async def test_a_run_is_what_the_athlete_says(house: House) -> None:
    snapshot = await (await house.ask("GET", "/athletes/anna/snapshot")).json()
    run = next(one["id"] for one in snapshot["activities"] if one["effort"] == "easy")
    path = f"/athletes/anna/activities/{run}/classification"
    told = await house.ask("POST", path, body={"effort": "hard"})
    unsaid = await house.ask("POST", path)
    assert (told.status, unsaid.status) == (200, 422)
    assert read(Outcome, await told.json()).subject == run


async def test_a_day_is_explained_with_every_place(house: House) -> None:
    answer = await house.ask("GET", "/athletes/anna/explain?date=2026-11-27")
    found = read(Explanation, await answer.json())
    assert found.sentences[0].startswith("Friday 27 November")
    assert found.day is not None
    assert found.places or found.sessions


@pytest.mark.parametrize("query", ["", "?date=soon", "?date=0001-01-01", "?date=9999-12-31", "?date=2026-11-27&x=1"])
async def test_a_day_that_is_none_is_refused(house: House, query: str) -> None:
    answer = await house.ask("GET", f"/athletes/anna/explain{query}")
    assert answer.status == 422
    await problem_of(answer)


async def test_a_preview_tells_the_difference_and_stores_nothing(house: House) -> None:
    uid = await house.next_uid()
    before = await in_thread(house.store.facts, "anna")
    answer = await house.ask("POST", "/athletes/anna/preview", body={"flags": [{"kind": "sick"}]})
    found = read(Preview, await answer.json())
    assert found.changes_anything
    assert uid in {change.uid for change in found.changes}
    nothing = read(Preview, await (await house.ask("POST", "/athletes/anna/preview", body={})).json())
    assert not nothing.changes_anything
    assert await in_thread(house.store.facts, "anna") == before


async def test_a_preview_of_a_rule_that_is_none_is_refused(house: House) -> None:
    answer = await house.ask("POST", "/athletes/anna/preview", body={"parameters": {"luck": 7}})
    assert answer.status == 422
    assert "luck" in await problem_of(answer)


async def test_every_way_in_is_listed_and_the_demo_has_no_login(house: House) -> None:
    listed = read(SourceList, await (await house.ask("GET", "/athletes/anna/sources")).json())
    answer = await house.ask("POST", "/athletes/anna/sources/demo/login")
    unknown = await house.ask("POST", "/athletes/anna/sources/nothing/login")
    over = await house.ask("POST", "/athletes/anna/sources/demo/login/none", body={"answers": {}})
    assert [(one.name, one.kind, one.can_login) for one in listed.sources] == [("demo", "demo", False)]
    assert (answer.status, unknown.status, over.status) == (409, 404, 404)


async def test_the_document_is_served(house: House) -> None:
    document = await (await house.ask("GET", "/openapi.json")).json()
    assert document["openapi"] == "3.1.0"


async def test_the_revision_may_stand_in_a_header(house: House) -> None:
    path = f"/athletes/anna/sessions/{await house.next_uid()}/confirm"
    statuses = [
        (await house.ask("POST", path, **{"If-Match": asked})).status for asked in ('"999"', "W/abc", "-1", '"1"', "*")
    ]
    assert statuses == [412, 422, 422, 200, 200]


async def test_what_can_not_be_believed_of_a_run_is_left_out_until_it_is_believed_again(house: House) -> None:
    [run, *_] = [one for one in await recorded(house) if one.sport.is_run]
    path = f"/athletes/anna/activities/{run.id}/doubts"
    first = await house.ask("POST", path, body={"ignore": ["heart_rate"], "key": "one"})
    again = await house.ask("POST", path, body={"ignore": ["heart_rate"], "key": "one"})
    assert [(await one.json())["is_new"] for one in (first, again)] == [True, False]
    facts = await in_thread(gather, house.store, house.server.config.athlete("anna"), NOW)
    assert facts.doubts == {run.id: frozenset({Doubt.HEART_RATE})}
    assert (await house.ask("DELETE", path)).status == 200
    facts = await in_thread(gather, house.store, house.server.config.athlete("anna"), NOW)
    assert facts.doubts == {}
    assert house.asked == [("decide", "anna")] * 3


@pytest.mark.parametrize("body", [{"ignore": []}, {"ignore": ["moon"]}, {}, {"ignore": ["speed"] * 3}])
async def test_a_doubt_about_nothing_is_refused(house: House, body: object) -> None:
    assert (await house.ask("POST", "/athletes/anna/activities/demo:1/doubts", body=body)).status == 422


async def test_what_was_lifted_is_kept_once(house: House) -> None:
    uid = await house.next_uid()
    path, key = f"/athletes/anna/sessions/{uid}/log", {"Idempotency-Key": "mine"}
    niggles = [{"region": "knee", "level": 2}]
    body = {"exercise": "db_rdl", "sets": [{"reps": 6, "load_kg": 40.0}] * 3, "niggles": niggles}
    answers = [await house.ask("POST", path, body=body, **key) for _ in range(2)]
    assert [(await one.json())["is_new"] for one in answers] == [True, False]
    [done] = (await in_thread(gather, house.store, house.server.config.athlete("anna"), NOW)).log[-1:]
    assert (done.key, done.uid, [one.load_kg for one in done.sets]) == ("db_rdl", uid, [40.0] * 3)


@pytest.mark.parametrize(
    ("changes", "status", "word"),
    [
        ({"exercise": "db_rld"}, 422, "did you mean"),
        ({"sets": []}, 422, "sets"),
        ({"sets": [{"reps": 0}]}, 422, "sets"),
        ({"on": "2026-12-24"}, 422, "still to come"),
    ],
)
async def test_a_log_that_makes_no_sense_says_why(
    house: House, changes: dict[str, object], status: int, word: str
) -> None:
    body = {"exercise": "db_rdl", "sets": [{"reps": 6}]} | changes
    answer = await house.ask("POST", f"/athletes/anna/sessions/{await house.next_uid()}/log", body=body)
    assert (answer.status, word in (await answer.json(content_type=None))["detail"]) == (status, True)


async def test_a_log_of_no_session_is_refused(house: House) -> None:
    body = {"exercise": "db_rdl", "sets": [{"reps": 6}]}
    assert (await house.ask("POST", "/athletes/anna/sessions/1999-W01-1/log", body=body)).status == 404


async def test_two_words_with_one_key_at_one_moment_are_one_word_and_one_refusal(house: House) -> None:
    uid = await house.next_uid()
    verbs = ("skip", "done", "pin", "push_back")
    bodies = {"key": "the same"}
    answers = await asyncio.gather(
        *(house.ask("POST", f"/athletes/anna/sessions/{uid}/{verb}", body=bodies) for verb in verbs)
    )
    assert sorted(one.status for one in answers) == [200, 409, 409, 409]
    [kept] = await in_thread(house.store.facts, "anna")
    [taken] = [verb for verb, one in zip(verbs, answers, strict=True) if one.status == 200]
    assert kept.kind == taken


async def recorded(house: House) -> tuple[Activity, ...]:
    return await in_thread(house.store.activities, "anna", since=NOW.date() - timedelta(days=30))


async def test_the_running_of_two_years_is_told_each_run_once(house: House) -> None:
    demo = read(RunHistory, await (await house.ask("GET", "/athletes/anna/runs", "looker")).json())
    assert demo.since == (NOW - timedelta(weeks=106)).date()
    assert demo.runs

    began = NOW - timedelta(weeks=100, hours=2)
    kept = [
        remembered.read(1, start=began, local_date=began.date(), moving_s=2700.0),
        remembered.read(2, id="watch:2", start=began + timedelta(seconds=5), local_date=began.date(), moving_s=2700.0),
        remembered.read(3, start=began + timedelta(days=1), local_date=began.date() + timedelta(days=1)),
        remembered.read(4, start=began, local_date=began.date(), sport=Sport.CYCLING),
        remembered.read(5, start=NOW - timedelta(weeks=107), local_date=(NOW - timedelta(weeks=107)).date()),
    ]
    await in_thread(remembered.save, house.store, kept)
    found = read(RunHistory, await (await house.ask("GET", "/athletes/anna/runs")).json())
    old = [RunTime(start=began, minutes=45.0), RunTime(start=began + timedelta(days=1), minutes=50.0)]
    assert [*found.runs] == [*old, *demo.runs]

    day = (began + timedelta(days=1)).date()
    later = read(RunHistory, await (await house.ask("GET", f"/athletes/anna/runs?since={day}")).json())
    assert (later.since, [*later.runs]) == (day, [old[1], *demo.runs])


@pytest.mark.parametrize("query", ["?since=soon", "?since=0001-01-01", "?since=9999-12-31", "?until=2026-01-01"])
async def test_a_history_of_no_time_is_refused(house: House, query: str) -> None:
    answer = await house.ask("GET", f"/athletes/anna/runs{query}")
    assert answer.status == 422
    await problem_of(answer)
