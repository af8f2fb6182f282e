"""Garmin's Personal API: runs and nights, read-only, with a key that the athlete made and that ends on a day.

`session` turns the key into a token and asks, `reading` knows what may be asked for. What to read next, and what it
means, is in `garmin_reading`.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from liftday_sync.sources.base import Capability, Meaning, Pull, RawItem, SourceState, Surroundings
from liftday_sync.sources.garmin_json import joined
from liftday_sync.sources.garmin_personal import reading
from liftday_sync.sources.garmin_personal.session import NEW_KEY, Session
from liftday_sync.sources.garmin_reading.portions import Portions, meaning_of
from liftday_sync.sources.garmin_reading.steps import Wanted
from liftday_sync.sources.settings import GarminPersonalConfig

__all__ = ["GarminPersonalSource", "open_source"]

WARN_FROM = timedelta(days=14)


def open_source(config: GarminPersonalConfig, around: Surroundings) -> GarminPersonalSource:
    """The data of this athlete; the key is read at the first look."""
    return GarminPersonalSource(config, around)


class GarminPersonalSource:
    """One key. Each pull is one portion, stored with the cursor before the next is asked for."""

    is_near = False
    keeps_raw_for: timedelta | None = None

    def __init__(self, config: GarminPersonalConfig, around: Surroundings) -> None:
        self.name = config.called
        self.config = config
        self.session = Session(config.key, around.data_dir, config.server)
        self._zone = around.athlete.zone
        self._hinted = False
        self._portions = Portions(
            session=self.session,
            zone=self._zone,
            parts=partial(reading.read_parts, self.session),
            ask=partial(reading.read_kind, self.session),
            at_first=reading.at_first,
            each_night=reading.each_night,
        )
        wanted = {Capability.ACTIVITIES: True, Capability.WELLNESS: config.wellness}
        self.capabilities = frozenset(capability for capability, is_wanted in wanted.items() if is_wanted)

    async def pull(self, cursor: str | None, now: datetime) -> Pull:
        """The next portion of what has fallen due; from two weeks before the key ends, with a word about that."""
        ends, today = self.config.key_expires, now.astimezone(self._zone).date()
        if ends is not None and today > ends:
            return Pull(state=SourceState.NEEDS_KEY, detail=_ended(ends))
        wanted = Wanted(history_days=self.config.history_days, wellness=self.config.wellness)
        found = await self._portions.pull(cursor, wanted, now, hinted=self._hinted)
        self._hinted = False
        if found.state is SourceState.OK and ends is not None and ends - today <= WARN_FROM:
            return replace(found, detail=_ends_soon(ends))
        return found

    def hint(self) -> None:
        """Somebody waits for news: the next pull looks, however short ago the last one was."""
        self._hinted = True

    def join(self, known: RawItem, item: RawItem) -> RawItem:
        """The list alone takes no detail away."""
        return joined(known, item)

    def normalise(self, item: RawItem) -> Meaning | None:
        """What a stored item means. Raises `BadPayload`."""
        return meaning_of(item, self.name)


def _ends_soon(ends: date) -> str:
    return f"The key for Garmin's Personal API ends on {ends:%A, %-d %B}: {NEW_KEY}, and set key_expires anew."


def _ended(ends: date) -> str:
    return f"The key for Garmin's Personal API ended on {ends:%A, %-d %B}: {NEW_KEY}, and set key_expires anew."
