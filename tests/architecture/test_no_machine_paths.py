"""The project stands alone: no file names a machine it was made on, or a host that it was fetched from."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
# In pieces, so that this file does not name them itself.
HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "debian" + ".org", "npmjs" + ".org")
PLACES = ("." + "./shared", "/." + "library")
FORBIDDEN = re.compile(
    "|".join([*map(re.escape, HOSTS + PLACES), r"(?<![\w.*})-])/(?:work|root)(?![\w.-])"]),
)


def files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - the git of the PATH
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def test_the_pattern_finds_what_it_must_and_nothing_else() -> None:
    found = [
        "https://" + HOSTS[0] + "/simple",
        "cd /" + "work/main",
        "HOME=/" + "root",
        "see " + PLACES[0] + "/design.md",
    ]
    assert [text for text in found if not FORBIDDEN.search(text)] == []
    assert not FORBIDDEN.search("docs/workouts, a/root of trust, $root/work, /workout and /rooted")


def test_no_file_names_a_registry_host_or_a_place_of_one_machine() -> None:
    listed = files()
    assert ROOT / "pyproject.toml" in listed
    offenders = [
        f"{path.relative_to(ROOT)}:{number}: {match.group()}"
        for path in listed
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if (match := FORBIDDEN.search(line))
    ]
    assert offenders == []
