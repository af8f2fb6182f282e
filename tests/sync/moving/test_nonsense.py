"""Whatever stands in a record, it is refused as any other, or taken; either way the next cycle works."""

import asyncio
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.helpers.lived import another, arrived, fill, home, left
from tests.helpers.remembered import NOW
from tests.sync.moving.test_damage import rewritten

from liftday_sync.cycle import cycle
from liftday_sync.errors import InputError

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["0001-01-01T00:00:00+14:00", "9999-12-31", "2026-11-26T12:00:00Z", "-1", "\0", "{}", "a" * 600]),
    st.lists(st.none(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.none(), max_size=2),
)


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("golden")
    with another(folder) as store:
        fill(store)
        return left(store, folder / "anna.json")


def places(value: Any, so_far: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value of a document."""
    inside: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        inside = list(value.items())
    if isinstance(value, list):
        inside = list(enumerate(value))
    return [way for key, one in inside for way in [(*so_far, key), *places(one, (*so_far, key))]]


@pytest.mark.slow
@settings(deadline=None, max_examples=60, derandomize=True)
@given(data=st.data())
def test_nonsense_is_refused_or_does_no_harm(
    golden: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    records = json.loads(golden.read_text(encoding="utf-8"))["records"]
    number = data.draw(st.integers(0, len(records) - 1))
    way = data.draw(st.sampled_from(places(records[number])))
    odd = data.draw(ODD)

    def spoil(all_: list[Any]) -> None:
        inside = all_[number]
        for step in way[:-1]:
            inside = inside[step]
        inside[way[-1]] = odd

    folder = tmp_path_factory.mktemp("spoilt")
    file = folder / "anna.json"
    file.write_bytes(golden.read_bytes())
    rewritten(file, spoil)
    with another(folder) as store:
        with suppress(InputError):
            arrived(store, file)
        asyncio.run(cycle(home(store), NOW, trigger="test", look=False))
