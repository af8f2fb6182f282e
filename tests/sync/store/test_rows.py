"""Documents: what is written comes back the same, whatever the nouns hold."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import Enum, StrEnum
from types import NoneType
from typing import Any, NewType, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.helpers.remembered import activity

from liftday_rules.model import Activity, Plan, Sport, Stream
from liftday_sync.errors import StoreError
from liftday_sync.store.rows import Codec

ZONES = st.sampled_from([UTC, timezone(timedelta(hours=2)), timezone(timedelta(hours=-9, minutes=-30))])
INSTANTS = st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2100, 1, 1), timezones=ZONES)  # noqa: DTZ001
LEAVES = {
    str: st.text(max_size=20),
    int: st.integers(min_value=-(2**53), max_value=2**53),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    datetime: INSTANTS,
    date: st.dates(),
    time: st.times(),
    Stream: st.just(None),
}


def anything(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a type as the nouns of the domain use it."""
    hint = hint.__supertype__ if isinstance(hint, NewType) else hint
    if hint in LEAVES:
        return LEAVES[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        return st.builds(hint, **{field.name: anything(hints[field.name]) for field in fields(hint)})
    origin, args = get_origin(hint), get_args(hint)
    if origin is tuple:
        return st.lists(anything(args[0]), max_size=2).map(tuple)
    if origin is Mapping:
        return st.dictionaries(anything(args[0]), anything(args[1]), max_size=2)
    assert NoneType in args, f"no values known for {hint}"
    return st.none() | anything(next(arg for arg in args if arg is not NoneType))


@given(anything(Activity))
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
def test_every_activity_comes_back_as_it_was_written(value: Activity) -> None:
    codec = Codec(Activity, without=("stream",))
    assert codec.load(codec.dump(value)) == value


@given(anything(Plan))
@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
def test_every_plan_comes_back_as_it_was_written(value: Plan) -> None:
    codec = Codec(Plan)
    text = codec.dump(value)
    assert codec.load(text) == value
    assert codec.dump(codec.load(text)) == text


def test_what_is_not_known_takes_no_room() -> None:
    text = Codec(Activity, without=("stream",)).dump(activity(1, laps=(), distance_m=None))
    assert set(json.loads(text)) == {"id", "source", "sport", "start", "local_date", "elapsed_s", "start_hidden"}


def test_an_unknown_and_a_false_value_differ() -> None:
    text = Codec(Activity, without=("stream",)).dump(activity(1, distance_m=0.0))
    assert json.loads(text)["distance_m"] == 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Old:
    name: str
    gone: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    name: str
    mood: Sport | None = None
    days: frozenset[date] = frozenset()
    many: tuple[int, ...] = (1,)


def test_text_of_an_older_version_takes_the_defaults_of_new_fields_and_loses_old_ones() -> None:
    assert Codec(New).load(Codec(Old).dump(Old(name="Anna", gone=3))) == New(name="Anna")


def test_a_field_without_default_is_written_even_when_nothing_is_known() -> None:
    assert Codec(Old).load(Codec(Old).dump(Old(name="Anna", gone=None))) == Old(name="Anna", gone=None)


def test_a_default_that_says_something_is_written_too_for_it_may_change_one_day() -> None:
    assert json.loads(Codec(New).dump(New(name="Anna")))["many"] == [1]


def test_sets_are_written_in_order() -> None:
    days = frozenset({date(2026, 11, 27), date(2026, 11, 26), date(2026, 11, 28)})
    text = Codec(New).dump(New(name="Anna", days=days))
    assert json.loads(text)["days"] == ["2026-11-26", "2026-11-27", "2026-11-28"]
    assert Codec(New).load(text).days == days


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", '{"name": "Anna", "mood": "flying"}', '{"name": "A", "days": ["?"]}']
)
def test_text_that_does_not_fit_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(StoreError, match=r"A stored New can't be read .*: restore a backup"):
        Codec(New).load(text)


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    two: tuple[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Either:
    it: int | Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    it: complex


@pytest.mark.parametrize("cls", [Pair, Either, Odd])
def test_a_type_that_cannot_be_written_is_noticed_before_anything_is_stored(cls: type) -> None:
    with pytest.raises(TypeError, match="The store"):
        Codec(cls)
