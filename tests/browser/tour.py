"""Every page a role may open: all GET endpoints that answer with a page, their places filled from the database."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.conftest import NOW
from webapp.app import create_app
from webapp.models import Account, Assignment, Checkpoint, Declaration, Seat
from webapp.permissions import Actor, Role, why_not
from webapp.services.queue_job import queue_job
from webapp.settings import Settings


def places(engine: Engine, role: Role) -> dict[str, str]:
    """Choose what stands for each variable part of an address."""
    with Session(engine) as session:
        declaration = session.scalars(select(Declaration).order_by(Declaration.id)).first()
        account = session.scalars(select(Account).where(Account.role == role).order_by(Account.id)).first()
        own = select(Assignment.id).join(Seat, Assignment.seat_id == Seat.id)
        head = session.scalars(select(Checkpoint.sequence)).first()
        assignment = session.scalars(own.where(Seat.account_id == account.id) if account else own).first()
    return {
        "code": "NM-DEMO",
        "number": declaration.number if declaration else "",
        "declaration_id": str(declaration.id if declaration else 1),
        "assignment_id": str(assignment or 1),
        "account_id": "1",
        "sequence": str(head or 1),
        "notice_kind": "expert_reminder",
        "job_id": str(a_job_of(engine, account)),
    }


def a_job_of(engine: Engine, account: Account | None) -> int:
    """Queue a job for the account, so that its page has something to show."""
    with Session(engine) as session:
        asker = Actor(Role(account.role), account.id) if account else Actor(Role.SYSTEM_ADMINISTRATOR)
        job = queue_job(session, actor=asker, kind="rank round", arguments={}, now=NOW, key=f"tour {asker.account_id}")
        session.commit()
        return job.id


def pages_of(engine: Engine, role: Role) -> Iterator[str]:
    """Yield the address of every page the role's permissions allow, files and acts left out."""
    app: Flask = create_app(Settings(Path("unused"), str(engine.url), "tour", testing=True), engine=engine)
    filled = places(engine, role)
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        action = getattr(app.view_functions[rule.endpoint], "asks_for", None)
        is_page = "GET" in (rule.methods or ()) and not rule.endpoint.endswith(("_file", "_act"))
        is_page = is_page and "." not in rule.rule
        if is_page and action is not None and why_not(Actor(role), action) is None and rule.arguments <= set(filled):
            adapter = app.url_map.bind("localhost")
            yield adapter.build(rule.endpoint, {name: converted(filled[name]) for name in rule.arguments})


def converted(text: str) -> str | int:
    """Give numbers as numbers, which the address needs."""
    return int(text) if text.isdigit() else text


def in_language(address: str, language: str) -> str:
    """Ask for the address in a language."""
    return f"{address}?{urlencode({'lang': language})}"


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    return int(page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth"))
