"""What is pushed to the athlete's phone without Home Assistant, where to, and when not."""

from datetime import time
from enum import StrEnum

from pydantic import Field

from liftday_sync.strict import Clock, SecretPlace, Strict


class Topic(StrEnum):
    """What a message may be about."""

    CHANGES = "changes"
    MORNING = "morning"
    WEEKLY = "weekly"
    SOURCES = "sources"


class NotifyConfig(Strict):
    """One athlete's messages; without an address nothing is sent."""

    urls: tuple[SecretPlace, ...] = Field((), description="Where each Apprise address is: file:NAME or env:VARIABLE.")
    topics: tuple[Topic, ...] = Field(tuple(Topic), description="changes, morning, weekly, sources.")
    quiet_from: Clock = Field(time(21, 30), description="From then on nothing is sent; it waits.")
    quiet_until: Clock = Field(time(7), description="Until then; the same as quiet_from: never quiet.")
    most_a_day: int = Field(4, ge=1, le=20, description="Messages a day at most; what is left waits or grows old.")
    morning_at: Clock = Field(time(7), description="When the session of the day is told.")
    weekly_at: Clock = Field(time(18), description="When the week is told, on Sunday.")
