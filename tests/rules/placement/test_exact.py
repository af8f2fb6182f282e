"""The solver finds what trying everything finds."""

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from tests.helpers.situations import situation_of
from tests.helpers.weeks import at, athlete, facts

from liftday_rules.model import Busy, Facts, Kind, Policy, Slots
from liftday_rules.placement import RULE_BOOK
from liftday_rules.placement.place import _free, _item, _loose, _price_all, _Solver, place
from liftday_rules.placement.price import Book, Priced
from liftday_rules.placement.rule import WeekLook
from liftday_rules.placement.situation import Looker, Situation, Standing, monday_of
from liftday_rules.placement.solver import Item

type Session = tuple[Priced, int | None, int]
"""A place, the index of the published session that stands there, and the price of both."""
type Keys = tuple[tuple[datetime, Kind], ...]
"""Starts and kinds in order; the kinds sort by name as they sort by weight."""


def instance(seed: int) -> Facts:
    """A small, nasty moment: the end of one week and the whole of the next."""
    rng = random.Random(seed)  # noqa: S311 (an instance, not a secret)
    who = athlete(
        policy=rng.choice(list(Policy)),
        target_per_week=rng.choice([1, 2, 3]),
        slots=Slots(default=rng.choice([(time(18),), (time(12, 15), time(18))])),
    )
    drawing = "".join(rng.choice("EEEHL?..") for _ in range(14))
    shown = "-" * 4 + "".join(rng.choice("------FFl") for _ in range(10))
    busy = tuple(Busy(start=at(day, 17), end=at(day, 21)) for day in rng.sample(range(14), rng.choice([0, 1, 3])))
    given = facts(drawing, shown, at(rng.choice([3, 4, 5]), rng.choice([5.0, 13.0])), athlete=who, busy=busy)
    return replace(given, published=tuple(one for one in given.published if one.start > given.now)[:3])


@pytest.mark.parametrize("first", range(0, 120, 20))
def test_the_cheapest_plan_is_found_and_of_equals_the_one_that_starts_earlier_then_the_full_one(first: int) -> None:
    for seed in range(first, first + 20):
        situation, books, last_day = situation_of(instance(seed))
        found = place(situation, books.standing, last_day)
        book = book_of(situation)
        items = items_of(situation, books.standing, last_day)
        solver = _Solver(situation, found.places, book)
        solved = solver.solve(items, None)

        assert solved is not None
        points, stands = cheapest(situation, items, found.places, book)
        assert solved.points == points, f"seed {seed}"
        assert tuple(choice.priced.candidate.key for choice in solved.choices) == stands, f"seed {seed}"


def book_of(situation: Situation) -> Book:
    return Book(RULE_BOOK, situation)


def items_of(situation: Situation, standing: Sequence[Standing], last_day: date) -> tuple[Item, ...]:
    book = book_of(situation)
    places = _price_all(situation, last_day, book)
    items = tuple(_item(one, places, Looker(situation), book) for one in standing)
    loose = _loose(items, situation, book)
    return tuple(_free(item, loose, situation) for item in items)


def cheapest(situation: Situation, items: Sequence[Item], places: Sequence[Priced], book: Book) -> tuple[int, Keys]:
    """The lowest price over every plan there is, and of the plans with that price the one that comes first."""
    weeks = sorted(situation.weeks)
    by_week = [
        list(
            plans_of(
                [p for p in places if monday_of(p.candidate.day) == monday],
                [(i, item) for i, item in enumerate(items) if monday_of(item.standing.day) == monday],
                book,
                situation,
                monday,
            )
        )
        for monday in weeks
    ]
    best = None
    for combination in itertools.product(*by_week):
        days = [day for _, chosen, _ in combination for day in chosen]
        if any(count_in_seven(days, day) > 3 for day in days):
            continue
        total = sum(price for price, _, _ in combination)
        between = [
            book.pair(one, other) for one, other in itertools.pairwise(days) if monday_of(one) != monday_of(other)
        ]
        if None in between:
            continue
        total += sum(price or 0 for price in between)
        found = (total, tuple(key for _, _, keys in combination for key in keys))
        best = found if best is None else min(best, found)
    assert best is not None
    return best


def count_in_seven(days: Sequence[date], first: date) -> int:
    return sum(first <= day < first + timedelta(days=7) for day in days)


def plans_of(
    places: Sequence[Priced], items: Sequence[tuple[int, Item]], book: Book, situation: Situation, monday: date
) -> Iterator[tuple[int, tuple[date, ...], Keys]]:
    """Every way to fill one week, as price, days, and what stands where."""
    week = situation.weeks[monday]
    own = [item.own for _, item in items] + [other for _, item in items for other in item.others]
    every = {p.candidate.key: p for p in (*own, *places) if p.points is not None}
    for count in range(week.cap + 1):
        for chosen in itertools.combinations(sorted(every.values(), key=lambda p: p.candidate.key), count):
            days = tuple(p.candidate.day for p in chosen)
            if len(set(days)) < count:
                continue
            pairs = [book.pair(one, other) for one, other in itertools.pairwise(days)]
            look = WeekLook(
                week=week,
                days=days,
                full=sum(p.candidate.kind is Kind.FULL for p in chosen),
                light=sum(p.candidate.kind is Kind.LIGHT for p in chosen),
                micro=sum(p.candidate.kind is Kind.MICRO for p in chosen),
                done=0,
            )
            asked = book.week(look)
            if None in pairs or asked is None:
                continue
            fixed = asked + sum(price or 0 for price in pairs) + sum(p.points or 0 for p in chosen)
            people = min(
                (
                    assigned
                    for slots in _assignments(count, len(items))
                    if (assigned := _people(slots, chosen, items, book, places)) is not None
                ),
                default=None,
            )
            if people is not None:
                yield fixed + people, days, tuple(p.candidate.key for p in chosen)


def _assignments(count: int, people: int) -> Iterator[tuple[int | None, ...]]:
    """For each session nobody (it is new) or one published session, none of them twice."""
    for slots in itertools.product([None, *range(people)], repeat=count):
        known = [one for one in slots if one is not None]
        if len(known) == len(set(known)):
            yield slots


def _people(
    slots: Sequence[int | None],
    chosen: Sequence[Priced],
    items: Sequence[tuple[int, Item]],
    book: Book,
    places: Sequence[Priced],
) -> int | None:
    """The price of these changes; None when one is forbidden."""
    grid = {p.candidate.key for p in places}
    price = 0
    for slot, priced in zip(slots, chosen, strict=True):
        key = priced.candidate.key
        if slot is None:
            if key not in grid:
                return None
            continue
        item = items[slot][1]
        if key == item.own.candidate.key:
            continue
        if key not in grid and key not in {other.candidate.key for other in item.others}:
            return None
        change = book.change(item.standing, priced.candidate)
        if change is None:
            return None
        price += change + item.frozen_points
    for index, (_, item) in enumerate(items):
        if index not in slots:
            gone = book.change(item.standing, None)
            if gone is None:
                return None
            price += gone + item.frozen_points
    return price
