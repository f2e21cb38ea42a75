"""Invented calls from the description of the interface: some as described, many wrong in one place or another."""

import json
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from webapp.api.openapi import describe
from webapp.api.resources import Endpoint
from webapp.api.v1 import all_endpoints
from webapp.permissions import TABLE, Role

DOCUMENT = describe(all_endpoints(), "1")
SCHEMAS = DOCUMENT["components"]["schemas"]
KNOWN = {
    "code": "NM-DEMO",
    "number": "NM-DEMO-001",
    "method": "mean",
    "name": "ranked-list",
    "kind": "xlsx",
    "place": "material-1",
    "notice_kind": "invitation",
}
ODD_TEXTS = (
    "",
    "甲" * 300,
    "\0",
    "\ud800",
    "' OR 1=1 --",
    "{{7*7}}",
    "%s%n",
    "../../etc/passwd",
    "=1+1",
    "１２",
    "\u202e",
    "NaN",
    "-1",
    "1e999",
    "2026-02-30",
    "9999-12-31",
)
ODD_VALUES = (None, True, 0, -1, 2**31, 2**63, 2**80, 1.5, 1e308, [], {}, [[[]]], {"a": {"b": None}}, [None], "x")
ODD_BODIES = (
    b"",
    b"{",
    b"[]",
    b"null",
    b"1",
    b'"x"',
    b"\xff\xfe",
    b"[" * 5000,
    b'{"a":' * 2000,
    b"{}" * 2,
    b'{"a":NaN}',
)


def plain_path(endpoint: Endpoint) -> str:
    """Fill the address with things that may be there."""
    path = endpoint.rule
    for name, value in KNOWN.items():
        path = path.replace(f"<{name}>", value)
    for part in [part.split(">")[0] for part in path.split("<int:")[1:]]:
        path = path.replace(f"<int:{part}>", "1")
    return path


def invented_calls(chance: random.Random, role: Role, n: int) -> Iterator[tuple[str, str, bytes]]:
    """Yield calls of endpoints the role may use at all, and a few it may not."""
    open_to_role = [one for one in all_endpoints() if role in TABLE[one.action]]
    everything = list(all_endpoints())
    for _turn in range(n):
        endpoint = chance.choice(open_to_role if chance.random() < 0.9 else everything)
        path = "/api/v1" + filled_path(chance, endpoint) + query(chance)
        raw = chance.random() < 0.1
        yield (
            endpoint.method,
            path,
            chance.choice(ODD_BODIES) if raw else json.dumps(body_of(chance, endpoint)).encode(),
        )


def filled_path(chance: random.Random, endpoint: Endpoint) -> str:
    """Fill the address with known and odd parts."""
    path = endpoint.rule
    for name, value in KNOWN.items():
        odd = quote(chance.choice(ODD_TEXTS).encode("utf-8", "replace")) or "x"
        path = path.replace(f"<{name}>", value if chance.random() < 0.75 else odd)
    for part in [part.split(">")[0] for part in path.split("<int:")[1:]]:
        path = path.replace(f"<int:{part}>", chance.choice(("1", "2", "3", "0", "99999", str(2**31), str(2**64))))
    return path


def query(chance: random.Random) -> str:
    """Ask for a window, right or wrong."""
    odd = quote(chance.choice(ODD_TEXTS).encode("utf-8", "replace"))
    return chance.choice(("", "", f"?limit={odd}", f"?after={odd}", "?limit=1", "?after=1&limit=2", f"?filename={odd}"))


def body_of(chance: random.Random, endpoint: Endpoint) -> Any:
    """Invent a body from its schema."""
    if endpoint.body is None:
        return {} if chance.random() < 0.7 else chance.choice(ODD_VALUES)
    content = DOCUMENT["paths"]["/api/v1" + braces(endpoint.rule)][endpoint.method.lower()]["requestBody"]["content"]
    return invented(chance, content["application/json"]["schema"])


def braces(rule: str) -> str:
    """Write an address as the description does."""
    return rule.replace("<int:", "{").replace("<", "{").replace(">", "}")


def invented(chance: random.Random, schema: dict[str, Any], depth: int = 0) -> Any:
    """Invent a value of a schema, now and then a wrong one."""
    if "$ref" in schema:
        return invented(chance, SCHEMAS[schema["$ref"].rsplit("/", 1)[1]], depth)
    if chance.random() < 0.04:
        return chance.choice(ODD_VALUES)
    if "anyOf" in schema:
        return invented(chance, chance.choice(schema["anyOf"]), depth)
    if "enum" in schema or "const" in schema:
        return chance.choice(schema.get("enum", [schema.get("const")]))
    makers = {"object": invented_object, "array": invented_array, "string": invented_text}
    if (kind := schema.get("type")) in makers:
        return makers[kind](chance, schema, depth)
    plain = {"integer": (0, 1, 2, 3, 7, 2026, 2**31 - 1), "boolean": (True, False), "null": (None,)}
    return chance.choice(plain.get(str(kind), ODD_VALUES))


def invented_object(chance: random.Random, schema: dict[str, Any], depth: int) -> dict[str, Any]:
    """Invent an object: its properties, sometimes one missing or one too many."""
    made = {
        name: invented(chance, part, depth + 1)
        for name, part in schema.get("properties", {}).items()
        if name in schema.get("required", ()) or chance.random() < 0.6
    }
    if isinstance(schema.get("additionalProperties"), dict):
        keys = [
            *ODD_TEXTS[:2],
            "places",
            "cover.cluster_name",
            "cover.city",
            "basic.area_km2",
            "weight_innovation",
            "1",
        ]
        made |= {chance.choice(keys): invented(chance, schema["additionalProperties"], depth + 1) for _n in range(3)}
    if made and chance.random() < 0.05:
        made.pop(chance.choice(list(made)))
    return made | ({"extra": 1} if chance.random() < 0.03 else {})


def invented_array(chance: random.Random, schema: dict[str, Any], depth: int) -> list[Any]:
    """Invent a short list."""
    return [invented(chance, schema.get("items", {}), depth + 1) for _n in range(chance.randint(0, 3))]


def invented_text(chance: random.Random, schema: dict[str, Any], _depth: int) -> str:
    """Invent a text, a day where one is asked for."""
    if schema.get("format") == "date":
        return chance.choice(("2026-03-23", "2026-03-24", "2000-01-01", "2100-12-31", "2026-02-30", "9999-12-31"))
    return chance.choice(("甲", "85.5", "nm-2023", "NM-2027", "专家01", "pass", *ODD_TEXTS))
