"""The rule book is complete, documented, and its order decides nothing."""

import itertools
from pathlib import Path

import pytest
from tests.helpers.situations import situation_of
from tests.helpers.weeks import athlete, facts

from liftday_rules import placement
from liftday_rules.model import Policy
from liftday_rules.placement import HARD, RULE_BOOK, SOFT, check_parameters, settings_of
from liftday_rules.placement.catalogue import HEADINGS, catalogue
from liftday_rules.placement.parameters import BY_NAME, PARAMETERS, POLICIES
from liftday_rules.placement.place import place
from liftday_rules.placement.rule import Rule

FOLDER = Path(placement.__file__).parent


@pytest.mark.parametrize(("folder", "rules"), [("hard", HARD), ("soft", SOFT)])
def test_every_file_is_in_the_book_and_every_rule_has_its_file(folder: str, rules: tuple[Rule, ...]) -> None:
    files = {file.stem for file in (FOLDER / folder).glob("*.py")} - {"__init__"}

    assert {rule.name for rule in rules} == files


@pytest.mark.parametrize("rule", RULE_BOOK, ids=lambda rule: rule.name)
def test_every_rule_has_a_manual_page_with_the_four_headings(rule: Rule) -> None:
    title, *lines = rule.manual.splitlines()

    assert title.lower().startswith(rule.name.replace("_", " "))
    assert [line for line in lines if line.startswith("## ")] == list(HEADINGS)


@pytest.mark.parametrize("rule", RULE_BOOK, ids=lambda rule: rule.name)
def test_the_parameters_of_a_rule_are_those_its_manual_page_names(rule: Rule) -> None:
    section = rule.manual.split("## Parameters")[1].split("## Exceptions")[0].strip().rstrip(".")
    named = {name.strip() for name in section.replace("\n", " ").split(",")} - {"None"}

    assert named == set(rule.parameters)
    assert named <= set(BY_NAME)


@pytest.mark.parametrize("rule", RULE_BOOK, ids=lambda rule: rule.name)
def test_every_rule_asks_something(rule: Rule) -> None:
    assert any((rule.on_slot, rule.on_pair, rule.on_week, rule.on_change))


def test_a_hard_rule_never_has_a_price_and_a_soft_one_never_forbids() -> None:
    situation, books, last_day = situation_of(facts("EHEHE.L EHEHE.L", "F-F---- -------"))
    found = place(situation, books.standing, last_day)
    hard = {rule.name for rule in HARD}

    for priced in found.places:
        assert all(objection.forbids == (objection.rule in hard) for objection in priced.objections)


def test_the_order_of_the_rules_decides_nothing() -> None:
    situation, books, last_day = situation_of(facts("EHE?E.L EHEHE.L", "F-F-F-- -F-----"))
    plans = {
        tuple(
            (choice.priced.candidate.key, choice.uid)
            for choice in place(situation, books.standing, last_day, rules).choices
        )
        for rules in itertools.islice(itertools.permutations(RULE_BOOK), 0, 4_000, 797)
    } | {
        tuple(
            (choice.priced.candidate.key, choice.uid)
            for choice in place(situation, books.standing, last_day, rules).choices
        )
        for rules in (RULE_BOOK[::-1], RULE_BOOK[7:] + RULE_BOOK[:7])
    }

    assert len(plans) == 1


def test_an_unknown_parameter_is_an_error_that_knows_what_was_meant() -> None:
    with pytest.raises(ValueError, match=r"'before_hard_min'; did you mean before_hard_min_h"):
        check_parameters({"before_hard_min": 30})


def test_a_parameter_out_of_its_range_is_an_error_that_names_the_range() -> None:
    with pytest.raises(ValueError, match="it must lie within 12 to 72 h"):
        check_parameters({"before_hard_min_h": 5})


def test_the_defaults_and_the_policies_lie_within_their_ranges() -> None:
    check_parameters({parameter.name: parameter.default for parameter in PARAMETERS})
    for changes in POLICIES.values():
        check_parameters(changes)


def test_the_athletes_own_numbers_come_last() -> None:
    settings = settings_of(athlete(policy=Policy.BALANCED, parameters={"cost_after_near": 33.0}))

    assert settings["cost_after_near"] == 33.0
    assert settings["cost_after"] == POLICIES[Policy.BALANCED]["cost_after"]


def test_the_catalogue_has_every_rule_and_every_parameter() -> None:
    page = catalogue()

    assert all(f"`{rule.name}`" in page for rule in RULE_BOOK)
    assert all(f"| `{parameter.name}` |" in page for parameter in PARAMETERS)


def test_every_parameter_is_used_by_a_rule_or_known_to_the_planner() -> None:
    used = {name for rule in RULE_BOOK for name in rule.parameters}
    sources = "".join(file.read_text(encoding="utf-8") for file in FOLDER.glob("*.py") if file.name != "parameters.py")

    assert [name for name in BY_NAME if name not in used and not _is_read(name, sources)] == []


def _is_read(name: str, sources: str) -> bool:
    return f'"{name}"' in sources or (name.startswith("target_") and 'f"target_{' in sources)
