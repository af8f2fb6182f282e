"""The tables of figures are what `script/bench --readme` writes, and nothing that a hand typed."""

import re
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.__main__ import BENCHES
from tests.bench.figure import Figure
from tests.bench.readme import BEGIN, END, README, SHOWN, WHOLE, render, write, write_both

FIGURES = [
    Figure(name="plan", value=0.01234, unit="s", rival_name="most allowed", rival_value=1),
    Figure(name="files", value=1939.3, unit="a second"),
]


def test_a_run_of_the_benchmarks_becomes_a_table_with_machine_and_date() -> None:
    told = render(FIGURES, 1.0, "2 cores", datetime(2026, 11, 24, tzinfo=UTC))
    assert told.splitlines() == [
        "Measured on 24 November 2026 on 2 cores.",
        "",
        "| what | figure | beside it |",
        "|---|---|---|",
        "| plan | 0.0123 s | most allowed: 1 s |",
        "| files | 1,939 a second |  |",
    ]
    assert "at 0.1 of the size" in render(FIGURES, 0.1, "2 cores", datetime(2026, 11, 24, tzinfo=UTC))


def test_writing_changes_what_stands_between_the_marks_and_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text(f"above\n{BEGIN}old\n{END}\nbelow\n", encoding="utf-8")
    write(FIGURES, 1.0, page)
    write(FIGURES, 1.0, page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"above\n{BEGIN}Measured on ")
    assert text.endswith(f"{END}\nbelow\n")
    assert text.count("| plan |") == 1
    assert "old" not in text


def test_the_readme_shows_the_chosen_figures_and_the_other_page_all(tmp_path: Path) -> None:
    chosen, other = Figure("feed, 304", 14_000, "requests/s"), Figure("feed, 200", 11_000, "requests/s")
    pages = tmp_path / "short.md", tmp_path / "whole.md"
    for page in pages:
        page.write_text(f"{BEGIN}{END}", encoding="utf-8")
    write_both([chosen, other], 1.0, *pages)
    short, whole = (page.read_text(encoding="utf-8") for page in pages)
    assert "| feed, 304 |" in short
    assert "| feed, 200 |" not in short
    assert "| feed, 304 |" in whole
    assert "| feed, 200 |" in whole


def test_both_pages_hold_figures_of_one_run_with_its_machine_and_date() -> None:
    short, whole = (table_of(page) for page in (README, WHOLE))
    assert re.match(r"Measured on \d+ \w+ \d{4} on \d+ cores \(\w+\), Python 3\.14", whole)
    assert short.splitlines()[0] == whole.splitlines()[0]
    assert set(short.splitlines()) < set(whole.splitlines())
    assert len(whole.splitlines()) > len(BENCHES)
    assert [begin for begin in SHOWN if f"\n| {begin}" not in short] == []


def table_of(page: Path) -> str:
    return page.read_text(encoding="utf-8").split(BEGIN, 1)[1].split(END, 1)[0]
