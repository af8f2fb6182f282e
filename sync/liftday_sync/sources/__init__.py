"""The list of sources: a new one is one file and one line here.

A source's module is imported only when somebody configured it, so that nobody pays for a vendor's library in vain.
"""

from importlib import import_module
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from liftday_rules.model import Athlete
from liftday_sync.sources.base import Capability, Source

__all__ = ["SOURCES", "Capability", "DemoConfig", "FilesConfig", "Source", "SourceConfig", "open_source"]


class _Config(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DemoConfig(_Config):
    """A synthetic runner: ten weeks of runs, made on this machine, no account needed."""

    kind: Literal["demo"]


class FilesConfig(_Config):
    """A folder that is watched for FIT, TCX and GPX files, also packed (.gz, .zip)."""

    kind: Literal["files"]
    folder: str | None = Field(None, description="Folder to watch; leave it out to import by hand only.")


type SourceConfig = Annotated[DemoConfig | FilesConfig, Field(discriminator="kind")]

SOURCES = {
    "demo": "liftday_sync.sources.demo",
    "files": "liftday_sync.sources.files",
}
"""By kind: the module that has `open_source(config, athlete) -> Source`."""


def open_source(config: SourceConfig, athlete: Athlete) -> Source:
    """The source that was configured, for this athlete."""
    source: Source = import_module(SOURCES[config.kind]).open_source(config, athlete)
    return source
