"""Who acts in the tests: the accounts of the invented round."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.conftest import NOW
from webapp.app import create_app
from webapp.database import transaction
from webapp.models import Account
from webapp.permissions import Actor, Role
from webapp.queries import accounts
from webapp.services.example.play_round import actor_of
from webapp.services.passwords import hash_password
from webapp.settings import Settings

PASSWORD = "Story-Password-1"
SETTINGS = Settings(Path("unused"), "", "test-secret", field_secret="test-field-key", testing=True)


def account_of(session: Session, role: Role) -> Account:
    """Return the first account of a role."""
    return accounts.accounts_of_role(session, role)[0]


def acting(session: Session, role: Role) -> Actor:
    """Return the first account of a role as one who acts."""
    return actor_of(account_of(session, role))


def web(engine: Engine, folder: Path = Path("unused")) -> Flask:
    """Build the application on a test database with a fixed clock."""
    settings = replace(SETTINGS, data_folder=folder, database_url=str(engine.url))
    app = create_app(settings, engine=engine, clock=lambda: NOW)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def signed_in(engine: Engine, role: Role, folder: Path = Path("unused")) -> FlaskClient:
    """Return a browser in which the first account of the role is signed in."""
    with transaction(engine) as session:
        account = account_of(session, role)
        account.password_hash = hash_password(PASSWORD)
        login = account.login
    client = web(engine, folder).test_client()
    answer = client.post("/sign-in", data={"login": login, "password": PASSWORD})
    assert answer.status_code == 302, answer.text
    return client


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements sent while the block runs."""
    from sqlalchemy import event

    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
