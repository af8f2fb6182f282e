"""The actions: whom they are about, what the daemon is told, and what is said when it will not."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from custom_components.liftday.const import DOMAIN
from custom_components.liftday.contract import Flag, SessionStatus
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr
from pytest_homeassistant_custom_component.common import MockConfigEntry
from tests.ha.conftest import until
from tests.ha.fake_daemon import FakeDaemon
from tests.ha.made import NOW, SERVER_ID, athlete, session, snapshot

VERBS = ["done", "skip", "push_back", "move", "confirm", "pin", "unpin", "undo"]


async def act(hass: HomeAssistant, action: str, **data: Any) -> Any:
    """Call an action and give what it answers."""
    return await hass.services.async_call(DOMAIN, action, data, blocking=True, return_response=True)


@pytest.fixture
def device_id(loaded: MockConfigEntry, device_registry: dr.DeviceRegistry) -> str:
    device = device_registry.async_get_device_by_identifier((DOMAIN, f"{SERVER_ID}_lena"), loaded.entry_id)
    assert device is not None
    return device.id


@pytest.mark.parametrize("verb", VERBS)
async def test_every_verb_reaches_the_daemon_with_a_key_of_its_own(
    hass: HomeAssistant, device_id: str, daemon: FakeDaemon, verb: str
) -> None:
    more = {"start": "2026-11-20T19:30:00"} if verb == "move" else {}
    for _ in range(2):
        told = await act(hass, verb, device_id=device_id, session="s/1 ä", **more)
    assert told == {"subject": "s1", "verb": verb, "message": "Noted.", "is_new": True}
    first, second = daemon.said
    assert first["path"] == f"sessions/s/1 ä/{verb}"
    assert first["key"] != second["key"]


async def test_an_action_without_an_answer_asked_for_gives_none(
    hass: HomeAssistant, device_id: str, daemon: FakeDaemon
) -> None:
    """As the card calls it."""
    data = {"device_id": device_id, "session": "s1"}
    assert await hass.services.async_call(DOMAIN, "done", data, blocking=True) is None
    assert daemon.said[0]["path"] == "sessions/s1/done"


async def test_times_are_those_of_the_wall_and_the_revision_goes_along(
    hass: HomeAssistant, device_id: str, daemon: FakeDaemon
) -> None:
    await act(hass, "move", device_id=device_id, session="s1", start="2026-11-20T19:30:00", revision=7)
    await act(hass, "push_back", device_id=device_id, session="s1", not_before="2026-11-21T00:00:00")
    assert [(said["start"], said.get("revision")) for said in daemon.said] == [
        ("2026-11-20T19:30:00+01:00", 7),
        ("2026-11-21T00:00:00+01:00", None),
    ]


@pytest.mark.parametrize(
    ("action", "sessions", "meant"),
    [
        pytest.param("push_back", (session(), session("s2", "2026-11-20T18:00")), "s1", id="the next one"),
        pytest.param("done", (session("s0", "2026-11-18T07:00"), session()), "s0", id="this morning's was done"),
        pytest.param("done", (session(),), "s1", id="this evening's was done early"),
        pytest.param(
            "undo", (session("s0", status=SessionStatus.SKIPPED), session("s2", "2026-11-20T18:00")), "s0", id="a skip"
        ),
        pytest.param("undo", (session(),), "s1", id="nothing is done, so the next one"),
    ],
)
async def test_without_a_name_the_likeliest_session_is_meant(
    *,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    daemon: FakeDaemon,
    action: str,
    sessions: tuple[Any, ...],
    meant: str,
) -> None:
    daemon.publish(snapshot(revision=8, sessions=sessions))
    await until(lambda: loaded.runtime_data.athletes["lena"].data.revision == 8)
    await act(hass, action)
    assert daemon.said[0]["path"] == f"sessions/{meant}/{action}"


async def test_where_nothing_is_ahead_nothing_can_be_pushed_back(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon
) -> None:
    daemon.publish(snapshot(revision=8, sessions=(), activities=()))
    await until(lambda: loaded.runtime_data.athletes["lena"].data.revision == 8)
    for action, data, key in (("push_back", {}, "no_session"), ("classify", {"effort": "easy"}, "no_run")):
        with pytest.raises(ServiceValidationError) as refused:
            await act(hass, action, **data)
        assert refused.value.translation_key == key
    with pytest.raises(ServiceValidationError) as pressed:
        await hass.services.async_call(
            "button", "press", {"entity_id": "button.liftday_lena_push_back_the_next_session"}, blocking=True
        )
    assert pressed.value.translation_key == "no_session"


@pytest.mark.parametrize("status", [404, 409, 412, 422])
async def test_what_the_daemon_refuses_is_told_in_its_own_sentence(
    hass: HomeAssistant, device_id: str, daemon: FakeDaemon, status: int
) -> None:
    daemon.refusal = (status, "The plan has changed since you looked; look again and then decide.")
    with pytest.raises(ServiceValidationError) as refused:
        await act(hass, "done", device_id=device_id)
    assert refused.value.translation_key == "refused"
    assert refused.value.translation_placeholders == {"detail": daemon.refusal[1]}
    daemon.refusal = None
    assert (await act(hass, "done", device_id=device_id))["message"] == "Noted."


@pytest.mark.parametrize(("status", "key"), [(503, "cannot_connect"), (401, "invalid_auth"), (418, "invalid_answer")])
async def test_what_could_not_be_done_is_a_failure_and_no_refusal(
    hass: HomeAssistant, device_id: str, daemon: FakeDaemon, status: int, key: str
) -> None:
    daemon.trouble = status
    for action in ("skip", "sync", "pause", "resume", "explain", "preview"):
        with pytest.raises(HomeAssistantError) as failed:
            await hass.services.async_call(
                DOMAIN,
                action,
                {"device_id": device_id},
                blocking=True,
                return_response=action in {"explain", "preview"},
            )
        assert not isinstance(failed.value, ServiceValidationError)
        assert failed.value.translation_key == key


async def test_a_word_is_said_again_when_the_line_breaks_and_counts_once(
    hass: HomeAssistant, device_id: str, daemon: FakeDaemon
) -> None:
    daemon.drops = 1
    assert (await act(hass, "done", device_id=device_id))["is_new"]
    first, again = daemon.said
    assert first == again


async def test_a_line_that_breaks_again_is_given_up(hass: HomeAssistant, device_id: str, daemon: FakeDaemon) -> None:
    daemon.drops = 2
    with pytest.raises(HomeAssistantError) as failed:
        await act(hass, "done", device_id=device_id)
    assert failed.value.translation_key == "cannot_connect"
    assert len(daemon.said) == 2


async def test_a_pause_says_what_it_is_and_how_long(hass: HomeAssistant, device_id: str, daemon: FakeDaemon) -> None:
    await act(hass, "pause", device_id=device_id)
    await act(hass, "pause", device_id=device_id, kind="travel", equipment="band", until="2026-11-25T00:00:00")
    for said in daemon.said:
        said.pop("key")
    assert daemon.said == [
        {"path": "flags", "kind": "pause"},
        {"path": "flags", "kind": "travel", "equipment": "band", "until": "2026-11-25T00:00:00+01:00"},
    ]


@pytest.mark.parametrize(
    ("data", "ended"), [({}, ["flags/1", "flags/2"]), ({"kind": "travel"}, ["flags/3"]), ({"kind": "injury"}, [])]
)
async def test_to_resume_ends_what_holds_now_and_leaves_travel_alone(
    *, hass: HomeAssistant, device_id: str, daemon: FakeDaemon, data: dict[str, str], ended: list[str]
) -> None:
    yesterday = NOW - timedelta(days=1)
    daemon.flags = (
        Flag(id="1", kind="pause", since=yesterday),
        Flag(id="2", kind="sick", since=yesterday),
        Flag(id="3", kind="travel", since=yesterday, equipment="band"),
        Flag(id="4", kind="pause", since=NOW + timedelta(days=30)),
    )
    told = await act(hass, "resume", device_id=device_id, **data)
    assert [said["path"] for said in daemon.said] == ended
    assert len(told["ended"]) == len(ended)


@pytest.mark.parametrize(
    ("data", "path", "effort"),
    [
        ({"effort": "easy"}, "activities/a1/classification", "easy"),
        ({"effort": "auto", "activity": "a9"}, "activities/a9/classification", None),
    ],
)
async def test_a_run_is_what_the_athlete_says(
    *, hass: HomeAssistant, device_id: str, daemon: FakeDaemon, data: dict[str, str], path: str, effort: str | None
) -> None:
    await act(hass, "classify", device_id=device_id, **data)
    [said] = daemon.said
    assert (said["path"], said["effort"]) == (path, effort)


async def test_a_sync_asks_for_a_cycle(hass: HomeAssistant, device_id: str, daemon: FakeDaemon) -> None:
    await hass.services.async_call(DOMAIN, "sync", {"device_id": device_id}, blocking=True)
    assert daemon.syncs == 1


async def test_the_plan_can_be_read_whole(hass: HomeAssistant, device_id: str) -> None:
    plan = await act(hass, "get_plan", device_id=device_id)
    assert plan["revision"] == 7
    assert [one["uid"] for one in plan["sessions"]] == ["s1", "s2"]
    assert plan["sessions"][0]["start"] == "2026-11-18T18:00:00+01:00"


async def test_a_plan_that_cannot_be_relied_on_is_not_given(
    hass: HomeAssistant, loaded: MockConfigEntry, daemon: FakeDaemon
) -> None:
    await daemon.stop()
    coordinator = loaded.runtime_data.athletes["lena"]
    await until(lambda: not coordinator.last_update_success)
    with pytest.raises(ServiceValidationError) as refused:
        await act(hass, "get_plan")
    assert refused.value.translation_key == "plan_unavailable"


@pytest.mark.parametrize(("data", "day"), [({}, date(2026, 11, 18)), ({"date": "2026-11-20"}, date(2026, 11, 20))])
async def test_a_day_is_explained(hass: HomeAssistant, device_id: str, data: dict[str, str], day: date) -> None:
    told = await act(hass, "explain", device_id=device_id, **data)
    assert (told["date"], told["sentences"]) == (str(day), ["It is a rest day."])


async def test_a_preview_tells_the_daemon_every_field(hass: HomeAssistant, device_id: str, daemon: FakeDaemon) -> None:
    change = {"skipped": ["s1"], "moved": {"s2": datetime(2026, 11, 21, 9, tzinfo=UTC)}}
    told = await act(
        hass,
        "preview",
        device_id=device_id,
        policy="balanced",
        target_per_week=3,
        preferred_weekdays="mon",
        change=change,
    )
    assert told["changes_anything"] is True
    [said] = daemon.said
    assert said | {"key": None} == {
        "path": "preview",
        "key": None,
        "policy": "balanced",
        "target_per_week": 3,
        "preferred_weekdays": ["mon"],
        "skipped": ["s1"],
        "moved": {"s2": "2026-11-21T09:00:00+00:00"},
    }


async def test_a_stranger_s_device_is_no_athlete(
    hass: HomeAssistant, loaded: MockConfigEntry, device_registry: dr.DeviceRegistry
) -> None:
    other = MockConfigEntry(domain="other")
    other.add_to_hass(hass)
    lamp = device_registry.async_get_or_create(config_entry_id=other.entry_id, identifiers={("other", "lamp")})
    for device in (lamp.id, "no-such-device"):
        with pytest.raises(ServiceValidationError) as refused:
            await act(hass, "done", device_id=device)
        assert refused.value.translation_key == "not_an_athlete"


async def test_with_two_athletes_one_must_be_chosen(
    hass: HomeAssistant, entry: MockConfigEntry, daemon: FakeDaemon
) -> None:
    daemon.snapshots["tom"] = snapshot(athlete=athlete("tom", "Tom"))
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    with pytest.raises(ServiceValidationError) as refused:
        await act(hass, "done")
    assert refused.value.translation_key == "which_athlete"


async def test_actions_are_there_without_a_daemon_and_say_so(hass: HomeAssistant, loaded: MockConfigEntry) -> None:
    await hass.config_entries.async_unload(loaded.entry_id)
    with pytest.raises(ServiceValidationError) as refused:
        await act(hass, "done")
    assert refused.value.translation_key == "no_athlete"
