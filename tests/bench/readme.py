"""The tables of measured figures, the short one of README.md and the whole one in docs: made here, never typed."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.figure import Figure

from liftday_sync.clock import SystemClock

README = Path(__file__).parents[2] / "README.md"
WHOLE = README.parent / "docs" / "figures.md"
BEGIN, END = "<!-- figures by script/bench --readme -->\n", "<!-- end of figures -->"

# What README shows, by the beginning of a figure's name; all others stand in docs/figures.md.
SHOWN = (
    "FIT files imported",
    "400 activities of",
    "first start to serving",
    "memory at rest",
    "cycle over",
    "placing 28 days, median",
    "times faster",
    "searches with the same optimum",
    "recover_first, ",
    "feed, 304",
    "new run to listener",
)


def write_both(figures: Sequence[Figure], scale: float, readme: Path = README, whole: Path = WHOLE) -> None:
    """The chosen figures into one document, all of them into the other."""
    write([figure for figure in figures if figure.name.startswith(SHOWN)], scale, readme)
    write(figures, scale, whole)


def write(figures: Sequence[Figure], scale: float, path: Path) -> None:
    """Put the figures of a run, whole or of some benchmarks, between the marks of the document."""
    text = path.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN, 1)
    _, after = rest.split(END, 1)
    table = render(figures, scale, machine(), SystemClock().now())
    path.write_text(f"{before}{BEGIN}{table}{END}{after}", encoding="utf-8")


def render(figures: Sequence[Figure], scale: float, where: str, now: datetime) -> str:
    """The lines between the marks: when and where, and a row a figure."""
    size = "" if scale == 1 else f", at {scale:g} of the size"
    rivals: dict[tuple[str, str], list[str]] = {}
    for figure in figures:
        rivals.setdefault((figure.name, f"{shown(figure.value)} {figure.unit}"), []).append(beside(figure))
    rows = [f"| {name} | {value} | {'; '.join(filter(None, said))} |" for (name, value), said in rivals.items()]
    head = f"Measured on {now.astimezone(UTC):%-d %B %Y} on {where}{size}.\n\n"
    return head + "\n".join(["| what | figure | beside it |", "|---|---|---|", *rows, ""])


def beside(figure: Figure) -> str:
    """The rival of the same run, or nothing."""
    if figure.rival_name is None or figure.rival_value is None:
        return ""
    return f"{figure.rival_name}: {shown(figure.rival_value)} {figure.unit}"


def shown(value: float) -> str:
    """Three digits that count, without an exponent."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def machine() -> str:
    """Cores, kind and Python of this machine."""
    return f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}"
