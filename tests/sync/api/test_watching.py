"""What watchdogs and dashboards ask: health with reasons, and figures."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.helpers.household import NOW, snapshot_of
from tests.sync.api.conftest import House

from liftday_sync.contract import HealthReport, Snapshot, Source, SourceState, read
from liftday_sync.publish.health import SAYS, STEPS_S, Durations


def troubled(athlete_id: str, state: SourceState, detail: str = "") -> Snapshot:
    source = Source(name="garmin", state=state, detail=detail, last_ok_at=NOW - timedelta(hours=2), quarantined=3)
    return replace(snapshot_of(athlete_id), sources=(source,))


async def health(house: House, token: str | None) -> tuple[int, HealthReport]:
    answer = await house.ask("GET", "/health", token)
    return answer.status, read(HealthReport, await answer.json())


async def test_a_source_that_waits_for_a_login_is_worth_a_word_and_no_restart(house: House) -> None:
    house.hub.publish(troubled("anna", SourceState.NEEDS_LOGIN, "Garmin wants you to sign in again."))
    status, told = await health(house, "all")
    assert (status, told.ok, told.state) == (200, True, "degraded")
    assert told.reasons == ("anna, garmin: Garmin wants you to sign in again.",)
    house.hub.publish(snapshot_of("anna"))
    assert (await health(house, "all"))[1].state == "ok"


async def test_a_plan_that_does_not_come_is_worth_a_restart_and_said_first(house: House) -> None:
    house.hub.publish(troubled("anna", SourceState.OFFLINE))
    house.clock.forward(timedelta(hours=1))
    status, told = await health(house, "all")
    assert (status, told.ok, told.state) == (503, False, "failing")
    assert "anna was made 60 min ago" in told.reasons[0]
    assert "can't be reached" in told.reasons[-1]


async def test_reasons_are_for_those_whom_they_are_about(house: House) -> None:
    house.hub.publish(troubled("ben", SourceState.NEEDS_KEY))
    nobody, annas, all_of_them = [(await health(house, token))[1] for token in (None, "annas", "all")]
    assert (nobody.reasons, annas.reasons, len(all_of_them.reasons)) == ((), (), 1)
    assert nobody.state == "degraded"


@pytest.mark.parametrize("state", [one for one in SourceState if one not in {SourceState.OK, SourceState.UNKNOWN}])
def test_every_trouble_of_a_source_has_its_words(state: SourceState) -> None:
    assert SAYS[state].endswith(".")


async def figures(house: House, token: str) -> dict[tuple[str, frozenset[str]], float]:
    answer = await house.ask("GET", "/metrics", token)
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    families = text_string_to_metric_families(await answer.text())
    return {(one.name, frozenset(one.labels.values())): one.value for family in families for one in family.samples}


async def test_the_figures_tell_of_cycles_plans_and_sources(house: House) -> None:
    house.hub.publish(troubled("anna", SourceState.NEEDS_LOGIN))
    house.server.health.done("anna", NOW, 0.04)
    house.server.health.done("anna", NOW, 60.0)
    house.server.health.messages["anna"] += 2
    seen = await figures(house, "all")

    def figure(name: str, *labels: str) -> float:
        return seen[f"liftday_{name}", frozenset(labels)]

    assert figure("cycle_duration_seconds_bucket", "anna", "0.025") == 0
    assert figure("cycle_duration_seconds_bucket", "anna", "0.05") == 1
    assert (
        figure("cycle_duration_seconds_bucket", "anna", "+Inf") == figure("cycle_duration_seconds_count", "anna") == 2
    )
    assert figure("cycle_duration_seconds_sum", "anna") == pytest.approx(60.04)
    assert figure("source_state", "anna", "garmin", "needs_login") == 1
    assert figure("source_state", "anna", "garmin", "ok") == 0
    assert figure("source_last_ok_age_seconds", "anna", "garmin") == 7200
    assert figure("source_quarantined", "anna", "garmin") == 3
    assert figure("plan_revision_total", "anna") == 1
    assert figure("plan_changes", "anna", "pushed_back") == 1
    assert figure("notifications_total", "anna") == 2
    assert figure("sse_clients") == 0


async def test_one_athletes_token_sees_no_figure_of_the_other(house: House) -> None:
    for athlete_id in ("anna", "ben"):
        house.hub.publish(snapshot_of(athlete_id))
    answer = await house.ask("GET", "/metrics", "annas")
    assert 'athlete="anna"' in (text := await answer.text())
    assert not re.search(r"\bben\b", text)


@pytest.mark.parametrize("took_s", [*STEPS_S, 0.0, 11.0])
def test_a_cycle_is_counted_in_the_step_whose_end_it_does_not_pass(took_s: float) -> None:
    durations = Durations()
    durations.add(took_s)
    step = durations.counts.index(1)
    assert step == len(STEPS_S) or took_s <= STEPS_S[step]
    assert step == 0 or took_s > STEPS_S[step - 1]
