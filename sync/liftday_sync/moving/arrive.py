"""Brings a file in: read through first, then written in one transaction. Twice is once.

What is not here is added, what is the same is left. What is here and says something else is never overwritten unasked;
but sessions that were planned here by the program alone give way, and plans and marks of the machinery stay.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import batched, groupby
from pathlib import Path
from typing import Any

from liftday_sync.errors import InputError
from liftday_sync.moving import paper
from liftday_sync.moving.leave import MISTAKE
from liftday_sync.moving.merge import Different, Merging
from liftday_sync.moving.records import Fact, Item, PlanRecord, Record, nouns_of
from liftday_sync.store import Store

GREATEST = 1e9
"""Of any number, whatever its unit: thirty years in seconds, the way to the moon and back."""
AT_ONCE = 100
"""Records in memory."""
NAMES = {
    "item": "runs and other items",
    "cursor": "cursors",
    "report": "reports",
    "written": "sessions on watches",
    "fact": "things said",
    "session": "sessions",
    "change": "changes",
    "plan": "plans",
    "told": "messages",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What came of it, in records."""

    added: int = 0
    same: int = 0
    kept: int = 0
    replaced: int = 0
    keeps_own_id: bool = False
    """This installation had an id already, so calendars know its sessions by other names than before."""


class Differs(InputError):
    """The file says something else than what is here; nothing was changed."""

    def __init__(self, path: Path, differing: Mapping[str, int], examples: Iterable[str]) -> None:
        self.counted = ", ".join(f"{NAMES[kind]}: {count}" for kind, count in sorted(differing.items()))
        """What differs, for people."""
        super().__init__(
            f"{path} says something else than what is here ({self.counted}; {'; '.join(examples)}), so nothing was "
            "changed: say `--different keep` to leave what is here, or `--different replace` to take the file's word."
        )


@dataclass(slots=True)
class _Seen:
    """What a file has told so far, to find what can't be."""

    names: set[tuple[object, ...]] = field(default_factory=set)
    numbers: dict[str, int] = field(default_factory=dict)
    keys: set[tuple[str, str]] = field(default_factory=set)
    last_plan: dict[str, PlanRecord] = field(default_factory=dict)
    activities: set[tuple[str, str]] = field(default_factory=set)


def owners(path: Path) -> tuple[str, ...]:
    """Whose records a file holds. Raises `InputError`."""
    with paper.opened(path) as reader:
        return tuple(one.id for one in reader.head.athletes)


def bring_in(store: Store, path: Path, corners: Mapping[str, str], different: Different | None = None) -> Brought:
    """Bring a file in; blocks. `corners` says into which athlete's corner each athlete of the file goes.

    Raises `InputError`, and changes nothing, when the file is not whole, or when something differs from what is here
    and `different` does not say what to do.
    """
    checksum = check(path, corners)
    with store.whole() as conn, paper.opened(path) as reader:
        merging = Merging(conn, corners, different)
        for kind, records in groupby(reader.records(), key=type):
            for portion in batched(records, AT_ONCE, strict=False):
                merging.take(kind, portion)
        if reader.end is None or reader.end.sha256 != checksum:
            raise InputError(f"{path} was changed while it was read; bring it in again.")
        if merging.differing and different is None:
            raise Differs(path, merging.differing, merging.examples)
        keeps_own_id = reader.head.server_id is not None and not merging.adopt(reader.head.server_id)
    differing = merging.differing.total()
    replaces = different is Different.REPLACE
    return Brought(
        added=merging.added,
        same=merging.same,
        kept=0 if replaces else differing,
        replaced=merging.gave_way + (differing if replaces else 0),
        keeps_own_id=keeps_own_id,
    )


def check(path: Path, corners: Mapping[str, str]) -> str:
    """Read the whole file and give its checksum. Raises `InputError` with the line, for whatever is wrong with it."""
    seen = _Seen()
    with paper.opened(path) as reader:
        there = {one.id for one in reader.head.athletes}
        for record in reader.records():
            if record.athlete not in there:
                raise reader.wrong("belongs to an athlete whom the first line does not name")
            if record.athlete not in corners:
                raise InputError(
                    f"{path} holds records of {record.athlete!r}, whom the configuration does not know: add them "
                    "there, or say with `--athlete` whose the records of a file of one athlete are here."
                )
            if (trouble := _contradicts(seen, record)) is not None:
                raise reader.wrong(trouble)
        for athlete, plan in seen.last_plan.items():
            if plan.document is None:
                raise reader.wrong(f"is missing: the last plan of {athlete!r} itself")
        assert reader.end is not None
        return reader.end.sha256


def _contradicts(seen: _Seen, record: Record) -> str | None:
    """What the record can't be, beside those before it."""
    name = (record.record, record.athlete, *record.name)
    if record.record != "change":
        if name in seen.names:
            return "tells of something a second time"
        seen.names.add(name)
    if not all(_is_of_this_world(noun) for noun in nouns_of(record)):
        return "has a number that is in no runner's life"
    match record:
        case Item(activity=dict() as activity):
            if (record.athlete, activity["id"]) in seen.activities:
                return "is an activity that was there already"
            seen.activities.add((record.athlete, activity["id"]))
        case Fact():
            return _out_of_order(seen, record)
        case PlanRecord():
            last = seen.last_plan.get(record.athlete)
            if last is None or last.revision < record.revision:
                seen.last_plan[record.athlete] = record
    return None


def _is_of_this_world(value: Any) -> bool:
    """Whether every number in there can be reckoned with: sources see to that, a file may say anything."""
    if isinstance(value, dict):
        return all(_is_of_this_world(one) for one in value.values())
    if isinstance(value, list):
        return all(_is_of_this_world(one) for one in value)
    return not isinstance(value, int | float) or abs(value) <= GREATEST


def _out_of_order(seen: _Seen, fact: Fact) -> str | None:
    number = seen.numbers.get(fact.athlete, 0) + 1
    seen.numbers[fact.athlete] = number
    if fact.number != number:
        return f"is out of order: number {number} should stand here"
    if fact.key is not None:
        if (fact.athlete, fact.key) in seen.keys:
            return "has the key of an earlier one"
        seen.keys.add((fact.athlete, fact.key))
    if fact.kind == MISTAKE and not ((fact.subject or "").isdecimal() and 0 < int(fact.subject or 0) < number):
        return "takes back something that was not said before"
    return None
