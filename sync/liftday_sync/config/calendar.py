"""How the calendar subscription looks."""

from enum import StrEnum

from pydantic import Field

from liftday_sync.strict import Clock, Strict


class Show(StrEnum):
    """How much room a session takes in the calendar."""

    TIMED = "timed"
    ALL_DAY = "all_day"


class CalendarConfig(Strict):
    """One athlete's calendar feed."""

    show: Show = Field(Show.TIMED, description="timed: at its hour; all_day: a line on top of the day.")
    alarm_min: int | None = Field(None, ge=0, le=1440, description="Minutes before a session to ring; left out, never.")
    morning_alarm: Clock | None = Field(None, description="Ring at this time on the day of a session.")
    days_back: int = Field(30, ge=1, le=365, description="Days that sessions stay in the feed.")
    days_ahead: int = Field(60, ge=14, le=365, description="Days ahead that the feed may reach.")
