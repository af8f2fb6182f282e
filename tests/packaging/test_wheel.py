"""The wheel in an empty environment: it holds all that the daemon reads from beside its code, and does its main job."""

import json
import os
import re
import subprocess
import tarfile
import time
import zipfile
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from tests.packaging.conftest import Liftday

from liftday_sync import __version__

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60

pytestmark = pytest.mark.slow


def test_the_wheel_holds_both_packages_with_every_file_and_nothing_else(distributions: Path) -> None:
    [wheel] = distributions.glob(f"liftday-{__version__}-py3-none-any.whl")
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    here = {
        path.relative_to(folder).as_posix()
        for folder in (ROOT / "rules", ROOT / "sync")
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert {Path(name).suffix for name in packed} >= {".py", ".html", ".css", ".typed"}
    assert packed == here


def test_the_source_distribution_holds_what_the_wheel_is_built_from_and_no_tests(distributions: Path) -> None:
    [archive] = distributions.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        tops = {Path(name).parts[1] for name in opened.getnames()}
    assert tops - {".gitignore", "PKG-INFO", "pyproject.toml"} == {
        "CHANGELOG.md",
        "LICENSE",
        "README.md",
        "config.example.yaml",
        "rules",
        "sync",
    }


def test_it_says_its_version_and_plans_two_weeks(liftday: Liftday, tmp_path: Path) -> None:
    assert liftday("--version").out == f"liftday {__version__}\n"
    done = liftday("demo", "--once", "--json", "--folder", tmp_path / "demo")
    assert (done.status, done.err) == (0, "")
    [plan] = json.loads(done.out)
    assert len(plan["days"]) == 14
    assert plan["sessions"]


def test_it_serves_its_page_and_its_plan(program: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TZ": "Europe/Berlin"}
    with out.open("w", encoding="utf-8") as log:
        process = subprocess.Popen([program, "demo", "--port", "0"], env=env, stdout=log, stderr=log)  # noqa: S603 (ours)
    try:
        said = wait_for(out, r"^API +(http://\S+)/info$(?:.|\n)*^Token +(\S{43})$", process)
        api, token = said[1], said[2]
        plan = json.loads(get(f"{api}/athletes/demo/snapshot", token))
        base = api.removesuffix("/api/v1")
        assert plan["athlete"]["id"] == "demo"
        assert "<form" in get(f"{base}/sign-in")
        assert "--" in get(f"{base}/look.css")
    finally:
        process.terminate()
        assert process.wait(PATIENCE_S) == 0
    assert "Traceback" not in out.read_text(encoding="utf-8")


def get(url: str, token: str = "") -> str:
    with urlopen(Request(url, headers={"Authorization": f"Bearer {token}"}), timeout=PATIENCE_S) as answer:  # noqa: S310 (ours)
        text: str = answer.read().decode()
    return text


def wait_for(path: Path, pattern: str, process: subprocess.Popen[bytes]) -> re.Match[str]:
    until = time.monotonic() + PATIENCE_S
    while not (found := re.search(pattern, path.read_text(encoding="utf-8"), re.MULTILINE)):
        assert process.poll() is None, path.read_text(encoding="utf-8")
        assert time.monotonic() < until, path.read_text(encoding="utf-8")
        time.sleep(0.05)  # noqa: TID251 (waits for another program)
    return found
