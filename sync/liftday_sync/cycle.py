"""The main flow, on one screen: pull what is new, decide again from everything, publish one document."""

from dataclasses import dataclass
from datetime import datetime

from liftday_rules.decide import decide
from liftday_sync.config import AthleteConfig
from liftday_sync.contract import Snapshot
from liftday_sync.gather import gather
from liftday_sync.letgo import let_go
from liftday_sync.publish.hub import Hub
from liftday_sync.publish.snapshot import to_snapshot
from liftday_sync.pull import look as look_at
from liftday_sync.sources import Source
from liftday_sync.store import Store
from liftday_sync.threads import in_thread
from liftday_sync.writing import write_workouts


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """One athlete's corner of the daemon: who, from where, into which store, shown where."""

    athlete: AthleteConfig
    sources: tuple[Source, ...]
    store: Store
    hub: Hub


async def cycle(home: Home, now: datetime, *, trigger: str, look: bool = True) -> Snapshot:
    """Pull, store raw, normalise; then dedupe, classify, forecast, place and diff; then publish.

    Decides from the store, never from the pull, so a cycle with every source down is a normal one. `decide` holds the
    steps that need no world; a push-back is the difference between its answer and what is published.
    """
    if look:
        for source in home.sources:
            await look_at(source, home.store, home.athlete.id, lambda: now)
    facts = await in_thread(gather, home.store, home.athlete, now)
    plan = await in_thread(decide, facts)
    await in_thread(home.store.save_plan, home.athlete.id, plan, now=now, trigger=trigger)
    snapshot = await in_thread(to_snapshot, home.store, home.athlete, facts, plan, now, home.sources)
    home.hub.publish(snapshot)
    await in_thread(let_go, home.store, home.athlete, home.sources, now)
    if look:
        await write_workouts(home.athlete, home.sources, home.store, lambda: now)
    return snapshot


async def show(home: Home, now: datetime) -> Snapshot | None:
    """Publish what another daemon on the same database has decided; None before its first plan."""
    stored = await in_thread(home.store.latest_plan, home.athlete.id)
    if stored is None:
        return None
    facts = await in_thread(gather, home.store, home.athlete, now)
    snapshot = await in_thread(to_snapshot, home.store, home.athlete, facts, stored.plan, now, home.sources)
    home.hub.publish(snapshot)
    return snapshot
