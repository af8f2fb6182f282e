"""What the athlete said, read back from stored facts: the only place that knows how each kind is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from liftday_rules.model import (
    ActivityId,
    Doubt,
    Equipment,
    Flag,
    FlagKind,
    Kind,
    RunClass,
    SessionUid,
    Side,
    StrengthDone,
)
from liftday_sync.store.api import StoredFact


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Everything the athlete ever said that still counts."""

    done: tuple[StrengthDone, ...]
    skipped: frozenset[SessionUid]
    flags: tuple[Flag, ...]
    not_before: Mapping[SessionUid, datetime]
    confirmed: Mapping[SessionUid, datetime]
    """Sessions that the athlete agreed to, and where they stood then; moved since, they are open again."""
    pinned: frozenset[SessionUid]
    """Sessions that the athlete put where they are, and did not let go again."""
    overrides: Mapping[ActivityId, RunClass]
    doubts: Mapping[ActivityId, frozenset[Doubt]]
    """What can't be believed of a run."""


def said(facts: Sequence[StoredFact]) -> Said:
    """Read the facts, oldest first; the last word on a subject holds."""
    standing = [fact for fact in facts if fact.ended_at is None]
    return Said(
        done=tuple(_done(fact) for fact in standing if fact.kind == "done"),
        skipped=frozenset(SessionUid(fact.subject) for fact in standing if fact.kind == "skip" and fact.subject),
        flags=tuple(flag for _, flag in flags_of(facts)),
        not_before=MappingProxyType(_moments(standing, "push_back", "not_before")),
        confirmed=MappingProxyType(_moments(standing, "confirm", "start")),
        pinned=frozenset(
            SessionUid(fact.subject) for fact in standing if fact.kind in {"pin", "move"} and fact.subject
        ),
        overrides=MappingProxyType(
            {
                ActivityId(fact.subject): RunClass(fact.payload["class"])
                for fact in standing
                if fact.kind == "override" and fact.subject and fact.payload["class"]
            }
        ),
        doubts=MappingProxyType(
            {
                ActivityId(fact.subject): frozenset(Doubt(one) for one in fact.payload["ignore"])
                for fact in standing
                if fact.kind == "doubt" and fact.subject and fact.payload["ignore"]
            }
        ),
    )


def flags_of(facts: Sequence[StoredFact]) -> list[tuple[int, Flag]]:
    """Every flag with the id of its fact, those that are over among them, but not those said by mistake."""
    mistakes = {fact.subject for fact in facts if fact.kind == "mistake"}
    return [(fact.id, _flag(fact)) for fact in facts if fact.kind == "flag" and str(fact.id) not in mistakes]


def _moments(standing: Sequence[StoredFact], kind: str, name: str) -> dict[SessionUid, datetime]:
    return {
        SessionUid(fact.subject): datetime.fromisoformat(fact.payload[name])
        for fact in standing
        if fact.kind == kind and fact.subject
    }


def _done(fact: StoredFact) -> StrengthDone:
    return StrengthDone(
        start=datetime.fromisoformat(fact.payload["start"]),
        minutes=float(fact.payload["minutes"]),
        kind=Kind(fact.payload["kind"]),
        uid=SessionUid(fact.subject) if fact.subject else None,
    )


def _flag(fact: StoredFact) -> Flag:
    given = fact.payload
    ends = [fact.ended_at, datetime.fromisoformat(given["until"]) if given.get("until") else None]
    return Flag(
        kind=FlagKind(given["kind"]),
        since=datetime.fromisoformat(given["since"]),
        until=min((end for end in ends if end), default=None),
        region=given.get("region"),
        side=Side(given["side"]) if given.get("side") else None,
        allow_upper=bool(given.get("allow_upper", False)),
        equipment=Equipment(given["equipment"]) if given.get("equipment") else None,
    )
