"""Placing: the cheapest plan that touches what is published only for a reason.

First every published session that no rule forbids stays, the others find a place, and what is missing is added. Then
all of it is planned freely, and that answer is taken only when it is better by the points that a change is worth.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from liftday_rules.model import FlagKind, Kind, SessionUid
from liftday_rules.placement import RULE_BOOK
from liftday_rules.placement.price import Book, Priced
from liftday_rules.placement.readiness import Level
from liftday_rules.placement.rule import Rule, points
from liftday_rules.placement.situation import Looker, Situation, Standing, Week, monday_of, starts
from liftday_rules.placement.solver import Choice, Item, Solution, WeekProblem, solve

NEW = "new session "
"""Leads the passing name of a session that is not published yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where every session goes, and what was thought of every place."""

    choices: tuple[Choice, ...]
    removed: tuple[SessionUid, ...]
    own: Mapping[SessionUid, Priced]
    """What is said of each published session's own place."""
    places: tuple[Priced, ...]
    """Every slot in every kind, in order of start."""
    book: Book
    points: int


def place(
    situation: Situation, standing: Sequence[Standing], last_day: date, rules: Sequence[Rule] = RULE_BOOK
) -> Placement:
    """The plan for these published sessions and whatever the weeks still need."""
    book = Book(rules, situation)
    places = _price_all(situation, last_day, book)
    looker = Looker(situation)
    items = tuple(_item(one, places, looker, book) for one in sorted(standing, key=lambda one: (one.start, one.uid)))
    loose = _loose(items, situation, book)
    solver = _Solver(situation, places, book)
    kept = solver.solve(tuple(_bound(item, loose, situation) for item in items), None)
    if kept is None:  # what stays breaks a rule together: then nothing is sure to stay
        loose = frozenset(item.standing.uid for item in items)
        kept = solver.solve(items, None)
    bound = any(item.standing.uid not in loose for item in items)
    free = solver.solve(tuple(_free(item, loose, situation) for item in items), kept) if bound else kept
    assert kept is not None, "leaving every week empty is always possible"
    chosen = _calm(kept, free, items, situation)
    if chosen is not kept:
        chosen = _filled_up(chosen, items, solver)
    return Placement(
        choices=chosen.choices,
        removed=chosen.removed,
        own={item.standing.uid: item.own for item in items},
        places=places,
        book=book,
        points=chosen.points,
    )


def _price_all(situation: Situation, last_day: date, book: Book) -> tuple[Priced, ...]:
    """Every place, priced. Ten minutes are offered only where a light session finds no time."""
    found: list[Priced] = []
    looker = Looker(situation)
    for start in starts(situation, last_day):
        found.append(book.price(looker.look(start, Kind.FULL)))
        light = book.price(looker.look(start, Kind.LIGHT))
        found.append(light)
        if _has_no_time(light):
            found.append(book.price(looker.look(start, Kind.MICRO)))
    return tuple(found)


def _has_no_time(priced: Priced) -> bool:
    """Whether the time is taken; the usual hour of a run takes none, for nobody said when it will be."""
    meets = priced.candidate.meets
    return any(objection.code == "BUSY" for objection in priced.objections) and not (meets and meets.is_habit)


def _item(standing: Standing, places: Sequence[Priced], looker: Looker, book: Book) -> Item:
    """The published session with its own place, and the same start in other kinds where that is no slot."""
    own = book.price(looker.look(standing.start, standing.kind, stands=standing.uid))
    known = {place.candidate.key for place in places}
    kinds = (kind for kind in (Kind.FULL, Kind.LIGHT) if kind is not standing.kind)
    others = [looker.look(standing.start, kind, stands=standing.uid) for kind in kinds]
    return Item(
        standing=standing,
        own=own,
        others=tuple(book.price(other) for other in others if other.key not in known),
    )


def _loose(items: Sequence[Item], situation: Situation, book: Book) -> frozenset[SessionUid]:
    """The sessions that can't stay as they are, or that a bad morning has put in question."""
    loose = {item.standing.uid for item in items if item.own.points is None or _is_in_question(item, situation)}
    for first, second in pairwise(items):
        if book.pair(first.standing.day, second.standing.day) is None:
            loose |= {first.standing.uid, second.standing.uid}
    for monday, week in situation.weeks.items():
        inside = [item for item in items if monday_of(item.standing.day) == monday]
        full = sum(item.standing.kind is Kind.FULL for item in inside)
        room = week.cap - week.spent - sum(monday_of(lift.day) == monday for lift in situation.lifted)
        if len(inside) > room or full > week.most_full:
            loose |= {item.standing.uid for item in inside}
    return frozenset(loose)


def _is_in_question(item: Item, situation: Situation) -> bool:
    today = item.standing.day == situation.today
    return today and situation.readiness.level >= Level.POOR and any(o.code == "READINESS" for o in item.own.objections)


def _bound(item: Item, loose: frozenset[SessionUid], situation: Situation) -> Item:
    if item.standing.uid in loose:
        return item
    return replace(_free(item, loose, situation), must_stay=True)


def _free(item: Item, loose: frozenset[SessionUid], situation: Situation) -> Item:
    """The same, held by the freeze when it is close, costs little, and no new fact speaks against it."""
    settings = situation.settings
    close = item.standing.start - situation.now < timedelta(hours=settings["freeze_h"])
    cheap = item.own.points is not None and item.own.points < points(settings["freeze_below"])
    frozen = close and cheap and item.standing.uid not in loose
    return replace(item, frozen_points=points(settings["cost_frozen"]) if frozen else 0)


class _Solver:
    """Solves the same weeks for different freedoms."""

    def __init__(self, situation: Situation, places: Sequence[Priced], book: Book) -> None:
        self._situation = situation
        self._book = book
        by_week: dict[date, dict[date, list[Priced]]] = {monday: {} for monday in situation.weeks}
        for place in places:
            if place.points is not None:
                day = place.candidate.day
                by_week.setdefault(monday_of(day), {}).setdefault(day, []).append(place)
        self._places = {monday: {day: tuple(found) for day, found in week.items()} for monday, week in by_week.items()}

    def solve(self, items: Sequence[Item], kept: Solution | None) -> Solution | None:
        """The cheapest plan; with `kept` no week may get more new sessions than there, so that adding moves nothing."""
        situation = self._situation
        mondays = sorted(situation.weeks)
        problems = [
            WeekProblem(
                week=situation.weeks[monday],
                places=self._places.get(monday, {}),
                items=tuple(item for item in items if monday_of(item.standing.day) == monday),
                lifted=tuple(lift for lift in situation.lifted if monday_of(lift.day) == monday),
                most_new=_most_new(situation.weeks[monday], kept),
            )
            for monday in mondays
        ]
        earlier = [lift for lift in situation.lifted if mondays[0] - timedelta(days=7) <= lift.day < mondays[0]]
        return solve(problems, earlier, self._book, most_in_7_days=int(situation.settings["most_in_7_days"]))


def _most_new(week: Week, kept: Solution | None) -> int:
    if week.cap > week.target:  # only what is published may survive here
        return 0
    if kept is None:
        return week.cap
    return sum(c.uid is None and monday_of(c.priced.candidate.day) == week.monday for c in kept.choices)


def _calm(kept: Solution, free: Solution | None, items: Sequence[Item], situation: Situation) -> Solution:
    """The free plan when it gains enough and does not change too much at once, else the kept one."""
    settings = situation.settings
    if free is None or free.points > kept.points - points(settings["gain_to_change"]):
        return kept
    if any(flag.kind is not FlagKind.TRAVEL for flag in situation.flags):
        return free
    forced = _edits(kept, items)
    room = settings["edits_a_day"]
    if situation.edits_last_day is not None:
        room -= situation.edits_last_day + forced
    return free if _edits(free, items) - forced <= max(0, room) else kept


def _filled_up(chosen: Solution, items: Sequence[Item], solver: _Solver) -> Solution:
    """The same plan, and what now fits beside it: a better order may have made room that was not there before."""
    by_uid = {item.standing.uid: item.standing for item in items}
    fixed = []
    for index, choice in enumerate(chosen.choices):
        there = choice.priced.candidate
        was = by_uid.get(choice.uid) if choice.uid else None
        standing = Standing(
            uid=choice.uid or SessionUid(f"{NEW}{index}"),
            start=there.start,
            end=there.end,
            day=there.day,
            kind=there.kind,
            sequence=was.sequence if was else 0,
            locked=False,
            original_date=was.original_date if was else there.day,
        )
        fixed.append(Item(standing=standing, own=choice.priced, must_stay=True))
    filled = solver.solve(tuple(fixed), None)
    if filled is None or len(filled.choices) == len(chosen.choices):
        return chosen
    known = {item.standing.uid for item in items}
    choices = tuple(choice if choice.uid in known else replace(choice, uid=None) for choice in filled.choices)
    return replace(chosen, choices=choices)


def _edits(solution: Solution, items: Sequence[Item]) -> int:
    """How many published sessions would look different."""
    here: dict[SessionUid | None, tuple[datetime, Kind]] = {c.uid: c.priced.candidate.key for c in solution.choices}
    return sum(here.get(item.standing.uid) != (item.standing.start, item.standing.kind) for item in items)
