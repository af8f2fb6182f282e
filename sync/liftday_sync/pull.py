"""One look at one source: portion by portion, what is new goes into the store with its cursor, in one transaction."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from liftday_sync.errors import BadPayload, ConfigError, SourceError
from liftday_sync.sources.base import Pull, RawItem, Source, SourceState
from liftday_sync.store import Store
from liftday_sync.store.api import Incoming, Saved, SourceReport
from liftday_sync.threads import in_thread

NOTE_EVERY = timedelta(minutes=5)
"""How often looks in passing are noted while all is well."""
PORTION_S = 900.0
"""No portion takes longer, unless something hangs; sources have shorter time-outs of their own."""
LONGEST_WAIT = timedelta(hours=25)
"""A service asks for a day at most; anything longer is a clock that was wrong when it was noted."""

type Now = Callable[[], datetime]


async def look(
    source: Source,
    store: Store,
    athlete_id: str,
    now: Now,
    *,
    in_passing: bool = False,
    stop: asyncio.Event | None = None,
) -> None:
    """Pull until there is no more, or until `stop`; a kill in between costs the portion under way and nothing else.

    A source that asked for a pause is left alone until it is over.
    """
    if not in_passing and await in_thread(_is_resting, store, athlete_id, source.name, now()):
        return
    counted: set[str] = set()
    while await pull(source, store, athlete_id, now(), in_passing=in_passing, counted=counted):
        if stop is not None and stop.is_set():
            return


async def pull(
    source: Source,
    store: Store,
    athlete_id: str,
    now: datetime,
    *,
    in_passing: bool = False,
    counted: set[str] | None = None,
) -> bool:
    """Bring one portion and note how the source is doing; whether there is more. A source that is down is normal.

    A look `in_passing`, one of many, is not noted every time only to say that all is still well. Two looks at once are
    harmless: items are known by their id and hash. `counted` holds what this look has already missed once.
    """
    counted = set() if counted is None else counted
    cursor = await in_thread(store.cursor, athlete_id, source.name)
    found = await _ask(source, cursor, now)
    if not found.looked:
        return False
    saved = await in_thread(_save, source, store, athlete_id, found, cursor=cursor, counted=counted, now=now)
    counted |= saved.missed
    report = _report(source, found, saved, now)
    if not in_passing or await in_thread(_is_news, store, athlete_id, report, now):
        await in_thread(_note, store, athlete_id, report)
    # A source that says "more" without having moved would be asked for ever.
    return found.more and found.cursor not in {None, cursor}


async def _ask(source: Source, cursor: str | None, now: datetime) -> Pull:
    """What the source says; its errors, sorted by what the athlete can do. Others end the daemon: they are ours."""
    try:
        async with asyncio.timeout(PORTION_S):
            return await source.pull(cursor, now)
    except BadPayload as error:
        return Pull(state=SourceState.SCHEMA_DRIFT, detail=str(error))
    except ConfigError as error:
        return Pull(state=SourceState.NEEDS_KEY, detail=str(error))
    except SourceError as error:
        return Pull(state=SourceState.OFFLINE, detail=str(error))
    except TimeoutError:
        return Pull(state=SourceState.OFFLINE, detail="It does not answer; Liftday asks again by itself.")


def _is_resting(store: Store, athlete_id: str, source: str, now: datetime) -> bool:
    known = _known(store, athlete_id, source)
    until = known.retry_at if known is not None else None
    return until is not None and timedelta(0) < until - now <= LONGEST_WAIT


def _known(store: Store, athlete_id: str, source: str) -> SourceReport | None:
    return next((one for one in store.source_reports(athlete_id) if one.source == source), None)


def _report(source: Source, found: Pull, saved: Saved, now: datetime) -> SourceReport:
    is_ok = found.state is SourceState.OK
    is_doubted = is_ok and saved.doubted > 0
    detail = (
        f"It suddenly lists {saved.doubted} of its earlier entries no more. Nothing was removed; Liftday looks again."
        if is_doubted
        else found.detail
    )
    told = found.progress
    is_short = told is not None and (told.total is None or told.done < told.total)
    return SourceReport(
        source=source.name,
        state=SourceState.SCHEMA_DRIFT if is_doubted else found.state,
        detail=detail,
        retry_at=found.retry_at,
        last_ok_at=now if is_ok else None,
        last_try_at=now,
        progress=found.progress,
        unfinished=found.more or is_short,
    )


def _note(store: Store, athlete_id: str, report: SourceReport) -> None:
    """Store it; a look that failed in the middle of a history has not finished it."""
    known = _known(store, athlete_id, report.source)
    if report.state is not SourceState.OK and report.progress is None and known is not None:
        report = replace(report, unfinished=known.unfinished)
    store.save_source_report(athlete_id, report)


def _is_news(store: Store, athlete_id: str, report: SourceReport, now: datetime) -> bool:
    """Whether the source is doing differently, or was last noted a while ago."""
    known = _known(store, athlete_id, report.source)
    if known is None or known.last_try_at is None or now - known.last_try_at >= NOTE_EVERY:
        return True
    return (known.state, known.detail) != (report.state, report.detail)


def _save(
    source: Source,
    store: Store,
    athlete_id: str,
    found: Pull,
    *,
    cursor: str | None,
    counted: set[str],
    now: datetime,
) -> Saved:
    """Raw first: an item that can't be read is kept with the reason, and does not stop the others."""
    if found.forget:
        store.forget_source(athlete_id, source.name)
        return Saved()
    hashes = store.hashes(athlete_id, source.name, [item.external_id for item in found.items])
    differing = [item for item in found.items if hashes.get(item.external_id) != item.content_hash]
    known = store.stored(athlete_id, source.name, [item.external_id for item in differing])
    fresh = [source.join(known[i.external_id], i) if i.external_id in known else i for i in differing]
    if not fresh and found.cursor in {None, cursor} and not found.listings:
        return Saved()
    return store.save_batch(
        athlete_id,
        source.name,
        incoming(source, fresh),
        cursor=found.cursor,
        now=now,
        listings=found.listings,
        counted=counted,
    )


def incoming(source: Source, items: Sequence[RawItem]) -> list[Incoming]:
    """What each raw item means, or why it can't be read."""
    return [_incoming(source, item) for item in items]


def _incoming(source: Source, item: RawItem) -> Incoming:
    try:
        return Incoming(item=item, meaning=source.normalise(item))
    except BadPayload as error:
        return Incoming(item=item, meaning=None, problem=str(error))
