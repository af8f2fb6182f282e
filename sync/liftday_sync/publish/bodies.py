"""What may be sent: strict, so that a misspelt field is an error and not silently ignored."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from liftday_rules.model import Doubt, Equipment, FlagKind, Policy, Side, Weekday

WORDS = r"^[^\x00-\x1f\x7f]*$"

type Key = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[\x20-\x7e]+$")]
"""Chosen by the caller, another one for every new word; the header Idempotency-Key says the same."""


class Body(BaseModel):
    """Everything that is sent has this strictness."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Keyed(Body):
    """A word that is taken once, however often it is sent."""

    key: Key | None = None


class VerbBody(Keyed):
    """A verb's details, all of which may be left out but a move's start."""

    start: AwareDatetime | None = Field(
        None, description="done: when it began. move: where to. push_back: not before. Others do not look at it."
    )
    revision: int | None = Field(
        None, ge=0, le=2**53, description="The plan that was looked at; with an older one of this session: 412."
    )


class ClassificationBody(Keyed):
    """What a run was."""

    effort: Literal["hard", "easy", "long", "race"] | None = Field(description="null: judge it by itself again.")


class DoubtBody(Keyed):
    """What can't be believed of a run."""

    ignore: list[Doubt] = Field(min_length=1, max_length=len(Doubt))


class SetBody(Body):
    """One set."""

    reps: int = Field(ge=1, le=999)
    load_kg: float | None = Field(None, ge=0, lt=1000, allow_inf_nan=False)
    rpe: float | None = Field(None, ge=1, le=10, allow_inf_nan=False)


class NiggleBody(Body):
    """What was felt, and how much."""

    region: str = Field(min_length=1, max_length=80, pattern=WORDS)
    level: int = Field(ge=0, le=10)


class LogBody(Keyed):
    """What was lifted of one exercise."""

    exercise: str = Field(min_length=1, max_length=80, description="A key or a name of the exercises that there are.")
    sets: list[SetBody] = Field(min_length=1, max_length=30)
    niggles: list[NiggleBody] = Field([], max_length=10)
    on: date | None = Field(None, description="Left out: today.")


class FlagBody(Keyed):
    """Something that keeps strength away or changes it."""

    kind: FlagKind
    since: AwareDatetime | None = Field(None, description="Left out: from now on.")
    until: AwareDatetime | None = Field(None, description="Left out: until it is taken down.")
    region: str | None = Field(None, min_length=1, max_length=80, pattern=WORDS, description="Where it hurts.")
    side: Side | None = None
    allow_upper: bool = Field(default=False, description="injury: light sessions without the hurt region are welcome.")
    equipment: Equipment | None = Field(None, description="travel: what there is to lift with.")


class LowerQuery(Body):
    """How a flag is taken down."""

    mistake: bool = Field(default=False, description="It was never so.")


class ExplainQuery(Body):
    """Which day to explain."""

    date: date


class RunsQuery(Body):
    """How much of the history to tell."""

    since: date | None = Field(None, description="First day, at most ten years ago. Left out: 106 weeks ago.")


class LoginBody(Body):
    """How to begin."""

    redirect_url: str | None = Field(
        None, max_length=500, pattern=r"^https?://[^\s]+$", description="Where the service may send the browser back."
    )


class AnswerBody(Body):
    """Answers to the questions of the last step, by their names."""

    answers: dict[
        Annotated[str, StringConstraints(max_length=50)], Annotated[str, StringConstraints(max_length=4000)]
    ] = Field(max_length=10)


type Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$")]
"""A uid, an activity's id, or a rule parameter."""
MANY = 50


class PreviewBody(Body):
    """What is to be different; whatever is left out stays as it is. Nothing of it is stored."""

    policy: Policy | None = None
    target_per_week: int | None = Field(None, ge=0, le=3)
    equipment: Equipment | None = None
    preferred_weekdays: list[Weekday] | None = Field(None, max_length=7)
    parameters: dict[Name, float] = Field({}, max_length=MANY, description="Rule parameters by name.")
    flags: list[FlagBody] = Field([], max_length=MANY, description="Flags that would be up as well.")
    without_flags: bool = Field(default=False, description="Every flag of now would be down.")
    classification: dict[Name, Literal["hard", "easy", "long", "race"]] = Field(
        {}, max_length=MANY, description="What runs would turn out to have been, by their ids."
    )
    skipped: list[Name] = Field([], max_length=MANY, description="Sessions that would be skipped.")
    pushed_back: dict[Name, AwareDatetime] = Field({}, max_length=MANY, description="Sessions, and not before when.")
    moved: dict[Name, AwareDatetime] = Field(
        {}, max_length=MANY, description="Sessions, and where they would be pinned."
    )
    unpinned: list[Name] = Field([], max_length=MANY, description="Sessions that would be free again.")
    more_days: int | None = Field(None, ge=8, le=28, description="Look this many days ahead.")
