"""One act asked for by page, interface and command on the same database at the same moment, and what came of it."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, Table
from sqlalchemy.orm import Session

from tests.conftest import Backend
from tests.stories.actors import PASSWORD, SETTINGS, account_of, acting
from tests.webapp.api.programs import Program
from webapp.app import create_app
from webapp.cli.entry import zeyou
from webapp.database import build_engine, transaction
from webapp.errors import ProblemsFound, Refusal
from webapp.models import Base
from webapp.models.encrypted_text import EncryptedText
from webapp.permissions import Actor, Role
from webapp.permissions.scopes import SCOPES
from webapp.services.create_token import create_token
from webapp.services.passwords import hash_password

PAGE, INTERFACE, COMMAND = "page", "interface", "command"
DOORS = (PAGE, INTERFACE, COMMAND)
# How a person or a program got in is no part of the act; seals are taken over what is encrypted too.
APART = frozenset(
    {"account", "login_session", "login_try", "known_device", "api_token", "api_answer", "seal", "checkpoint"}
)
PERSONS = (Role.DEPARTMENT, Role.CITY_BUREAU, Role.APPLICANT, Role.OBSERVER)


@dataclass(frozen=True)
class Ask:
    """One act as each door is asked for it; ``{name}`` stands for what the prepared world tells."""

    role: Role
    page: str
    form: Mapping[str, Any]
    path: str
    body: Mapping[str, Any]
    words: Sequence[Any]


@dataclass(frozen=True)
class Told:
    """What a door said: whether the act was done, and the reasons where it was not."""

    is_done: bool
    code: str = ""
    reasons: tuple[str, ...] = ()


def filled(told: Any, names: Mapping[str, Any]) -> Any:
    """Fill the places in braces; a place that stands alone keeps its kind."""
    if isinstance(told, str):
        alone = told[1:-1]
        return names[alone] if told == f"{{{alone}}}" and alone in names else told.format(**names)
    if isinstance(told, Mapping):
        return {key: filled(one, names) for key, one in told.items()}
    return [filled(one, names) for one in told] if isinstance(told, list | tuple) else told


@dataclass
class ThreeDoors:
    """An installation of its own whose clock stands still."""

    folder: Path
    url: str
    now: datetime
    engine: Engine
    app: Flask
    persons: dict[Role, FlaskClient] = field(default_factory=dict)
    tokens: dict[Role, str] = field(default_factory=dict)
    logins: dict[Role, str] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        """The file of the database."""
        return Path(self.url.removeprefix("sqlite:///"))

    def ask(self, door: str, ask: Ask, names: Mapping[str, Any]) -> Told:
        """Ask one door."""
        return {PAGE: self.ask_page, INTERFACE: self.ask_interface, COMMAND: self.ask_command}[door](ask, names)

    def ask_page(self, ask: Ask, names: Mapping[str, Any]) -> Told:
        """Send the form; a page answers scripts of its own with the reasons as JSON."""
        client = self.persons[ask.role]
        answer = client.post(
            filled(ask.page, names), data=filled(ask.form, names), headers={"Accept": "application/json"}
        )
        if answer.status_code < 400:
            return Told(True)
        assert answer.is_json, answer.text
        return Told(False, answer.json["code"], reasons_of(answer.json["error"], answer.json["problems"]))

    def ask_interface(self, ask: Ask, names: Mapping[str, Any]) -> Told:
        """Call the endpoint."""
        body = json.loads(json.dumps(filled(ask.body, names), default=str))
        answer = Program(self.app.test_client(), self.tokens[ask.role]).post(filled(ask.path, names), body)
        if answer.status_code < 400:
            return Told(True)
        told = answer.get_json()
        listed = [f"{one['where']}：{one['message']}" for one in told["problems"]]
        return Told(False, told["code"], reasons_of(told["message"], listed))

    def ask_command(self, ask: Ask, names: Mapping[str, Any]) -> Told:
        """Run the command."""
        words = [str(word) for word in filled(list(ask.words), names)]
        result = CliRunner().invoke(zeyou, [*words, "--as", self.logins[ask.role]], env=self.environment())
        if result.exit_code == 0:
            return Told(True)
        refusal = result.exception
        assert isinstance(refusal, Refusal), f"{result.output} {refusal!r}"
        listed = (
            [f"{one.where}：{one.message}" for one in refusal.problems] if isinstance(refusal, ProblemsFound) else []
        )
        return Told(False, refusal.code, reasons_of(refusal.message, listed))

    def environment(self) -> dict[str, str]:
        """Point a command at this installation."""
        told = {"SECRET": "test-secret", "FIELD_KEY": "test-field-key", "DATA": str(self.folder), "DATABASE": self.url}
        return {f"ZEYOU_{name}": value for name, value in told.items()}

    def actor(self, session: Session, role: Role) -> Actor:
        """Return who acts for a part."""
        return acting(session, role)

    def standing(self) -> dict[str, tuple[int, str]]:
        """Count and digest every table that an act could touch; what is encrypted is never written the same twice."""
        with closing(sqlite3.connect(self.database)) as live:
            tables = [one for one in Base.metadata.sorted_tables if one.name not in APART]
            return {one.name: digest(live.execute(reading(one)).fetchall()) for one in tables}

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Take back whatever is done meanwhile."""
        with closing(sqlite3.connect(":memory:")) as kept, closing(sqlite3.connect(self.database)) as live:
            live.backup(kept)
            yield
            self.engine.dispose()
            kept.backup(live)


def reading(table: Table) -> str:
    """Write the question for all that a table holds."""
    names = [one.name for one in table.columns if not isinstance(one.type, EncryptedText)]
    return f"SELECT {', '.join(map(quoted, names))} FROM {quoted(table.name)} ORDER BY rowid"


def quoted(name: str) -> str:
    """Quote a name for the database."""
    return f'"{name}"'


def digest(rows: Sequence[Any]) -> tuple[int, str]:
    """Count rows and hash them."""
    return len(rows), hashlib.sha256(repr(rows).encode()).hexdigest()


def reasons_of(message: str, problems: Sequence[str]) -> tuple[str, ...]:
    """Put the reasons together; the sentence before a list of problems says nothing of its own."""
    return tuple(problems) or (message,)


def three_doors(backend: Backend, state: str, folder: Path, now: datetime, patch: pytest.MonkeyPatch) -> ThreeDoors:
    """Open an installation whose clock stands at a moment, with a person and a program of each part."""
    url = str(backend.copy(state).url)
    settings = replace(SETTINGS, data_folder=folder, database_url=url)
    engine = build_engine(url, settings)
    patch.setattr("webapp.cli.installation.system_clock", lambda: now)
    app = create_app(settings, engine=engine, clock=lambda: now)
    app.config["WTF_CSRF_ENABLED"] = False
    opened = ThreeDoors(folder, url, now, engine, app)
    for role in PERSONS:
        with transaction(engine) as session:
            account = account_of(session, role)
            account.password_hash, opened.logins[role] = hash_password(PASSWORD), account.login
        with transaction(engine) as session:
            told = {"title": "test", "scopes": tuple(SCOPES), "days": 30, "now": now}
            opened.tokens[role] = create_token(session, actor=acting(session, role), **told).secret
        opened.persons[role] = app.test_client()
        entered = opened.persons[role].post("/sign-in", data={"login": opened.logins[role], "password": PASSWORD})
        assert entered.status_code == 302, entered.text
    return opened


@dataclass(frozen=True)
class Heard:
    """What the three doors said to one act, and which tables it changed behind each."""

    told: Mapping[str, Told]
    standing: Mapping[str, Mapping[str, Any]]
    changed: Mapping[str, tuple[str, ...]]


def ask_everywhere(doors: ThreeDoors, ask: Ask, names: Mapping[str, Any]) -> Heard:
    """Ask each door for the same thing from the same standing."""
    before = doors.standing()
    told, after = {}, {}
    for door in DOORS:
        with doors.apart():
            told[door], after[door] = doors.ask(door, ask, names), doors.standing()
    return Heard(told, after, {door: differing(before, one) for door, one in after.items()})


def unequal(heard: Heard) -> dict[str, Any]:
    """Name what the doors say or do differently, and what a refusal left behind; empty where they agree."""
    found: dict[str, Any] = {}
    if len(set(heard.told.values())) > 1:
        found["told"] = dict(heard.told)
    if len({json.dumps(one, sort_keys=True) for one in heard.standing.values()}) > 1:
        found["left"] = {door: differing(heard.standing[PAGE], one) for door, one in heard.standing.items()}
    left = {door: tables for door, tables in heard.changed.items() if tables and not heard.told[door].is_done}
    return found | ({"kept": left} if left else {})


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the tables that differ."""
    return tuple(name for name in one if one[name] != other[name])


def silent(heard: Heard) -> list[str]:
    """Return the refusals that give no reason in Chinese, or one with a place nobody filled."""
    told = [reason for one in heard.told.values() for reason in one.reasons]
    return [one for one in told if "{" in one or not any("一" <= sign <= "鿿" for sign in one)]
