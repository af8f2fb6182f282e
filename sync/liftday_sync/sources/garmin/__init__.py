"""A Garmin account: runs, nights, the calendar, and strength sessions on the watch.

`client` alone knows the vendor's library, `session` asks, `activities`, `nights` and `calendar` read, `workouts`
writes, `login` connects the account. What to read next, and what it means, is in `garmin_reading`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from liftday_rules.model import SessionUid
from liftday_sync.sources.base import (
    Capability,
    ItemKind,
    Keep,
    Meaning,
    Pull,
    RawItem,
    Surroundings,
    Workout,
    Writing,
    Written,
)
from liftday_sync.sources.garmin import calendar, nights, workouts
from liftday_sync.sources.garmin.activities import read_parts
from liftday_sync.sources.garmin.login import GarminLogin
from liftday_sync.sources.garmin.session import Session
from liftday_sync.sources.garmin.trouble import Refusal
from liftday_sync.sources.garmin_json import joined
from liftday_sync.sources.garmin_reading.cursor import Cursor
from liftday_sync.sources.garmin_reading.portions import Brought, Portions, meaning_of
from liftday_sync.sources.garmin_reading.steps import Wanted
from liftday_sync.sources.settings import GarminConfig

__all__ = ["GarminSource", "open_login", "open_source"]


def open_source(config: GarminConfig, around: Surroundings) -> GarminSource:
    """The account of this athlete; nothing is read yet."""
    return GarminSource(config, around)


def open_login(config: GarminConfig, around: Surroundings) -> GarminLogin:
    """A fresh attempt to connect the account."""
    return GarminLogin(around.folder, config.server)


class GarminSource:
    """One account. Each pull is one portion, stored with the cursor before the next is asked for."""

    is_near = False
    keeps_raw_for: timedelta | None = None

    def __init__(self, config: GarminConfig, around: Surroundings) -> None:
        self.name = config.called
        self.config = config
        self.session = Session(around.folder, config.server)
        self._zone = around.athlete.zone
        self._hinted = False
        self._portions = Portions(
            session=self.session,
            zone=self._zone,
            parts=partial(read_parts, self.session),
            ask=partial(nights.read_kind, self.session),
            at_first=nights.at_first,
            each_night=nights.each_night,
            month=self._month,
        )
        wanted = {
            Capability.ACTIVITIES: True,
            Capability.PLANNED: config.planned,
            Capability.WELLNESS: config.wellness,
            Capability.PUSH_WORKOUT: config.write_workouts,
        }
        self.capabilities = frozenset(capability for capability, is_wanted in wanted.items() if is_wanted)

    async def pull(self, cursor: str | None, now: datetime) -> Pull:
        """The next portion of what has fallen due; most looks of a quiet day find nothing due and ask nothing."""
        told = self.config
        wanted = Wanted(history_days=told.history_days, wellness=told.wellness, planned=told.planned)
        found = await self._portions.pull(cursor, wanted, now, hinted=self._hinted)
        self._hinted = False
        return found

    def hint(self) -> None:
        """Somebody waits for news: the next pull looks, however short ago the last one was."""
        self._hinted = True

    async def _month(self, here: Cursor, now: datetime) -> Brought:
        """A calendar that Garmin can't show just now is asked for again at the next time."""
        month, *here.months = here.months
        here.planned_at = now
        try:
            return await calendar.read_month(self.session, month, now)
        except Refusal:
            return (), ()

    async def write(
        self, wanted: Sequence[Workout], written: Mapping[SessionUid, Written], now: datetime, keep: Keep
    ) -> Writing:
        """Make the watch's calendar say what is wanted, touching only what we put there."""
        return await workouts.write(self.session, wanted, written, now, keep)

    def join(self, known: RawItem, item: RawItem) -> RawItem:
        """The list alone takes no detail away."""
        return joined(known, item)

    def normalise(self, item: RawItem) -> Meaning | None:
        """What a stored item means. Raises `BadPayload`."""
        if item.kind is ItemKind.PLANNED:
            return calendar.meaning(item, self._zone)
        return meaning_of(item, self.name)
