"""The description of the interface in OpenAPI 3.1, made from the endpoints themselves."""

import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from webapp.api.answers import Refused
from webapp.api.asked import LARGEST_NUMBER, LONGEST_MARK, LONGEST_WINDOW, Made
from webapp.api.resources import JSON, LONGEST_KEY, Endpoint
from webapp.permissions.scopes import SCOPE_OF, SCOPES

PART = re.compile(r"<(?:(int|path):)?(\w+)>")
PREFIX = "/api/v1"
REFUSALS = {
    "401": "no token, or one that opens nothing",
    "403": "beyond the role or the scopes",
    "404": "no such thing, or none this account may know of",
    "405": "the address takes other methods; `Allow` names them",
    "409": "somebody else changed it meanwhile, or the idempotency key was used",
    "422": "refused by a rule; `problems` says where and how to mend it",
}


def describe(endpoints: Iterable[Endpoint], version: str) -> dict[str, Any]:
    """Return the whole document."""
    listed = list(endpoints)
    schemas = schemas_of(listed)
    paths: dict[str, dict[str, Any]] = {}
    for one in listed:
        address = PREFIX + PART.sub(r"{\2}", one.rule)
        paths.setdefault(address, {})[one.method.lower()] = operation(one, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Zeyou 择优", "version": version, "description": "See docs/api.md."},
        "security": [{"token": []}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": described_scopes()}},
            "schemas": schemas["$defs"],
        },
    }


def described_scopes() -> str:
    """List the scopes."""
    return "A token made in 我的账号 or by `zeyou token create`. Scopes: " + ", ".join(SCOPES)


def schemas_of(endpoints: Iterable[Endpoint]) -> dict[str, Any]:
    """Return the schemas of everything that goes in or out, with references by model."""
    models: dict[type[BaseModel], None] = {Refused: None}
    for one in endpoints:
        models.update({model: None for model in (one.body, one.answers) if model not in (None, Made)})
    inputs = {one.body for one in endpoints}
    asked = [(model, "validation" if model in inputs else "serialization") for model in models]
    by_model, defs = models_json_schema(asked, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]  # the mode is a literal
    return {"$defs": defs.get("$defs", {}), "by_model": {model: schema for (model, _mode), schema in by_model.items()}}


def operation(one: Endpoint, schemas: dict[str, Any]) -> dict[str, Any]:
    """Describe one endpoint."""
    described: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.summary,
        "tags": [one.name.partition("_")[0]],
        "x-scope": SCOPE_OF.get(one.action, ""),
        "x-action": str(one.action),
        "parameters": parameters(one),
        "responses": {str(one.status): answered(one, schemas), **refusals(schemas)},
    }
    if one.body:
        content = {JSON: {"schema": schemas["by_model"][one.body]}}
        # No body at all is taken for an empty object, so it may be left out where nothing in it has to be said.
        is_needed = any(part.is_required() for part in one.body.model_fields.values())
        described["requestBody"] = {"required": is_needed, "content": content}
    if one.takes_file:
        content = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def parameters(one: Endpoint) -> list[dict[str, Any]]:
    """Describe the parts of the address, the window of a list and the idempotency key."""
    number = {"type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER}
    listed = [
        {"name": name, "in": "path", "required": True, "schema": number if kind == "int" else {"type": "string"}}
        for kind, name in PART.findall(one.rule)
    ]
    if one.is_listed:
        limit = {"type": "integer", "minimum": 1, "maximum": LONGEST_WINDOW, "default": 100}
        listed.append({"name": "limit", "in": "query", "schema": limit})
        listed.append({"name": "after", "in": "query", "schema": {"type": "string", "maxLength": LONGEST_MARK}})
    if one.takes_file:
        listed.append({"name": "filename", "in": "query", "required": True, "schema": {"type": "string"}})
    if one.method == "POST":
        key = {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[ -~]+$"}
        listed.append({"name": "Idempotency-Key", "in": "header", "schema": key})
    return listed


def answered(one: Endpoint, schemas: dict[str, Any]) -> dict[str, Any]:
    """Describe the good answer."""
    if one.answers is Made:
        return {"description": "The file.", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}
    return {"description": "Done.", "content": {JSON: {"schema": schemas["by_model"][one.answers]}}}


def refusals(schemas: dict[str, Any]) -> dict[str, Any]:
    """Describe the refusals, alike everywhere."""
    content = {JSON: {"schema": schemas["by_model"][Refused]}}
    return {status: {"description": text, "content": content} for status, text in REFUSALS.items()}
