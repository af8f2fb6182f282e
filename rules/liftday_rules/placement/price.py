"""What the rule book says of one place, of two days, of a week, and of a change: objections, and their sum."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from liftday_rules.model import Objection
from liftday_rules.placement.rule import OnChange, OnPair, OnSlot, OnWeek, Rule, WeekLook
from liftday_rules.placement.situation import Candidate, Situation, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """A candidate with all objections to it, and their sum in hundredths of a point; None: it is forbidden."""

    candidate: Candidate
    objections: tuple[Objection, ...]
    points: int | None


class Book:
    """The rules in force, asked about one situation."""

    def __init__(self, rules: Sequence[Rule], situation: Situation) -> None:
        self._situation = situation
        self._on_slot: tuple[OnSlot, ...] = tuple(rule.on_slot for rule in rules if rule.on_slot)
        self._on_pair: tuple[OnPair, ...] = tuple(rule.on_pair for rule in rules if rule.on_pair)
        self._on_week: tuple[OnWeek, ...] = tuple(rule.on_week for rule in rules if rule.on_week)
        self._on_change: tuple[OnChange, ...] = tuple(rule.on_change for rule in rules if rule.on_change)
        self._pairs: dict[tuple[date, date], int | None] = {}
        self._weeks: dict[tuple[date, tuple[date, ...], int, int, int], int | None] = {}

    def price(self, candidate: Candidate) -> Priced:
        """The candidate with every objection to its place, strongest first."""
        situation = self._situation
        found = [objection for ask in self._on_slot if (objection := ask(candidate, situation)) is not None]
        found.sort(key=_strongest_first)
        return Priced(candidate=candidate, objections=tuple(found), points=total(found))

    def pair(self, first: date, second: date) -> int | None:
        """The price of two neighbouring strength days; None: forbidden."""
        key = (first, second)
        if key not in self._pairs:
            found = (ask(first, second, self._situation) for ask in self._on_pair)
            self._pairs[key] = total(objection for objection in found if objection)
        return self._pairs[key]

    def pair_objections(self, first: date, second: date) -> list[Objection]:
        """What is said of two neighbouring strength days."""
        found = (ask(first, second, self._situation) for ask in self._on_pair)
        return sorted((objection for objection in found if objection), key=_strongest_first)

    def week(self, look: WeekLook) -> int | None:
        """The price of a whole week; None: forbidden."""
        key = (look.week.monday, look.days, look.full, look.light, look.micro)
        if key not in self._weeks:
            self._weeks[key] = total(self.week_objections(look))
        return self._weeks[key]

    def week_objections(self, look: WeekLook) -> list[Objection]:
        """What is said of the week as a whole."""
        return [objection for ask in self._on_week if (objection := ask(look, self._situation)) is not None]

    def change(self, standing: Standing, candidate: Candidate | None) -> int | None:
        """The price of moving a published session there, or of removing it; None: forbidden."""
        found = (ask(standing, candidate, self._situation) for ask in self._on_change)
        return total(objection for objection in found if objection)


def total(objections: Iterable[Objection]) -> int | None:
    """The sum of the prices; None when one forbids."""
    points = 0
    for objection in objections:
        if objection.points is None:
            return None
        points += objection.points
    return points


def _strongest_first(objection: Objection) -> float:
    return -objection.weight
