"""Where imported items go: into the store, batch by batch, each batch one transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from liftday_sync.clock import Clock
from liftday_sync.sources.base import RawItem, SourceState
from liftday_sync.store import Store
from liftday_sync.store.api import Incoming, Saved, SourceReport

SOURCE = "files"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSink:
    """Takes what an import brings for one athlete."""

    store: Store
    athlete_id: str
    clock: Clock

    def stored(self, external_ids: Collection[str]) -> Mapping[str, RawItem]:
        """Those of these items that are stored already."""
        return self.store.stored(self.athlete_id, SOURCE, external_ids)

    def save(self, items: Sequence[Incoming]) -> Saved:
        """One transaction."""
        return self.store.save_batch(self.athlete_id, SOURCE, items, cursor=None, now=self.clock.now())

    def finish(self) -> None:
        """The athlete's data are as fresh as this import."""
        now = self.clock.now()
        report = SourceReport(source=SOURCE, state=SourceState.OK, last_ok_at=now, last_try_at=now)
        self.store.save_source_report(self.athlete_id, report)
