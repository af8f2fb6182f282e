"""Requests that are made from the OpenAPI document: what it says of an address, and what it forbids."""

import asyncio
import threading
from collections.abc import Coroutine, Generator
from contextlib import suppress
from typing import Any

import pytest
import requests
import schemathesis
from aiohttp import web
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation
from tests.helpers.api import openapi, server_of
from tests.helpers.household import NOW, config_of, store_of

from liftday_sync.cycle import cycle
from liftday_sync.house import open_homes
from liftday_sync.keys import hash_of
from liftday_sync.publish.hub import Hub
from liftday_sync.store.api import NewToken

EACH = 60
"""Requests to an address, right ones and wrong ones alike."""


def operations(document: dict[str, Any]) -> list[APIOperation[Any, Any, Any, Any]]:
    """Every address with its method."""
    found = schemathesis.openapi.from_dict(document).get_all_operations()
    return [one.ok() for one in found if isinstance(one, Ok)]


ASKED = [one for one in operations(openapi()) if not one.path.endswith("/events")]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """A server in a thread of its own, with a fault planted at one address."""
    config, hub = config_of(tmp_path_factory.mktemp("house")), Hub()
    store = store_of(config)
    store.save_token(NewToken(token_hash=hash_of("all"), scope="full", athlete_id=None, label="all"), now=NOW)
    homes = open_homes(config, store, hub)
    asyncio.run(cycle(homes["anna"], NOW, trigger="test"))
    app = server_of(config, store, hub=hub).app()
    app.router.add_post("/planted", _faulty)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def there[R](work: Coroutine[Any, Any, R]) -> R:
        return asyncio.run_coroutine_threadsafe(work, loop).result()

    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
    there(runner.setup())
    there(web.TCPSite(runner, "127.0.0.1", 0).start())
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    there(runner.cleanup())
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
    store.close()


async def _faulty(request: web.Request) -> web.Response:
    told = await request.json()
    return web.Response(text=str(1 // (0 if told.get("reps") == 0 else 1)))


def worst(address: str, operation: Any, mode: GenerationMode, session: requests.Session) -> int:
    """The highest status that any request to the address was answered with."""
    found = [0]

    @settings(
        max_examples=EACH,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case[Any]) -> None:
        if "id" in case.path_parameters:
            case.path_parameters["id"] = "anna"
        wanted = case.as_transport_kwargs(base_url=address, headers={"Authorization": "Bearer all"})
        with session.request(**wanted, timeout=10) as answer:
            found[0] = max(found[0], answer.status_code)

    with suppress(Unsatisfiable):  # there is nothing to get wrong at this address
        ask()
    return found[0]


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("operation", ASKED, ids=lambda one: f"{one.method}-{one.path}")
def test_no_request_that_the_document_suggests_is_a_fault(address: str, operation: Any, mode: GenerationMode) -> None:
    with requests.Session() as session:
        assert worst(address, operation, mode, session) < 500


@pytest.mark.slow
def test_a_planted_fault_is_found(address: str) -> None:
    body = {
        "type": "object",
        "properties": {"reps": {"type": "integer", "minimum": 0, "maximum": 3}},
        "required": ["reps"],
    }
    planted = {
        "post": {
            "requestBody": {"content": {"application/json": {"schema": body}}},
            "responses": {"200": {"description": "OK"}},
        }
    }
    document = {"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": {"/planted": planted}}
    [operation] = operations(document)
    with requests.Session() as session:
        assert worst(address, operation, GenerationMode.POSITIVE, session) == 500
