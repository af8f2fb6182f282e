"""What the entries of real plans look like, and what they mean."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.fakes.calendar_feed import calendar, event

from liftday_rules.model import Busy, PlannedRun, RunClass, RunState
from liftday_sync.errors import BadPayload
from liftday_sync.sources.base import ItemKind, RawItem
from liftday_sync.sources.ics.calendar import Unreadable, Window, occurrences
from liftday_sync.sources.ics.meaning import Means, Planned, to_meaning
from liftday_sync.sources.web import canonical

BERLIN = ZoneInfo("Europe/Berlin")
WINDOW = Window(first=date(2026, 11, 9), last=date(2027, 1, 22))
DAY = ";VALUE=DATE:20261124"


def meanings(*events: str, means: Means = "runs", zone: ZoneInfo = BERLIN) -> dict[str, Planned | None]:
    found = occurrences(calendar(*events), WINDOW, zone, private=means == "busy")
    items = [
        RawItem(external_id=one.external_id, kind=ItemKind.PLANNED, payload=canonical(one.payload)) for one in found
    ]
    return {item.external_id: to_meaning(item, zone, means) for item in items}


def run(*events: str, zone: ZoneInfo = BERLIN) -> PlannedRun:
    [found] = meanings(*events, zone=zone).values()
    assert isinstance(found, PlannedRun)
    return found


def starts(found: Sequence[Planned | None]) -> list[str]:
    return sorted(one.start.isoformat() for one in found if one is not None)


def test_an_all_day_run_keeps_its_date_in_every_zone() -> None:
    for name in ("Pacific/Auckland", "America/Los_Angeles", "Europe/Berlin"):
        zone = ZoneInfo(name)
        found = run(event("a", DAY, "Tempo"), zone=zone)
        assert (found.all_day, found.start.astimezone(zone).isoformat()[:16]) == (True, "2026-11-24T00:00")


def test_a_date_without_its_parameter_is_a_date_all_the_same() -> None:
    assert run(event("a", ":20261124", "Tempo")).all_day


@pytest.mark.parametrize(
    ("start", "instant"),
    [
        (":20261124T060000Z", "2026-11-24T06:00:00+00:00"),
        (";TZID=Europe/London:20261124T060000", "2026-11-24T06:00:00+00:00"),
        (";TZID=W. Europe Standard Time:20261124T070000", "2026-11-24T06:00:00+00:00"),
        (";TZID=Mars/Olympus:20261124T070000", "2026-11-24T06:00:00+00:00"),
        (":20261124T070000", "2026-11-24T06:00:00+00:00"),
    ],
)
def test_times_are_read_in_their_zone_and_else_in_the_athletes(start: str, instant: str) -> None:
    found = run(event("a", start, "Easy run"))

    assert (found.start.isoformat(), found.all_day) == (instant, False)


def test_a_weekly_run_is_unrolled_by_the_wall_clock_with_its_exceptions() -> None:
    weekly = event(
        "club",
        ";TZID=Europe/Berlin:20261013T190000",
        "Club intervals",
        dtend=";TZID=Europe/Berlin:20261013T201500",
        rrule="FREQ=WEEKLY;UNTIL=20261215T230000Z",
        exdate=";TZID=Europe/Berlin:20261124T190000",
    )
    moved = event(
        "club",
        ";TZID=Europe/Berlin:20261202T180000",
        "Club intervals",
        recurrence_id=";TZID=Europe/Berlin:20261201T190000",
    )
    found = meanings(weekly, moved)

    assert starts(list(found.values())) == [
        "2026-11-10T18:00:00+00:00",
        "2026-11-17T18:00:00+00:00",
        "2026-12-02T17:00:00+00:00",
        "2026-12-08T18:00:00+00:00",
        "2026-12-15T18:00:00+00:00",
    ]
    assert "club|2026-12-01T18:00:00+00:00" in found


def test_an_entry_keeps_its_id_when_it_is_moved() -> None:
    assert set(meanings(event("a", DAY, "Tempo"))) == set(meanings(event("a", ":20261126", "Tempo"))) == {"a"}


def test_an_entry_that_was_called_off_is_told_as_cancelled() -> None:
    assert run(event("a", DAY, "Tempo", status="CANCELLED")).cancelled


def test_what_repeats_by_the_minute_is_left_out_and_the_others_stay() -> None:
    absurd = event("a", ":20261124T060000Z", "Run", rrule="FREQ=SECONDLY")

    assert set(meanings(absurd, event("b", DAY, "Tempo"))) == {"b"}


def test_an_entry_without_a_start_does_not_stop_the_others() -> None:
    broken = "BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:Run\r\nEND:VEVENT"
    odd = event("y", ":tomorrow", "Run")

    assert set(meanings(broken, odd, event("b", DAY, "Tempo"))) == {"b"}


def test_our_own_sessions_in_the_calendar_say_nothing_new() -> None:
    ours = event("w48-1.0123456789ab@liftday", ":20261124T170000Z", "Strength", dtend=":20261124T174500Z")

    assert meanings(ours, means="busy") == {}


@pytest.mark.parametrize(
    ("kind", "title", "expected"),
    [
        ("EASY_RUN", "🏃 Pas de course • 8km", RunClass.EASY),
        ("LONG_RUN", "🏃 Sunday • 20km", RunClass.LONG),
        ("LONG_RUN", "🏃 Long run with 3 x 10 min at MP • 24km", RunClass.HARD),
        ("TEMPO", "🏃 Rolling 400s • 12.9km", RunClass.HARD),
        ("INTERVALS", "🏃 Over and under • 10km", RunClass.HARD),
        ("RACE", "🏃 The big day • 21.1km", RunClass.RACE),
    ],
)
def test_the_type_in_the_id_says_what_the_title_does_not(kind: str, title: str, expected: RunClass) -> None:
    uid = f"UPCOMING_PLAN_WORKOUT-7f_plan_week_3_{kind}_1"
    found = run(event(uid, ":20261124", title, x_workout_estimated_duration="4200"))

    assert (found.run_class, found.minutes, found.state) == (expected, 70, RunState.PLANNED)


def test_a_workout_that_the_app_calls_completed_was_run() -> None:
    uid = "COMPLETED_PLAN_WORKOUT-7f_plan_week_3_EASY_RUN_1"

    assert run(event(uid, ":20261123", "🏃 Easy • 8km")).state is RunState.DONE


def test_strength_of_the_plan_is_no_run_and_its_rest_day_is_a_rest_day() -> None:
    uid = "UPCOMING_PLAN_WORKOUT-7f_plan_week_3_LEGS_AND_CORE_1"
    found = meanings(event(uid, ":20261124", "🏋️ Power • 55m - 65m"), event("r", ":20261125", "🛌 Rest Day"))

    assert found[uid] is None
    rest = found["r"]
    assert isinstance(rest, PlannedRun)
    assert rest.run_class is RunClass.REST


@pytest.mark.parametrize(
    "title",
    [
        "Strength",
        "Krafttraining",
        "Bike: tempo 90 min",
        "Swim 2 km",
        "Yoga",
        "Dentist",
        "Rad GA1",
        "Langlauf",
        "Natation",
    ],
)
def test_other_sports_and_other_matters_are_no_runs(title: str) -> None:
    assert list(meanings(event("a", DAY, title)).values()) == [None]


def test_planned_load_by_the_hour_tells_hard_from_easy_when_no_word_does() -> None:
    hard = run(event("a", DAY, "Run: Wednesday", description="Planned: 1:00 h\\nTSS: 82"))
    easy = run(event("a", DAY, "Run: Wednesday", description="Planned: 1:00 h\\nTSS: 48"))

    assert (hard.run_class, hard.minutes, easy.run_class) == (RunClass.HARD, 60, RunClass.EASY)


def test_a_timed_entry_lasts_as_long_as_it_says() -> None:
    timed = event("a", ":20261124T060000Z", "Easy run", dtend=":20261124T065000Z")
    day = event("b", ":20261125T000000Z", "Easy run", dtend=":20261126T000000Z")
    found = [one for one in meanings(timed, day).values() if isinstance(one, PlannedRun)]

    assert [one.minutes for one in found] == [50, 0]


def test_busy_counts_what_takes_time_and_keeps_no_word_of_it() -> None:
    found = meanings(
        event("meeting", ":20261124T170000Z", "Secret talks", dtend=":20261124T180000Z"),
        event("maybe", ":20261124T190000Z", "Drinks", dtend=":20261124T200000Z", transp="TRANSPARENT"),
        event("off", ":20261124T200000Z", "Cinema", dtend=":20261124T210000Z", status="CANCELLED"),
        event("birthday", DAY, "Birthday"),
        event("fair", ";VALUE=DATE:20261127", "Fair", dtend=";VALUE=DATE:20261129", transp="OPAQUE"),
        means="busy",
    )

    assert {name: one for name, one in found.items() if one is not None} == {
        "meeting": Busy(start=datetime(2026, 11, 24, 17, tzinfo=UTC), end=datetime(2026, 11, 24, 18, tzinfo=UTC)),
        "fair": Busy(start=datetime(2026, 11, 26, 23, tzinfo=UTC), end=datetime(2026, 11, 28, 23, tzinfo=UTC)),
    }
    [secret] = occurrences(calendar(event("m", ":20261124T170000Z", "Secret talks")), WINDOW, BERLIN, private=True)
    assert "Secret" not in repr(secret)


def test_a_stored_entry_that_is_broken_is_told_apart() -> None:
    broken = RawItem(
        external_id="a", kind=ItemKind.PLANNED, payload=b'{"start": "soon", "end": "later", "title": "Run"}'
    )

    with pytest.raises(BadPayload, match="calendar entry can't be read"):
        to_meaning(broken, BERLIN, "runs")
    whole = replace(broken, payload=b'{"start": "2026-11-24", "end": "2026-11-25", "title": "Run"}')
    assert to_meaning(whole, BERLIN, "runs") is not None


def test_a_calendar_that_is_too_full_is_refused() -> None:
    full = [event(str(n), ":20261124T060000Z", "Run", rrule="FREQ=HOURLY") for n in range(4)]

    with pytest.raises(Unreadable, match="too full"):
        meanings(*full)
