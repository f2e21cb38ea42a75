"""Requests bent at one place, drawn from a seed: every route, every form found on its pages, every body."""

import io
import json
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from flask import Flask
from flask.testing import FlaskClient

from tests.hostile.filled_forms import FilledForm, read_page
from tests.hostile.odd_values import METHODS, ODD_BODIES, ODD_HEADERS, ODD_JSON, ODD_PARTS, ODD_VALUES

Headers = list[tuple[str, str]]
PART = re.compile(r"<(?:\w+:)?(\w+)>")
QUERIES = [
    "lang",
    "next",
    "after",
    "limit",
    "page",
    "q",
    "state",
    "city",
    "round",
    "number",
    "method",
    "sort",
    "filename",
    "kind",
    "year",
    "plan",
    "share",
    "pack",
]
FORM = "application/x-www-form-urlencoded"
ODD_NAMES = ("a.xlsx", "a.docx", "a.pdf", "a.csv", "a.xls", "a.png", "..", "a\0.pdf", "../../a.pdf", 'a".pdf')
ODD_FILES = (
    b"",
    b"PK\x03\x04",
    b"%PDF-1.7",
    b"a,b\r\n1,2",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 200,
    bytes(range(256)) * 40,
)


@dataclass(frozen=True)
class Bent:
    """One request as it will be sent."""

    method: str
    path: str
    query: str = ""
    body: bytes = b""
    content_type: str = ""
    headers: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """Name it so that a person can send it again."""
        sent = f"{self.method} {self.path[:120]}?{self.query[:120]}"
        return f"{sent} {self.content_type[:40]} {self.body[:300]!r} {dict(self.headers)!r:.200}"


def filled(rule: str, parts: Mapping[str, str]) -> str:
    """Return the address with its parts filled in."""
    return PART.sub(lambda part: parts.get(part[1], "1"), rule)


def routes_of(app: Flask) -> list[tuple[str, str]]:
    """List method and address pattern of every endpoint."""
    return [
        (method, rule.rule)
        for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def pages_with_forms(client: FlaskClient, routes: list[tuple[str, str]], known: dict[str, str]) -> list[FilledForm]:
    """Return every form on every page of the role that can be opened with the known parts."""
    found: dict[tuple[str, ...], FilledForm] = {}
    for method, rule in routes:
        if method == "GET" and not rule.startswith("/static"):
            path = filled(rule, known)
            answer = client.get(path)
            if answer.status_code == 200 and answer.mimetype == "text/html":
                for form in read_page(answer.text, path).forms:
                    found[(urlsplit(form.address).path, form.method, *sorted(form.fields))] = form
    return list(found.values())


class Bender:
    """Draws requests from a seed."""

    def __init__(self, seed: int, routes: list[tuple[str, str]], known: dict[str, str]) -> None:
        self.draw = random.Random(seed)
        self.routes, self.known = routes, known

    def requests(self, n: int, forms: list[FilledForm]) -> Iterator[Bent]:
        """Yield requests of all kinds by turns, forms as often as all others together."""
        kinds = (self.by_address, self.by_query, self.by_header, self.by_method, self.by_body, self.by_json)
        for turn in range(n):
            if forms and turn % 2:
                yield self.by_form(self.draw.choice(forms))
            else:
                yield kinds[turn // 2 % len(kinds)]()

    def value(self) -> str:
        """Draw an odd value."""
        return self.draw.choice(ODD_VALUES)

    def path(self, rule: str, bend: bool = False) -> str:
        """Fill an address with what exists, or with one part nobody ever had."""
        parts = PART.findall(rule)
        odd = self.draw.choice(parts) if bend and parts else ""
        odd_part = self.draw.choice(ODD_PARTS)
        return filled(rule, self.known | {odd: odd_part} if odd else self.known)

    def by_address(self) -> Bent:
        """Bend a part of the address."""
        method, rule = self.draw.choice(self.routes)
        return Bent(method, self.path(rule, bend=True))

    def by_query(self) -> Bent:
        """Bend the query."""
        method, rule = self.draw.choice(self.routes)
        sent = [(self.draw.choice(QUERIES), self.value()) for _ in range(3)]
        query = self.draw.choice((urlencode(sent), "&".join(f"{name}=%ff%00" for name, _ in sent), "%&=&&lang[]=1"))
        return Bent(method, self.path(rule), query)

    def by_header(self) -> Bent:
        """Bend one header."""
        method, rule = self.draw.choice(self.routes)
        return Bent(method, self.path(rule), headers=(self.draw.choice(ODD_HEADERS),), body=b"a=1", content_type=FORM)

    def by_method(self) -> Bent:
        """Use another method."""
        _method, rule = self.draw.choice(self.routes)
        return Bent(self.draw.choice(METHODS), self.path(rule))

    def by_body(self) -> Bent:
        """Send what is no body of that kind."""
        method, rule = self.draw.choice([route for route in self.routes if route[0] != "GET"])
        kind = self.draw.choice(("application/json", FORM, "multipart/form-data; boundary=b", "text/xml", ""))
        return Bent(method, self.path(rule), body=self.draw.choice(ODD_BODIES), content_type=kind)

    def by_json(self) -> Bent:
        """Send values of the wrong type under names the interface knows."""
        method, rule = self.draw.choice([route for route in self.routes if route[0] != "GET"])
        names = (
            "fields",
            "opinion",
            "answers",
            "version",
            "code",
            "title",
            "reason",
            "value",
            "scores",
            "declaration_id",
        )
        sent = {name: self.draw.choice(ODD_JSON) for name in self.draw.sample(names, 4)}
        body = json.dumps(self.draw.choice((sent, list(sent.values()), {"fields": {"a": sent}}))).encode()
        return Bent(method, self.path(rule), body=body, content_type="application/json")

    def by_form(self, form: FilledForm) -> Bent:
        """Send a form as it stands with one or two fields bent, left out or sent twice."""
        fields = list(form.fields.items())
        for _ in range(self.draw.choice((1, 1, 2))):
            if fields:
                at = self.draw.randrange(len(fields))
                bent = (fields[at][0], self.value())
                fields[at : at + 1] = self.draw.choice(([bent], [bent], [bent], [], [fields[at], bent]))
        address = urlsplit(form.address)
        if form.method == "GET":
            return Bent("GET", address.path, urlencode(fields))
        if form.files:
            body, kind = self.multipart(fields, sorted(form.files))
            return Bent("POST", address.path, address.query, body, kind)
        return Bent("POST", address.path, address.query, urlencode(fields).encode(), FORM)

    def multipart(self, fields: list[tuple[str, str]], files: list[str]) -> tuple[bytes, str]:
        """Send files that are none, under names that mislead."""
        parts = io.BytesIO()
        for name, text in fields:
            parts.write(f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode())
        for name in files:
            filename = self.draw.choice((*ODD_NAMES, self.value()[:200]))
            data = self.draw.choice(ODD_FILES)
            head = f'--b\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n\r\n'
            parts.write(head.encode() + data + b"\r\n")
        return parts.getvalue() + b"--b--\r\n", "multipart/form-data; boundary=b"


def send(client: FlaskClient, bent: Bent) -> tuple[int, str]:
    """Send it; return the status and, where the application itself fell over, how."""
    more: dict[str, Any] = {"content_type": bent.content_type} if bent.content_type else {}
    path = quote(bent.path, safe="/%:<>{}*'\\")
    try:
        answer = client.open(
            path, method=bent.method, query_string=bent.query, data=bent.body, headers=list(bent.headers), **more
        )
        answer.get_data()
    except Exception as error:
        return 500, f"{type(error).__name__}: {str(error)[:200]}"
    return answer.status_code, ""
