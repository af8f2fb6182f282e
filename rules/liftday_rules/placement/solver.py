"""The cheapest plan, exactly: every set of days of each week, and the weeks joined day set by day set.

Why this is exact: a session's price depends on its place alone, two sessions meet only through their days, and what is
asked of a week depends on its days and on how many of each kind there are. So within one set of days the cheapest place
a day is the best one, and between weeks only the day sets of neighbours matter.
Ties: the earlier start wins, then the kind `full`. Prices are whole numbers, so every machine finds the same plan.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from liftday_rules.model import Kind, SessionUid
from liftday_rules.placement.price import Book, Priced
from liftday_rules.placement.rule import WeekLook
from liftday_rules.placement.situation import Lifted, Standing, Week

KINDS = tuple(Kind)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One session of a solution: a place, and the published session that stands there from now on, if any."""

    priced: Priced
    uid: SessionUid | None
    points: int
    """The place's price and the change's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A published session that must find a place or be removed."""

    standing: Standing
    own: Priced
    """The place where it stands."""
    others: tuple[Priced, ...] = ()
    """Its own start in other kinds, where that is no slot."""
    must_stay: bool = False
    frozen_points: int = 0
    """Added to any change, because it is close."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekProblem:
    """One week to fill."""

    week: Week
    places: Mapping[date, tuple[Priced, ...]]
    """Possible places by day, earliest first; the forbidden ones are left out."""
    items: tuple[Item, ...]
    lifted: tuple[Lifted, ...]
    most_new: int
    """How many sessions may appear that are not published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """The cheapest plan."""

    points: int
    choices: tuple[Choice, ...]
    """In order of start."""
    removed: tuple[SessionUid, ...]


type Chain = tuple[Choice, ...]
type Order = tuple[tuple[datetime, int], ...]
type State = tuple[int, int, int, int]
"""Items that have a place, as bits; full sessions, light sessions, new sessions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filled:
    """The best way to fill one week, or all weeks so far, that ends in exactly these strength days."""

    days: tuple[date, ...]
    """Of the last week, those that stand anyway among them."""
    planned: frozenset[date]
    points: int
    chain: Chain
    removed: tuple[SessionUid, ...]


def solve(
    weeks: Sequence[WeekProblem], earlier: Sequence[Lifted], book: Book, *, most_in_7_days: int
) -> Solution | None:
    """The cheapest plan for these weeks, in order; None when the sessions that must stay break a rule together.

    `earlier` are strength days before the first week.
    """
    before = tuple(sorted({one.day for one in earlier}))
    best = [_Filled(days=before, planned=frozenset(), points=0, chain=(), removed=())]
    for problem in weeks:
        options = (_best_join(best, option, book, most_in_7_days) for option in _fillings(problem, book))
        best = sorted((joined for joined in options if joined is not None), key=_points)
    winner = min(best, key=lambda filled: (filled.points, _order(filled.chain)), default=None)
    if winner is None:
        return None
    return Solution(points=winner.points, choices=winner.chain, removed=winner.removed)


def _points(filled: _Filled) -> int:
    return filled.points


def _best_join(pasts: Sequence[_Filled], option: _Filled, book: Book, most_in_7_days: int) -> _Filled | None:
    """The week after the best of the pasts that allow it. `pasts` come cheapest first; nothing between is below 0."""
    found: tuple[int, _Filled] | None = None
    for past in pasts:
        if found is not None and past.points > found[0]:
            break
        between = _between(past, option, book, most_in_7_days)
        if between is None:
            continue
        points = past.points + between
        if found is None or points < found[0] or (points == found[0] and _order(past.chain) < _order(found[1].chain)):
            found = (points, past)
    if found is None:
        return None
    points, past = found
    return _Filled(
        days=option.days,
        planned=option.planned,
        points=points + option.points,
        chain=past.chain + option.chain,
        removed=past.removed + option.removed,
    )


def _between(past: _Filled, option: _Filled, book: Book, most: int) -> int | None:
    """The price of the week's first strength day after the last one before it; None: forbidden."""
    if not past.days or not option.days:
        return 0
    price = book.pair(past.days[-1], option.days[0])
    if price is None:
        if past.days[-1] in past.planned or option.days[0] in option.planned:
            return None
        price = 0
    if len(past.days) + len(option.days) > most and _too_dense(past, option, most):
        return None
    return price


def _too_dense(past: _Filled, option: _Filled, most: int) -> bool:
    """Whether some seven days around a planned session hold too many."""
    for index, first in enumerate(past.days):
        last = first + WEEK
        window = [day for day in option.days if day < last]
        if len(past.days) - index + len(window) > most and (
            any(day in option.planned for day in window) or any(day in past.planned for day in past.days[index:])
        ):
            return True
    return False


def _fillings(problem: WeekProblem, book: Book) -> Iterator[_Filled]:
    """The best filling for every set of days that the rules allow."""
    standing_days = sorted({one.day for one in problem.lifted})
    done = len(problem.lifted)
    removal = [_removal(problem.items, placed, book) for placed in range(1 << len(problem.items))]
    for days, states in _day_sets(problem, book):
        every = tuple(sorted({*standing_days, *days})) if standing_days else days
        between = _pair_points(every, days, book)
        if between is None:
            continue
        asked: dict[tuple[int, int], int | None] = {}
        best: tuple[int, Chain] | None = None
        for (placed, full, light, _new), (points, chain) in states.items():
            left = removal[placed]
            if left is None:
                continue
            if (full, light) not in asked:
                micro = len(days) - full - light
                asked[full, light] = book.week(
                    WeekLook(week=problem.week, days=every, full=full, light=light, micro=micro, done=done)
                )
            week_points = asked[full, light]
            if week_points is None:
                continue
            total = points + left + week_points + between
            if best is None or total < best[0]:
                best = (total, chain)
            elif total == best[0]:
                best = _better(best, (total, chain))
        if best is not None:
            kept = {choice.uid for choice in best[1]}
            yield _Filled(
                days=every,
                planned=frozenset(days),
                points=best[0],
                chain=best[1],
                removed=tuple(item.standing.uid for item in problem.items if item.standing.uid not in kept),
            )


def _better(known: tuple[int, Chain], found: tuple[int, Chain]) -> tuple[int, Chain]:
    """Of two that cost the same the earlier start, then the fuller kind."""
    return found if _order(found[1]) < _order(known[1]) else known


def _order(chain: Chain) -> Order:
    """For ties: the earlier start, then the fuller kind."""
    return tuple((c.priced.candidate.start, KINDS.index(c.priced.candidate.kind)) for c in chain)


def _pair_points(every: Sequence[date], planned: Sequence[date], book: Book) -> int | None:
    points = 0
    for first, second in pairwise(every):
        price = book.pair(first, second)
        if price is not None:
            points += price
        elif first in planned or second in planned:
            return None
    return points


type States = dict[State, tuple[int, Chain]]


def _day_sets(problem: WeekProblem, book: Book) -> Iterator[tuple[tuple[date, ...], States]]:
    """Every allowed set of days with its states, grown day by day so that common beginnings are priced once.

    The days of sessions that must stay are in every set.
    """
    options = _options(problem, book)
    taken = {one.day for one in problem.lifted}
    days = sorted(day for day in options if day not in taken)
    staying = {item.own.candidate.day for item in problem.items if item.must_stay}
    room = max(0, problem.week.cap - problem.week.spent - len(problem.lifted))
    grown: list[tuple[tuple[date, ...], States]] = [((), {(0, 0, 0, 0): (0, ())})]
    while grown:
        found, states = grown.pop()
        to_come = min(staying.difference(found), default=None)
        if to_come is None:
            yield found, states
        if len(found) >= room:
            continue
        for day in days:
            if to_come is not None and day > to_come:
                break
            if found and (day <= found[-1] or book.pair(found[-1], day) is None):
                continue
            more = _grow(states, options[day], problem.most_new)
            if more:
                grown.append(((*found, day), more))


type DayOption = tuple[int, bool, bool, Choice]
"""The bit of the item that stands there, or 0 for a new session; whether it is full; whether it is light."""


def _options(problem: WeekProblem, book: Book) -> dict[date, list[DayOption]]:
    """For each day the cheapest place of each kind, for a new session and for each item."""
    options: dict[date, list[DayOption]] = {}
    for day, places in problem.places.items():
        found = [_option(0, Choice(priced=p, uid=None, points=p.points or 0)) for p in _cheapest(places)]
        if found and problem.most_new:
            options.setdefault(day, []).extend(found)
    for index, item in enumerate(problem.items):
        for choice in _item_choices(item, problem, book):
            options.setdefault(choice.priced.candidate.day, []).append(_option(1 << index, choice))
    return options


def _option(bit: int, choice: Choice) -> DayOption:
    kind = choice.priced.candidate.kind
    return (bit, kind is Kind.FULL, kind is Kind.LIGHT, choice)


def _cheapest(places: Sequence[Priced]) -> list[Priced]:
    best: dict[Kind, Priced] = {}
    for place in places:
        kind = place.candidate.kind
        if place.points is not None and (kind not in best or place.points < (best[kind].points or 0)):
            best[kind] = place
    return list(best.values())


def _item_choices(item: Item, problem: WeekProblem, book: Book) -> list[Choice]:
    """Where one published session could stand: the cheapest place of each day and kind, its own among them."""
    own = item.own
    stay = [Choice(priced=own, uid=item.standing.uid, points=own.points)] if own.points is not None else []
    if item.must_stay:
        return stay
    best = dict.fromkeys([(own.candidate.day, own.candidate.kind)], stay[0]) if stay else {}
    places = [place for day in problem.places.values() for place in day] + list(item.others)
    for place in places:
        change = book.change(item.standing, place.candidate)
        if place.points is None or change is None or place.candidate.key == own.candidate.key:
            continue
        choice = Choice(priced=place, uid=item.standing.uid, points=place.points + change + item.frozen_points)
        key = (place.candidate.day, place.candidate.kind)
        rank = (choice.points, place.candidate.start)
        if key not in best or rank < (best[key].points, best[key].priced.candidate.start):
            best[key] = choice
    return list(best.values())


def _grow(states: States, options: Sequence[DayOption], most_new: int) -> States:
    """One more session, on the next day of the set."""
    more: States = {}
    for (placed, full, light, new), (points, chain) in states.items():
        for bit, is_full, is_light, choice in options:
            if placed & bit or (not bit and new >= most_new):
                continue
            state = (placed | bit, full + is_full, light + is_light, new + (not bit))
            total, known = points + choice.points, more.get(state)
            if known is None or total < known[0]:
                more[state] = (total, (*chain, choice))
            elif total == known[0]:
                more[state] = _better(known, (total, (*chain, choice)))
    return more


def _removal(items: Sequence[Item], placed: int, book: Book) -> int | None:
    """The price of removing every item that has no place; None when one of them must stay."""
    points = 0
    for index, item in enumerate(items):
        if placed >> index & 1:
            continue
        price = None if item.must_stay else book.change(item.standing, None)
        if price is None:
            return None
        points += price + item.frozen_points
    return points
