"""compose.yaml as far as it goes without an engine: what it asks for the daemon is given, and the daemon lives in it.

Not run here: the engine's own part (pulling, networks, restarts, the order of start) and Home Assistant's image.
"""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from homeassistant.util.yaml import parse_yaml
from tests.e2e.programs import until
from tests.image.container import ENTRYPOINT, ENVIRONMENT, Container, Network, done, running

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def service() -> dict[str, Any]:
    """What compose.yaml says of the daemon."""
    document: Any = parse_yaml((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    asked: dict[str, Any] = document["services"]["liftday"]
    return asked


@pytest.fixture
def container(image: Path, network: Network, folders: Path, service: dict[str, Any]) -> Container:
    """With the user that is asked for, no capability, and a volume that is as new as an engine makes it."""
    user, group = map(int, service["user"].split(":"))
    assert user == group
    done("cp", "-a", image / "data", folders / "data")
    env = {"TZ": "Europe/Berlin", "LIFTDAY_URL": service["environment"]["LIFTDAY_URL"]}
    return Container(image=image, network=network, data=folders / "data", user=user, env=env)


async def healthy(container: Container, check: list[str]) -> bool:
    """What the engine's own check says, asked in the container."""
    kind, *command = check
    assert kind == "CMD"
    try:
        container.inside(*command)
    except subprocess.CalledProcessError:
        return False
    return True


async def test_the_daemon_lives_as_compose_shuts_it_in(container: Container, service: dict[str, Any]) -> None:
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    async with running(container):

        async def well() -> bool:
            assert container.is_running, container.log
            return await healthy(container, service["healthcheck"]["test"])

        await until(well, "health")
        status = container.status()
        assert set(status["Uid"].split()) == {service["user"].partition(":")[0]}
        assert {int(status[name], 16) for name in ("CapPrm", "CapEff", "CapBnd", "CapAmb")} == {0}
        assert status["NoNewPrivs"] == "1"
        with pytest.raises(subprocess.CalledProcessError):
            container.inside("touch", "/etc/somewhere")
        token = json.loads(container.inside("liftday", "token", "--new", "--json"))["token"]
        link = json.loads(container.inside("liftday", "page", "--json"))["url"]
        assert len(token) == 43
        assert link.startswith(f"{container.env['LIFTDAY_URL']}/open/")
        limit_s = float(service["stop_grace_period"].removesuffix("s"))
        assert await container.stop() < limit_s
    assert "Traceback" not in container.log
    assert token not in container.log


async def test_a_volume_of_somebody_else_ends_the_start_with_a_sentence(container: Container) -> None:
    container.data.rmdir()
    container.data.mkdir(mode=0o755)
    await container.start()

    async def ended() -> bool:
        return not container.is_running

    await until(ended, "the end")
    assert "give user 10098 the folder /data" in container.log
    assert "Traceback" not in container.log


async def test_the_health_check_notices_that_nothing_answers(container: Container, service: dict[str, Any]) -> None:
    container.entrypoint = ("sleep", "3")
    async with running(container):
        assert not await healthy(container, service["healthcheck"]["test"])


def test_compose_itself_takes_the_file_and_would_notice_a_slip(tmp_path: Path) -> None:
    path = tmp_path / "compose.yaml"
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    assert "cap_drop" in done("docker-compose", "-f", path, "config")
    path.write_text(text.replace("cap_drop", "cap_dorp"), encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError):
        done("docker-compose", "-f", path, "config")


def test_the_containers_of_these_tests_are_like_the_dockerfile_s() -> None:
    text = (ROOT / "app" / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    said = dict(
        word.split("=", 1) for line in text.splitlines() if line.startswith("ENV ") for word in line.split()[1:]
    )
    assert said.pop("PATH") == "/opt/liftday/bin:$PATH"
    assert said == {name: value for name, value in ENVIRONMENT.items() if name != "PATH"}
    [entry] = [line for line in text.splitlines() if line.startswith("ENTRYPOINT ")]
    assert json.loads(entry.removeprefix("ENTRYPOINT ")) == list(ENTRYPOINT)
