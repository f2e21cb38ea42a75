"""Endpoints gathered by resource: each names its address and its action; its signature says what goes in and out."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from io import BytesIO
from typing import Any, TypeVar, get_type_hints
from urllib.parse import quote

from flask import Blueprint, Response, request, send_file
from pydantic import BaseModel
from sqlalchemy.orm import Session

from webapp.api.asked import Asked, Made, Upload
from webapp.api.bodies import Body, read_body
from webapp.api.door import asking_actor, engine, guards, now, settings, window
from webapp.database import reading, transaction
from webapp.errors import Refusal
from webapp.permissions import Action
from webapp.services.answer_once import NOT_KEPT, Call, answered_before, digest_call, keep_answer
from webapp.services.ledger_digest import as_rows

Does = TypeVar("Does", bound=Callable[..., Any])
JSON = "application/json"
LONGEST_KEY = 64


@dataclass(frozen=True)
class Endpoint:
    """One address with what it does."""

    rule: str
    name: str
    method: str
    action: Action
    does: Callable[..., Any]
    body: type[Body] | None
    answers: Any
    writes: bool
    status: int = 200
    keeps_answer: bool = True
    takes_file: bool = False
    is_listed: bool = False
    before: Callable[..., Any] | None = None

    @property
    def summary(self) -> str:
        """The first line of its description."""
        return (self.does.__doc__ or "").partition("\n")[0]


class Resource:
    """A family of endpoints."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.endpoints: list[Endpoint] = []

    def read(self, rule: str, action: Action, *, notes: bool = False, listed: bool = False) -> Callable[[Does], Does]:
        """Register a question; one that is noted in the ledger opens a transaction."""
        return self.add(rule, action, method="GET", writes=notes, is_listed=listed)

    def act(
        self,
        rule: str,
        action: Action,
        *,
        status: int = 200,
        keeps_answer: bool = True,
        takes_file: bool = False,
        before: Callable[..., Any] | None = None,
    ) -> Callable[[Does], Does]:
        """Register a change, inside one transaction; what `before` works out first, outside of it, comes as `ready`."""
        more = {"status": status, "keeps_answer": keeps_answer, "takes_file": takes_file, "before": before}
        return self.add(rule, action, method="POST", writes=True, **more)

    def add(self, rule: str, action: Action, **more: Any) -> Callable[[Does], Does]:
        """Read the signature and keep the endpoint."""

        def keep(does: Does) -> Does:
            hints = get_type_hints(does)
            name = f"{self.name}_{does.__name__}"
            kept = Endpoint(
                rule, name, action=action, does=does, body=hints.get("body"), answers=hints["return"], **more
            )
            self.endpoints.append(kept)
            return does

        return keep


def register(api: Blueprint, endpoint: Endpoint) -> None:
    """Give the endpoint its address."""

    @guards(endpoint.action)
    def view(**parts: Any) -> Response:
        return sent(answer_call(endpoint, parts), endpoint.status)

    api.add_url_rule(endpoint.rule, endpoint.name, view, methods=[endpoint.method])


def answer_call(endpoint: Endpoint, parts: dict[str, Any]) -> Made | str:
    """Do what is asked inside one session, once for each idempotency key."""
    given: dict[str, Any] = {"body": read_body(endpoint.body, sent_json())} if endpoint.body else {}
    call = keyed_call() if endpoint.method == "POST" else None
    if endpoint.before is not None:
        given["ready"] = endpoint.before(engine(), **parts)
    with opened(endpoint) as session:
        before = answered_before(session, asking_actor(), call, now()) if call else None
        if before is not None:
            return before
        upload = (
            Upload(request.args.get("filename", ""), request.get_data()) if endpoint.takes_file else Upload("", b"")
        )
        asked = Asked(session, asking_actor(), now(), settings(), engine(), window(), upload)
        result = endpoint.does(asked, **parts, **given)
        answer = result if isinstance(result, Made) else written(result)
        if call and isinstance(answer, str):
            keep_answer(session, asking_actor(), call, answer if endpoint.keeps_answer else NOT_KEPT, now())
    return answer


def opened(endpoint: Endpoint) -> AbstractContextManager[Session]:
    """Open the session the endpoint needs."""
    return transaction(engine()) if endpoint.writes else reading(engine())


def sent_json() -> bytes:
    """Return the body, which must say that it is JSON; none at all is an empty object."""
    data = request.get_data()
    if data and not request.is_json:
        raise Refusal("not-json", "请求体应为 JSON，并在 Content-Type 头中写明 application/json。")
    return data or b"{}"


def keyed_call() -> Call | None:
    """Return the key under which the answer is kept, if the program chose one."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not 0 < len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise Refusal("bad-key", "Idempotency-Key 应为 1 到 {n} 个英文字符。", n=LONGEST_KEY)
    return Call(key, digest_call(request.method, request.full_path, request.get_data()))


def written(result: BaseModel) -> str:
    """Write an answer as JSON; a table that is kept as an array goes out as its rows."""
    return result.model_dump_json(fallback=as_rows)


def sent(answer: Made | str, status: int) -> Response:
    """Send an answer or a file."""
    if isinstance(answer, str):
        return Response(answer, status, mimetype=JSON)
    if isinstance(answer.data, bytes):
        return send_file(BytesIO(answer.data), answer.media_type, as_attachment=True, download_name=answer.filename)
    streamed = Response(answer.data, mimetype=answer.media_type)
    streamed.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(answer.filename)}"
    if answer.length is not None:
        streamed.content_length = answer.length
    return streamed
