"""Reminders: once for each session, some time before it begins, and never in quiet hours."""

from datetime import datetime

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.util import dt as dt_util

from custom_components.liftday.contract import Session
from custom_components.liftday.coordinator import AthleteCoordinator

from .choose import Choice, chosen
from .remembering import REMINDED, Memory
from .telling import Teller


class Reminder:
    """Waits for the next session of one athlete."""

    def __init__(self, hass: HomeAssistant, athlete: AthleteCoordinator, memory: Memory, teller: Teller) -> None:
        """Nothing is waited for before `follow`."""
        self._hass, self._athlete, self._teller = hass, athlete, teller
        self._reminded = memory.of(athlete.athlete.id, REMINDED)
        self._cancel: CALLBACK_TYPE | None = None

    @callback
    def follow(self) -> None:
        """Look at every new plan, and when a session comes near, until the entry is unloaded."""
        entry = self._athlete.config_entry
        entry.async_on_unload(self._athlete.async_add_listener(self._look))
        entry.async_on_unload(self._stop_waiting)
        self._look()

    @callback
    def _look(self, _now: datetime | None = None) -> None:
        self._stop_waiting()
        choice = chosen(self._athlete.config_entry.options, self._athlete.athlete.id)
        now = dt_util.utcnow()
        session = self._next(now)
        if session is None or choice.remind_before is None or not choice.phones:
            return
        turn = self._turn(choice, session.start - choice.remind_before, now)
        if turn is None:
            self._remind(choice, session)
        elif turn < session.start:
            self._cancel = async_track_point_in_utc_time(self._hass, self._look, turn)

    def _next(self, now: datetime) -> Session | None:
        """The next session, unless it has begun or was reminded of."""
        session = self._athlete.data.next_session(now) if self._athlete.is_shown else None
        if session is None or session.start <= now or self._reminded.get(session.uid) == session.start.isoformat():
            return None
        return session

    def _turn(self, choice: Choice, due: datetime, now: datetime) -> datetime | None:
        """When to look again; None: it is time."""
        if due > now:
            return due
        local = dt_util.as_local(now)
        return choice.quiet_end(local) if choice.is_quiet(local) else None

    @callback
    def _remind(self, choice: Choice, session: Session) -> None:
        self._reminded.clear()  # nobody asks for those before it
        self._reminded[session.uid] = session.start.isoformat()
        self._athlete.config_entry.async_create_background_task(
            self._hass, self._teller.remind(choice, session), f"{self._athlete.name}: reminder"
        )

    @callback
    def _stop_waiting(self) -> None:
        if self._cancel:
            self._cancel()
            self._cancel = None
