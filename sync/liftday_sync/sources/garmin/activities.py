"""The details of one run or strength session, as the account tells them."""

from datetime import datetime
from typing import Any

from liftday_sync.sources.base import SourceState
from liftday_sync.sources.garmin import trouble
from liftday_sync.sources.garmin.session import Session
from liftday_sync.sources.garmin.trouble import Refusal
from liftday_sync.sources.garmin_reading.activities import ACTIVITY
from liftday_sync.sources.garmin_reading.cursor import Seen

STRUCTURED = 2
"""So many parts of a workout make typed splits tell more than laps."""


async def read_parts(session: Session, seen: Seen, external_id: str, now: datetime) -> dict[str, Any]:
    """The activity at every look, its splits, zones or sets at the first. Raises `Trouble`."""
    path = f"{ACTIVITY}/{external_id}"
    detail = await session.get(path, now)
    if not isinstance(detail, dict):
        raise Refusal(SourceState.SCHEMA_DRIFT, trouble.STRANGE)
    parts: dict[str, Any] = {"detail": detail}
    if seen.reads:
        return parts
    if not seen.is_run:
        return parts | {"sets": _under(await session.get(f"{path}/exerciseSets", now), "exerciseSets")}
    splits = _under(await session.get(f"{path}/typedsplits", now), "splits")
    parts["splits"] = splits
    structured = [one for one in splits if isinstance(one, dict) and str(one.get("type", "")).startswith("INTERVAL_")]
    if len(structured) < STRUCTURED:
        parts["laps"] = _under(await session.get(f"{path}/splits", now), "lapDTOs")
    if seen.lacks_zones:
        parts["zones"] = _under(await session.get(f"{path}/hrTimeInZones", now), "zones")
    return parts


def _under(told: Any, key: str) -> list[Any]:
    """A list, bare or under its name; empty where there is none."""
    found = told.get(key) if isinstance(told, dict) else told
    return found if isinstance(found, list) else []
