"""Reads the dates of a Strava archive's list: always UTC, written as the account's language writes them."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from liftday_sync.sources.files.sports import plain_words

TIME = re.compile(r"(\d{1,2})[:h](\d{2})(?::(\d{2}))?\s*([ap])?\.?\s*m?\.?(?![a-z])")
NUMERIC = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})")
WORDS = re.compile(r"[a-z]{3,}")
NUMBERS = re.compile(r"\d+")
MONTHS = {
    1: ("jan", "ene", "gen"),
    2: ("feb", "fev"),
    3: ("mar", "mrt", "maa"),
    4: ("apr", "avr", "abr"),
    5: ("may", "mai", "mei", "mag"),
    6: ("jun", "juin", "giu"),
    7: ("jul", "juil", "lug"),
    8: ("aug", "aou", "ago"),
    9: ("sep", "set"),
    10: ("oct", "okt", "ott"),
    11: ("nov",),
    12: ("dec", "dez", "dic"),
}
BY_WORD = {word: month for month, words in MONTHS.items() for word in words}
YEAR_DIGITS = 4
NOON = 12


def month_comes_first(texts: Iterable[str]) -> bool:
    """Whether dates such as 9/21/2025 begin with the month: judged from the whole list, for one alone may not tell."""
    month_first = False
    for text in texts:
        found = NUMERIC.search(text)
        if found is None or "/" not in found.group():
            continue
        if int(found[1]) > NOON:
            return False
        month_first = month_first or int(found[2]) > NOON or re.search(r"[ap]\.?m", text.casefold()) is not None
    return month_first


def read_date(text: str, *, month_first: bool = False) -> datetime | None:
    """The moment, UTC; None when it can't be made out."""
    plain = plain_words(text)
    clock = TIME.search(plain)
    day_text = plain[: clock.start()] + plain[clock.end() :] if clock else plain
    day = _numeric(day_text, month_first=month_first) or _worded(day_text)
    if day is None:
        return None
    try:
        return datetime(*day, *(_clock(clock) if clock else (0, 0, 0)), tzinfo=UTC)
    except ValueError:
        return None


def _clock(found: re.Match[str]) -> tuple[int, int, int]:
    hour = int(found[1])
    if found[4]:
        hour = hour % NOON + (NOON if found[4] == "p" else 0)
    return hour, int(found[2]), int(found[3] or 0)


def _numeric(text: str, *, month_first: bool) -> tuple[int, int, int] | None:
    found = NUMERIC.search(text)
    if found is None:
        return None
    first, second, third = found.groups()
    if len(first) == YEAR_DIGITS:
        return int(first), int(second), int(third)
    day, month = (second, first) if month_first and "/" in found.group() else (first, second)
    return int(third), int(month), int(day)


def _worded(text: str) -> tuple[int, int, int] | None:
    months = [BY_WORD.get(word[:4]) or BY_WORD.get(word[:3]) for word in WORDS.findall(text)]
    month = next((month for month in months if month), None)
    numbers = NUMBERS.findall(text)
    year = next((number for number in numbers if len(number) == YEAR_DIGITS), None)
    day = next((number for number in numbers if len(number) < YEAR_DIGITS), None)
    if month is None or year is None or day is None:
        return None
    return int(year), month, int(day)
