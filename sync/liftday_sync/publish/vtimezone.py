"""What the clocks of a zone do in the years of a calendar: one observance for each change, at the very second.

A reader that knows the zone by its name needs none of it; the others have to be told. Whole years are described, so
that the bytes stay the same while sessions come and go within them.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

STEP = timedelta(days=1)
"""No zone changes its clocks twice within a day."""


def vtimezone(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone | None:
    """The zone from New Year before `first` to the end of the year of `last`; both are aware.

    None when its clocks show UTC all that time, as those of Etc/UTC do: such times need no zone.
    """
    begin = _new_year(first.astimezone(zone).year, zone)
    end = _new_year(last.astimezone(zone).year + 1, zone)
    changes = list(_changes(zone, begin, end))
    if not changes and not _offset(begin, zone):
        return None
    component = Timezone()
    component.add("TZID", zone.key)
    _observe(component, zone, begin, before=begin)
    for change in changes:
        _observe(component, zone, change, before=change - timedelta(seconds=1))
    return component


def _new_year(year: int, zone: ZoneInfo) -> datetime:
    return datetime(year, 1, 1, tzinfo=zone).astimezone(UTC)


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The instants, in UTC, at which the offset becomes another one."""
    instant = begin
    while instant < end:
        following = min(instant + STEP, end)
        if _offset(instant, zone) != _offset(following, zone):
            yield _first_with_new_offset(zone, instant, following)
        instant = following


def _first_with_new_offset(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    old = _offset(before, zone)
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        before, after = (middle, after) if _offset(middle, zone) == old else (before, middle)
    return after


def _observe(component: Timezone, zone: ZoneInfo, onset: datetime, *, before: datetime) -> None:
    """From `onset` on. The onset is told in the wall time of the offset that ends there, as RFC 5545 wants it."""
    local, old = onset.astimezone(zone), _offset(before, zone)
    observance = TimezoneDaylight() if local.dst() else TimezoneStandard()
    observance.add("DTSTART", (onset + old).replace(tzinfo=None))
    observance.add("TZOFFSETFROM", old)
    observance.add("TZOFFSETTO", _offset(onset, zone))
    observance.add("TZNAME", local.tzname() or zone.key)
    component.add_component(observance)
