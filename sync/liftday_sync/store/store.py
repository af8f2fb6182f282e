"""The store's face: every method is one transaction, and every athlete's rows are the athlete's alone."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime

from liftday_rules.model import Activity, Plan, Published, SessionUid, Stream
from liftday_sync.sources.base import Listing, Meaning, RawItem, Written
from liftday_sync.store import (
    absence,
    activities,
    changes,
    facts,
    household,
    incoming,
    meanings,
    news,
    outdated,
    plans,
    replay,
    reports,
    saying,
    sessions,
    tokens,
    told,
    written,
)
from liftday_sync.store.api import (
    ActivityCount,
    AthleteRow,
    Incoming,
    NewFact,
    NewToken,
    Problem,
    Saved,
    SourceReport,
    StoredChange,
    StoredFact,
    StoredMeaning,
    StoredPlan,
    StoredSession,
    TokenRow,
)
from liftday_sync.store.database import Database
from liftday_sync.store.meanings import Told
from liftday_sync.store.shelf import Shelf


class Store(Database):
    """Everything that is remembered. It blocks: the daemon calls it with `in_thread`; threads may share it.

    What the engine says (disk full, file damaged, server gone) comes as a `StoreError` with the mend.
    """

    # --- the house ---------------------------------------------------------------------------------------------

    def server_id(self) -> str:
        """The id of this installation, the same for ever."""
        with self._read() as conn:
            stored = household.server_id(conn)
        if stored is not None:
            return stored
        with self._write() as conn:
            return household.make_server_id(conn)

    def ensure_athlete(self, athlete_id: str, *, name: str, time_zone: str) -> None:
        """Make the athlete, or take over a new name or zone."""
        with self._write() as conn:
            household.ensure_athlete(conn, athlete_id, name, time_zone)

    def athletes(self) -> tuple[AthleteRow, ...]:
        """Everybody, by id."""
        with self._read() as conn:
            return household.all_athletes(conn)

    # --- what was recorded -------------------------------------------------------------------------------------

    def save_batch(
        self,
        athlete_id: str,
        source: str,
        items: Sequence[Incoming],
        *,
        cursor: str | None,
        now: datetime,
        listings: Sequence[Listing] = (),
        counted: Collection[str] = (),
    ) -> Saved:
        """Store raw items, what they mean, what complete readings lack, and the source's cursor: all of it, or nothing.

        Items are known by their external id; of one that comes twice in a batch the later counts. Unchanged ones are
        only marked as seen. A deleted one that comes again is changed. A `cursor` of None leaves the stored one.
        What is missing from two complete readings gets a tombstone; ids `counted` in this look are not counted again.
        """
        with self._write() as conn:
            shelf = Shelf(athlete_id, source)
            return incoming.save_batch(conn, shelf, items, cursor, now, listings=listings, counted=counted)

    def remove(self, athlete_id: str, source: str, external_ids: Sequence[str], *, now: datetime) -> int:
        """Leave tombstones for items that the source no longer has; returns how many meant something."""
        with self._write() as conn:
            return absence.remove(conn, Shelf(athlete_id, source), external_ids, now)

    def cursor(self, athlete_id: str, source: str) -> str | None:
        """How far the source was read; None before the first time."""
        with self._read() as conn:
            return incoming.cursor_of(conn, Shelf(athlete_id, source))

    def hashes(self, athlete_id: str, source: str, external_ids: Sequence[str]) -> dict[str, str]:
        """The content hashes of those items that are stored (deleted ones are not)."""
        with self._read() as conn:
            return incoming.hashes(conn, Shelf(athlete_id, source), external_ids)

    def stored(self, athlete_id: str, source: str, external_ids: Collection[str]) -> dict[str, RawItem]:
        """Those of these raw items that are stored (deleted ones are not)."""
        with self._read() as conn:
            return incoming.stored(conn, Shelf(athlete_id, source), external_ids)

    def renormalise(
        self, athlete_id: str, source: str, normalise: Callable[[RawItem], Meaning | None], *, now: datetime
    ) -> int:
        """Read every stored raw item anew, as a better `normalise` does; returns how many mean something else.

        It works in portions, so that others get their turn; stopped half-way, it can simply be run again.
        """
        shelf = Shelf(athlete_id, source)
        differing = 0
        after: str | None = ""
        while after is not None:
            with self._read() as conn:
                read, after = replay.read_again(conn, shelf, after, normalise)
            with self._write() as conn:
                differing += replay.save_reading(conn, shelf, read, now)
        return differing

    def forget_source(self, athlete_id: str, source: str) -> int:
        """Forget everything that a source brought, for ever, and how far it was read; how many items."""
        with self._write() as conn:
            return incoming.forget(conn, Shelf(athlete_id, source))

    def outdated(self, athlete_id: str, source: str, *, before: datetime) -> dict[str, date | None]:
        """Items whose payload has been kept since before that instant, with the local day of what was recorded."""
        with self._read() as conn:
            return outdated.find(conn, Shelf(athlete_id, source), before)

    def let_go(
        self,
        athlete_id: str,
        source: str,
        external_ids: Collection[str],
        *,
        kept: Collection[Activity],
        before: datetime,
    ) -> int:
        """Forget these payloads for ever, keep the activities as given, and forget deleted ones; how many payloads.

        What came anew since `before` is left alone.
        """
        with self._write() as conn:
            return outdated.let_go(conn, Shelf(athlete_id, source), external_ids, kept, before)

    def written(self, athlete_id: str, source: str) -> dict[SessionUid, Written]:
        """What we put into another service and still stands there, by session."""
        with self._read() as conn:
            return written.all_of(conn, Shelf(athlete_id, source))

    def keep_written(self, athlete_id: str, source: str, uid: SessionUid, now: Written | None, at: datetime) -> None:
        """Remember what stands there for a session; None: nothing any more."""
        with self._record() as conn:
            written.keep(conn, Shelf(athlete_id, source), uid, now, at)

    def save_source_report(self, athlete_id: str, report: SourceReport) -> None:
        """Store how a source is doing."""
        with self._write() as conn:
            reports.save(conn, athlete_id, report)

    def source_reports(self, athlete_id: str) -> tuple[SourceReport, ...]:
        """How each source is doing, by name."""
        with self._read() as conn:
            return reports.all_of(conn, athlete_id)

    def activities(self, athlete_id: str, *, since: date, until: date | None = None) -> tuple[Activity, ...]:
        """The activities of these local days, both included, in order of start; their streams are left out."""
        with self._read() as conn:
            return activities.between(conn, athlete_id, since, until)

    def meanings[T: Told](
        self,
        athlete_id: str,
        cls: type[T],
        *,
        since: date,
        until: date | None = None,
        deleted_since: datetime | None = None,
    ) -> tuple[StoredMeaning[T], ...]:
        """What sources tell of these local days that is no activity, of one type: `Race`, `Night` and so on.

        With `deleted_since`, what was taken back at or after that instant is among it.
        """
        with self._read() as conn:
            return meanings.between(conn, athlete_id, cls, since=since, until=until, deleted_since=deleted_since)

    def stream(self, athlete_id: str, activity_id: str) -> Stream | None:
        """The samples of an activity; None when it has none."""
        with self._read() as conn:
            return activities.stream_of(conn, athlete_id, activity_id)

    def activity_count(self, athlete_id: str) -> ActivityCount:
        """How much history there is."""
        with self._read() as conn:
            return activities.count(conn, athlete_id)

    def strength_days(self, athlete_id: str) -> tuple[date, ...]:
        """The day of every strength session that was ever recorded, oldest first; one a session."""
        with self._read() as conn:
            return activities.strength_days(conn, athlete_id)

    def problems(self, athlete_id: str, limit: int = 100) -> tuple[Problem, ...]:
        """The items that could not be read, latest first."""
        with self._read() as conn:
            return activities.problems(conn, athlete_id, limit)

    # --- what the athlete said ---------------------------------------------------------------------------------

    def add_fact(self, athlete_id: str, fact: NewFact, now: datetime) -> bool:
        """Remember something; False when its key was seen before, and nothing was added."""
        with self._write() as conn:
            return facts.add(conn, athlete_id, fact, now) is not None

    def say(
        self,
        athlete_id: str,
        fact: NewFact,
        now: datetime,
        *,
        ends: Collection[int] = (),
        touch: saying.Touch | None = None,
    ) -> StoredFact | None:
        """Remember something, end other facts and touch a session in one transaction; None when its key was known.

        Raises `saying.Changed`, and writes nothing, when the session is no longer what the word answered.
        """
        with self._write() as conn:
            return saying.say(conn, athlete_id, fact, ends, touch, now)

    def fact_by_key(self, athlete_id: str, key: str) -> StoredFact | None:
        """What was said under this key; None when nothing was."""
        with self._read() as conn:
            return saying.by_key(conn, athlete_id, key)

    def facts(
        self, athlete_id: str, *, kinds: Collection[str] | None = None, since: datetime | None = None
    ) -> tuple[StoredFact, ...]:
        """What was said, ended or not, oldest first."""
        with self._read() as conn:
            return facts.said(conn, athlete_id, kinds, since)

    def end_fact(self, athlete_id: str, fact_id: int, now: datetime) -> bool:
        """Say that a fact holds no longer; False when there is none that does."""
        with self._write() as conn:
            return facts.end(conn, athlete_id, fact_id, now)

    def mark(self, athlete_id: str) -> str:
        """A text that differs from before whenever there is something new to decide from; cheap enough to ask often."""
        with self._read() as conn:
            return news.mark(conn, athlete_id)

    def pulse(self, athlete_id: str) -> str:
        """A text that differs from before whenever there is something new to show, whoever decided it."""
        with self._read() as conn:
            return news.pulse(conn, athlete_id)

    # --- what was planned --------------------------------------------------------------------------------------

    def published(
        self,
        athlete_id: str,
        *,
        since: datetime,
        with_skipped: bool = False,
        set_aside: Collection[SessionUid] = (),
    ) -> tuple[Published, ...]:
        """The sessions that stand in the calendar as something to do, from `since` on, in order of start.

        `with_skipped`: also those that the athlete skipped, for they use up a place of their week. `set_aside`: also
        those of these that were paused; they are pinned.
        """
        with self._read() as conn:
            return sessions.published(conn, athlete_id, since, with_skipped=with_skipped, set_aside=set_aside)

    def session(self, athlete_id: str, uid: str) -> StoredSession | None:
        """The session of that uid, whatever became of it; None when there never was one."""
        with self._read() as conn:
            return sessions.one(conn, athlete_id, uid)

    def sessions(self, athlete_id: str, *, since: datetime) -> tuple[StoredSession, ...]:
        """Every session of the window that was ever published, tombstones included, in order of start."""
        with self._read() as conn:
            return sessions.ever(conn, athlete_id, since)

    def used_uids(self, athlete_id: str) -> frozenset[SessionUid]:
        """The uids that any session ever had, for a new one must not take an old one's place in a calendar."""
        with self._read() as conn:
            return sessions.used_uids(conn, athlete_id)

    def save_plan(self, athlete_id: str, plan: Plan, *, now: datetime, trigger: str) -> int:
        """Publish a plan: sessions, the log of changes and the plan itself, in one transaction.

        Returns its revision. A plan that says nothing new keeps the revision of the one before and writes nothing.
        Sessions that are gone stay as tombstones with a higher sequence. What the athlete did to a session after
        `now`, while the plan was being made, stands until the next plan.
        """
        with self._write() as conn:
            return plans.save(conn, athlete_id, plan, now, trigger)

    def latest_plan(self, athlete_id: str) -> StoredPlan | None:
        """The plan that holds; None before the first one."""
        with self._read() as conn:
            return plans.latest(conn, athlete_id)

    def plan_made_at(self, athlete_id: str, revision: int) -> datetime | None:
        """When the plan of that revision was last decided, all that was said before among it; None: there was none."""
        with self._read() as conn:
            return plans.made_at(conn, athlete_id, revision)

    def changes(self, athlete_id: str, *, since: datetime) -> tuple[StoredChange, ...]:
        """What the athlete could see change at or after `since`, oldest first."""
        with self._read() as conn:
            return changes.since(conn, athlete_id, since)

    # --- what was said to a phone ------------------------------------------------------------------------------

    def told(self, athlete_id: str, target: str) -> dict[str, datetime]:
        """The keys of what was said to this address, and when."""
        with self._read() as conn:
            return told.all_of(conn, athlete_id, target)

    def remember_told(self, athlete_id: str, target: str, keys: Collection[str], now: datetime) -> None:
        """Note that it was said, so that it is not said twice."""
        with self._write() as conn:
            told.remember(conn, athlete_id, target, keys, now)

    def forget_told(self, athlete_id: str, target: str, keys: Collection[str]) -> None:
        """It is over, or long ago, and may be said again."""
        with self._record() as conn:
            told.forget(conn, athlete_id, target, keys)

    # --- who may ask -------------------------------------------------------------------------------------------

    def save_token(self, token: NewToken, now: datetime) -> None:
        """Store a key's hash."""
        with self._write() as conn:
            tokens.save(conn, token, now)

    def token(self, token_hash: str, now: datetime | None = None) -> TokenRow | None:
        """The key with this hash, None when there is none. With `now` its use is noted, once an hour at most."""
        with self._read() as conn:
            found = tokens.find(conn, token_hash)
        if found is not None and now is not None and tokens.is_stale(found, now):
            with self._write() as conn:
                tokens.touch(conn, token_hash, now)
        return found

    def tokens(self) -> tuple[TokenRow, ...]:
        """Every key, by label."""
        with self._read() as conn:
            return tokens.all_tokens(conn)

    def revoke_token(self, token_hash: str) -> bool:
        """Take a key away; False when there is none."""
        with self._write() as conn:
            return tokens.revoke(conn, token_hash)
