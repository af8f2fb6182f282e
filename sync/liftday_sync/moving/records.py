"""What a file of one's own data holds, record by record; docs/export-format.md is made from these models.

They are strict: what is missing, misspelt or of another kind is refused before anything is written. The nouns inside
(`activity`, `detail`, `content`, `document`) are read as the program's own nouns and come out as it writes them.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationInfo,
    field_validator,
    model_validator,
)

from liftday_rules.model import Activity, ChangeKind, Content, Focus, Kind, Plan
from liftday_sync.moving.words import check_word
from liftday_sync.sources.base import ItemKind, SourceState
from liftday_sync.store.api import SessionStatus
from liftday_sync.store.incoming import ACTIVITY
from liftday_sync.store.meanings import CODECS, NAMES
from liftday_sync.store.plans import PLAN
from liftday_sync.store.rows import Codec
from liftday_sync.store.sessions import CONTENT

VERSION = 1
"""Of the format. It rises with every change that an older Liftday could not read whole."""
MOMENTS = ("start", "end", "since", "until")
LEAST_LAP_S = 0.01
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Nobody ran before or after."""

type Name = Annotated[str, Field(min_length=1, max_length=500)]
type Count = Annotated[int, Field(ge=0, le=2**31 - 1)]
type Ordinal = Annotated[int, Field(ge=1, le=2**31 - 1)]
type Moment = Annotated[AwareDatetime, Field(ge=EARLIEST, le=LATEST)]
type Document = dict[str, Any]


def _check_moments(noun: object) -> None:
    """Raises ValueError for times that are none; some nouns reckon theirs."""
    for name in MOMENTS:
        try:
            moment = getattr(noun, name, None)
        except ArithmeticError as error:
            raise ValueError(f"{name} is in no runner's life") from error
        if isinstance(moment, datetime) and moment.tzinfo is None:
            raise ValueError(f"{name} has no offset")
        if isinstance(moment, datetime) and not EARLIEST <= moment <= LATEST:
            raise ValueError(f"{name} is in no runner's life")


def _noun[T](cls: type[T], codec: Codec[T]) -> Callable[[Document], Document]:
    """A check that a document is such a noun; it comes back as the program itself would write it."""
    adapter = TypeAdapter(cls)

    def check(document: Document) -> Document:
        noun = adapter.validate_python(document)
        for one in (noun, *getattr(noun, "sessions", ())):
            _check_moments(one)
        if any(lap.elapsed_s < LEAST_LAP_S for lap in getattr(noun, "laps", ())):
            raise ValueError("a lap takes no time")
        return codec.document(noun)

    return check


READERS = {NAMES[cls]: _noun(cls, codec) for cls, codec in CODECS.items()}
"""How to check the detail of each meaning, by its name."""


class Strict(BaseModel):
    """A misspelt key is an error and not a silent loss."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, ser_json_bytes="base64", val_json_bytes="base64"
    )


class Record(Strict):
    """One line of the file."""

    record: str
    athlete: Name = Field(description="Id of the athlete whose it is.")

    @property
    def name(self) -> tuple[object, ...]:
        """What tells it from others of its kind and athlete; two records may not share it."""
        raise NotImplementedError


class MeaningPart(Strict):
    """What an item means that is no activity."""

    what: Literal["busy", "flag", "measure", "night", "planned_run", "race"] = Field(description="Which noun it is.")
    first_day: date = Field(description="First local day that it is about.")
    last_day: date | None = Field(None, description="Last one; left out: it is still on.")
    since_at: Moment = Field(description="When it was first told.")
    changed_at: Moment = Field(description="When it last changed.")
    deleted_at: Moment | None = Field(None, description="When the source took it back.")
    detail: Document = Field(description="The noun itself.")

    @field_validator("detail")
    @classmethod
    def _reads(cls, detail: Document, info: ValidationInfo) -> Document:
        return READERS[info.data["what"]](detail) if "what" in info.data else detail


class Item(Record):
    """Something that a source gave: raw, as it came (positions left out), and what it means."""

    record: Literal["item"] = "item"
    source: Name = Field(description="Name of the source among the athlete's.")
    external_id: Name = Field(description="Its id there.")
    kind: ItemKind = Field(description="What it tells of.")
    content_hash: Name = Field(description="SHA-256 of payload, a zero byte and stream; equal while nothing changed.")
    problem: str | None = Field(None, description="Why it could not be read; left out: it could.")
    first_seen_at: Moment = Field(description="When it first came.")
    last_seen_at: Moment = Field(description="When it was last seen there.")
    changed_at: Moment = Field(description="When it last changed.")
    deleted_at: Moment | None = Field(None, description="When it was found to be gone there.")
    missed: Count = Field(0, description="Complete readings in a row that lacked it.")
    payload: str | None = Field(
        None, description="What the source said, as text; left out once it was let go, as Strava asks."
    )
    payload_base64: bytes | None = Field(None, description="The same where it is no text, in URL-safe base64.")
    stream_base64: bytes | None = Field(
        None, description="Samples: JSON packed with zlib, columns by name, in URL-safe base64."
    )
    activity: Annotated[Document, AfterValidator(_noun(Activity, ACTIVITY))] | None = Field(
        None, description="What it means, where it is a run or another activity."
    )
    activity_deleted_at: Moment | None = Field(None, description="When that was taken back.")
    meaning: MeaningPart | None = Field(None, description="What it means, where it is something else.")

    @model_validator(mode="after")
    def _is_whole(self) -> Item:
        if self.payload is not None and self.payload_base64 is not None:
            raise ValueError("payload and payload_base64 exclude each other")
        if self.stream_base64 is not None and self.raw is None:
            raise ValueError("a stream needs its payload")
        return self

    @property
    def name(self) -> tuple[object, ...]:
        """A source knows it by its id."""
        return self.source, self.external_id

    @property
    def raw(self) -> bytes | None:
        """The payload as bytes."""
        return self.payload_base64 if self.payload is None else self.payload.encode()


class Cursor(Record):
    """How far a source was read."""

    record: Literal["cursor"] = "cursor"
    source: Name = Field(description="Name of the source.")
    cursor: str = Field(description="What the source keeps for itself; no key is in it.")
    updated_at: Moment = Field(description="When it last moved.")

    @property
    def name(self) -> tuple[object, ...]:
        """One a source."""
        return (self.source,)


class Report(Record):
    """How a source was doing."""

    record: Literal["report"] = "report"
    source: Name = Field(description="Name of the source.")
    state: SourceState = Field(description="How it was.")
    detail: str = Field(description="One sentence where it was not well.")
    retry_at: Moment | None = Field(None, description="Not to be asked before.")
    last_ok_at: Moment | None = Field(None, description="When it was last read.")
    last_try_at: Moment | None = Field(None, description="When it was last asked.")
    done: Count | None = Field(None, description="Items of its history read so far.")
    total: Count | None = Field(None, description="Of so many.")
    reached: date | None = Field(None, description="Everything since this day is here.")
    unfinished: bool = Field(default=False, description="There was more of the history to come.")

    @property
    def name(self) -> tuple[object, ...]:
        """One a source."""
        return (self.source,)


class Placed(Record):
    """A session that was put on a watch's calendar, so that it is moved there and not made twice."""

    record: Literal["written"] = "written"
    source: Name = Field(description="Name of the source.")
    uid: Name = Field(description="The session's.")
    ref: str = Field(description="What the service calls it.")
    fingerprint: str = Field(description="Of what stands there.")
    updated_at: Moment = Field(description="When it was written.")

    @property
    def name(self) -> tuple[object, ...]:
        """One a session and source."""
        return self.source, self.uid


class Fact(Record):
    """Something the athlete said: done, skipped, sick, a run that was hard, what was lifted, a test."""

    record: Literal["fact"] = "fact"
    number: int = Field(
        ge=1, le=2**31 - 1, description="Its place in the file, from 1, in the order in which things were said."
    )
    kind: Name = Field(description="done, skip, flag, mistake, override, doubt, log, test, and so on.")
    subject: str | None = Field(
        None, description="The session, run or exercise it is about; of a mistake, the number of the fact meant."
    )
    payload: Document = Field(description="What was said.")
    key: Name | None = Field(None, description="Tells a repetition from a new word.")
    created_at: Moment = Field(description="When it was said.")
    ended_at: Moment | None = Field(None, description="When it was taken back, or over.")

    @model_validator(mode="after")
    def _reads(self) -> Fact:
        check_word(self.kind, self.subject, self.payload, self.created_at)
        return self

    @property
    def name(self) -> tuple[object, ...]:
        """Its place."""
        return (self.number,)


class Session(Record):
    """A session that was published once, with all that calendars know it by."""

    record: Literal["session"] = "session"
    uid: Name = Field(description="The same for ever; calendars know the session by it.")
    sequence: Count = Field(description="Rises with everything that a calendar shows differently.")
    status: SessionStatus = Field(description="What became of it.")
    kind: Kind = Field(description="How much.")
    focus: Focus = Field(description="What for.")
    start_at: Moment = Field(description="When it begins.")
    end_at: Moment = Field(description="When it ends.")
    original_date: date = Field(description="Where it first stood.")
    content: Annotated[Document, AfterValidator(_noun(Content, CONTENT))] = Field(description="What to do.")
    reason_code: str = Field(description="Why there, for programs.")
    reason: str = Field(description="Why there, in one sentence.")
    times_deferred: Count = Field(description="How often poor readiness moved it.")
    credited_start_at: Moment | None = Field(None, description="When what counts for it was done.")
    created_at: Moment = Field(description="When it was first published.")
    updated_at: Moment = Field(description="When anything of it last changed.")

    @property
    def name(self) -> tuple[object, ...]:
        """Its uid."""
        return (self.uid,)


class Change(Record):
    """A change that the athlete could see."""

    record: Literal["change"] = "change"
    at: Moment = Field(description="When it was published.")
    revision: Count = Field(description="Of the plan that brought it.")
    uid: Name = Field(description="The session's.")
    change: ChangeKind = Field(description="What happened.")
    start_before: Moment | None = Field(None, description="Where it stood.")
    start_after: Moment | None = Field(None, description="Where it stands since.")
    reason_code: str = Field(description="Why, for programs.")
    reason: str = Field(description="Why, in one sentence.")

    @property
    def name(self) -> tuple[object, ...]:
        """All of it: the log has no other key."""
        return (self.at, self.revision, self.uid, self.change, self.start_before, self.start_after, self.reason_code)


class PlanRecord(Record):
    """A plan as it was published. Older ones keep only that they were."""

    record: Literal["plan"] = "plan"
    revision: Ordinal = Field(description="Its number, from 1.")
    made_at: Moment = Field(description="When it was made.")
    trigger: str = Field(description="What set it off.")
    fingerprint: str = Field(description="Equal for plans that say the same.")
    document: Annotated[Document, AfterValidator(_noun(Plan, PLAN))] | None = Field(
        None, description="The plan; left out of older ones, never of the last."
    )

    @property
    def name(self) -> tuple[object, ...]:
        """Its number."""
        return (self.revision,)


class Told(Record):
    """Something that was said to a phone, so that it is not said twice."""

    record: Literal["told"] = "told"
    target: Name = Field(description="Names the address without holding it.")
    key: Name = Field(description="What was said.")
    at: Moment = Field(description="When.")

    @property
    def name(self) -> tuple[object, ...]:
        """Once to each address."""
        return self.target, self.key


def nouns_of(record: Record) -> tuple[Document, ...]:
    """The program's own nouns in a record."""
    match record:
        case Item(activity=activity, meaning=meaning):
            return tuple(one for one in (activity, meaning and meaning.detail) if one)
        case Session(content=content):
            return (content,)
        case PlanRecord(document=dict() as document):
            return (document,)
    return ()


KINDS: tuple[type[Record], ...] = (
    Item, Cursor, Report, Placed, Fact, Session, Change, PlanRecord, Told,
)  # fmt: skip
"""In the order in which they stand in a file."""
type AnyRecord = Annotated[
    Item | Cursor | Report | Placed | Fact | Session | Change | PlanRecord | Told, Field(discriminator="record")
]
RECORDS: TypeAdapter[AnyRecord] = TypeAdapter(AnyRecord)


class Owner(Strict):
    """An athlete whose records are in the file."""

    id: Name = Field(description="Id.")
    name: str = Field(description="Name.")
    time_zone: str = Field(description="Time zone of every day's begin, such as Europe/Berlin.")


class Head(Strict):
    """The first line."""

    version: int = Field(description="Of the format.")
    made_at: Moment = Field(description="When the file was written.")
    liftday: str = Field(description="Version of the program that wrote it.")
    server_id: str | None = Field(
        None, pattern=r"^[0-9a-f]{32}$", description="Of the installation, when everybody of it is in the file."
    )
    athletes: tuple[Owner, ...] = Field(min_length=1, description="Whose records follow.")


class End(Strict):
    """The last line."""

    records: Count = Field(description="How many there are.")
    sha256: str = Field(description="Over the record lines, each without its comma and with a line feed, in UTF-8.")
