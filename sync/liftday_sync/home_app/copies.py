"""What a copy of the folder holds that is made while the daemon writes: beside the database, one that is whole.

Home Assistant copies the files one after the other. The database and its journal may then not fit together, so a whole
copy is laid beside them before, and taken away afterwards. Where one lies at the start, the folder is a restored one.
A mark, which is left out of the copy, tells that from a power cut half-way.
"""

from pathlib import Path

from liftday_sync.store.backup import copy_database

DATABASE = "liftday.db"
WHOLE = "liftday-whole.db"
MARK = "copying.mark"
COMPANIONS = ("-wal", "-shm")


def begin(data: Path) -> None:
    """Before somebody copies the folder. Raises `StoreError` when there can't be a whole copy."""
    if not (data / DATABASE).exists():
        return  # it is somewhere else
    (data / MARK).touch(mode=0o600)
    copy_database(data / DATABASE, data / WHOLE)


def end(data: Path) -> None:
    """Afterwards."""
    (data / WHOLE).unlink(missing_ok=True)
    (data / MARK).unlink(missing_ok=True)


def settle(data: Path) -> bool:
    """At the start, with nobody at the database: whether it is now the whole one of a restored folder."""
    if (data / MARK).exists():
        end(data)
    if not (data / WHOLE).exists():
        return False
    for companion in COMPANIONS:
        (data / (DATABASE + companion)).unlink(missing_ok=True)
    (data / WHOLE).replace(data / DATABASE)
    return True
