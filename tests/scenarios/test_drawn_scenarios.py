"""Moments of runners' lives, each checked by hand against the rule book: what must hold of the plan."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.helpers.weeks import publish
from tests.scenarios.expected import broken

from liftday_rules.decide import decide
from liftday_sync.scenario.answer import plan_json
from liftday_sync.scenario.reader import to_facts

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*.yaml"))


def cases(path: Path) -> Iterator[Any]:
    """The scenario, and the same with each variant's keys in place of its own."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    given = {key: value for key, value in raw.items() if key not in {"expect", "variants"}}
    yield pytest.param(given, raw["expect"]["must"], id=f"{path.stem}: {raw['title']}")
    for variant in raw.get("variants", []):
        changed = variant["set"]
        merged = {**given, **changed, "athlete": {**given["athlete"], **changed.get("athlete", {})}}
        yield pytest.param(merged, variant["expect"]["must"], id=f"{path.stem}: {variant['name']}")


ALL = [case for path in FILES for case in cases(path)]


@pytest.mark.parametrize(("given", "must"), ALL)
def test_a_moment_is_answered_as_a_coach_would(given: Mapping[str, Any], must: list[Mapping[str, Any]]) -> None:
    facts = to_facts(given)
    answer = plan_json(decide(facts), facts.athlete.zone)

    assert list(broken(answer, given, must)) == []


@pytest.mark.parametrize(("given", "must"), ALL)
def test_with_the_plan_published_planning_again_changes_nothing(given: Mapping[str, Any], must: object) -> None:
    facts = to_facts(given)
    plan = decide(facts)
    settled = {change.uid for change in plan.changes}
    waiting = tuple(one for one in facts.published if one.start <= facts.now and one.uid not in settled)
    again = decide(replace(facts, published=(*waiting, *publish(plan)), foretold=plan.foretold))

    assert must
    assert [change.uid for change in again.changes] == []


def test_there_are_scenarios() -> None:
    assert len(FILES) >= 30
