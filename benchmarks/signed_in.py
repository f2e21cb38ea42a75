"""A browser of the application that is signed in already, without the cost of a password."""

from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from webapp.app import create_app
from webapp.database import transaction
from webapp.models import Account, LoginSession
from webapp.permissions import Role
from webapp.services.visitor import hash_token
from webapp.settings import Settings


def application(settings: Settings, engine: Engine) -> Flask:
    """Build the application on a database that is there."""
    return create_app(settings, engine=engine)


def token_of(engine: Engine, account_id: int) -> str:
    """Open a session for the account and return its token."""
    now, token = datetime.now(UTC), f"benchmark-{account_id}-{datetime.now(UTC).timestamp()}"
    with transaction(engine) as session:
        session.add(
            LoginSession(
                token_hash=hash_token(token),
                account_id=account_id,
                created_at=now,
                seen_at=now,
                address="127.0.0.1",
                code_passed=True,
            )
        )
    return token


def accounts_of(engine: Engine, role: Role, most: int) -> list[int]:
    """List the first accounts of a role."""
    with Session(engine) as session:
        return list(session.scalars(select(Account.id).where(Account.role == role).order_by(Account.id).limit(most)))


def client_of(app: Flask, engine: Engine, role: Role) -> FlaskClient:
    """Return a client signed in as the first account of the role."""
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token_of(engine, accounts_of(engine, role, 1)[0])
        cookie["_fresh"] = True
    return client
