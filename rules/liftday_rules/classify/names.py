"""What a run's name says, for runs that were run and for planned ones of which only the name is known."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from liftday_rules.classify.words import NEGATORS, WORDS, Kind
from liftday_rules.model import RunClass

P_HARD = {Kind.RACE: 1.0, Kind.HARD: 0.90, Kind.LONG: 0.20, Kind.STRIDES: 0.05, Kind.EASY: 0.05}
"""How likely a planned run of that name turns out hard."""
RUN_CLASS = {
    Kind.RACE: RunClass.RACE,
    Kind.HARD: RunClass.HARD,
    Kind.LONG: RunClass.LONG,
    Kind.STRIDES: RunClass.EASY,
    Kind.EASY: RunClass.EASY,
}
MARATHON_M = 42_195.0
DISTANCE_TOLERANCE = 0.07
STRIDE_MAX_S = 30
STRIDE_MAX_M = 150
UNDECOMPOSED = str.maketrans({"ø": "o", "æ": "ae", "ł": "l", "ß": "ss", "đ": "d", "œ": "oe"})
ACCENTS = re.compile("[\u0300-\u036f]")
HALF = re.compile(r"half|halb|semi|medi[ao]|mezza|halve|meia|pol|halv|puoli|ハーフ")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameClass:
    """What a name says: the strongest word decides, and a long run may be hard as well."""

    kind: Kind
    words: str
    """The words that decided, as they are compared: lower case, without accents."""
    is_long: bool = False
    by_distance: bool = False
    """A race because the run was as long as the race that the name names."""

    @property
    def run_class(self) -> RunClass:
        """The class of a run of that name, as far as the name goes."""
        return RUN_CLASS[self.kind]

    @property
    def p_hard(self) -> float:
        """How likely a run of that name turns out hard."""
        return P_HARD[self.kind]


@lru_cache(maxsize=1024)  # most names are given by an app and come again and again
def of_name(name: str, distance_m: float | None = None) -> NameClass | None:
    """What the name says, or None. The distance tells a marathon from a run in a marathon plan."""
    text = _plain(name)
    found = [(kind, match) for match in _matches(text) if (kind := _kind(match, text, distance_m)) is not None]
    for kind in (Kind.RACE, Kind.HARD, Kind.LONG, Kind.STRIDES, Kind.EASY):
        match = next((match for other, match in found if other is kind), None)
        if match is not None:
            return NameClass(
                kind=kind,
                words=match.group().strip(),
                is_long=any(other is Kind.LONG for other, _ in found),
                by_distance=KIND_OF.get(match.group()) is Kind.DISTANCE,
            )
    return None


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Words of the list, and `6 x 800 m`. Scripts without spaces are looked for only where they occur."""
    return (PATTERN if text.isascii() else PATTERN_WITH_KANA).finditer(text)


def _plain(text: str) -> str:
    """Case-folded, without accents; kana keep their marks."""
    return ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold().translate(UNDECOMPOSED)))


def _kind(match: re.Match[str], text: str, distance_m: float | None) -> Kind | None:
    """The meaning of one match where it stands, or None."""
    if match["reps"] is None:
        kind = KIND_OF.get(match.group()) or _kind_of_compound(match.group())
    else:
        kind = Kind.STRIDES if _are_strides(match, text) else Kind.HARD
    if kind is None or kind is Kind.NOTHING or NEGATED.search(text, 0, match.start()):
        return None
    if kind is Kind.DISTANCE:
        full_m = MARATHON_M / 2 if HALF.search(match.group()) else MARATHON_M
        return Kind.RACE if distance_m and abs(distance_m / full_m - 1) <= DISTANCE_TOLERANCE else None
    return kind


def _are_strides(match: re.Match[str], text: str) -> bool:
    """Whether `6 x 20 s` belongs to a word for strides."""
    size, unit = int(match["size"]), match["unit"]
    short = size <= STRIDE_MAX_S if unit in {"s", "sec", '"', "″"} else unit in {"m", None} and size <= STRIDE_MAX_M
    return short and any(KIND_OF.get(word.group()) is Kind.STRIDES for word in _matches(text))


def _kind_of_compound(word: str) -> Kind | None:
    return next((kind for stem, kind in STEMS if word.startswith(stem)), None)


def _terms(block: str) -> list[str]:
    return [_plain(term.strip()) for line in block.splitlines() for term in line.split(",") if term.strip()]


def _body(term: str) -> str:
    return re.escape(term.removesuffix("*")) + (r"\w*" if term.endswith("*") else "")


KIND_OF = {term: kind for kind, block in WORDS.items() for term in _terms(block) if not term.endswith("*")}
STEMS = [(term[:-1], kind) for kind, block in WORDS.items() for term in _terms(block) if term.endswith("*")]
REPS = r"(?P<reps>\b\d{1,2}\s*[x×*]\s*(?P<size>\d+)(?:\s*(?P<unit>min|sec|mi|km|k|m|s|'|\"|′|″)(?![a-z]))?)"
# Of two terms that begin at the same place the longer one wins, hence the order.
LONGEST_FIRST = sorted(
    {term for block in WORDS.values() for term in _terms(block)}, key=lambda term: (-len(term), term)
)
SPACED = "|".join(_body(term) for term in LONGEST_FIRST if term.isascii())
UNSPACED = "|".join(_body(term) for term in LONGEST_FIRST if not term.isascii())
PATTERN = re.compile(rf"{REPS}|\b(?:{SPACED})\b")
PATTERN_WITH_KANA = re.compile(rf"{PATTERN.pattern}|{UNSPACED}")
NEGATED = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, _terms(NEGATORS)), key=len, reverse=True)) + r")(?:\s+\w+)?[\s-]+\Z"
)
