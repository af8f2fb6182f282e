"""A store that somebody has lived with: something of everything that a file of one's own data can hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from tests.helpers.remembered import ME, NOW, SAMPLES, activity, change, plan, read, session, unread

from liftday_rules.model import (
    BodyMeasure,
    Busy,
    ChangeKind,
    ExerciseDone,
    Flag,
    FlagKind,
    Night,
    PlannedRun,
    Priority,
    Race,
    RunState,
    SessionUid,
    SetDone,
)
from liftday_sync.config import parse
from liftday_sync.cycle import Home
from liftday_sync.lift_log import to_fact
from liftday_sync.moving.arrive import Brought, bring_in
from liftday_sync.moving.leave import export
from liftday_sync.moving.merge import Different
from liftday_sync.publish.hub import Hub
from liftday_sync.sources.base import ItemKind, Meaning, Progress, RawItem, SourceState, Written
from liftday_sync.store import Incoming, NewFact, NewToken, SessionStatus, SourceReport, Store
from liftday_sync.store.saying import Touch

FRIDAY = NOW + timedelta(days=1, hours=5)
LATER = NOW + timedelta(hours=2)
TOKEN = "f" * 64


def fill(store: Store, athlete_id: str = ME) -> None:
    """Live for a while."""
    _record(store, athlete_id)
    _say(store, athlete_id)
    _plan(store, athlete_id)
    report = SourceReport(
        source="demo",
        state=SourceState.OK,
        last_ok_at=NOW,
        last_try_at=LATER,
        progress=Progress(done=3, total=9, reached=date(2026, 1, 2)),
        unfinished=True,
    )
    store.save_source_report(athlete_id, report)
    store.keep_written(
        athlete_id, "demo", SessionUid("a"), Written(uid=SessionUid("a"), ref="w:1", fingerprint="x"), NOW
    )
    store.remember_told(athlete_id, "0123456789abcdef", ["moved:a:1"], NOW)
    store.save_token(NewToken(token_hash=TOKEN, scope="full", athlete_id=athlete_id, label="phone"), NOW)


def _record(store: Store, athlete_id: str) -> None:
    items = [read(1, stream=SAMPLES, name="Über die Brücke\u2028"), read(2), read(3), unread(4, "It has no start.")]
    items.append(Incoming(item=RawItem(external_id="5", kind=ItemKind.ACTIVITY, payload=b"\xff\x00"), meaning=None))
    store.save_batch(athlete_id, "demo", items, cursor='{"after": 3}', now=NOW)
    store.remove(athlete_id, "demo", ["2"], now=LATER)
    lent = activity(3, name=None, laps=())
    store.let_go(athlete_id, "demo", ["3"], kept=[lent], before=LATER)
    told: list[Meaning] = [
        Night(date=NOW.date()),
        BodyMeasure(date=NOW.date(), hr_max_bpm=191.0),
        Busy(start=FRIDAY, end=FRIDAY + timedelta(hours=1)),
        Flag(kind=FlagKind.SICK, since=NOW),
        Race(name="City Run", priority=Priority.B, start=FRIDAY, distance_m=10_000.0, state=RunState.PLANNED),
        PlannedRun(start=FRIDAY, minutes=50.0, state=RunState.PLANNED),
    ]
    meant = [
        Incoming(
            item=RawItem(external_id=f"m{number}", kind=ItemKind.PLANNED, payload=b'{"n":%d}' % number), meaning=meaning
        )
        for number, meaning in enumerate(told)
    ]
    store.save_batch(athlete_id, "garmin", meant, cursor=None, now=NOW)
    store.remove(athlete_id, "garmin", ["m0"], now=LATER)


def _say(store: Store, athlete_id: str) -> None:
    since = {"kind": "sick", "since": NOW.isoformat(), "until": None}
    store.add_fact(athlete_id, NewFact(kind="flag", subject=None, payload=since, key="one"), NOW)
    [flag] = store.facts(athlete_id)
    mistake = NewFact(kind="mistake", subject=str(flag.id), payload={}, key=f"mistake:{flag.id}")
    store.say(athlete_id, mistake, LATER, ends=(flag.id,))
    lifted = ExerciseDone(key="goblet_squat", on=NOW.date(), sets=(SetDone(reps=8, load_kg=12.5, rpe=7.0),))
    store.add_fact(athlete_id, to_fact(lifted), LATER)
    store.add_fact(athlete_id, NewFact(kind="override", subject="demo:1", payload={"class": "hard"}, key="two"), LATER)


def _plan(store: Store, athlete_id: str) -> None:
    first = session("a", FRIDAY)
    added = change("a", ChangeKind.ADDED, None, FRIDAY)
    store.save_plan(
        athlete_id, plan(first, session("b", FRIDAY + timedelta(days=3)), changes=(added,)), now=NOW, trigger="start"
    )
    moved = change("a", ChangeKind.PUSHED_BACK, FRIDAY, FRIDAY + timedelta(days=1))
    then = session("a", FRIDAY + timedelta(days=1), sequence=1)
    store.save_plan(athlete_id, plan(then, changes=(moved,)), now=LATER, trigger="new data")
    done = Touch(uid="a", seen=SessionStatus.PLANNED, status=SessionStatus.DONE)
    store.say(athlete_id, NewFact(kind="pin", subject="a", payload={}, key="three"), LATER, touch=done)


@contextmanager
def another(folder: Path, name: str = "Anna") -> Iterator[Store]:
    """A store in another place, with the athlete in it."""
    with Store.open(f"sqlite:///{folder}/liftday.db") as store:
        store.ensure_athlete(ME, name=name, time_zone="Europe/Berlin")
        yield store


def home(store: Store) -> Home:
    """Anna's, without sources."""
    raw = {"athletes": [{"id": ME, "name": "Anna", "time_zone": "Europe/Berlin", "sources": [{"kind": "demo"}]}]}
    return Home(athlete=parse(raw, "test").athletes[0], sources=(), store=store, hub=Hub())


def left(store: Store, path: Path) -> Path:
    """All that is Anna's, in a file, as of a certain time."""
    path.unlink(missing_ok=True)
    export([home(store)], path, NOW, is_whole=True)
    return path


def arrived(store: Store, path: Path, different: Different | None = None) -> Brought:
    """The file, brought in for Anna."""
    return bring_in(store, path, {ME: ME}, different)
