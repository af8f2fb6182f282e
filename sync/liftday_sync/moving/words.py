"""Whether something that was said can be read: a file must not bring in what the next cycle would stumble over."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from liftday_sync.lift_log import logged
from liftday_sync.lift_tests import results
from liftday_sync.said import said
from liftday_sync.store.api import StoredFact


def check_word(kind: str, subject: str | None, payload: Mapping[str, Any], created_at: datetime) -> None:
    """Read it as the program will. Raises ValueError with what is wrong."""
    fact = StoredFact(id=1, kind=kind, subject=subject, payload=payload, created_at=created_at)
    try:
        found = said((fact,))
        lifted = logged((fact,))
        tested = results((fact,))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise ValueError(f"a fact of kind {kind!r} can't be read ({error!r})") from error
    moments = [one.start for one in found.done] + [one.since for one in found.flags]
    moments += [one.until for one in found.flags if one.until is not None]
    moments += [*found.not_before.values(), *found.confirmed.values()]
    if any(moment.tzinfo is None for moment in moments):
        raise ValueError(f"a fact of kind {kind!r} has a time without offset")
    numbers = [number for done in lifted for one in done.sets for number in (one.reps, one.load_kg, one.rpe)]
    numbers += [niggle.level for done in lifted for niggle in done.niggles]
    numbers += [number for one in tested for number in (one.left, one.right)]
    names = [name for done in lifted for name in (done.key, *(niggle.region for niggle in done.niggles))]
    if not all(isinstance(one, int | float | None) for one in numbers) or not all(
        isinstance(one, str) for one in names
    ):
        raise ValueError(f"a fact of kind {kind!r} mixes up numbers and names")
