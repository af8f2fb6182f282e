"""The command line as a user meets it: words in; an exit status, standard output and standard error out."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from liftday_sync.cli import common, main
from liftday_sync.clock import FixedClock

NOW = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)
"""A Thursday, after lunch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Standard output, which is one JSON document and nothing else."""
        return json.loads(self.out)


type Liftday = Callable[..., Done]


@pytest.fixture(autouse=True)
def in_an_empty_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of the machine's user is found, and nothing is written to their home."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("TZ", "Europe/Berlin")
    monkeypatch.delenv("LIFTDAY_CONFIG", raising=False)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FixedClock:
    """The time that the commands are told."""
    fixed = FixedClock(NOW)
    monkeypatch.setattr(common, "SystemClock", lambda: fixed)
    return fixed


@pytest.fixture
def liftday(clock: FixedClock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Liftday:
    """Run a command: `liftday("plan", "--json")`."""
    assert clock.now() == NOW

    def run(*words: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["liftday", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Done(status=int(ended.value.code or 0), out=out, err=err)

    return run


def written(folder: Path, **changes: Any) -> Path:
    """A configuration file in the folder; its data go beside it."""
    raw: dict[str, Any] = {
        "data_dir": str(folder / "data"),
        "server": {"port": 0},
        "athletes": [{"id": "anna", "name": "Anna", "time_zone": "Europe/Berlin", "sources": [{"kind": "demo"}]}],
    }
    path = folder / "config.yaml"
    path.write_text(yaml.safe_dump(raw | changes), encoding="utf-8")
    return path


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Anna, who is the demo runner, in `config.yaml` of the working folder."""
    return written(tmp_path)
