"""Reads the list of activities in a Strava bulk archive, whatever language the account speaks."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from liftday_sync.sources.files.problems import Refused
from liftday_sync.sources.files.recording import StravaRow
from liftday_sync.sources.files.sports import sport_of
from liftday_sync.sources.files.strava_dates import month_comes_first, read_date
from liftday_sync.sources.files.strava_words import columns, display_distance

LIST_NAME = "activities.csv"
LOOKED_AT = 200
"""Rows that are looked at when the header is in a language we do not know."""
LONGEST_CELL = 1 << 22
NUMBER = re.compile(r"-?\d[\d.,\s]*")
TRUE = {"1", "1.0", "true", "yes", "wahr", "vrai", "verdadero", "waar", "vero"}
SLOWEST_MPS = 0.02
"""A listed distance that makes a run slower than this was written in kilometres."""
METRES_A_KM = 1000


@dataclass(frozen=True, slots=True)
class Listed:
    """One row, and the file that belongs to it as the list names it (None: entered by hand)."""

    row: StravaRow
    file: str | None


def read_list(stream: IO[bytes]) -> tuple[list[Listed], int]:
    """The rows of the list, and how many could not be read. Raises `Refused` when it is no list of Strava's."""
    csv.field_size_limit(LONGEST_CELL)
    try:
        with io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="") as text:
            table = [row for row in csv.reader(text) if row]
    except csv.Error as error:
        raise Refused("This list is damaged: download the archive again.") from error
    where = columns(table[0], table[1 : LOOKED_AT + 1]) if table else None
    if where is None:
        raise Refused("This is no list of activities from Strava, so it was passed over.")
    return _rows(table[1:], where, display_distance(table[0]))


def _rows(table: Sequence[Sequence[str]], where: Mapping[str, int], in_km: int | None) -> tuple[list[Listed], int]:
    dates = [_cell(row, where.get("date")) for row in table]
    month_first = month_comes_first(dates)
    found = []
    for row, date in zip(table, dates, strict=True):
        listed = _listed(row, where, in_km, read_date(date, month_first=month_first))
        if listed is not None:
            found.append(listed)
    return found, len(table) - len(found)


def _listed(row: Sequence[str], where: Mapping[str, int], in_km: int | None, start: datetime | None) -> Listed | None:
    activity_id = _cell(row, where["id"]).strip()
    file = _cell(row, where.get("file")).strip() or None
    if not activity_id.isdigit() or (start is None and file is None):
        return None

    def number(field: str) -> float | None:
        return _number(_cell(row, where.get(field)))

    elapsed_s, moving_s = number("elapsed_s"), number("moving_s")
    sport = _cell(row, where["sport"])
    return Listed(
        StravaRow(
            activity_id=activity_id,
            sport=sport,
            start=start,
            name=_cell(row, where.get("name")).strip() or None,
            elapsed_s=elapsed_s if elapsed_s is not None else moving_s,
            moving_s=moving_s or None,
            distance_m=_metres(number("distance_m"), _number(_cell(row, in_km)), moving_s or elapsed_s, sport),
            ascent_m=number("ascent_m"),
            descent_m=number("descent_m"),
            avg_hr_bpm=number("avg_hr_bpm") or None,
            max_hr_bpm=number("max_hr_bpm") or None,
            temperature_c=number("temperature_c"),
            suffer_score=number("suffer_score"),
            perceived_exertion=number("perceived_exertion") or None,
            competition=_cell(row, where.get("competition")).strip().casefold() in TRUE,
            long_run=_cell(row, where.get("long_run")).strip().casefold() in TRUE,
        ),
        file,
    )


def _metres(metres: float | None, kilometres: float | None, seconds: float | None, sport: str) -> float | None:
    """The distance; some lists hold kilometres where metres belong."""
    if metres is None:
        return kilometres * METRES_A_KM if kilometres and sport_of(sport).is_run else None
    if seconds and 0 < metres / seconds < SLOWEST_MPS:
        return metres * METRES_A_KM
    return metres or None


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at] if at is not None and at < len(row) else ""


def _number(text: str) -> float | None:
    """The number, with a point or a comma before its decimals."""
    try:
        return float(text)
    except ValueError:
        pass
    found = NUMBER.match(text.strip())
    if found is None:
        return None
    digits = re.sub(r"\s", "", found.group())
    if "," in digits and "." in digits:
        digits = digits.replace("," if digits.rindex(".") > digits.rindex(",") else ".", "")
    try:
        return float(digits.replace(",", "."))
    except ValueError:
        return None
