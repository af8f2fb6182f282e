"""One athlete's phones: every change of the plan once, at a decent hour, and the first answer counts."""

from datetime import datetime, timedelta

from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers.event import async_track_point_in_time
from homeassistant.util import dt as dt_util

from custom_components.liftday.client import LiftdayError
from custom_components.liftday.contract import Change, Session, SessionStatus
from custom_components.liftday.coordinator import AthleteCoordinator

from .answering import Tap, tap_of
from .choose import DROPPED, MOVED, PROPOSED, Choice, chosen
from .remembering import ANSWERED, SEEN, TOLD, WAITING, Memory
from .sending import Sender, message
from .words import words_of

TAPPED = "mobile_app_notification_action"
KIND_OF = {
    "added": PROPOSED,
    "pushed_back": MOVED,
    "brought_forward": MOVED,
    "moved": MOVED,
    "lightened": MOVED,
    "made_full": MOVED,
    "dropped": DROPPED,
    "paused": DROPPED,
}
SAME_PLACE = {"lightened", "made_full"}
FRESH_FOR = timedelta(hours=24)
"""What became different longer ago, while Home Assistant was down, is no news."""
STANDING = {SessionStatus.PLANNED, SessionStatus.LOCKED}


class Teller:
    """Compares each plan with what the athlete was told."""

    def __init__(self, hass: HomeAssistant, athlete: AthleteCoordinator, memory: Memory) -> None:
        """Begin where the last look ended, and at first with what stands now: nothing old is told."""
        self._hass, self._athlete, self._memory = hass, athlete, memory
        self._sender = Sender(hass)
        self._seen = memory.of(athlete.athlete.id, SEEN)
        self._seen.setdefault("plan", athlete.data.revision)
        self._told, self._answered, self._waiting = (
            memory.of(athlete.athlete.id, part) for part in (TOLD, ANSWERED, WAITING)
        )
        self._cancel_morning: CALLBACK_TYPE | None = None

    @property
    def _choice(self) -> Choice:
        return chosen(self._athlete.config_entry.options, self._athlete.athlete.id)

    @callback
    def follow(self) -> None:
        """Listen to the plan and to the phones until the entry is unloaded."""
        entry = self._athlete.config_entry
        entry.async_on_unload(self._athlete.async_add_listener(self._look))
        entry.async_on_unload(self._hass.bus.async_listen(TAPPED, self._hear))
        entry.async_on_unload(self._stop_waiting)
        self._look()

    @callback
    def _look(self, _now: datetime | None = None) -> None:
        """Note what is new, and tell it now or in the morning."""
        if not self._athlete.is_shown:
            return
        choice, plan = self._choice, self._athlete.data
        if plan.revision < self._seen["plan"]:  # the daemon began anew
            self._told.clear()
            self._answered.clear()
        for change in plan.changes:
            if change.revision > self._seen["plan"] and self._is_wanted(change, choice):
                before = change.start_before.isoformat() if change.start_before else None
                self._waiting.setdefault(change.uid, before)
        self._seen["plan"] = plan.revision
        if self._waiting:
            self._athlete.config_entry.async_create_background_task(
                self._hass, self._tell_or_wait(choice), f"{self._athlete.name}: phones"
            )

    def _is_wanted(self, change: Change, choice: Choice) -> bool:
        is_fresh = dt_util.utcnow() - change.at < FRESH_FOR
        return bool(choice.phones) and is_fresh and KIND_OF.get(change.change) in choice.told_of

    async def remind(self, choice: Choice, session: Session) -> None:
        """Say that a session is near."""
        words, revision = await words_of(self._hass), self._athlete.data.revision
        self._told[session.uid] = revision
        await self._memory.save()
        title = words.of("title", when=words.when(session.start))
        await self._sender.send(choice.phones, message(words, session.uid, title, session.title, revision=revision))

    async def _tell_or_wait(self, choice: Choice) -> None:
        local = dt_util.now()
        self._stop_waiting()
        if choice.phones and choice.is_quiet(local):
            self._cancel_morning = async_track_point_in_time(self._hass, self._look, choice.quiet_end(local))
            await self._memory.save()
            return
        due = dict(self._waiting)
        self._waiting.clear()
        news = [change for uid, before in due.items() if (change := self._still_true(uid, before))]
        self._told.update({change.uid: change.revision for change in news})
        await self._memory.save()  # before it is sent: rather never than twice
        for change in news:
            await self._tell(choice, change)

    def _still_true(self, uid: str, before: str | None) -> Change | None:
        """The latest change of a session, if it is still news to somebody who believes in `before`."""
        changes = [one for one in self._athlete.data.changes if one.uid == uid and one.change in KIND_OF]
        last = max(changes, key=lambda one: one.revision, default=None)
        if last is None or last.revision <= self._told.get(uid, -1):
            return None
        session = self._session(uid)
        if session and session.status in STANDING:
            stays = last.change in SAME_PLACE
            is_back = not stays and before is not None and datetime.fromisoformat(before) == session.start
            return None if is_back or session.end <= dt_util.utcnow() else last
        if session and session.status not in {SessionStatus.DROPPED, SessionStatus.PAUSED}:
            return None  # the athlete has said what became of it
        return last if before and datetime.fromisoformat(before) > dt_util.utcnow() else None

    async def _tell(self, choice: Choice, change: Change) -> None:
        words, session = await words_of(self._hass), self._session(change.uid)
        stands = session is not None and session.status in STANDING
        title = words.of("title", when=words.when(session.start)) if session and stands else words.of("title_dropped")
        made = message(words, change.uid, title, change.reason, revision=self._athlete.data.revision, answerable=stands)
        self._told[change.uid] = self._athlete.data.revision
        await self._sender.send(choice.phones, made)

    async def _hear(self, event: Event) -> None:
        tap = tap_of(event.data.get("action"))
        if tap is None or tap.uid not in self._told:
            return  # not ours, or another athlete's
        if tap.revision < self._told[tap.uid] or self._answered.get(tap.uid, -1) >= tap.revision:
            words = await words_of(self._hass)
            await self._reply(tap, words.of("stale"))
            return
        await self._answer(tap)

    async def _answer(self, tap: Tap) -> None:
        """The first tap counts; one that fails may be tried again."""
        earlier = self._answered.get(tap.uid)
        self._answered[tap.uid] = tap.revision
        try:
            await self._athlete.client.say(self._athlete.athlete.id, tap.uid, tap.verb, revision=tap.revision)
        except LiftdayError as err:
            if earlier is None:
                del self._answered[tap.uid]
            else:
                self._answered[tap.uid] = earlier
            await self._reply(tap, (await words_of(self._hass)).trouble(err))
            return
        await self._memory.save()
        await self._sender.clear(self._choice.phones, tap.uid)

    async def _reply(self, tap: Tap, text: str) -> None:
        words = await words_of(self._hass)
        await self._sender.send(self._choice.phones, message(words, tap.uid, words.of("title_reply"), text))

    def _session(self, uid: str) -> Session | None:
        return next((one for one in self._athlete.data.sessions if one.uid == uid), None)

    @callback
    def _stop_waiting(self) -> None:
        if self._cancel_morning:
            self._cancel_morning()
            self._cancel_morning = None
