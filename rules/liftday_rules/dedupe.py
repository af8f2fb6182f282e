"""Which recordings tell of the same thing, and what is known of it when they are laid together.

What it does: recordings of one thing become one record; everything else stays as it is. Nothing is ever merged across
sport families, and a warm-up, a race and a cool-down that follow each other stay three things.
Why: a runner's watch and the services it feeds all tell of the same run. Of 834 matched pairs of three runners, 830
started in the same second; lengths and moving times differ far more, so they decide nothing by themselves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from itertools import groupby
from typing import Any

from liftday_rules.model import Activity, GarminFields, Judged, LapKind, Record, RunClass, StravaFields

SAME_START_S = 5.0
NEAR_START_S = 120.0
NEAR_DISTANCE_M = 200.0
NEAR_DISTANCE_SHARE = 0.05
NEAR_OVERLAP = 0.80
SECOND_DEVICE_OVERLAP = 0.50
HIDDEN_DISTANCE_SHARE = 0.02
HIDDEN_MOVING_SHARE = 0.03
AS_LONG_SHARE = 0.90
"""A recording this close to the longest counts as whole; below it, it was cropped or started late."""
SOURCE_ORDER = ("garmin", "file", "demo", "strava")

type Group = list[Activity]


def merge(activities: Sequence[Activity]) -> tuple[Record, ...]:
    """One record for each thing done, in order of start, whatever the order of the recordings."""
    ordered = sorted(activities, key=_order)
    groups = _groups_by_time([activity for activity in ordered if not activity.start_hidden])
    groups = _add_hidden(groups, [activity for activity in ordered if activity.start_hidden])
    records = (_record(group) for group in groups)
    return tuple(sorted(records, key=lambda record: _order(record.activity)))


def are_same(one: Activity, other: Activity) -> bool:
    """Whether two recordings whose times of day are known tell of the same thing."""
    if one.sport.family != other.sport.family:
        return False
    if one.id == other.id or (one.recording_key is not None and one.recording_key == other.recording_key):
        return True
    apart_s = abs((one.start - other.start).total_seconds())
    overlap = _overlap(one, other)
    if apart_s <= SAME_START_S or overlap >= SECOND_DEVICE_OVERLAP:
        return True
    return apart_s <= NEAR_START_S and overlap > 0 and (overlap >= NEAR_OVERLAP or _near_distance(one, other))


def _overlap(one: Activity, other: Activity) -> float:
    """Common time as a share of the shorter recording."""
    common_s = (min(one.end, other.end) - max(one.start, other.start)).total_seconds()
    return max(0.0, common_s) / max(min(one.elapsed_s, other.elapsed_s), 1.0)


def _near_distance(one: Activity, other: Activity) -> bool:
    if one.distance_m is None or other.distance_m is None:
        return False
    allowed_m = max(NEAR_DISTANCE_M, NEAR_DISTANCE_SHARE * max(one.distance_m, other.distance_m))
    return abs(one.distance_m - other.distance_m) <= allowed_m


def _order(activity: Activity) -> tuple[Any, ...]:
    """A total order that does not depend on the order of the input."""
    return (activity.start, activity.id, activity.source, repr(activity.distance_m), repr(activity.name))


def _groups_by_time(ordered: Sequence[Activity]) -> list[Group]:
    """Groups joined by any chain of equal pairs; `ordered` is by start."""
    parent = list(range(len(ordered)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    still_on: list[int] = []
    for index, activity in enumerate(ordered):
        still_on = [
            other
            for other in still_on
            if ordered[other].end > activity.start
            or (activity.start - ordered[other].start).total_seconds() <= NEAR_START_S
        ]
        for other in still_on:
            if are_same(ordered[other], activity):
                parent[root(index)] = root(other)
        still_on.append(index)
    for first, index in _same_keys(ordered):
        parent[root(index)] = root(first)
    by_root: dict[int, Group] = {}
    for index, activity in enumerate(ordered):
        by_root.setdefault(root(index), []).append(activity)
    return list(by_root.values())


def _same_keys(ordered: Sequence[Activity]) -> Iterable[tuple[int, int]]:
    """Pairs of indices that share a recording or an id, however far apart their clocks put them."""
    first: dict[tuple[str, str], int] = {}
    for index, activity in enumerate(ordered):
        for key in (activity.recording_key, f"id {activity.id}"):
            if key is not None and (known := first.setdefault((activity.sport.family, key), index)) != index:
                yield known, index


def _add_hidden(groups: list[Group], hidden: Sequence[Activity]) -> list[Group]:
    """Give each recording without a time of day to the one group of its date that fits best, nearest first."""
    by_date: dict[tuple[object, str], list[Group]] = {}
    for group in groups:
        by_date.setdefault((group[0].local_date, group[0].sport.family), []).append(group)
    pairs = [
        (fit, activity.id, position, index, group)
        for index, activity in enumerate(hidden)
        for position, group in enumerate(by_date.get((activity.local_date, activity.sport.family), ()))
        if (fit := _hidden_fit(activity, group)) is not None
    ]
    placed: set[int] = set()
    taken: set[tuple[int, str]] = set()
    for _, _, _, index, group in sorted(pairs, key=lambda pair: pair[:3]):
        activity = hidden[index]
        if index not in placed and (id(group), activity.source) not in taken:
            placed.add(index)
            taken.add((id(group), activity.source))
            group.append(activity)
    alone = [activity for index, activity in enumerate(hidden) if index not in placed]
    return groups + [list(same) for _, same in groupby(sorted(alone, key=lambda a: a.id), key=lambda a: a.id)]


def _hidden_fit(hidden: Activity, group: Group) -> float | None:
    """How far apart the distances are as a share, or None when it is not the same thing."""
    if any(hidden.recording_key is not None and one.recording_key == hidden.recording_key for one in group):
        return -1.0
    fits = [
        apart
        for one in group
        if one.source != hidden.source
        and (apart := _hidden_apart(one, hidden)) <= HIDDEN_DISTANCE_SHARE
        and _apart(one.moving_s, hidden.moving_s) <= HIDDEN_MOVING_SHARE
    ]
    return min(fits, default=None)


def _hidden_apart(one: Activity, hidden: Activity) -> float:
    """How far apart the distances are; nothing where a distance had to be let go, for the moving times decide then."""
    if one.judged is not None or hidden.judged is not None:
        return 0.0
    return _apart(one.distance_m, hidden.distance_m)


def _apart(one: float | None, other: float | None) -> float:
    """The difference as a share of the larger; 1 when one is unknown."""
    return abs(one - other) / max(one, other) if one and other else 1.0


def _record(group: Group) -> Record:
    """The group as one thing: the best recording leads, the others fill what it does not know."""
    longest_s = max(activity.elapsed_s for activity in group)
    ranked = sorted(group, key=lambda activity: (*_rank(activity, longest_s), _order(activity)))
    lead = ranked[0]
    merged_ids = tuple(sorted({activity.id for activity in ranked} - {lead.id}))
    return Record(activity=lead if len(ranked) == 1 else _laid_together(ranked), merged_ids=merged_ids)


def _rank(activity: Activity, longest_s: float) -> tuple[Any, ...]:
    """Best first: has its figures, knows its time of day, has heart rate, is whole, then the nearest to the watch."""
    return (
        activity.judged is not None,
        activity.start_hidden,
        activity.avg_hr_bpm is None,
        activity.elapsed_s < AS_LONG_SHARE * longest_s,
        _source_rank(activity),
        -activity.elapsed_s,
    )


def _source_rank(activity: Activity) -> int:
    return SOURCE_ORDER.index(activity.source) if activity.source in SOURCE_ORDER else len(SOURCE_ORDER)


FILLED = ("moving_s", "distance_m", "ascent_m", "descent_m", "avg_hr_bpm", "max_hr_bpm", "temperature_c", "name")


def _laid_together(ranked: Sequence[Activity]) -> Activity:
    """Garmin is believed about the body, Strava about what the athlete said there: name, kind of workout, effort."""
    lead = ranked[0]
    values: dict[str, Any] = {name: _first(ranked, name) for name in (*FILLED, "recording_key")}
    strava_name = _first([activity for activity in ranked if activity.source == "strava"], "name")
    if strava_name:
        values["name"] = strava_name
    streamed = max(ranked, key=_stream_size)
    return replace(
        lead,
        **values,
        laps=_laps(ranked),
        stream=streamed.stream,
        digest=streamed.digest,
        garmin=_filled(GarminFields, [activity.garmin for activity in ranked if activity.garmin]),
        strava=_filled(StravaFields, [activity.strava for activity in ranked if activity.strava]),
        judged=lead.judged or _kept_race(ranked),
    )


def _kept_race(ranked: Sequence[Activity]) -> Judged | None:
    """That it was a race, where only a recording knew it whose figures had to go: the athlete marked it there."""
    return next((a.judged for a in ranked if a.judged and a.judged.run_class is RunClass.RACE), None)


def _first(ranked: Iterable[Any], name: str) -> Any:
    """The first value that is known."""
    return next((value for one in ranked if (value := getattr(one, name)) not in {None, ()}), None)


def _filled[T: (GarminFields, StravaFields)](kind: type[T], parts: Sequence[T]) -> T | None:
    """The first part, its gaps filled from the others."""
    if not parts:
        return None
    known = {field.name: value for field in fields(kind) if (value := _first(parts, field.name)) is not None}
    return kind(**known)


def _stream_size(activity: Activity) -> tuple[int, float]:
    """Samples that are at hand, else seconds that the digest tells of."""
    samples = len(activity.stream.time_s) if activity.stream else 0
    return samples, activity.digest.moving_s if activity.digest else -1.0


def _laps(ranked: Sequence[Activity]) -> Any:
    """Laps that name the parts of a workout, else the leader's, else anybody's."""
    named = next((one.laps for one in ranked if any(lap.kind is LapKind.ACTIVE for lap in one.laps)), None)
    return named or _first(ranked, "laps") or ()
