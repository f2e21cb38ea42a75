"""Programs with a token, as the tests need them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from tests.conftest import NOW
from tests.stories.actors import acting, web
from webapp.database import transaction
from webapp.permissions import Role
from webapp.permissions.scopes import SCOPES
from webapp.services.create_token import create_token


def token_for(engine: Engine, role: Role, scopes: Sequence[str] = tuple(SCOPES)) -> str:
    """Make a token for the first account of a role."""
    with transaction(engine) as session:
        made = create_token(session, actor=acting(session, role), title="test", scopes=scopes, days=30, now=NOW)
    return made.secret


@dataclass
class Program:
    """A program that calls with its token."""

    client: FlaskClient
    token: str

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Call one endpoint."""
        named = {"Authorization": f"Bearer {self.token}"} | {key.replace("_", "-"): one for key, one in headers.items()}
        return self.client.open(f"/api/v1{path}", method=method, json=body, headers=named)

    def get(self, path: str) -> TestResponse:
        """Ask a question."""
        return self.call("GET", path)

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Ask for a change."""
        return self.call("POST", path, {} if body is None else body, **headers)


def programs(engine: Engine, folder: Path = Path("unused")) -> dict[Role, Program]:
    """Return a program of each role, all calling the same application."""
    client = web(engine, folder).test_client()
    return {role: Program(client, token_for(engine, role)) for role in Role if role != Role.PUBLIC}


def program(
    engine: Engine, role: Role, folder: Path = Path("unused"), scopes: Sequence[str] = tuple(SCOPES)
) -> Program:
    """Return a program of the first account of the role."""
    return Program(web(engine, folder).test_client(), token_for(engine, role, scopes))
