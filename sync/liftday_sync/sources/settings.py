"""What can be said about each kind of source in the configuration."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from liftday_sync.strict import SecretPlace, Strict

NAME = r"^[a-z0-9][a-z0-9_-]{0,31}$"


class _Source(Strict):
    kind: str
    name: str | None = Field(None, pattern=NAME, description="Name of its own, where an athlete has two of a kind.")

    @property
    def called(self) -> str:
        """Its name among the athlete's sources."""
        return self.name or self.kind


class _Account(_Source):
    history_days: int = Field(365, ge=0, le=7300, description="Days to look back when it is first connected.")
    server: str | None = Field(None, description="Another address than the service's own; for trials.")


class DemoConfig(_Source):
    """A synthetic runner: ten weeks of runs, made on this machine, no account needed."""

    kind: Literal["demo"]


class FilesConfig(_Source):
    """A folder that is watched for FIT, TCX and GPX files, also packed (.gz, .zip)."""

    kind: Literal["files"]
    folder: str | None = Field(None, description="Folder to watch; leave it out to import by hand only.")


class GarminConfig(_Account):
    """A Garmin account: runs, nights, planned workouts. Connect it with `liftday login garmin`."""

    kind: Literal["garmin"]
    wellness: bool = Field(default=True, description="Also read nights: HRV, resting heart rate, sleep.")
    planned: bool = Field(default=True, description="Also read planned workouts and races from the calendar.")
    write_workouts: bool = Field(default=False, description="Put strength sessions on the watch's calendar.")


class GarminPersonalConfig(_Account):
    """Garmin's Personal API: read-only, with a key made at connect.garmin.com."""

    kind: Literal["garmin_personal"]
    key: SecretPlace = Field("file:garmin_personal.key", description="Where the key is: file:NAME or env:VARIABLE.")
    key_expires: date | None = Field(None, description="Day on which the key ends, for a warning two weeks ahead.")
    wellness: bool = Field(default=True, description="Also read nights: HRV, resting heart rate, sleep.")


class StravaConfig(_Account):
    """A Strava account by an API application of your own. Connect it with `liftday login strava`."""

    kind: Literal["strava"]
    client_id: int = Field(gt=0, description="Client ID of your API application.")
    client_secret: SecretPlace = Field("file:strava.secret", description="Where its secret is: file:NAME or env:NAME.")
    purge: bool = Field(
        default=True,
        description="Let Strava's own data go after 7 days. What a run was judged to be stays; thresholds learnt from "
        "Strava alone go too, so state them under body, or import the archive.",
    )
    callback: str | None = Field(
        None,
        pattern=r"^(https://[^/?#\s]+|http://(127\.0\.0\.1|localhost)(:\d+)?)(/[^?#\s]*)?$",
        max_length=150,
        description="Public https address of this daemon, for Strava's hints; see `liftday strava subscribe`.",
    )


class IcsConfig(_Source):
    """A calendar: planned runs from any training plan, or the times that are taken."""

    kind: Literal["ics"]
    url: str = Field(description="https or webcal address, file:NAME that holds it, or env:VARIABLE.")
    means: Literal["runs", "busy"] = Field("runs", description="runs: a training plan; busy: times that are taken.")


class IntervalsIcuConfig(_Account):
    """The calendar of intervals.icu: workouts, races, sick, injured and holiday days."""

    kind: Literal["intervals_icu"]
    key: SecretPlace = Field("file:intervals_icu.key", description="Where the API key is: file:NAME or env:VARIABLE.")
    athlete: str = Field("0", description="Athlete id there; 0 is the key's owner.")


type SourceConfig = Annotated[
    DemoConfig | FilesConfig | GarminConfig | GarminPersonalConfig | IcsConfig | IntervalsIcuConfig | StravaConfig,
    Field(discriminator="kind"),
]
