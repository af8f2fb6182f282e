"""Strava's list, newest first, page by page.

Pages are cut by time and not by number, so that an upload or a deletion in between shifts nothing; one second of
overlap keeps what began in the same second. A short page is not the end, for hidden activities are taken out after the
cut: only an empty page is, or one that reaches beyond what was asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from liftday_sync.sources.base import RawItem
from liftday_sync.sources.strava.account import Get
from liftday_sync.sources.strava.payload import RawActivity, summary_item
from liftday_sync.sources.strava.trouble import offline, strange

PER_PAGE = 200
MOST_PAGES = 60
"""More than any history has in the days that are re-read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One activity of a list; `day` None: it does not say when it was."""

    item: RawItem
    given: RawActivity
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the list: what began before this second (None: everything), and the page of it."""

    before: int | None = None
    page: int = 1

    def after(self, found: Sequence[Listed]) -> Place:
        """Where to go on. Where nothing older came, the rest of that second's page does."""
        bounds = [bound for one in found if (bound := one.given.is_before) is not None]
        oldest = min(bounds, default=None)
        if oldest is not None and (self.before is None or oldest < self.before):
            return Place(before=oldest)
        return Place(before=self.before, page=self.page + 1)


def read_page(get: Get, place: Place) -> tuple[Listed, ...] | None:
    """One page; None at the end of the list."""
    cut = {} if place.before is None else {"before": place.before}
    answer = get("athlete/activities", page=place.page, per_page=PER_PAGE, **cut)
    if not isinstance(answer, list):
        raise strange("a list of activities that is none")
    if not answer:
        return None
    found = tuple(one for given in answer if isinstance(given, Mapping) and (one := _listed(given)) is not None)
    if not found:
        raise strange("activities without an id")
    return found


def read_back_to(get: Get, first: date) -> tuple[dict[str, Listed], int]:
    """Everything since that local day by id, and how many requests it took. Raises when there is no end to it."""
    place, known = Place(), dict[str, Listed]()
    for asked in range(1, MOST_PAGES + 1):
        found = read_page(get, place)
        if found is None:
            return known, asked
        for one in found:
            known.setdefault(one.item.external_id, one)
        if _reaches(found, first):
            return known, asked
        place = place.after(found)
    raise offline("has a list without an end")


def _listed(given: Mapping[str, Any]) -> Listed | None:
    item = summary_item(given)
    if item is None:
        return None
    read = RawActivity.model_validate(dict(given))
    day = read.local_date or (read.start.date() if read.start is not None else None)
    return Listed(item=item, given=read, day=day)


def _reaches(found: Sequence[Listed], first: date) -> bool:
    """Whether the page goes beyond that day: it is in order, and its end is older, whatever the zone."""
    starts = [one.given.start for one in found if one.given.start is not None and not one.given.is_hidden]
    in_order = all(before >= after for before, after in pairwise(starts))
    return in_order and bool(starts) and starts[-1].date() < first - timedelta(days=1)
