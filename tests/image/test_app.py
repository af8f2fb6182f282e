"""The app as Home Assistant's Supervisor runs it: from its options to the page, and what is asked of a good guest."""

import gzip
import json
import re
import tarfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from aiohttp import ClientError, ClientSession
from tests.e2e.programs import until
from tests.fakes.supervisor import APP_TOKEN, Supervisor
from tests.image.container import INSIDE, PORT, Container, Network, running

URL = f"http://{INSIDE}:{PORT}"
API = f"{URL}/api/v1"
INGRESS = "/ingress/abc-123"
PAGE = "/api/hassio_ingress/abc-123"
OPTIONS = {
    "athletes": [
        {"id": "anna", "name": "Anna", "lift_at": "17:30", "not_on": ["sun"], "time_zone": "Europe/Vienna"},
        {"id": "ben", "name": "Ben"},
    ],
    "log_level": "info",
}
MEGABYTE = 1_000_000


@pytest.fixture
def app(image: Path, network: Network, folders: Path) -> Container:
    """The app as it is installed, with its options saved; not started."""
    (folders / "data").mkdir()
    (folders / "own").mkdir()
    options = folders / "data" / "options.json"
    options.write_text(json.dumps(OPTIONS), encoding="utf-8")
    options.chmod(0o600)
    env = {"SUPERVISOR_TOKEN": APP_TOKEN, "TZ": "Europe/Berlin"}
    return Container(image=image, network=network, data=folders / "data", own=folders / "own", env=env)


async def paired(supervisor: Supervisor, times: int = 1) -> dict[str, Any]:
    """What the app tells about itself."""

    async def told() -> bool:
        return len(supervisor.told) >= times

    await until(told, "the discovery")
    config: dict[str, Any] = supervisor.told[-1]["config"]
    return config


async def get(path: str, token: str = "", **headers: str) -> tuple[int, str]:
    said = {"Authorization": f"Bearer {token}"} if token else {}
    async with (
        ClientSession() as session,
        session.get(URL + path, headers=said | headers, allow_redirects=False) as answer,
    ):
        return answer.status, await answer.text()


async def snapshot(token: str, athlete: str = "anna") -> dict[str, Any]:
    _, text = await get(f"/api/v1/athletes/{athlete}/snapshot", token)
    document: dict[str, Any] = json.loads(text)
    return document


async def healthy() -> bool:
    with suppress(ClientError):
        return (await get("/api/v1/health"))[0] == 200
    return False


async def test_it_starts_tells_home_assistant_where_it_is_and_ends_when_asked(
    app: Container, supervisor: Supervisor
) -> None:
    began = monotonic()
    async with running(app):
        config = await paired(supervisor)
        plan = await snapshot(config["token"])
        took_s = monotonic() - began
        print(f"from start to first snapshot and discovery: {took_s:.1f} s")  # noqa: T201 (a figure to look at)
        assert took_s < 10
        assert (config["host"], config["port"]) == ("a1b2c3d4-liftday", PORT)
        assert config["server_id"] == json.loads((await get("/api/v1/info"))[1])["server_id"] == plan["server_id"]
        assert plan["athlete"] == {"id": "anna", "name": "Anna", "time_zone": "Europe/Vienna"}
        assert (await snapshot(config["token"], "ben"))["athlete"]["time_zone"] == "Europe/Berlin"
        assert await app.stop() < 10
    assert "Traceback" not in app.log
    assert not re.search(r"[\w-]{43}|\.ics", app.log), "a log that others read holds no key"


async def test_its_process_is_nobody_s_and_can_become_nobody_else(app: Container, supervisor: Supervisor) -> None:
    async with running(app):
        await paired(supervisor)
        status = app.status()
        kept = {path.name: path.stat() for path in app.data.iterdir()}
    assert set(status["Uid"].split()) == set(status["Gid"].split()) == {"10098"}
    assert (status["Groups"], status["NoNewPrivs"]) == ("", "1")
    assert {int(status[name], 16) for name in ("CapPrm", "CapEff", "CapAmb")} == {0}
    assert {"liftday.db", "feed.key", "settings.yaml", "home_assistant.token"} <= kept.keys()
    assert {one.st_uid for one in kept.values()} == {10098}
    assert {oct(one.st_mode & 0o077) for one in kept.values()} == {"0o0"}


async def test_a_root_whose_rights_were_taken_is_left_as_it_is_and_the_daemon_works(
    app: Container, supervisor: Supervisor
) -> None:
    """A Supervisor may come to take more from its apps than it does now."""
    async with running(replace(app, capabilities=())) as bare:
        config = await paired(supervisor)
        assert (await snapshot(config["token"]))["athlete"]["name"] == "Anna"
        status = bare.status()
    assert {int(status[name], 16) for name in ("CapPrm", "CapEff", "CapAmb")} == {0}
    assert set(status["Uid"].split()) == {"0"}


async def test_the_integration_s_token_is_the_same_after_a_restart(app: Container, supervisor: Supervisor) -> None:
    async with running(app):
        first = await paired(supervisor)
    async with running(app):
        second = await paired(supervisor, times=2)
        assert (await get("/api/v1/athletes", second["token"]))[0] == 200
    assert first == second
    assert len(supervisor.messages()) == 1


async def test_who_comes_by_home_assistant_is_in_and_who_only_says_so_is_not(
    app: Container, supervisor: Supervisor
) -> None:
    async with running(app), ClientSession() as browser:
        await paired(supervisor)
        async with browser.get(f"{supervisor.url}{INGRESS}/", headers={"Accept": "text/html"}) as answer:
            page = await answer.text()
        assert "This week" in page
        assert f'href="{PAGE}/look.css"' in page
        [form_key] = set(re.findall(r'name="form_key" value="([^"]+)"', page))
        async with browser.get(f"{supervisor.url}{INGRESS}/look.css") as answer:
            assert answer.content_type == "text/css"
        sync = f"{supervisor.url}{INGRESS}/athlete/anna/sync"
        async with browser.post(sync, data={"form_key": form_key}, allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (303, f"{PAGE}/athlete/anna")
        stranger = await get("/", **{"X-Ingress-Path": PAGE})
    assert stranger[0] == 303


async def test_the_athlete_s_own_file_counts_more_than_the_options_and_is_offered_at_first(
    app: Container, supervisor: Supervisor
) -> None:
    assert app.own
    async with running(app):
        await paired(supervisor)
        offered = app.own / "liftday.yaml"
        assert "athletes:" in offered.read_text(encoding="utf-8")
        assert sorted(path.name for path in (app.own / "runs").iterdir()) == ["anna", "ben"]
    offered.write_text("athletes:\n  - id: ben\n    name: Benjamin\n", encoding="utf-8")
    offered.chmod(0o600)  # as an editor that runs as root leaves it
    async with running(app):
        config = await paired(supervisor, times=2)
        assert (await snapshot(config["token"], "ben"))["athlete"]["name"] == "Benjamin"


async def test_a_wrong_word_in_that_file_ends_the_start_with_a_sentence(app: Container) -> None:
    assert app.own
    (app.own / "liftday.yaml").write_text("athletes:\n  - id: anna\n    nme: Anna\n", encoding="utf-8")
    await app.start()

    async def ended() -> bool:
        return not app.is_running

    await until(ended, "the end")
    assert "liftday.yaml" in app.log
    assert "nme" in app.log
    assert "Traceback" not in app.log


async def test_a_copy_that_is_made_while_it_writes_restores_everything_that_was_there(
    app: Container, supervisor: Supervisor, folders: Path
) -> None:
    """As the Supervisor does it: before, the files one by one, after; and the folder is put back on a new machine."""
    command = "/opt/liftday/bin/python", "-m", "liftday_sync.home_app"
    restored = folders / "restored"
    restored.mkdir()
    async with running(app):
        token = (await paired(supervisor))["token"]
        await flag(token, "anna")
        app.inside(*command, "before-copy")
        copy(app.data, restored, "liftday.db")
        await flag(token, "ben")  # the daemon goes on writing
        copy(app.data, restored)
        app.inside(*command, "after-copy")
        left = {path.name for path in app.data.iterdir()}
    assert not {"liftday-whole.db", "copying.mark"} & left
    async with running(replace(app, data=restored)) as second:
        config = await paired(supervisor, times=2)
        assert config["token"] == token
        _, told = await get("/api/v1/athletes/anna/flags", token)
        assert [one["kind"] for one in json.loads(told)["flags"]] == ["sick"]
        assert "Traceback" not in second.log


async def flag(token: str, athlete: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    async with ClientSession(headers=headers) as session:
        body = {"kind": "sick", "since": "2026-11-01T08:00:00+00:00"}
        async with session.post(f"{API}/athletes/{athlete}/flags", json=body) as answer:
            assert answer.status < 300, await answer.text()


def copy(data: Path, target: Path, *names: str) -> None:
    """Files that were not copied yet, without what config.yaml leaves out."""
    for path in sorted(data.iterdir()):
        left_out = path.name == "copying.mark" or path.suffix == ".unfinished"
        if path.is_file() and not left_out and (not names or path.name in names) and not (target / path.name).exists():
            (target / path.name).write_bytes(path.read_bytes())


def test_the_image_is_small(image: Path) -> None:
    """Uncompressed as an engine counts it: the bytes of the files. Compressed as a registry sends it."""
    files = [path for path in image.rglob("*") if path.is_file() and not path.is_symlink()]
    inodes = {path.stat().st_ino: path.stat().st_size for path in files}
    size = sum(inodes.values())
    counter = Counter()
    with (
        gzip.GzipFile(fileobj=counter, mode="wb", compresslevel=6) as packed,
        tarfile.open(fileobj=packed, mode="w|") as tar,
    ):
        tar.add(image, arcname=".")
    print(f"uncompressed {size / MEGABYTE:.0f} MB, compressed {counter.size / MEGABYTE:.0f} MB")  # noqa: T201 (figures)
    assert size < 250 * MEGABYTE
    assert counter.size < 100 * MEGABYTE


class Counter:
    """A file that only counts."""

    size = 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        pass
