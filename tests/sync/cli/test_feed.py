"""`liftday feed`: the address, the link by which a phone subscribes, and its code."""

import re
from pathlib import Path

import pytest
import segno
from tests.sync.cli.conftest import Liftday, written

ADDRESS = re.compile(r"http://127\.0\.0\.1:8098/calendar/[\w-]{43}\.ics")
BUSY_ADDRESS = re.compile(r"http://127\.0\.0\.1:8098/calendar/[\w-]{43}/busy\.ics")
BLOCKS = {" ": (1, 1), "▀": (0, 1), "▄": (1, 0), "█": (0, 0)}
"""What a terminal shows is light; a code is dark on light. Upper and lower half of each sign: dark is 1."""
QUIET = 4
"""Light modules all around it, by the standard."""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    anna, ben = (
        {"id": name.lower(), "name": name, "time_zone": "Europe/Berlin", "sources": [{"kind": "demo"}]}
        for name in ("Anna", "Ben")
    )
    return written(tmp_path, server={"port": 8098}, athletes=[anna, ben])


def drawn(printed: str) -> list[list[int]]:
    """The modules of the printed code, dark ones as 1, without its quiet zone."""
    rows = []
    for line in printed.splitlines():
        if line and set(line) <= BLOCKS.keys():
            rows += [list(half) for half in zip(*(BLOCKS[sign] for sign in line), strict=True)]
    size = len(rows[0]) - 2 * QUIET
    return [row[QUIET:-QUIET] for row in rows[QUIET : QUIET + size]]


def test_the_address_comes_first_and_alone_so_that_a_program_can_use_it(liftday: Liftday, config: Path) -> None:
    done = liftday("feed", "--athlete", "anna", "--config", config)
    assert ADDRESS.fullmatch(done.out.strip())
    assert "set server.host" in done.err


def test_the_code_for_a_phone_is_that_of_the_webcal_link_of_this_feed(liftday: Liftday, config: Path) -> None:
    done = liftday("feed", "--athlete", "anna", "--qr", "--config", config)
    address, link = done.out.splitlines()[:2]
    assert link == "webcal:" + address.removeprefix("http:")
    expected = segno.make(link, error="l", micro=False)
    assert drawn(done.out) == [list(row) for row in expected.matrix]
    other = liftday("feed", "--athlete", "ben", "--qr", "--config", config)
    assert drawn(other.out) != drawn(done.out)


def test_a_program_gets_both_links_as_one_document(liftday: Liftday, config: Path) -> None:
    document = liftday("feed", "--athlete", "anna", "--json", "--config", config).document
    assert document["athlete"] == "anna"
    assert ADDRESS.fullmatch(document["url"])
    assert document["webcal"] == "webcal:" + document["url"].removeprefix("http:")


def test_the_feed_to_share_has_an_address_of_its_own_and_is_rotated_alone(liftday: Liftday, config: Path) -> None:
    def address(*words: str) -> str:
        return liftday("feed", "--athlete", "anna", *words, "--config", config).out.strip()

    full, busy = address(), address("--busy")
    assert BUSY_ADDRESS.fullmatch(busy)
    rotated = address("--busy", "--rotate")
    assert rotated != busy
    assert (address("--busy"), address()) == (rotated, full)


def test_with_several_athletes_it_is_the_first_ones_and_a_program_is_told_whose(liftday: Liftday, config: Path) -> None:
    assert liftday("feed", "--json", "--config", config).document["athlete"] == "anna"
    anna, ben = (liftday("feed", "--athlete", who, "--config", config).out for who in ("anna", "ben"))
    assert liftday("feed", "--config", config).out == anna != ben
