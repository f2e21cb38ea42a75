"""A small client for programs in Python; the standard library is all it needs.

Examples
--------
>>> zeyou = Zeyou("http://127.0.0.1:8765", "zeyou_…")
>>> zeyou.address
'/api/v1'
"""

import json
import uuid
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

TRIES = 3
JSON = "application/json"


class CallRefused(Exception):  # noqa: N818  # named by the fact: the server refused
    """The server did nothing and said why."""

    def __init__(self, status: int, answer: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(answer.get("code", ""))
        self.problems: list[dict[str, str]] = list(answer.get("problems", ()))
        listed = "".join(f"\n{one['where']}: {one['message']}" for one in self.problems)
        super().__init__(f"{status} {self.code}: {answer.get('message', '')}{listed}")


class Zeyou:
    """One installation asked with one token."""

    def __init__(self, address: str, token: str, *, timeout: float = 60.0) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("the address begins with http:// or https://")
        self.is_secure, self.host = parts.scheme == "https", parts.netloc
        self.address = parts.path.rstrip("/") + "/api/v1"
        self.token = token
        self.timeout = timeout

    def get(self, path: str, **query: object) -> dict[str, Any]:
        """Ask a question."""
        return read_object(self.send("GET", path, query)[1])

    def items(self, path: str, limit: int = 100) -> Iterator[dict[str, Any]]:
        """Yield every item of a list, page after page."""
        after = ""
        while True:
            page = self.get(path, limit=limit, after=after)
            yield from page["items"]
            if page["next"] is None:
                return
            after = page["next"]

    def post(self, path: str, body: Mapping[str, Any] | None = None, *, key: str = "") -> dict[str, Any]:
        """Ask for a change; sent again after a broken connection it acts once, for it carries a key."""
        data = json.dumps(dict(body or {}), ensure_ascii=False).encode()
        headers = {"Content-Type": JSON, "Idempotency-Key": key or uuid.uuid4().hex}
        return read_object(self.send("POST", path, {}, data, headers)[1])

    def upload(self, path: str, name: str, data: bytes, *, key: str = "") -> dict[str, Any]:
        """Send a file."""
        headers = {"Content-Type": "application/octet-stream", "Idempotency-Key": key or uuid.uuid4().hex}
        return read_object(self.send("POST", path, {"filename": name}, data, headers)[1])

    def file(self, path: str, **query: object) -> bytes:
        """Take a file."""
        return self.send("GET", path, query)[1]

    def send(
        self,
        method: str,
        path: str,
        query: Mapping[str, object],
        data: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, bytes]:
        """Send one call, again when the connection breaks; raise what the server refuses."""
        target = self.address + path + (f"?{urlencode(query)}" if query else "")
        told = {"Authorization": f"Bearer {self.token}", "Accept": JSON, **(headers or {})}
        for left in reversed(range(TRIES)):
            try:
                return self.send_once(method, target, data, told)
            except (OSError, HTTPException):
                if not left:
                    raise
        raise AssertionError("unreachable: the last try returns or raises")

    def send_once(self, method: str, target: str, data: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        """Send one call over a connection of its own."""
        kind = HTTPSConnection if self.is_secure else HTTPConnection
        connection = kind(self.host, timeout=self.timeout)
        try:
            connection.request(method, target, data, headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if answer.status >= 400:
            raise CallRefused(answer.status, read_refusal(content))
        return answer.status, content


def read_object(content: bytes) -> dict[str, Any]:
    """Read an answer."""
    read = json.loads(content)
    if not isinstance(read, dict):
        raise ValueError("the answer is not an object")
    return read


def read_refusal(content: bytes) -> dict[str, Any]:
    """Read a refusal; a proxy's own page has no code."""
    try:
        return read_object(content)
    except ValueError:
        return {"code": "not-from-zeyou", "message": content[:200].decode("utf-8", "replace")}
