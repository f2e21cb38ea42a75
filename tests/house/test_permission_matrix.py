"""Role × object × endpoint: nobody reaches what the table refuses, and nobody is stopped where it allows.

Generated from the table and the application's addresses: a new endpoint is in the matrix by itself; one whose
address has a part this file cannot fill makes the test fail and says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from tests.conftest import NOW, Backend
from tests.stories.actors import signed_in, web
from webapp import models
from webapp.database import transaction
from webapp.permissions import TABLE, Action, Role

# What stands in an address without belonging to anybody: whoever may ask at all may ask for any of them.
NEUTRAL = {"name": "ranked-list", "kind": "xlsx", "key": "acceptance", "token": "unknown", "method": "mean"} | {
    "place": "material-1",
    "notice_kind": "invitation",
}
FAILED = range(500, 600)
REFUSED = (403, 404)
OPEN = {Action.SIGN_IN, Action.SEE_PUBLICITY, Action.ASK_HEALTH}


@dataclass(frozen=True)
class Cell:
    """One question: this endpoint, asked with these parts of the address."""

    rule: Rule
    path: str
    method: str
    action: Action


@pytest.fixture(scope="module")
def world(sqlite_backend: Backend) -> Engine:
    """The invented round while experts score, shared: refused acts change nothing."""
    engine = sqlite_backend.copy("scoring")
    with transaction(engine) as session:
        for seat in session.scalars(select(models.Seat)):
            seat.undertaken_at = NOW
    return engine


def objects(engine: Engine) -> dict[str, list[str]]:
    """List for every part of an address some objects of different owners, and one that does not exist."""
    with Session(engine) as session:
        ends = {
            "declaration_id": models.Declaration.id,
            "assignment_id": models.Assignment.id,
            "seat_id": models.Seat.id,
            "account_id": models.Account.id,
            "conflict_id": models.Conflict.id,
            "evidence_id": models.Evidence.id,
        }
        found = {name: [*map(str, session.scalars(select(end).order_by(end)))] for name, end in ends.items()}
        numbers = list(session.scalars(select(models.Declaration.number).order_by(models.Declaration.id)))
    spread = {name: [*dict.fromkeys(ids[:: max(1, len(ids) // 2)][:2]), "99999"] for name, ids in found.items()}
    return {**spread, "code": ["NM-DEMO", "OTHER-1"], "number": [numbers[0], "NONE-1"]}


def cells(app: Flask, engine: Engine) -> Iterator[Cell]:
    """Yield every endpoint with every choice of objects, one part varied at a time."""
    known = objects(engine)
    for rule in app.url_map.iter_rules():
        action = getattr(app.view_functions[rule.endpoint], "asks_for", None)
        if action is None:
            continue
        parts = sorted(rule.arguments)
        choices = {part: known.get(part) or [NEUTRAL.get(part, "1"), "99999"] for part in parts}
        variants = [{part: choices[part][min(n, len(choices[part]) - 1)] for part in parts} for n in range(3)]
        for filled in {tuple(sorted(variant.items())): variant for variant in variants}.values():
            path = rule.rule
            for part, value in filled.items():
                for form in (f"<{part}>", f"<int:{part}>", f"<path:{part}>"):
                    path = path.replace(form, value)
            method = "POST" if "POST" in (rule.methods or ()) else "GET"
            yield Cell(rule, path, method, action)


def ask(client: FlaskClient, cell: Cell) -> int:
    """Ask as a script would and return the status."""
    return client.open(cell.path, method=cell.method, headers={"Accept": "application/json"}, json={}).status_code


def test_matrix_has_every_endpoint_and_fifteen_hundred_cells(world: Engine) -> None:
    app = web(world)
    listed = list(cells(app, world))
    unfilled = [cell.path for cell in listed if "<" in cell.path]
    assert unfilled == [], "tell test_permission_matrix.py what stands in these addresses"
    assert len(listed) * len(Role) >= 1500


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PUBLIC])
def test_nobody_reaches_what_the_table_refuses(world: Engine, role: Role, tmp_path: Path) -> None:
    client = signed_in(world, role, tmp_path)
    leaks = []
    for cell in cells(client.application, world):
        if role in TABLE[cell.action]:
            continue
        status = ask(client, cell)
        if status != 403:
            leaks.append((cell.method, cell.path, status))
    assert leaks == []


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PUBLIC])
def test_nobody_is_stopped_where_the_table_allows(world: Engine, role: Role, tmp_path: Path) -> None:
    client = signed_in(world, role, tmp_path)
    broken = []
    for cell in cells(client.application, world):
        if role in TABLE[cell.action] and cell.method == "GET":
            status = ask(client, cell)
            if status in FAILED:
                broken.append((cell.path, status))
    assert broken == []


def test_stranger_reaches_nothing_but_the_entrance(world: Engine) -> None:
    client = web(world).test_client()
    leaks = []
    for cell in cells(client.application, world):
        if cell.action not in OPEN:
            answer = client.open(cell.path, method=cell.method)
            where = answer.headers.get("Location", "")
            if answer.status_code not in (302, 401, 403) or (answer.status_code == 302 and "/sign-in" not in where):
                leaks.append((cell.method, cell.path, answer.status_code))
    assert leaks == []


def own_and_other(engine: Engine, role: Role) -> tuple[list[str], list[str]]:
    """Return addresses of the account's own objects and of the same kind that belong to somebody else."""
    with Session(engine) as session:
        account = session.scalars(
            select(models.Account).where(models.Account.role == role, models.Account.active).order_by(models.Account.id)
        ).first()
        assert account is not None
        sheets = session.execute(
            select(models.Assignment.id, models.Assignment.declaration_id, models.Seat.account_id).join(
                models.Seat, models.Seat.id == models.Assignment.seat_id
            )
        ).all()
        declarations = list(session.scalars(select(models.Declaration)))
    if role == Role.EXPERT:
        mine = {row.declaration_id for row in sheets if row.account_id == account.id}
        own = [f"/desk/{row.id}" for row in sheets if row.account_id == account.id]
        other = [f"/desk/{row.id}" for row in sheets if row.account_id != account.id]
        return own[:4], [*other[::9], *(f"/declarations/{one.id}" for one in declarations if one.id not in mine)][:16]
    mine = {one.id for one in declarations if account.id == one.applicant_id}
    if role == Role.CITY_BUREAU:
        mine = {one.id for one in declarations if one.city == account.city}
    paths = ("/declarations/{}", "/declaring/form/{}.docx", "/declaring/table/{}.xlsx", "/papers/{}/correction.docx")
    own = [f"/declarations/{one.id}" for one in declarations if one.id in mine]
    return own[:4], [path.format(one.id) for one in declarations if one.id not in mine for path in paths][:16]


def is_refused(client: FlaskClient, path: str) -> bool:
    """Tell whether nothing of the object came back; a sheet of somebody else's sends back to the own list."""
    answer = client.get(path)
    return answer.status_code in REFUSED or answer.headers.get("Location") == "/desk/"


@pytest.mark.parametrize("role", [Role.EXPERT, Role.CITY_BUREAU, Role.APPLICANT])
def test_others_objects_are_refused_and_own_ones_open(world: Engine, role: Role, tmp_path: Path) -> None:
    client = signed_in(world, role, tmp_path)
    own, other = own_and_other(world, role)
    assert other != []
    leaks = [path for path in other if not is_refused(client, path)]
    blocked = [path for path in own if client.get(path, follow_redirects=True).status_code != 200]
    assert (leaks, blocked) == ([], [])


@pytest.mark.parametrize("role", [Role.EXPERT, Role.CITY_BUREAU, Role.APPLICANT])
def test_objects_of_others_are_answered_letter_for_letter_like_none(world: Engine, role: Role, tmp_path: Path) -> None:
    client = signed_in(world, role, tmp_path)
    _own, other = own_and_other(world, role)
    told = []
    for path in other:
        pair = [ask_plainly(client, one) for one in (path, re.sub(r"\d+", "999999", path, count=1))]
        told += [path] if pair[0] != pair[1] else []
    assert told == []


def ask_plainly(client: FlaskClient, path: str) -> tuple[int, bytes, str | None]:
    """Return all of an answer that could tell something."""
    answer = client.get(path, headers={"Accept": "application/json"})
    return answer.status_code, answer.data, answer.headers.get("Location")
