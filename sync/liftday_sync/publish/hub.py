"""The hub holds the latest document of each athlete and tells those who wait when it changed."""

import asyncio
import hashlib
import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from liftday_sync.contract import Snapshot, write

QUEUE_LENGTH = 8
"""Documents that may wait for one slow reader before it is cut off; it then connects again and gets the latest."""


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

    def publish(self, snapshot: Snapshot) -> Document:
        """Keep the snapshot as the latest; those who wait hear of it only when it says something new."""
        athlete_id = snapshot.athlete.id
        before = self._latest.get(athlete_id)
        changed = before is None or before.snapshot != snapshot
        number = (before.number if before else 0) + changed
        body = json.dumps(write(snapshot), ensure_ascii=False, separators=(",", ":")).encode()
        document = Document(snapshot=snapshot, body=body, etag=_etag(body), number=number)
        self._latest[athlete_id] = document
        if changed:
            self._tell(athlete_id, document)
        return document

    def latest(self, athlete_id: str) -> Document | None:
        """The latest document, or None before the first cycle."""
        return self._latest.get(athlete_id)

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
