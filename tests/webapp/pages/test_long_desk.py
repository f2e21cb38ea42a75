"""A desk of hundreds of sheets is listed in parts that tell the same as the whole."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from tests.conftest import NOW, Backend
from tests.stories.actors import signed_in
from webapp.database import transaction
from webapp.models import Account, Seat
from webapp.pages import desk
from webapp.permissions import Role

SUMS = re.compile(r"<strong>(.*?)</strong>")
ROW = re.compile(r"<tr><td>(NM-DEMO-\d+)</td>(.*?)</tr>", re.DOTALL)
TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')  # signed with the moment
OPEN = re.compile(r'class="button primary large" href="([^"]+)"')


def expert_at(engine: Engine, folder: Path) -> FlaskClient:
    """Return the browser of the first expert, who has signed."""
    with transaction(engine) as session:
        account = session.scalars(select(Account).where(Account.role == Role.EXPERT).order_by(Account.id)).first()
        assert account is not None
        account.must_change_password = False
        for seat in session.scalars(select(Seat).where(Seat.account_id == account.id)):
            seat.undertaken_at = NOW
    return signed_in(engine, Role.EXPERT, folder)


@pytest.mark.parametrize("state", ["scoring", "locked"])
def test_parts_of_a_desk_tell_the_same_as_the_whole(
    backend: Backend, state: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = expert_at(backend.copy(state), tmp_path)
    whole = TOKEN.sub("", client.get("/desk/").text)
    monkeypatch.setattr(desk, "MOST_AT_ONCE", 3)
    rows, address = list[tuple[str, str]](), "/desk/"
    while address:
        part = TOKEN.sub("", client.get(address).text)
        assert (SUMS.findall(part), OPEN.findall(part)) == (SUMS.findall(whole), OPEN.findall(whole))
        rows += ROW.findall(part)
        following = re.search(r'href="(/desk/\?after=\d+)"', part)
        address = following.group(1) if following else ""
    assert rows == ROW.findall(whole)
    assert len(rows) > 3
