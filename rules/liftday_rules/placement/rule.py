"""A rule is a value: its name, what it may say, and up to four questions that it answers.

`on_slot` is asked of one place, `on_pair` of two strength days, `on_week` of a week as a whole, `on_change` of moving
what is published. Rules see the facts as they entered, never each other's answers, so their order decides nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from liftday_rules.model import Kind, Objection
from liftday_rules.placement.situation import Candidate, Situation, Standing, Week

POINT = 100
"""Costs are whole hundredths of a point, so that no machine rounds differently."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekLook:
    """A week with sessions in it."""

    week: Week
    days: tuple[date, ...]
    """Every strength day of the week, done ones too."""
    full: int
    """Sessions to come by kind; done ones are in `done`."""
    light: int
    micro: int
    done: int


type OnSlot = Callable[[Candidate, Situation], Objection | None]
type OnPair = Callable[[date, date, Situation], Objection | None]
type OnWeek = Callable[[WeekLook, Situation], Objection | None]
type OnChange = Callable[[Standing, Candidate | None, Situation], Objection | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the book."""

    name: str
    manual: str
    """The docstring of its file: what it does, why, parameters, exceptions."""
    codes: tuple[str, ...]
    parameters: tuple[str, ...] = ()
    on_slot: OnSlot | None = None
    on_pair: OnPair | None = None
    on_week: OnWeek | None = None
    on_change: OnChange | None = None


def points(value: float) -> int:
    """Points as whole hundredths."""
    return round(POINT * value)


def heavy(kind: Kind) -> bool:
    """Whether the legs are loaded."""
    return kind is Kind.FULL


def forbid(rule: str, code: str, because: str) -> Objection:
    """An objection that no price outweighs."""
    return Objection(rule=rule, code=code, because=because, points=None)


def cost(rule: str, code: str, value: float, because: str) -> Objection | None:
    """An objection with a price, or None when it costs nothing."""
    price = points(value)
    return Objection(rule=rule, code=code, because=because, points=price) if price > 0 else None
