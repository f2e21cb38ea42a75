"""Pages that are rendered once for many: nobody's page carries a word of somebody else's."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from tests.conftest import NOW, Backend
from tests.stories.actors import PASSWORD, web
from webapp.database import transaction
from webapp.models import Account, Assignment, Seat
from webapp.permissions import Role
from webapp.services.passwords import hash_password

TOKEN = re.compile(rb'(name="csrf_token" value=|<meta name="csrf" content=)"[^"]*"')


@pytest.fixture(params=["scoring", "publicity"])
def judged(sqlite_backend: Backend, request: pytest.FixtureRequest) -> Engine:
    """A round whose experts may enter."""
    engine = sqlite_backend.copy(request.param)
    with transaction(engine) as session:
        session.execute(update(Seat).values(undertaken_at=NOW))
        for account in session.scalars(select(Account).where(Account.role == Role.EXPERT)):
            account.password_hash = hash_password(PASSWORD)
    return engine


def desks(engine: Engine) -> dict[str, list[str]]:
    """Map the experts' accounts to the addresses of their desks."""
    with Session(engine) as session:
        rows = session.execute(
            select(Account.login, Assignment.id)
            .join(Seat, Seat.account_id == Account.id)
            .join(Assignment, Assignment.seat_id == Seat.id)
            .order_by(Account.login, Assignment.id)
        ).all()
    found: dict[str, list[str]] = {}
    for login, key in rows:
        found.setdefault(login, ["/desk/", "/desk/submit"]).append(f"/desk/{key}")
    return found


def entered(client: FlaskClient, login: str) -> FlaskClient:
    """Sign in."""
    assert client.post("/sign-in", data={"login": login, "password": PASSWORD}).status_code == 302
    return client


def looks(client: FlaskClient, addresses: list[str]) -> list[bytes]:
    """Return the pages in both languages without the token of this session."""
    return [
        TOKEN.sub(b"", client.get(one, query_string={"lang": lang}).data) for one in addresses for lang in ("zh", "en")
    ]


def test_page_looks_as_if_nobody_else_had_been_served(judged: Engine, tmp_path: Path) -> None:
    everybody = desks(judged)
    shared = web(judged, tmp_path)
    for _turn in range(2):
        together = {login: looks(entered(shared.test_client(), login), where[:6]) for login, where in everybody.items()}
    assert len(together) >= 5
    for login in list(everybody)[:4]:
        alone = looks(entered(web(judged, tmp_path).test_client(), login), everybody[login][:6])
        assert alone == together[login]
    assert len({one for pages in together.values() for one in pages}) == sum(map(len, together.values()))
