"""What was chosen in the options: which phones, what to tell them, and when to be quiet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

PHONES, IS_ON, TOLD_OF, QUIET_FROM, QUIET_UNTIL = "phones", "is_on", "told_of", "quiet_from", "quiet_until"
REMINDS, REMIND_MIN = "reminds", "remind_min"
MOVED, DROPPED, PROPOSED = "moved", "dropped", "proposed"
KINDS = (MOVED, DROPPED, PROPOSED)
DEFAULTS: Mapping[str, Any] = {
    IS_ON: True,
    PHONES: [],
    TOLD_OF: [MOVED, DROPPED],
    REMINDS: False,
    REMIND_MIN: 60,
    QUIET_FROM: "22:00:00",
    QUIET_UNTIL: "07:00:00",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One athlete's choice; the two times are local, and equal times mean that it is never quiet."""

    phones: tuple[str, ...]
    """Devices of Home Assistant's app."""
    told_of: frozenset[str]
    remind_before: timedelta | None
    """How long before a session its reminder comes; None: no reminders."""
    quiet_from: time
    quiet_until: time

    def is_quiet(self, local: datetime) -> bool:
        """Whether nobody is to be disturbed at this local instant."""
        now = local.time()
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= now < self.quiet_until
        return now >= self.quiet_from or now < self.quiet_until

    def quiet_end(self, local: datetime) -> datetime:
        """The next local instant at which quiet hours end."""
        end = datetime.combine(local.date(), self.quiet_until, local.tzinfo)
        return end if end > local else end + timedelta(days=1)


def chosen(options: Mapping[str, Any], athlete_id: str) -> Choice:
    """What the options say about this athlete; without a word, no phone is told anything."""
    kept = {**DEFAULTS, **options.get(PHONES, {}).get(athlete_id, {})}
    return Choice(
        phones=tuple(kept[PHONES]) if kept[IS_ON] else (),
        told_of=frozenset(kept[TOLD_OF]),
        remind_before=timedelta(minutes=kept[REMIND_MIN]) if kept[REMINDS] else None,
        quiet_from=time.fromisoformat(kept[QUIET_FROM]),
        quiet_until=time.fromisoformat(kept[QUIET_UNTIL]),
    )
