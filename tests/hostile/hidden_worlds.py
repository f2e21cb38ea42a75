"""The invented round a second time, other only in what one role must not know, and all that the role is shown of it."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import ColumnElement, Engine, select, update
from sqlalchemy.orm import Session

from tests.browser.tour import converted
from tests.conftest import NOW
from tests.hostile.attack import browser_of
from tests.hostile.known_parts import known_parts
from tests.stories.actors import account_of
from tests.webapp.api.calls import plain_path
from tests.webapp.api.programs import program
from webapp.api.v1 import all_endpoints
from webapp.database import transaction
from webapp.models import Account, Assignment, Declaration, Expert, ListEntry, Review, Score, Seat
from webapp.permissions import TABLE, Role

# What differs between two askings of one world, and the clock in an office file's particulars.
BY_CHANCE = re.compile(r'name="csrf_token" value="[^"]*"|<meta name="csrf" content="[^"]*"|"request_id": ?"[^"]*"')
CLOCK = "docProps/core.xml"
# Searching and ordering by what is hidden; "别处" stands only in the second world.
QUESTIONS = ("", "?words=别处", "?words=稀土", "?order=strokes")
Shown = tuple[int, str | None, str | None, bytes]


def give_scores(engine: Engine) -> None:
    """Let every expert have begun every sheet, and the first declaration belong to the applicant."""
    with transaction(engine) as session:
        session.execute(update(Seat).values(undertaken_at=NOW))
        first = session.scalars(select(Declaration).order_by(Declaration.id)).first()
        assert first is not None
        first.applicant_id = account_of(session, Role.APPLICANT).id
        begun = set(session.scalars(select(Review.assignment_id)))
        for assignment_id in session.scalars(select(Assignment.id)).all():
            if assignment_id not in begun:
                review = Review(assignment_id=assignment_id, opinion="尚可", updated_at=NOW)
                session.add(review)
                session.flush()
                session.add(Score(review_id=review.id, criterion="A1.1", hundredths=8000, updated_at=NOW))


def change_the_hidden(engine: Engine, role: Role) -> None:
    """Change points, opinions, experts and the declarations of others; one declaration more of somebody else."""
    with transaction(engine) as session:
        mine = own_parts(session, role)
        session.execute(
            update(Score)
            .where(Score.review_id.notin_(mine["reviews"]))
            .values(hundredths=(Score.hundredths * 7 + 131) % 9000, reason="改")
        )
        session.execute(update(Review).where(Review.id.notin_(mine["reviews"])).values(opinion="改"))
        if role is Role.ORGANISER:
            return
        for expert in session.scalars(select(Expert).where(Expert.id.notin_(mine["experts"]))):
            expert.name, expert.unit = f"别处{expert.name}", f"别处{expert.unit}"
        others = list(session.scalars(select(Declaration).where(Declaration.id.notin_(mine["declarations"]))))
        for other in others:
            other.cluster_name = f"别处{other.cluster_name}"
            other.answers = {**other.answers, "basic.cluster_name": other.cluster_name}
        session.add(one_more(others[-1]))


def own_parts(session: Session, role: Role) -> dict[str, list[int]]:
    """Return the ids of reviews, experts and declarations that the role's first account may know of;
    what hangs out is known to everybody."""
    listed = [*session.scalars(select(ListEntry.declaration_id))]
    if role is Role.PUBLIC:
        return {"reviews": [], "experts": [], "declarations": listed}
    me = account_of(session, role)
    sheets = select(Assignment).join(Seat, Seat.id == Assignment.seat_id).where(Seat.account_id == me.id)
    own = {sheet.id: sheet.declaration_id for sheet in session.scalars(sheets)}
    return {
        "reviews": [*session.scalars(select(Review.id).where(Review.assignment_id.in_(own)))],
        "experts": [*session.scalars(select(Seat.expert_id).where(Seat.account_id == me.id))],
        "declarations": [
            *listed,
            *session.scalars(select(Declaration.id).where(own_declarations(me, [*own.values()]))),
        ],
    }


def own_declarations(me: Account, judged: list[int]) -> ColumnElement[bool]:
    """Return which declarations an account deals with."""
    by_role = {Role.APPLICANT: Declaration.applicant_id == me.id, Role.CITY_BUREAU: Declaration.city == me.city}
    return by_role.get(Role(me.role), Declaration.id.in_(judged))


def one_more(like: Declaration) -> Declaration:
    """Return a declaration of another city and applicant like one that is there."""
    kept: dict[str, Any] = {
        column.key: getattr(like, column.key) for column in Declaration.__table__.columns if column.key != "id"
    }
    return Declaration(**kept | {"number": "NM-DEMO-999", "city": "别处市", "applicant_id": None})


def addresses(engine: Engine, role: Role, app: Flask) -> Iterator[str]:
    """Yield all that answers a question of the role: pages, lists searched and ordered, and files."""
    filled = known_parts(engine, role)
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        action = getattr(app.view_functions[rule.endpoint], "asks_for", None)
        if "GET" not in (rule.methods or ()) or action is None or role not in TABLE[action]:
            continue
        if rule.rule.startswith("/api/v1/"):
            continue
        room = rule.endpoint.split(".")[0]
        values = {name: converted(filled.get(f"{room}/{name}", filled.get(name, "1"))) for name in rule.arguments}
        address = app.url_map.bind("localhost").build(rule.endpoint, values)
        yield from (address + asked for asked in (QUESTIONS if rule.endpoint.endswith("list_page") else ("",)))


def shown(engine: Engine, role: Role, folder: Path, asked: list[str]) -> dict[str, Shown]:
    """Ask everything and return what came: status, where to, tag, and the answer without what is chance."""
    client, found = browser_of(engine, role, folder), {}
    answers = [(address, client.get(address)) for address in asked]
    if role is not Role.PUBLIC:
        caller = program(engine, role, folder)
        open_to_role = [one for one in all_endpoints() if one.method == "GET" and role in TABLE[one.action]]
        answers += [(f"api {one.rule}", caller.get(plain_path(one))) for one in open_to_role]
    for name, answer in answers:
        found[name] = (
            answer.status_code,
            answer.headers.get("Location"),
            answer.headers.get("ETag"),
            bare(answer.data),
        )
    return found


def bare(data: bytes) -> bytes:
    """Return an answer without keys of the session, an office file unpacked and without its clock."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return b"".join(name.encode() + packed.read(name) for name in sorted(packed.namelist()) if name != CLOCK)
    if data[:5] == b"%PDF-":
        return data[:5]
    return BY_CHANCE.sub("", data.decode("utf-8", "replace")).encode()
