"""Before the lock two rounds that differ in nothing but the points look the same to everybody but their experts."""

import hashlib
import io
import re
import zipfile
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.conftest import NOW, Backend
from tests.house.test_permission_matrix import cells
from tests.stories.actors import signed_in
from webapp.database import transaction
from webapp.permissions import Role
from webapp.queries import accounts, desks, own_sheets
from webapp.services.accept_undertaking import accept_undertaking
from webapp.services.example.play_round import actor_of
from webapp.services.round_rules import rules_of
from webapp.services.save_review import Change, Entry, save_review
from webapp.services.submit_reviews import submit_reviews

# Whoever is asked to sort, search or cut by points must not.
ASKED = ("", "?sort=score&order=score&search=9&page=1&limit=5&state=submitted")
# Tokens against forged requests, digests and identities of sessions are never the same twice.
CHANGING = re.compile(r'content="[^"]{20,}"|value="[\w.\-]{40,}"|\b[0-9a-f]{8,64}\b')


def scored(engine: Engine, world: int) -> Engine:
    """Let every expert give points that depend on the world, with the same words; half of them hand in."""
    with transaction(engine) as session:
        for place, account in enumerate(accounts.accounts_of_role(session, Role.EXPERT)):
            who = actor_of(account)
            for seat, _round in desks.seats_of_account(session, account.id):
                accept_undertaking(session, actor=who, seat=seat, now=NOW)
                session.flush()
            for sheet in own_sheets.own_sheets(session, account.id):
                keys = [criterion.key for area in rules_of(sheet.place).areas for criterion in area.criteria]
                points = {key: points_in(world, account.id, sheet.place.number, key) for key in keys}
                changes = {key: Change(Entry(), Entry(one, reason="理由充分。")) for key, one in points.items()}
                save_review(session, actor=who, sheet=sheet, changes=changes, opinion=("", "建议择优。"), now=NOW)
            if place % 2 == 0:
                submit_reviews(session, actor=who, sheets=desks.sheets_of_account(session, account.id), now=NOW)
    return engine


def points_in(world: int, *of: object) -> int:
    """Give hundredths of points between 40 and 99, another order of the declarations in each world."""
    return 4000 + int(hashlib.sha256(f"{world} {of}".encode()).hexdigest(), 16) % 60 * 100


def seen(client: FlaskClient, path: str) -> tuple[int, str | None, str]:
    """Ask, and return what a person or a program could tell apart."""
    answer = client.get(path)
    name = answer.headers.get("Content-Disposition")
    if answer.data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
            told = "".join(
                archive.read(one).decode(errors="replace") for one in archive.namelist() if "core" not in one
            )
    elif answer.data[:4] == b"%PDF":
        told = ""  # the same content as the other forms of the document, with moments inside
    else:
        told = answer.get_data(as_text=True)
    return answer.status_code, name, CHANGING.sub("", told)


@pytest.mark.slow
@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.ORGANISER, Role.OBSERVER, Role.AUDIT_ADMINISTRATOR])
def test_nobody_but_the_expert_sees_a_difference_in_points(sqlite_backend: Backend, role: Role, tmp_path: Path) -> None:
    one, other = (scored(sqlite_backend.copy("scoring"), world) for world in (1, 2))
    first, second = (signed_in(engine, role, tmp_path) for engine in (one, other))
    paths = [cell.path + more for cell in cells(first.application, one) if cell.method == "GET" for more in ASKED]
    assert [path for path in paths if seen(first, path) != seen(second, path)] == []
