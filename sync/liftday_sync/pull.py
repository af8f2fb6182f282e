"""One look at one source: what is new goes into the store, with the cursor, in one transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from liftday_sync.errors import BadPayload
from liftday_sync.sources.base import ItemKind, Pull, RawItem, Source, SourceState
from liftday_sync.store import Store
from liftday_sync.store.api import Incoming, SourceReport
from liftday_sync.threads import in_thread

NOTE_EVERY = timedelta(minutes=5)
"""How often looks in passing are noted while all is well."""


async def pull(source: Source, store: Store, athlete_id: str, now: datetime, *, in_passing: bool = False) -> None:
    """Bring what is new and note how the source is doing. A source that is down is a normal result.

    A look `in_passing`, one of many, is not noted every time only to say that all is still well. Two looks at once are
    harmless: items are known by their id and hash.
    """
    cursor = await in_thread(store.cursor, athlete_id, source.name)
    found = await source.pull(cursor, now)
    if not found.looked:
        return
    await in_thread(_save, source, store, athlete_id, found, cursor=cursor, now=now)
    report = SourceReport(
        source=source.name,
        state=found.state,
        detail=found.detail,
        retry_at=found.retry_at,
        last_ok_at=now if found.state is SourceState.OK else None,
        last_try_at=now,
    )
    if not in_passing or await in_thread(_is_news, store, athlete_id, report, now):
        await in_thread(store.save_source_report, athlete_id, report)


def _is_news(store: Store, athlete_id: str, report: SourceReport, now: datetime) -> bool:
    """Whether the source is doing differently, or was last noted a while ago."""
    known = {one.source: one for one in store.source_reports(athlete_id)}.get(report.source)
    if known is None or known.last_try_at is None or now - known.last_try_at >= NOTE_EVERY:
        return True
    return (known.state, known.detail) != (report.state, report.detail)


def _save(source: Source, store: Store, athlete_id: str, found: Pull, *, cursor: str | None, now: datetime) -> None:
    """Raw first: an item that can't be read is kept with the reason, and does not stop the others."""
    hashes = store.hashes(athlete_id, source.name, [item.external_id for item in found.items])
    differing = [item for item in found.items if hashes.get(item.external_id) != item.content_hash]
    known = store.stored(athlete_id, source.name, [item.external_id for item in differing])
    fresh = [source.join(known[i.external_id], i) if i.external_id in known else i for i in differing]
    if fresh or found.cursor not in {None, cursor}:
        store.save_batch(athlete_id, source.name, incoming(source, fresh), cursor=found.cursor, now=now)


def incoming(source: Source, items: Sequence[RawItem]) -> list[Incoming]:
    """What each raw item means, or why it can't be read."""
    return [_incoming(source, item) for item in items]


def _incoming(source: Source, item: RawItem) -> Incoming:
    if item.kind is not ItemKind.ACTIVITY:
        return Incoming(item=item, activity=None)
    try:
        return Incoming(item=item, activity=source.normalise(item))
    except BadPayload as error:
        return Incoming(item=item, activity=None, problem=str(error))
