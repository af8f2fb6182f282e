"""The commands that connect Strava and ask for its hints, against a Strava that answers."""

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from aiohttp import web
from tests.fakes.faults import FakeServer, drop
from tests.fakes.strava import SECRET, FakeStrava
from tests.sync.strava.conftest import NOW, OWNER
from typer.testing import CliRunner

from liftday_sync.cli import app
from liftday_sync.config import load
from liftday_sync.errors import ConfigError, SourceError
from liftday_sync.house import open_homes
from liftday_sync.publish import webhook
from liftday_sync.publish.hub import Hub
from liftday_sync.sources.strava.tokens import Hints, Tokens, hints_in, tokens_in
from liftday_sync.store import Store
from liftday_sync.threads import in_thread

LIFTDAY = (sys.executable, "-c", "from liftday_sync.cli import main; main()")


class Daemon(FakeServer):
    """What of the daemon Strava looks at."""

    config: Path | None = None

    def routes(self) -> list[web.RouteDef]:
        """The webhook, of the household as it is configured when somebody asks."""

        async def answer(request: web.Request) -> web.StreamResponse:
            assert self.config is not None
            config = await in_thread(load, self.config)
            store = await in_thread(Store.open, config.database_url)
            homes = await in_thread(open_homes, config, store, Hub())
            validate = webhook.routes(homes.values(), lambda _: None)[0].handler
            assert not isinstance(validate, type)
            try:
                return await validate(request)
            finally:
                await in_thread(store.close)

        return [web.get(webhook.PATH, answer)]


@pytest.fixture
def daemon() -> Generator[Daemon]:
    with Daemon() as running:
        yield running


@pytest.fixture
def config(strava: FakeStrava, daemon: Daemon, tmp_path: Path) -> Path:
    """Anna and Ben share an application; Anna names the public address."""
    daemon.config = written(tmp_path, strava, daemon.url)
    return daemon.config


def written(
    folder: Path, strava: FakeStrava, callback: str | None, names: tuple[str, ...] = ("anna", "ben"), port: int = 0
) -> Path:
    def source(name: str) -> dict[str, Any]:
        own = {"callback": callback} if name == "anna" and callback else {}
        return {"kind": "strava", "client_id": 1, "server": strava.url} | own

    who = [
        {"id": name, "name": name.title(), "time_zone": "Europe/Berlin", "sources": [source(name)]} for name in names
    ]
    (folder / "data").mkdir(mode=0o700, exist_ok=True)
    (folder / "data" / "strava.secret").write_text(SECRET)
    path = folder / "config.yaml"
    path.write_text(json.dumps({"data_dir": str(folder / "data"), "server": {"port": port}, "athletes": who}))
    return path


def run(config: Path, *words: str) -> str:
    """The command's answer."""
    done = CliRunner().invoke(app, ["strava", *words, "--config", str(config)])
    if done.exception is not None:
        raise done.exception
    assert SECRET not in done.output
    return done.stdout


def own(config: Path, name: str = "anna") -> Path:
    return config.parent / "data" / "accounts" / name / "strava"


def kept(config: Path) -> list[Hints | None]:
    return [hints_in(own(config, name)).load() for name in ("anna", "ben")]


def test_strava_looks_at_the_address_and_the_runners_of_one_application_share_it(
    strava: FakeStrava, daemon: Daemon, config: Path
) -> None:
    assert "ask for them" in run(config, "status")
    told = run(config, "subscribe")
    assert "Anna and Ben" in told
    anna, ben = kept(config)
    assert anna is not None
    assert anna == ben
    assert strava.subscriptions == {501: f"{daemon.url}/webhook/strava/{anna.secret}"}
    assert (own(config) / "hints.json").stat().st_mode & 0o777 == 0o600
    assert "subscription 501" in run(config, "status")
    assert anna.secret not in run(config, "status")
    assert json.loads(run(config, "status", "--json")) == {"client_id": 1, "callback": daemon.url, "subscription": 501}
    assert "no more hints" in run(config, "unsubscribe")
    assert kept(config) == [None, None]
    assert strava.subscriptions == {}
    assert "no subscription" in run(config, "unsubscribe")


def test_asked_again_it_lets_a_newcomer_in_and_asks_strava_nothing(strava: FakeStrava, config: Path) -> None:
    run(config, "subscribe")
    hints_in(own(config, "ben")).drop()
    asked = strava.count("push_subscriptions")
    run(config, "subscribe")
    anna, ben = kept(config)
    assert anna == ben
    assert strava.count("push_subscriptions") == asked


def test_an_address_that_strava_does_not_reach_leaves_nothing_behind_and_works_once_it_leads_here(
    strava: FakeStrava, daemon: Daemon, config: Path
) -> None:
    daemon.stop()
    with pytest.raises(SourceError, match="could not reach"):
        run(config, "subscribe")
    assert kept(config) == [None, None]
    daemon.start()
    run(config, "subscribe")
    assert 501 in strava.subscriptions


def test_a_subscription_that_was_begun_elsewhere_is_ended_by_its_number(strava: FakeStrava, config: Path) -> None:
    strava.subscriptions[77] = "https://old.example.org/webhook"
    with pytest.raises(SourceError, match="--number"):
        run(config, "subscribe")
    run(config, "unsubscribe", "--number", "77")
    run(config, "subscribe")
    assert set(strava.subscriptions) == {501}


def test_one_that_strava_ended_by_itself_is_ended_here_too(strava: FakeStrava, config: Path) -> None:
    run(config, "subscribe")
    strava.subscriptions.clear()
    run(config, "unsubscribe")
    assert kept(config) == [None, None]


def test_a_new_public_address_asks_for_an_end_of_the_old_one_first(
    strava: FakeStrava, daemon: Daemon, config: Path
) -> None:
    run(config, "subscribe")
    written(config.parent, strava, f"{daemon.url}/home")
    assert "the configuration says" in run(config, "status")
    with pytest.raises(SourceError, match="liftday strava unsubscribe"):
        run(config, "subscribe")
    assert 501 in strava.subscriptions


def test_a_wrong_client_secret_and_a_cut_network_are_told_and_mended(strava: FakeStrava, config: Path) -> None:
    (config.parent / "data" / "strava.secret").write_text("mistyped")
    with pytest.raises(SourceError, match="client ID and secret"):
        run(config, "subscribe")
    (config.parent / "data" / "strava.secret").write_text(SECRET)
    strava.faults.append(drop(path="push_subscriptions"))
    with pytest.raises(SourceError, match="can't be reached"):
        run(config, "subscribe")
    assert kept(config) == [None, None]
    run(config, "subscribe")
    strava.faults.append(drop(path="push_subscriptions"))
    with pytest.raises(SourceError, match="can't be reached"):
        run(config, "unsubscribe")
    assert None not in kept(config)
    run(config, "unsubscribe")


def test_without_a_callback_the_sentence_says_that_it_can_be_done_without(strava: FakeStrava, tmp_path: Path) -> None:
    for words in ("subscribe", "unsubscribe", "status"):
        with pytest.raises(ConfigError, match="looks every hour by itself"):
            run(written(tmp_path, strava, None), words)


@pytest.mark.parametrize("callback", ["http://lift.example.org", "lift.example.org", "https://x.org/?a=b", "ftp://x"])
def test_a_callback_that_strava_would_not_call_is_refused(strava: FakeStrava, tmp_path: Path, callback: str) -> None:
    with pytest.raises(ConfigError, match="callback"):
        load(written(tmp_path, strava, callback))


@pytest.mark.slow
def test_a_browser_that_agrees_connects_from_the_command_line_to_the_last_step(
    strava: FakeStrava, tmp_path: Path
) -> None:
    strava.now = None
    path = written(tmp_path, strava, None, ("anna",))
    command = [*LIFTDAY, "login", "strava", "--config", str(path), "--json"]
    with subprocess.Popen(  # noqa: S603 (our own program)
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        page = next(found[0] for line in process.stderr if (found := re.search(r"http://\S+", line)))
        with urlopen(page, timeout=10) as answer:  # noqa: S310 (ours)
            assert b"close this page" in answer.read()
        out, err = process.communicate(timeout=30)
    assert (process.returncode, json.loads(out)["connected"]) == (0, True), err
    tokens = tokens_in(own(path)).load()
    assert tokens is not None
    assert tokens.refresh == "refresh-1"
    synced = subprocess.run(  # noqa: S603 (our own program)
        [*LIFTDAY, "sync", "--once", "--config", str(path), "--json"], capture_output=True, text=True, check=True
    )
    [snapshot] = json.loads(synced.stdout)
    assert [source["state"] for source in snapshot["sources"]] == ["ok"]
    assert NOW.date().isoformat() in synced.stdout


@pytest.mark.slow
def test_a_pasted_address_connects_where_no_browser_finds_the_way_back(strava: FakeStrava, tmp_path: Path) -> None:
    path = written(tmp_path, strava, None, ("anna",))
    command = [*LIFTDAY, "login", "strava", "--config", str(path)]
    with subprocess.Popen(  # noqa: S603 (our own program)
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        page = next(found[0] for line in process.stderr if (found := re.search(r"http://\S+", line)))
        state = re.search(r"state=([^&]+)", page)
        assert state is not None
        pasted = f"http://127.0.0.1:1/liftday/login?state={state[1]}&code=good-code&scope=read,activity:read_all\n"
        out, err = process.communicate(pasted, timeout=30)
    assert process.returncode == 0, err
    assert out.startswith("Strava is connected. Without the boxes")


@pytest.mark.slow
def test_a_run_that_strava_tells_of_is_there_within_seconds_and_the_address_stays_out_of_the_log(
    strava: FakeStrava, tmp_path: Path
) -> None:
    strava.now = None
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    path = written(tmp_path, strava, f"http://127.0.0.1:{port}", ("anna",), port)
    ends = int(datetime.now(UTC).timestamp()) + 20000  # noqa: TID251 (the daemon's clock is the machine's)
    tokens_in(own(path)).save(Tokens(access="access-0", refresh="refresh-0", expires_at=ends, athlete=OWNER))
    log = tmp_path / "log.txt"
    with (
        log.open("w", encoding="utf-8") as stderr,
        subprocess.Popen(  # noqa: S603 (our own program)
            [*LIFTDAY, "serve", "--json", "--config", str(path)], stdout=subprocess.PIPE, stderr=stderr, text=True
        ) as daemon,
    ):
        assert daemon.stdout is not None
        assert any(line.rstrip() == "}" for line in daemon.stdout), log.read_text(encoding="utf-8")
        run(path, "subscribe")
        asked = until_more(strava, 0)
        told = {"object_type": "activity", "aspect_type": "create", "owner_id": OWNER, "subscription_id": 501}
        hint = Request(strava.subscriptions[501], data=json.dumps(told).encode(), method="POST")  # noqa: S310 (ours)
        with urlopen(hint, timeout=2) as answer:  # noqa: S310 (ours)
            assert answer.status == 200
        until_more(strava, asked)
        daemon.terminate()
        daemon.communicate(timeout=30)
    hints = hints_in(own(path)).load()
    assert hints is not None
    said = log.read_text(encoding="utf-8")
    assert "hint" in said
    assert not [secret for secret in (hints.secret, hints.verify_token, SECRET, "access-0") if secret in said]


def until_more(strava: FakeStrava, asked: int) -> int:
    """Wait until the list was asked for more often, and until that is over."""
    until = time.monotonic() + 20
    while strava.count("athlete/activities") <= asked:
        assert time.monotonic() < until
        time.sleep(0.05)  # noqa: TID251 (waits for another program)
    seen = -1
    while seen != len(strava.seen):
        seen = len(strava.seen)
        time.sleep(0.7)  # noqa: TID251 (waits for another program)
    return strava.count("athlete/activities")
