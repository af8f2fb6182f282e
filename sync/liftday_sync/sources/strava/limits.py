"""Strava's limits as its headers tell them. Nobody waits here: whoever asks hears from when on it may go on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from liftday_sync.sources.strava.trouble import next_midnight, next_quarter

HEADERS = (("X-RateLimit-Limit", "X-RateLimit-Usage"), ("X-ReadRateLimit-Limit", "X-ReadRateLimit-Usage"))
RESERVE_SHARE = 0.25
"""Of each limit, kept for the looks at recent days while the history is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Requests of one stretch of time: allowed, used, and when it begins anew."""

    limit: int
    used: int
    until: datetime


class Limits:
    """Remembers what the latest answers said."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, int], Count] = {}
        self._blocked_until: datetime | None = None

    def record(self, headers: Mapping[str, str], now: datetime) -> None:
        """Take in the headers of an answer; those that are missing or make no sense change nothing."""
        for limit_name, usage_name in HEADERS:
            limits, used = _pair(headers.get(limit_name)), _pair(headers.get(usage_name))
            if limits is None or used is None:
                continue
            for place, until in enumerate((next_quarter(now), next_midnight(now))):
                self._counts[limit_name, place] = Count(limit=limits[place], used=used[place], until=until)

    def refuse(self, now: datetime, retry_after: str | None) -> datetime:
        """Strava said no (429): from when on it may say yes again."""
        until = self._used_up_until(now) or next_quarter(now)
        if retry_after is not None and retry_after.strip().isdigit():
            until = max(until if self._used_up_until(now) else now, now + timedelta(seconds=int(retry_after)))
        self._blocked_until = until
        return until

    def free_at(self, now: datetime) -> datetime | None:
        """None: a request may be sent. Else from when on."""
        if self._blocked_until is not None and self._blocked_until > now:
            return self._blocked_until
        return self._used_up_until(now)

    def has_room(self, now: datetime, requests: int = 1) -> bool:
        """Whether something that can wait may ask so often: a reserve is kept for what can't."""
        return self.free_at(now) is None and all(
            count.limit - count.used - requests >= RESERVE_SHARE * count.limit for count in self._of_now(now)
        )

    def _used_up_until(self, now: datetime) -> datetime | None:
        return max((count.until for count in self._of_now(now) if count.used >= count.limit), default=None)

    def _of_now(self, now: datetime) -> list[Count]:
        return [count for count in self._counts.values() if count.until > now]


def _pair(text: str | None) -> tuple[int, int] | None:
    """`100,1000`: within a quarter of an hour, and within a day."""
    try:
        short, day = (int(part) for part in (text or "").split(","))
    except ValueError:
        return None
    return short, day
