"""Lets figures go that a service lends for some days only: what was judged from them stays.

Runs after every cycle and costs one question to the store while nothing is due.
"""

from collections.abc import Sequence
from datetime import date, datetime

from liftday_rules.classify import judge, reduce
from liftday_rules.dedupe import merge
from liftday_rules.model import Activity
from liftday_sync import heard
from liftday_sync.config import AthleteConfig
from liftday_sync.gather import MEMORY
from liftday_sync.sources import Source
from liftday_sync.store import Store


def let_go(store: Store, athlete: AthleteConfig, sources: Sequence[Source], now: datetime) -> int:
    """Judge what has been kept long enough, keep the verdict, and forget the rest; how many payloads went."""
    lent = [(source.name, source.keeps_raw_for) for source in sources if source.keeps_raw_for is not None]
    return sum(let_go_of(store, athlete, name, now - lasts) for name, lasts in lent)


def let_go_of(store: Store, athlete: AthleteConfig, name: str, before: datetime) -> int:
    """The same for what one source brought before that; how many payloads went."""
    due = store.outdated(athlete.id, name, before=before)
    if not due:
        return 0
    days = [day for day in due.values() if day is not None]
    kept = _judged(store, athlete, min(days) - MEMORY, max(days)) if days else []
    return store.let_go(athlete.id, name, list(due), kept=kept, before=before)


def _judged(store: Store, athlete: AthleteConfig, since: date, until: date) -> list[Activity]:
    """The activities of these days, each reduced to what its record was judged to be; the store takes what it needs."""
    told = store.activities(athlete.id, since=since, until=until)
    records = merge(told)
    verdicts = judge(records, athlete.to_athlete(), {}, measures=heard.measures(store, athlete.id, since))
    by_id = {one.id: one for one in told}
    return [
        reduce(by_id[name], verdict)
        for record, verdict in zip(records, verdicts, strict=True)
        for name in (record.activity.id, *record.merged_ids)
        if name in by_id
    ]
