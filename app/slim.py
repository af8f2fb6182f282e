"""Takes out of an environment what the daemon never reads: tests, types, headers, symbols, installers, other databases.

usage: slim.py ENVIRONMENT
"""

import shutil
import subprocess
import sys
from pathlib import Path

OURS = {"liftday_rules", "liftday_sync"}
FOLDERS = {"tests", "test", "testing", "include", "sboms", "i18n", "__pycache__"}
ENDINGS = {".pyi", ".pyx", ".pxd", ".c", ".h", ".a"}
NEVER_LOADED = (
    "numpy/_core/_simd.*.so",  # numpy's own tests
    "numpy/f2py",
    "pip*",
    "pygments/lexers/[a-z]*",  # colours for program text
    "setuptools*",
    "sqlalchemy/dialects/m*sql",
    "sqlalchemy/dialects/oracle",
)
PROGRAMS = ("liftday", "python")


def slim(environment: Path) -> None:
    """Do it."""
    [packages] = environment.glob("lib/python3*/site-packages")
    for pattern in NEVER_LOADED:
        for path in packages.glob(pattern):
            remove(path)
    for path in sorted(packages.rglob("*"), reverse=True):
        if path.relative_to(packages).parts[0] not in OURS and is_in_vain(path):
            remove(path)
    for path in (environment / "bin").iterdir():
        if not path.name.startswith(PROGRAMS):
            path.unlink()
    libraries = [str(path) for path in packages.rglob("*.so*") if path.is_file()]
    subprocess.run(["strip", "--strip-unneeded", *libraries], check=True)  # noqa: S603, S607 (the builder's own)


def is_in_vain(path: Path) -> bool:
    """Whether nothing at run time asks for it."""
    return path.name in FOLDERS if path.is_dir() else path.suffix in ENDINGS


def remove(path: Path) -> None:
    """A file, or a folder with all that is in it."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


if __name__ == "__main__":
    slim(Path(sys.argv[1]))
