"""The wheel holds all that the daemon reads from beside its code."""

import subprocess
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def test_templates_and_style_lie_in_a_packaged_folder_and_nothing_leaves_them_out() -> None:
    built: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"][
        "build"
    ]
    wheel = built["targets"]["wheel"]
    read_at_run_time = sorted((ROOT / "sync" / "liftday_sync" / "page").rglob("*.[hc][ts][ms]*"))
    assert {path.suffix for path in read_at_run_time} == {".html", ".css"}
    for path in read_at_run_time:
        assert any(path.is_relative_to(ROOT / package) for package in wheel["packages"])
    assert not {"exclude", "only-include"} & {*built, *wheel}
    ignored = subprocess.run(  # noqa: S603 (git's own; hatchling leaves out what it ignores)
        ["git", "check-ignore", *map(str, read_at_run_time)],  # noqa: S607 (wherever it is)
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ignored.stdout == ""
