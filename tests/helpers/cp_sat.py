"""The placement problem once more, as constraints for OR-tools CP-SAT: the same prices, and none of our own search.

A day holds at most one session; two neighbouring strength days cost what the book says of the pair; each week costs
what the book says of its days and kinds; every published session has one place or is removed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from unittest.mock import patch

from ortools.sat.python.cp_model import INFEASIBLE, OPTIMAL, CpModel, CpSolver, IntVar, LinearExprT

from liftday_rules.model import Kind
from liftday_rules.placement import place as placing
from liftday_rules.placement.price import Book, Priced
from liftday_rules.placement.rule import WeekLook
from liftday_rules.placement.situation import Lifted, Situation, Standing, monday_of
from liftday_rules.placement.solver import Item, Solution, WeekProblem, solve

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What our solver was asked, and what it answered."""

    weeks: Sequence[WeekProblem]
    earlier: Sequence[Lifted]
    book: Book
    most_in_7_days: int
    answer: Solution | None


def questions(situation: Situation, standing: Sequence[Standing], last_day: date) -> list[Question]:
    """Everything that placing these sessions asks of the solver: first what stays, then the free plan."""
    asked: list[Question] = []

    def listening(
        weeks: Sequence[WeekProblem], earlier: Sequence[Lifted], book: Book, *, most_in_7_days: int
    ) -> Solution | None:
        answer = solve(weeks, earlier, book, most_in_7_days=most_in_7_days)
        asked.append(Question(weeks=weeks, earlier=earlier, book=book, most_in_7_days=most_in_7_days, answer=answer))
        return answer

    with patch.object(placing, "solve", listening):
        placing.place(situation, standing, last_day)
    return asked


def cheapest(question: Question) -> int | None:
    """The lowest price of any plan, in hundredths of a point; None when there is no plan."""
    model = _Model(question)
    solver = CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model.model)
    assert status in {OPTIMAL, INFEASIBLE}, solver.status_name(status)
    return round(solver.objective_value) if status == OPTIMAL else None


class _Model:
    """The model, a part a method."""

    def __init__(self, question: Question) -> None:
        self.model = CpModel()
        self._question, self._book = question, question.book
        self._costs: list[LinearExprT] = []
        self._planned: dict[date, list[tuple[Kind, IntVar]]] = {}
        self._fixed = {lift.day for problem in question.weeks for lift in problem.lifted}
        self._earlier = {lift.day for lift in question.earlier}
        for problem in question.weeks:
            self._sessions(problem)
        self._days = {day: self._day([var for _, var in found]) for day, found in self._planned.items()}
        self._days |= dict.fromkeys(self._fixed | self._earlier, self.model.new_constant(1))
        for problem in question.weeks:
            self._week(problem)
        self._neighbours()
        self._seven_days()
        self.model.minimize(sum(self._costs))

    # --- sessions ---

    def _sessions(self, problem: WeekProblem) -> None:
        """New sessions, and a place for each published one."""
        grid = [place for places in problem.places.values() for place in places]
        if problem.most_new:
            new = [self._place(place, place.points or 0) for place in grid if self._is_open(place)]
            self.model.add(sum(new) <= problem.most_new)
        for item in problem.items:
            self._item(item, [*grid, *item.others])

    def _is_open(self, place: Priced) -> bool:
        return place.points is not None and place.candidate.day not in self._fixed

    def _item(self, item: Item, places: Sequence[Priced]) -> None:
        own = item.own
        chosen = [self._place(own, own.points or 0)] if self._is_open(own) else []
        if not item.must_stay:
            for place in places:
                change = self._book.change(item.standing, place.candidate)
                if self._is_open(place) and change is not None and place.candidate.key != own.candidate.key:
                    chosen.append(self._place(place, (place.points or 0) + change + item.frozen_points))
            removal = self._book.change(item.standing, None)
            if removal is not None:
                gone = self.model.new_bool_var("")
                self._costs.append((removal + item.frozen_points) * gone)
                chosen.append(gone)
        self.model.add_exactly_one(chosen)

    def _place(self, place: Priced, price: int) -> IntVar:
        var = self.model.new_bool_var("")
        self._planned.setdefault(place.candidate.day, []).append((place.candidate.kind, var))
        self._costs.append(price * var)
        return var

    def _day(self, sessions: Sequence[IntVar]) -> IntVar:
        """Whether there is a session on the day; two there are never."""
        day = self.model.new_bool_var("")
        self.model.add(sum(sessions) == day)
        return day

    # --- weeks ---

    def _week(self, problem: WeekProblem) -> None:
        """The price of a week by its days and kinds: a table of all that it may be."""
        free = sorted(day for day in self._planned if monday_of(day) == problem.week.monday)
        room = max(0, problem.week.cap - problem.week.spent - len(problem.lifted))
        kinds = {kind for day in free for kind, _ in self._planned[day]}
        rows = [
            (*(int(day in chosen) for day in free), full, light, price)
            for number in range(min(room, len(free)) + 1)
            for chosen in combinations(free, number)
            for full, light, micro in _shares(number)
            if (Kind.MICRO in kinds or not micro)
            and (price := self._asked(problem, chosen, full=full, light=light)) is not None
        ]
        if not rows:
            self.model.add_bool_or([])
            return
        total = self.model.new_int_var(0, max(row[-1] for row in rows), "")
        counted = [self._count(free, kind, room) for kind in (Kind.FULL, Kind.LIGHT)]
        self.model.add_allowed_assignments([*(self._days[day] for day in free), *counted, total], rows)
        self._costs.append(total)

    def _asked(self, problem: WeekProblem, chosen: Sequence[date], *, full: int, light: int) -> int | None:
        look = WeekLook(
            week=problem.week,
            days=tuple(sorted({*chosen, *(lift.day for lift in problem.lifted)})),
            full=full,
            light=light,
            micro=len(chosen) - full - light,
            done=len(problem.lifted),
        )
        return self._book.week(look)

    def _count(self, days: Sequence[date], kind: Kind, most: int) -> IntVar:
        count = self.model.new_int_var(0, most, "")
        self.model.add(sum(var for day in days for planned, var in self._planned[day] if planned is kind) == count)
        return count

    # --- days among themselves ---

    def _neighbours(self) -> None:
        """Two strength days of one week, or of one and the next, without another between them."""
        for first, second in combinations(sorted(self._days), 2):
            if monday_of(second) - monday_of(first) > WEEK or {first, second} <= self._earlier:
                continue
            between = [self._days[day] for day in self._days if first < day < second]
            meet = self._days[first] + self._days[second] - sum(between) - 1
            price = self._book.pair(first, second)
            if price is None:
                if not {first, second} <= self._fixed | self._earlier:
                    self.model.add(meet <= 0)
            elif price:
                met = self.model.new_bool_var("")
                self.model.add(met >= meet)
                self._costs.append(price * met)

    def _seven_days(self) -> None:
        """No session is planned into seven days that would hold too many."""
        for first in sorted(self._days):
            window = [day for day in self._days if first <= day < first + WEEK]
            standing = sum(day in self._fixed | self._earlier for day in window)
            planned = [self._days[day] for day in window if day in self._planned]
            if len(window) > self._question.most_in_7_days and planned:
                self.model.add(sum(planned) <= max(0, self._question.most_in_7_days - standing))


def _shares(number: int) -> Iterator[tuple[int, int, int]]:
    """Every way to share so many sessions among full, light and micro."""
    for full in range(number + 1):
        for light in range(number - full + 1):
            yield full, light, number - full - light
