"""What the daemon writes to its log: a story a cycle, and never a secret."""

import json
import logging

import pytest
from tests.helpers.household import snapshot_of

from liftday_sync.logs import HIDDEN, AsJson, LogFormat, formatter
from liftday_sync.story import Story

KEY = "Zz9-_" * 8 + "Qq7"
WORD = "s3cr3t-Word"
SAID = (
    f"GET /api/v1/athletes Authorization: Bearer {WORD}",
    "authorization: basic YW5uYTpzM2NyM3Rs3cr3tWord==",
    f"GET /calendar/{WORD}.ics 304",
    f"GET /calendar/{WORD}/busy.ics",
    f"opened http://liftday.local:8098/open/{WORD} twice",
    f"POST /webhook/strava/{WORD} 200",
    f"https://www.strava.com/api/v3/athlete?page=1&access_token={WORD}&per_page=200",
    f"https://example.org/?client_secret={WORD}",
    f"grant_type=refresh_token&refresh_token={WORD}",
    f"http://localhost/?state={WORD}&scope=read&code={WORD}",
    f"https://anna:{WORD}@example.org/feed.ics",
    f"ntfys://anna:{WORD}@ntfy.example/runs",
    f'{{"access_token": "{WORD}", "athlete": 1}}',
    f"{{'refresh_token': '{WORD}'}}",
    f'{{"client_secret":"{WORD}"}}',
    f'{{"password": "{WORD}"}}',
    f"https://connect.example/sso?ticket={WORD}",
    f"the key {KEY} was used",
)


def record(message: str, *, fault: bool = False) -> logging.LogRecord:
    trouble = ConnectionError(message)
    info = (ConnectionError, trouble, trouble.__traceback__) if fault else None
    return logging.LogRecord("liftday_sync.daemon", logging.INFO, "daemon.py", 1, "%s", (message,), info)


@pytest.mark.parametrize("kind", LogFormat)
@pytest.mark.parametrize("said", SAID)
def test_no_secret_reaches_the_log_by_a_message_or_a_trace(kind: LogFormat, said: str) -> None:
    for fault in (False, True):
        line = formatter(kind).format(record(said, fault=fault))
        assert HIDDEN in line
        assert not {"s3cr3t", "Word", KEY} & {part for part in ("s3cr3t", "Word", KEY) if part in line}


@pytest.mark.parametrize(
    "said",
    [
        "anna: new data; today rest; next Fri 27 Nov 18:00 (full); 1 change; sources ok; revision 7; 41 ms",
        "The database /var/lib/liftday/liftday.db is locked by another program.",
        "https://example.org/runs?page=2&per_page=200",
        "0123456789abcdef0123456789abcdef",
    ],
)
def test_what_is_no_secret_stays_readable(said: str) -> None:
    assert formatter(LogFormat.TEXT).format(record(said)).endswith(said)


def test_a_cycle_is_one_line_that_tells_the_story() -> None:
    story = Story(snapshot=snapshot_of(revision=7), trigger="new data", took_ms=41)
    assert str(story) == (
        "anna: new data; today run_only; next Fri 27 Nov 18:00 (full); 1 change; sources ok; revision 7; 41 ms"
    )


def test_the_same_line_is_made_of_fields_for_programs() -> None:
    story = Story(snapshot=snapshot_of(revision=7), trigger="new data", took_ms=41)
    logged = record(str(story))
    logged.story = story.fields()
    line = json.loads(AsJson().format(logged))
    assert line["message"] == str(story)
    assert line["at"].endswith("+00:00")
    assert {name: line[name] for name in ("level", "event", "athlete", "trigger", "revision", "changes", "ms")} == {
        "level": "info",
        "event": "cycle",
        "athlete": "anna",
        "trigger": "new data",
        "revision": 7,
        "changes": 1,
        "ms": 41,
    }
    assert line["sources"] == {"demo": "ok"}
