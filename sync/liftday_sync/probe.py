"""Asks the daemon how it is, over HTTP like everybody else."""

import http.client
import json
from dataclasses import dataclass
from typing import Any

from liftday_sync.config import ServerConfig
from liftday_sync.contract import API, ContractError, ServerInfo, read
from liftday_sync.publish.address import here

PATIENCE_S = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    info: ServerInfo
    troubles: tuple[str, ...]
    """What its health report complains of."""


class SomethingElse(Exception):
    """Whatever answers on that port is no Liftday."""


def ask(server: ServerConfig) -> Answer | None:
    """Who answers there; None when nobody does. Raises `SomethingElse`."""
    try:
        info = read(ServerInfo, _get(server, f"{API}/info"))
        health = _get(server, f"{API}/health")
        return Answer(info=info, troubles=tuple(str(reason) for reason in health["reasons"]))
    except ConnectionError:
        return None
    except (OSError, http.client.HTTPException, ValueError, ContractError, KeyError, TypeError) as error:
        raise SomethingElse from error


def _get(server: ServerConfig, path: str) -> Any:
    connection = http.client.HTTPConnection(here(server.host), server.port, timeout=PATIENCE_S)
    try:
        connection.request("GET", path)
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()
