"""The daemon's log: one line an event, as text for people or JSON for programs, and never a secret in it."""

import json
import logging
import re
from datetime import UTC, datetime
from enum import StrEnum

HIDDEN = "[hidden]"
SECRETS = re.compile(
    r"""
      (?<=bearer\ )[\w.~+/=-]+                                      # who asks
    | (?<=basic\ )[\w+/=-]{8,}
    | (?<=/calendar/)[^/\s"'.?]+                                    # a feed's address is its key
    | (?<=/open/)[^/\s"'?]+                                         # so is the page's one-time link
    | (?<=/webhook/strava/)[^/\s"'?]+
    | (?<=://)[^/\s"'@]+(?=@)                                       # a user and password in an address
    | (?<=secret=|tokens=)[^&\s"'\\]+
    | (?:(?<=token=)|(?<=key=)|(?<=code=)|(?<=password=)|(?<=state=)|(?<=ticket=)|(?<=signature=))[^&\s"'\\]+
    | (?:(?<=token":\ ")|(?<=token':\ ')|(?<=secret":\ ")|(?<=secret':\ ')|(?<=password":\ ")|(?<=password':\ ')
        |(?<=token":")|(?<=secret":")|(?<=password":"))[^"']+       # in a document
    | (?<![\w-])[\w-]{43}(?![\w-])                                  # whatever looks like a key of ours
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What may stand in no log. It acts on the finished line, so that traces of vendors' faults pass it too."""


class LogFormat(StrEnum):
    """How the log is written."""

    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    """How much of the log is written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def without_secrets(text: str) -> str:
    """The same, with everything that opens something hidden."""
    return SECRETS.sub(HIDDEN, text)


class Scrubbed(logging.Formatter):
    """Lines of text for people."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return without_secrets(super().format(record))


class AsJson(logging.Formatter):
    """One JSON object a line; what a record carries as `story` stands beside its message."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "story", {}),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(_scrub(line), ensure_ascii=False)


def _scrub(value: object) -> object:
    """Before it is written as JSON, whose quoting would hide the ends of a secret."""
    if isinstance(value, dict):
        return {name: _scrub(one) for name, one in value.items()}
    if isinstance(value, str):
        return without_secrets(value)
    return value


def formatter(kind: LogFormat) -> logging.Formatter:
    """What writes the lines of this kind."""
    text = "%(asctime)s %(levelname)s %(message)s"
    return AsJson() if kind is LogFormat.JSON else Scrubbed(text, datefmt="%H:%M:%S")


class OneLine(logging.Filter):
    """Of what somebody sends who does not speak HTTP, such as a port scanner: a line for who looks close, no trace."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to log it at all; a fault of ours keeps its trace."""
        from aiohttp.http_exceptions import HttpProcessingError  # noqa: PLC0415 (commands without a server need none)

        fault = record.exc_info[1] if record.exc_info else None
        if not isinstance(fault, HttpProcessingError):
            return True
        record.exc_info = None
        record.levelno, record.levelname = logging.DEBUG, logging.getLevelName(logging.DEBUG)
        record.msg, record.args = "What %s sent is no HTTP.", record.args
        return logging.getLogger(record.name).isEnabledFor(logging.DEBUG)


NO_TRACE = OneLine()


def set_up(kind: LogFormat, level: LogLevel = LogLevel.INFO) -> None:
    """Log to standard error from now on. Quiet about what libraries find worth a word."""
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(kind))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in ("apscheduler", "urllib3", "apprise"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("zeroconf").setLevel(logging.CRITICAL)  # what matters of it, announce says in one sentence
    logging.getLogger("aiohttp.server").addFilter(NO_TRACE)
