"""Names of things that are kept."""

from typing import NewType

ActivityId = NewType("ActivityId", str)
"""Unique in an athlete's history, led by the source: `strava:123`, `file:9f2c…`."""
