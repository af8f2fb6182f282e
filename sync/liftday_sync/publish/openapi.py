"""The OpenAPI document, made from the same table that serves the API."""

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from aiohttp import web
from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from liftday_sync import __version__, contract
from liftday_sync.contract import API
from liftday_sync.publish.problems import MEDIA
from liftday_sync.publish.route import Call, Route, Scope

REF = "#/components/schemas/{model}"
VARIABLES = {
    "id": "The athlete's id, see `GET /athletes`.",
    "uid": "The session's uid.",
    "activity": "The activity's id.",
    "flag": "The flag's id.",
    "source": "The source's name.",
    "login": "From the step before.",
}
WRITES = {"POST", "PUT", "PATCH"}


class Documented:
    """The address that tells all the others."""

    def __init__(self, rows: Sequence[Route]) -> None:
        self._rows = rows

    def route(self) -> Route:
        """Its row of the table."""
        return Route(method="GET", path=f"{API}/openapi.json", answer=self.get, says="This document.", scope=Scope.READ)

    async def get(self, _: Call) -> web.Response:
        """The document."""
        return web.json_response(document((*self._rows, self.route())))


def document(rows: Sequence[Route]) -> dict[str, Any]:
    """The OpenAPI 3.1 document of these addresses."""
    schemas, components = _schemas(rows)
    paths: dict[str, dict[str, Any]] = {}
    for route in rows:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Liftday",
            "version": __version__,
            "summary": "Strength sessions placed around a runner's hard days.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "`liftday token`"}},
        },
    }


type _Key = tuple[type, JsonSchemaMode]


def _schemas(rows: Sequence[Route]) -> tuple[dict[_Key, dict[str, Any]], dict[str, Any]]:
    """The schema of each type that is taken or given, and the parts they share."""
    bodies = [route.takes for route in rows if route.takes is not None and route.method in WRITES]
    answers = [contract.Problem, *(route.gives for route in rows if route.gives is not None)]
    wanted: dict[_Key, TypeAdapter[Any]] = {(kind, "validation"): TypeAdapter(kind) for kind in bodies}
    wanted |= {(kind, "serialization"): TypeAdapter(kind) for kind in answers}
    inputs = [(kind, mode, adapter) for (kind, mode), adapter in wanted.items()]
    found, shared = TypeAdapter.json_schemas(inputs, ref_template=REF)
    return {key: found[key] for key in wanted}, dict(sorted(shared.get("$defs", {}).items()))


def _operation(route: Route, schemas: dict[_Key, dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": _name(route),
        "summary": route.says,
        "parameters": [*_variables(route), *_query(route), *_headers(route)],
        "responses": _responses(route, schemas),
        "security": [] if route.scope is Scope.OPEN else [{"token": []}],
    }
    if route.takes is not None and route.method in WRITES:
        required = any(one.is_required() for one in route.takes.model_fields.values())
        schema = schemas[route.takes, "validation"]
        found["requestBody"] = {"required": required, "content": {"application/json": {"schema": schema}}}
    return found


def _name(route: Route) -> str:
    words = re.findall(r"[a-z_]+", route.path.removeprefix(API).replace("{id}", ""))
    return "_".join([route.method.lower(), *words])


def _variables(route: Route) -> list[dict[str, Any]]:
    names = re.findall(r"{(\w+)}", route.path)
    schema = {"type": "string", "pattern": "^[!-.0-~]{1,200}$"}
    return [
        {"name": name, "in": "path", "required": True, "description": VARIABLES[name], "schema": schema}
        for name in names
    ]


def _query(route: Route) -> list[dict[str, Any]]:
    if route.takes is None or route.method in WRITES:
        return []
    schema = route.takes.model_json_schema()
    return [
        {"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": one}
        for name, one in schema["properties"].items()
    ]


def _headers(route: Route) -> list[dict[str, Any]]:
    if not route.is_keyed:
        return []
    description = "Another one for every new word: with the same key a word is taken once. Comes before `key`."
    schema = {"type": "string", "minLength": 1, "maxLength": 200}
    return [{"name": "Idempotency-Key", "in": "header", "description": description, "schema": schema}]


def _responses(route: Route, schemas: dict[_Key, dict[str, Any]]) -> dict[str, Any]:
    good: dict[str, Any] = {"description": route.status.phrase}
    if route.gives is not None:
        good["content"] = {route.media: {"schema": schemas[route.gives, "serialization"]}}
    elif route.status is HTTPStatus.OK:
        good["content"] = {route.media: {}}
    refused = {"content": {MEDIA: {"schema": schemas[contract.Problem, "serialization"]}}}
    answers = {str(route.status.value): good}
    if route.gives is contract.Snapshot:
        answers["304"] = {"description": HTTPStatus.NOT_MODIFIED.phrase}
    answers |= {str(status.value): {"description": status.phrase, **refused} for status in _refusals(route)}
    if route.gives is contract.HealthReport:
        answers["503"] = {"description": "Something is to be mended.", "content": good["content"]}
    return dict(sorted(answers.items()))


def _refusals(route: Route) -> set[HTTPStatus]:
    found = {*route.refuses, HTTPStatus.MISDIRECTED_REQUEST}
    if route.scope is not Scope.OPEN:
        found |= {HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
    if route.scope is Scope.FULL:
        found.add(HTTPStatus.FORBIDDEN)
    if "{" in route.path:
        found.add(HTTPStatus.NOT_FOUND)
    if route.takes is not None:
        found.add(HTTPStatus.UNPROCESSABLE_ENTITY)
        if route.method in WRITES:
            found |= {
                HTTPStatus.BAD_REQUEST,
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            }
    return found
