import re
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Any, Union, get_args, get_origin

import pytest
import yaml
from pydantic import BaseModel

from liftday_rules.model import Policy, Weekday
from liftday_sync.config import Config, load, parse
from liftday_sync.errors import ConfigError
from liftday_sync.sources import SOURCES

EXAMPLE = Path(__file__).parents[2] / "config.example.yaml"


def minimal(**athlete: Any) -> dict[str, Any]:
    runner = {"id": "anna", "name": "Anna", "time_zone": "Europe/Berlin", "sources": [{"kind": "demo"}]}
    return {"athletes": [runner | athlete]}


def test_the_example_is_a_sound_configuration() -> None:
    config = load(EXAMPLE)
    assert [athlete.id for athlete in config.athletes] == ["alex"]


def test_the_example_shows_every_option_with_its_default() -> None:
    shown = yaml.safe_load(EXAMPLE.read_text())
    missing = list(not_shown(Config, shown, ""))
    assert missing == []


def test_the_example_changes_nothing_but_what_has_no_default() -> None:
    example = load(EXAMPLE).athletes[0]
    plain = parse(minimal(), "test").athletes[0]
    assert (example.body, example.strength, example.rules) == (plain.body, plain.strength, plain.rules)
    assert load(EXAMPLE).server == parse(minimal(), "test").server
    assert load(EXAMPLE).sync == parse(minimal(), "test").sync


def uncommented() -> str:
    """The example with every source that it offers, as a reader would switch them on."""
    return re.sub(r"(?m)^ {6}#(- |  )", r"      \1", EXAMPLE.read_text())


def test_every_kind_of_source_is_shown_and_only_wants_to_be_uncommented() -> None:
    shown = yaml.safe_load(uncommented())["athletes"][0]["sources"]
    config = parse(yaml.safe_load(uncommented()), "test").athletes[0]
    assert {source.kind for source in config.sources} | {"demo"} == set(SOURCES)
    everywhere = {key for source in shown for key in source}
    for entry, source in zip(shown, config.sources, strict=True):
        fields = type(source).model_fields
        own = {key for key in fields if key not in {"name", "server"}}
        assert own <= set(entry), f"{source.kind}: {own - set(entry)} not shown"
        required = {key: entry[key] for key, field in fields.items() if field.is_required()}
        assert source == type(source).model_validate(required), source.kind
    assert {"name", "server"} <= everywhere


def not_shown(model: type[BaseModel], shown: Any, at: str) -> Iterator[str]:
    """Fields of the model that the example does not write out."""
    for name, field in model.model_fields.items():
        place = f"{at}.{name}".removeprefix(".")
        if name not in shown:
            yield place
        for inner in models_in(field.annotation):
            value = shown.get(name)
            for entry in value if isinstance(value, list) else [value]:
                if entry is not None:
                    yield from not_shown(inner, entry, place)


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in {tuple, Union}:
        for inner in get_args(annotation):
            yield from models_in(inner)


def test_times_become_the_slots_of_their_weekday() -> None:
    wishes = {"slots": {"default": ["18:00"], "tue": ["06:30", "12:15"], "sun": []}, "policy": "stack_hard"}
    athlete = parse(minimal(strength=wishes), "test").athletes[0].to_athlete()
    assert athlete.policy is Policy.STACK_HARD
    assert athlete.slots.by_weekday == {Weekday.TUE: (time(6, 30), time(12, 15)), Weekday.SUN: ()}


@pytest.mark.parametrize(
    ("athlete", "sentence"),
    [
        ({"time_zone": "Berlin"}, "athletes.0.time_zone: 'Berlin' is no time zone; write it like Europe/Berlin"),
        ({"id": "Anna Maria"}, "athletes.0.id"),
        ({"strength": {"slots": {"default": [1080]}}}, 'write the time in quotes: "18:00"'),
        ({"strength": {"polcy": "balanced"}}, "athletes.0.strength.polcy: is not a known key"),
        ({"sources": [{"kind": "strva"}]}, "athletes.0.sources.0"),
        ({"rules": {"before_hard_min": 24}}, "did you mean"),
        ({"body": {"hr_max_bpm": 20}}, "athletes.0.body.hr_max_bpm"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(athlete: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(minimal(**athlete), "config.yaml")
    assert sentence in str(caught.value)
    assert str(caught.value).startswith("config.yaml: ")


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        parse(minimal(time_zone="Mars", id="!") | {"colour": "red"}, "config.yaml")
    assert len(str(caught.value).splitlines()) == 3


def test_two_athletes_need_two_ids() -> None:
    raw = minimal()
    raw["athletes"] *= 2
    with pytest.raises(ConfigError, match="two athletes have the id 'anna'"):
        parse(raw, "config.yaml")


def test_a_file_that_is_missing_or_no_yaml_gets_one_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "config.yaml"
    with pytest.raises(ConfigError, match=r"copy config\.example\.yaml"):
        load(broken)
    broken.write_text("athletes: [")
    with pytest.raises(ConfigError, match="is no YAML"):
        load(broken)
    broken.write_text("")
    with pytest.raises(ConfigError, match="athletes: Field required"):
        load(broken)


def test_an_unknown_athlete_is_answered_with_those_that_are_known() -> None:
    with pytest.raises(ConfigError, match="'zoe'; the configuration knows anna"):
        parse(minimal(), "test").athlete("zoe")
