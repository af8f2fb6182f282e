"""Whether the daemon does its work: what calls for a restart, and what only somebody with an account can mend."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from liftday_sync.contract import HealthState, Snapshot, SourceState

STEPS_S = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper ends of the steps by which cycles are counted."""
FINE = {SourceState.OK, SourceState.UNKNOWN}


@dataclass(slots=True)
class Durations:
    """How long cycles took."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(STEPS_S) + 1))
    """Cycles by step; the last one holds all that took longer."""
    total_s: float = 0.0

    def add(self, took_s: float) -> None:
        """One more."""
        self.counts[bisect_left(STEPS_S, took_s)] += 1
        self.total_s += took_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Something to mend."""

    athlete_id: str
    sentence: str
    state: HealthState


@dataclass(slots=True)
class Health:
    """What watchdogs and `doctor` ask. The one mutable value of the daemon besides the hub."""

    patience: timedelta
    """A cycle that is older than this is a fault."""
    started_at: datetime
    last_cycle: dict[str, datetime] = field(default_factory=dict)
    durations: dict[str, Durations] = field(default_factory=dict)
    """By athlete."""
    messages: Counter[str] = field(default_factory=Counter)
    """Notifications that went out, by athlete."""
    notes: dict[str, dict[str, str]] = field(default_factory=dict)
    """By athlete: what should be known and is no fault of the daemon, such as messages that do not arrive."""

    def expect(self, athlete_id: str) -> None:
        """This athlete is to have cycles."""
        self.last_cycle.setdefault(athlete_id, self.started_at)

    def done(self, athlete_id: str, at: datetime, took_s: float) -> None:
        """A cycle came to its end."""
        self.last_cycle[athlete_id] = at
        self.durations.setdefault(athlete_id, Durations()).add(took_s)

    def reasons(self, now: datetime, snapshots: Iterable[Snapshot]) -> tuple[Reason, ...]:
        """Everything that is to be mended, the worst first."""
        late = [
            Reason(
                athlete_id=athlete_id,
                sentence=f"The last plan for {athlete_id} was made {(now - at).total_seconds() / 60:.0f} min ago; "
                "see the log.",
                state=HealthState.FAILING,
            )
            for athlete_id, at in sorted(self.last_cycle.items())
            if now - at > self.patience
        ]
        noted = [
            Reason(athlete_id=athlete_id, sentence=note, state=HealthState.DEGRADED)
            for athlete_id, notes in sorted(self.notes.items())
            for note in notes.values()
        ]
        return (*late, *(reason for snapshot in snapshots for reason in _of_sources(snapshot)), *noted)


def _of_sources(snapshot: Snapshot) -> list[Reason]:
    return [
        Reason(
            athlete_id=snapshot.athlete.id,
            sentence=f"{snapshot.athlete.id}, {one.name}: {one.detail or SAYS[one.state]}",
            state=HealthState.DEGRADED,
        )
        for one in snapshot.sources
        if one.state not in FINE
    ]


def worst(reasons: Iterable[Reason]) -> HealthState:
    """The state that these come to."""
    states = {reason.state for reason in reasons}
    return next((one for one in (HealthState.FAILING, HealthState.DEGRADED) if one in states), HealthState.OK)


SAYS: Mapping[SourceState, str] = {
    SourceState.STALE: "nothing new has come for a while; the next look may bring it.",
    SourceState.OFFLINE: "it can't be reached; Liftday keeps trying.",
    SourceState.RATE_LIMITED: "it asked for a pause; Liftday looks again by itself.",
    SourceState.NEEDS_LOGIN: "it wants you to sign in again; `liftday login` does it.",
    SourceState.NEEDS_KEY: "its key is missing or was refused; see `liftday doctor`.",
    SourceState.INACTIVE_SUBSCRIPTION: "its subscription has ended; renew it there.",
    SourceState.SCHEMA_DRIFT: "it sends something that this version does not understand; look for a newer Liftday.",
}
