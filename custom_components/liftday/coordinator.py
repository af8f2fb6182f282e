"""One coordinator an athlete: the snapshot by GET, kept fresh by a stream, with a slow poll as the net."""

import asyncio
from collections.abc import Collection, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed, ServiceValidationError
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util

from .client import CannotConnect, InvalidAuth, LiftdayClient, LiftdayError, Verb
from .const import DOMAIN, LOGGER, POLL_S, RETRY_ABSENT_S, RETRY_FIRST_S, RETRY_WRONG_S
from .contract import AthleteRef, Outcome, ServerInfo, Session, Snapshot
from .issues import clear_schema_issue, raise_schema_issue, telling, translated

RESUMABLE = ("pause", "sick", "injury")
"""What keeps strength away; travel only changes what there is to lift with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftdayData:
    """What a loaded entry holds."""

    client: LiftdayClient
    info: ServerInfo
    athletes: Mapping[str, AthleteCoordinator]


type LiftdayConfigEntry = ConfigEntry[LiftdayData]


class AthleteCoordinator(DataUpdateCoordinator[Snapshot]):
    """The present answer for one athlete."""

    config_entry: LiftdayConfigEntry

    def __init__(
        self, hass: HomeAssistant, entry: LiftdayConfigEntry, client: LiftdayClient, athlete: AthleteRef
    ) -> None:
        """Prepare; nothing is asked before the first refresh."""
        super().__init__(
            hass,
            LOGGER,
            config_entry=entry,
            name=f"Liftday for {athlete.name}",
            update_interval=timedelta(seconds=POLL_S),
            always_update=False,
        )
        self.client = client
        self.athlete = athlete
        self.is_listening = False
        self._cancel_turn: CALLBACK_TYPE | None = None
        self._was_current = True

    @property
    def _has_answer(self) -> bool:
        """Whether there was a first answer."""
        return isinstance(self.data, Snapshot)

    @property
    def is_current(self) -> bool:
        """Whether the answer may still be shown: yesterday's suggestion is worse than none."""
        return dt_util.utcnow() < self.data.valid_until

    @property
    def is_shown(self) -> bool:
        """Whether the daemon is there and its answer not past its time."""
        return self.last_update_success and self.is_current

    def session(self, uid: str) -> Session:
        """The session of this name, or an error that the user reads."""
        for session in self.data.sessions:
            if session.uid == uid:
                return session
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="unknown_session")

    async def say(self, uid: str, verb: Verb, *, start: datetime | None = None, revision: int | None = None) -> Outcome:
        """Say something about a session; raises what the user reads. The new plan comes by the stream."""
        with telling():
            return await self.client.say(self.athlete.id, uid, verb, start=start, revision=revision)

    async def resume(self, kinds: Collection[str] = RESUMABLE) -> tuple[Outcome, ...]:
        """Say that what kept strength away is over. Raises what the user reads; nothing to end is no error."""
        with telling():
            flags = await self.client.flags(self.athlete.id)
            over = [flag for flag in flags if flag.kind in kinds and flag.since <= dt_util.utcnow()]
            return tuple([await self.client.lower_flag(self.athlete.id, flag.id) for flag in over])

    def listen(self) -> None:
        """Open the stream, and open it again whenever it ends, for as long as the entry is loaded."""
        self.config_entry.async_create_background_task(self.hass, self._listen(), f"{self.name}: stream")

    @override
    async def _async_update_data(self) -> Snapshot:
        try:
            snapshot = await self.client.snapshot(self.athlete.id)
        except LiftdayError as err:
            self._note_lost(err)
            kind = ConfigEntryAuthFailed if isinstance(err, InvalidAuth) else UpdateFailed
            raise translated(err, kind) from err
        clear_schema_issue(self.hass, self.config_entry)
        return snapshot

    def _note_lost(self, err: LiftdayError) -> None:
        """One line when the daemon is lost, at info: the base class would call a restart of the daemon an error."""
        raise_schema_issue(self.hass, self.config_entry, err)
        if self.last_update_success and self._has_answer:
            LOGGER.info("%s is not available: %s", self.name, err)
            self.last_update_success = False

    @callback
    @override
    def _async_refresh_finished(self) -> None:
        if self.last_update_success:
            self._await_turn()

    async def _listen(self) -> None:
        pause_s = RETRY_FIRST_S
        while True:
            wrong = False
            try:
                async with aclosing(self.client.follow(self.athlete.id)) as snapshots:
                    async for snapshot in snapshots:
                        self.is_listening, pause_s = True, RETRY_FIRST_S
                        self._take(snapshot)
            except LiftdayError as err:
                LOGGER.debug("%s: the stream ended: %s", self.name, err)
                wrong = not isinstance(err, CannotConnect)
            self.is_listening = False
            if self.last_update_success or wrong:
                # Is it the stream or the daemon? One question tells, and entities and repairs know at once.
                await self.async_refresh()
            if not self.last_update_success and isinstance(self.last_exception, ConfigEntryAuthFailed):
                return  # a new token loads the entry anew
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, RETRY_WRONG_S if wrong else RETRY_ABSENT_S)

    def _take(self, snapshot: Snapshot) -> None:
        """Use what the stream brought; what says nothing new wakes nobody."""
        clear_schema_issue(self.hass, self.config_entry)
        if self.last_update_success and snapshot == self.data:
            self.data = snapshot
        else:
            if not self.last_update_success:
                LOGGER.info("%s is available again", self.name)
            self.async_set_updated_data(snapshot)
        self._await_turn()

    @callback
    def _await_turn(self, _now: datetime | None = None) -> None:
        """Look again when time alone changes the answer: a session ends, or the snapshot grows too old."""
        self._cancel_waiting()
        if self.is_current != self._was_current or _now:
            self._was_current = self.is_current
            self.async_update_listeners()
        now = dt_util.utcnow()
        session = self.data.next_session(now)
        turns = [self.data.valid_until] + ([session.end] if session else [])
        if coming := [turn for turn in turns if turn > now]:
            self._cancel_turn = async_track_point_in_utc_time(self.hass, self._await_turn, min(coming))

    def _cancel_waiting(self) -> None:
        if self._cancel_turn:
            self._cancel_turn()
            self._cancel_turn = None

    @override
    async def async_shutdown(self) -> None:
        """Stop waiting; the stream's task ends with the entry."""
        self._cancel_waiting()
        await super().async_shutdown()
