"""Each YAML block of the documents is what the program that reads it accepts."""

from typing import Any

import pytest
import yaml
from tests.docs.blocks import Block, blocks

from liftday_sync.config import parse

BLOCKS = blocks("yaml")
ATHLETE = {"id": "alex", "name": "Alex", "time_zone": "Europe/Berlin", "sources": [{"kind": "demo"}]}
OTHERS = {
    "name": "a programme of your own; the tests of programmes read it from the page",
    "scrape_configs": "Prometheus",
    "triggers": "Home Assistant; tested in tests/ha",
}


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: f"{block.page}:{block.text.split(chr(10))[0]}")
def test_a_piece_of_configuration_is_understood(block: Block) -> None:
    read: dict[str, Any] = yaml.safe_load(block.text)
    if not read.keys().isdisjoint(OTHERS):
        return
    parse({"athletes": [ATHLETE], **read}, block.page)


def test_there_are_pieces_of_each_kind() -> None:
    keys = [set(yaml.safe_load(block.text)) for block in BLOCKS]
    assert any("athletes" in one for one in keys)
    assert all(any(other in one for one in keys) for other in OTHERS)
