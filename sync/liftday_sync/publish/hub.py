"""The hub holds the latest document of each athlete and tells those who wait when it changed."""

import asyncio
import hashlib
import json
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from liftday_sync.contract import Change, Snapshot, Source, write

QUEUE_LENGTH = 8
"""Documents that may wait for one slow reader before it is cut off; it then connects again and gets the latest."""

REMEMBERED = 32
"""Documents of which it is known what they said of changes and sources, for listeners that come back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a document says that an earlier one did not."""

    changes: tuple[Change, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A snapshot as it goes over the wire."""

    snapshot: Snapshot
    body: bytes
    etag: str
    number: int
    """Rises with every change, for `Last-Event-ID`."""


class Hub:
    """Publishes within one event loop; nothing here blocks."""

    def __init__(self) -> None:
        self._latest: dict[str, Document] = {}
        self._waiting: dict[str, set[asyncio.Queue[Document | None]]] = {}
        self._said: dict[str, deque[tuple[str, News]]] = {}

    def publish(self, snapshot: Snapshot) -> Document:
        """Keep the snapshot as the latest; those who wait hear of it only when it says something new."""
        athlete_id = snapshot.athlete.id
        before = self._latest.get(athlete_id)
        changed = before is None or before.snapshot != snapshot
        number = (before.number if before else 0) + changed
        body = json.dumps(write(snapshot), ensure_ascii=False, separators=(",", ":")).encode()
        document = Document(snapshot=snapshot, body=body, etag=_etag(body), number=number)
        self._latest[athlete_id] = document
        said = News(changes=snapshot.changes, sources=snapshot.sources)
        self._said.setdefault(athlete_id, deque(maxlen=REMEMBERED)).append((document.etag.strip('"'), said))
        if changed:
            self._tell(athlete_id, document)
        return document

    def latest(self, athlete_id: str) -> Document | None:
        """The latest document, or None before the first cycle."""
        return self._latest.get(athlete_id)

    def news_since(self, athlete_id: str, seen: str, document: Document) -> News | None:
        """What the document says that the one with the id `seen` did not; None when nobody remembers that one.

        A source has news when its state or its words differ: the hour of its last look is none.
        """
        before = next((said for name, said in self._said.get(athlete_id, ()) if name == seen), None)
        if before is None:
            return None
        known = set(before.changes)
        states = {(source.name, source.state, source.detail) for source in before.sources}
        return News(
            changes=tuple(change for change in document.snapshot.changes if change not in known),
            sources=tuple(one for one in document.snapshot.sources if (one.name, one.state, one.detail) not in states),
        )

    @contextmanager
    def follow(self, athlete_id: str) -> Generator[asyncio.Queue[Document | None]]:
        """A queue of documents, the latest first if there is one; None means: too slow, or closing. Connect again."""
        queue: asyncio.Queue[Document | None] = asyncio.Queue(QUEUE_LENGTH)
        if latest := self.latest(athlete_id):
            queue.put_nowait(latest)
        followers = self._waiting.setdefault(athlete_id, set())
        followers.add(queue)
        try:
            yield queue
        finally:
            followers.discard(queue)

    def close(self) -> None:
        """Let everybody who waits go home."""
        for followers in self._waiting.values():
            for queue in tuple(followers):
                _end(queue)

    def _tell(self, athlete_id: str, document: Document) -> None:
        for queue in tuple(self._waiting.get(athlete_id, ())):
            if queue.full():
                self._waiting[athlete_id].discard(queue)
                _end(queue)
            else:
                queue.put_nowait(document)


def _end(queue: asyncio.Queue[Document | None]) -> None:
    """Empty the queue, so that the end is the next thing its reader sees."""
    while not queue.empty():
        queue.get_nowait()
    queue.put_nowait(None)


def _etag(body: bytes) -> str:
    """A strong validator: the same bytes, the same tag."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'
