"""The client against documents that break the contract: it names the place and never guesses."""

from typing import Any

import pytest
from custom_components.liftday.client import InvalidAnswer, LiftdayClient
from custom_components.liftday.contract import SourceState, write
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from tests.ha.fake_daemon import TOKEN, FakeDaemon
from tests.ha.made import NOW, snapshot


@pytest.fixture
async def client(hass: HomeAssistant, daemon: FakeDaemon) -> LiftdayClient:
    return LiftdayClient(async_get_clientsession(hass), daemon.url, TOKEN)


async def _answer(daemon: FakeDaemon, client: LiftdayClient, document: Any) -> Any:
    daemon.document = document
    return await client.snapshot("lena")


def _without(key: str) -> dict[str, Any]:
    document: dict[str, Any] = write(snapshot())
    del document[key]
    return document


@pytest.mark.parametrize(
    ("document", "place"),
    [
        (_without("advice"), "Snapshot.advice: missing"),
        (_without("schema"), "Snapshot.schema: missing"),
        (write(snapshot()) | {"revision": "7"}, "Snapshot.revision: wanted int, found '7'"),
        (write(snapshot()) | {"revision": True}, "Snapshot.revision: wanted int, found True"),
        (write(snapshot()) | {"sources": {}}, "Snapshot.sources: wanted a list, found dict"),
        (write(snapshot()) | {"figures": []}, "Snapshot.figures: wanted an object, found list"),
        (write(snapshot()) | {"state": 3}, "Snapshot.state: 3 is not one of"),
        (write(snapshot()) | {"valid_until": "tomorrow"}, "Snapshot.valid_until: 'tomorrow' is no ISO 8601"),
        (write(snapshot()) | {"valid_until": "2026-11-19T12:00:00"}, "has no offset"),
        ([], "Snapshot: wanted an object, found list"),
    ],
)
async def test_a_broken_document_is_refused_with_its_place(
    daemon: FakeDaemon, client: LiftdayClient, document: Any, place: str
) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        await _answer(daemon, client, document)
    assert place in str(refused.value)


async def test_fields_and_words_of_a_newer_daemon_are_no_trouble(daemon: FakeDaemon, client: LiftdayClient) -> None:
    document = write(snapshot()) | {"mood": "sunny"}
    document["sources"][0]["state"] = "on_holiday"
    read = await _answer(daemon, client, document)
    assert read.sources[0].state is SourceState.UNKNOWN


async def test_a_daemon_without_tags_is_read_anew_each_time(daemon: FakeDaemon, client: LiftdayClient) -> None:
    daemon.document = write(snapshot())
    assert await client.snapshot("lena") == await client.snapshot("lena")
    assert daemon.not_modified == 0


async def test_a_problem_without_words_is_told_by_its_status(daemon: FakeDaemon, client: LiftdayClient) -> None:
    daemon.bare_trouble = 418
    with pytest.raises(InvalidAnswer, match="status 418"):
        await client.athletes()


async def test_the_sources_of_an_athlete_can_be_read(daemon: FakeDaemon, client: LiftdayClient) -> None:
    assert [source.name for source in (await client.source_list("lena")).sources] == ["files", "garmin"]


async def test_an_account_is_connected_step_by_step(daemon: FakeDaemon, client: LiftdayClient) -> None:
    step = await client.begin_login("lena", "garmin", "http://home.example/auth")
    assert step.login == "L1"
    await client.answer_login("lena", "garmin", "L1", {"code": "123456"})
    first, second = daemon.said
    assert (first["path"], first["redirect_url"]) == ("sources/garmin/login", "http://home.example/auth")
    assert (second["path"], second["answers"]) == ("sources/garmin/login/L1", {"code": "123456"})


async def test_instants_in_lists_are_sent_as_text(daemon: FakeDaemon, client: LiftdayClient) -> None:
    await client.preview("lena", {"flags": [{"kind": "pause", "since": NOW}]})
    assert daemon.said[0]["flags"] == [{"kind": "pause", "since": "2026-11-18T11:00:00+00:00"}]
