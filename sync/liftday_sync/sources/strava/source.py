"""Strava as a source: decides what to look at, and turns every trouble into a state."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from liftday_rules.model import Activity
from liftday_sync.errors import ConfigError
from liftday_sync.sources.base import Capability, Progress, Pull, RawItem, SourceState, Surroundings
from liftday_sync.sources.settings import StravaConfig
from liftday_sync.sources.strava.account import Account
from liftday_sync.sources.strava.cursor import Cursor
from liftday_sync.sources.strava.looks import REQUESTS_OF_DETAILS, look_at_details, look_at_recent, look_back
from liftday_sync.sources.strava.meaning import to_activity
from liftday_sync.sources.strava.payload import joined
from liftday_sync.sources.strava.tokens import Hints
from liftday_sync.sources.strava.trouble import Trouble, offline, refused
from liftday_sync.threads import in_thread

KEPT_FOR = timedelta(days=7)
LONGEST_S = 180.0
ASLEEP = timedelta(hours=1)
"""How often an application that Strava put to sleep is tried."""


class StravaSource:
    """One athlete's Strava. A look is taken at most every hour or so, unless `hint` says that there is news."""

    capabilities = frozenset({Capability.ACTIVITIES})
    is_near = False

    def __init__(self, config: StravaConfig, around: Surroundings, account: Account) -> None:
        self.name = config.called
        self.keeps_raw_for = KEPT_FOR if config.purge else None
        self._account = account
        self._zone = around.athlete.zone
        self._history_days = config.history_days
        self._hinted = False
        self._is_said_revoked = False
        self._asleep: Pull | None = None

    def hint(self) -> None:
        """There may be news: the next pull looks, however short ago the last one was."""
        self._hinted = True

    def say_revoked(self) -> None:
        """Somebody says that the athlete took the connection back: the next pull asks Strava whether that is so."""
        self._hinted = self._is_said_revoked = True

    def hints(self) -> tuple[Hints, int | None] | None:
        """Where Strava may send hints, and whose they must be; None where nobody subscribed. Reads files."""
        kept, tokens = self._account.hints.load(), self._account.tokens.load()
        return None if kept is None else (kept, tokens.athlete if tokens is not None else None)

    async def pull(self, cursor: str | None, now: datetime) -> Pull:
        """One portion: recent days when it is time, else details, else the history, else nothing."""
        try:
            found = await in_thread(self._pull, Cursor.of(cursor), now, timeout_s=LONGEST_S)
        except Trouble as trouble:
            failed = Pull(state=trouble.state, detail=str(trouble), retry_at=trouble.retry_at)
            if trouble.state is SourceState.INACTIVE_SUBSCRIPTION:
                failed = self._asleep = replace(failed, retry_at=now + ASLEEP)
            return failed
        except ConfigError as error:
            return Pull(state=SourceState.NEEDS_KEY, detail=str(error))
        except TimeoutError:
            return Pull(state=SourceState.OFFLINE, detail=str(offline("takes too long to answer")))
        return found

    def _pull(self, cursor: Cursor, now: datetime) -> Pull:
        with self._account.lock:
            if self._is_said_revoked:
                is_so = self._account.is_revoked(now)
                if is_so:
                    self._account.leave(now)
                self._is_said_revoked = False
                if is_so:
                    return Pull(state=SourceState.NEEDS_LOGIN, detail=str(refused()), forget=True)
            if self._asleep is not None and self._asleep.retry_at and now < self._asleep.retry_at and not self._hinted:
                return self._asleep
            self._asleep = None
            return self._look(cursor, now)

    def _look(self, cursor: Cursor, now: datetime) -> Pull:
        get = partial(self._account.get, now=now)
        has_room_for_details = partial(self._account.limits.has_room, now, REQUESTS_OF_DETAILS)
        if self._hinted or cursor.next_look is None or now >= cursor.next_look:
            found = look_at_recent(get, cursor, now, self._zone)
            self._hinted = False
        elif cursor.wanted and has_room_for_details():
            found = look_at_details(get, cursor, has_room_for_details)
        elif not self._is_done(cursor) and self._account.limits.has_room(now):
            found = look_back(get, cursor, now, self._zone, self._history_days)
        else:
            self._account.standing()
            return Pull(state=SourceState.OK, looked=False, progress=self._progress(cursor))
        after = Cursor.of(found.cursor)
        waits = bool(after.wanted and after.wanted[0].tries == 0) or not self._is_done(after)
        return replace(
            found,
            more=waits and self._account.limits.has_room(now),
            progress=self._progress(after),
        )

    def _is_done(self, cursor: Cursor) -> bool:
        return cursor.history.is_done or not self._history_days

    def _progress(self, cursor: Cursor) -> Progress | None:
        if not self._history_days:
            return None
        return Progress(
            done=cursor.history.done,
            total=cursor.history.done if cursor.history.is_done else None,
            reached=cursor.history.reached,
        )

    def join(self, known: RawItem, item: RawItem) -> RawItem:
        """A list tells less than the details that were read before."""
        return joined(known, item)

    def normalise(self, item: RawItem) -> Activity:
        """What the item means. Raises `BadPayload`."""
        return to_activity(item, self.name, self._zone)
