"""From root to a user of our own, before anything is done that somebody outside could have a say in."""

import os
from collections.abc import Iterable
from pathlib import Path

USER = 10098
"""User and group of the daemon in a container, as the image makes them."""
WHAT_IT_TAKES = (0, 6, 7)
"""The capabilities to give files away, and to become another group and user; by their numbers in Linux."""
STATUS = Path("/proc/self/status")


def become_user(folders: Iterable[Path]) -> None:
    """Give the folders away and never be root again; nothing for whoever is not root, or a root without rights.

    Links are given away themselves, never what they lead to.
    """
    if os.geteuid() != 0 or not _may():
        return
    for folder in folders:
        for path in (folder, *folder.rglob("*")):
            if path.lstat().st_uid != USER:
                os.chown(path, USER, USER, follow_symlinks=False)
    os.setgroups([])
    os.setgid(USER)
    os.setuid(USER)


def _may() -> bool:
    """Whether this root has what it takes: a container may have taken its rights away already."""
    [line] = [line for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith("CapEff:")]
    held = int(line.split()[1], 16)
    return all(held >> number & 1 for number in WHAT_IT_TAKES)
