"""Every page a role may open, the variable parts of its address filled from the database."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from tests.conftest import NOW
from webapp.app import create_app
from webapp.models import (
    Account,
    AnnualReport,
    Assignment,
    Checkpoint,
    Declaration,
    Evidence,
    Objection,
    Reconsideration,
    Seat,
)
from webapp.permissions import TABLE, Actor, Role
from webapp.services.queue_job import queue_job
from webapp.settings import Settings


def places(engine: Engine, role: Role) -> dict[str, str]:
    """Choose what stands for each variable part of an address; a part named with its room goes before the plain one."""
    with Session(engine) as session:
        declaration = session.scalars(select(Declaration).order_by(Declaration.id)).first()
        account = session.scalars(select(Account).where(Account.role == role).order_by(Account.id)).first()
        own = select(Assignment.id).join(Seat, Assignment.seat_id == Seat.id).order_by(Assignment.id)
        mine = own.where(Seat.account_id == account.id) if account else own
        report = session.execute(select(AnnualReport.cluster_id, AnnualReport.year)).first()
        found = {
            "number": declaration.number if declaration else "",
            "declaration_id": declaration.id if declaration else 1,
            "assignment_id": session.scalar(mine.limit(1)) or 1,
            "sequence": session.scalar(select(Checkpoint.sequence)) or 1,
            "cluster_id": report.cluster_id if report else 1,
            "year": report.year if report else 1,
            "evidence_id": session.scalar(select(Evidence.id)) or 1,
            "request_id": session.scalar(select(Reconsideration.id).where(Reconsideration.assignment_id.in_(mine)))
            or 1,
            "objections/number": session.scalar(select(Objection.number)) or "",
        }
    known = {"code": "NM-DEMO", "account_id": 1, "notice_kind": "expert_reminder", "method": "calibrated"}
    known |= {"token": "none", "rest": "none", "job_id": a_job_of(engine, account)}
    return {key: str(value) for key, value in (found | known).items()}


def a_job_of(engine: Engine, account: Account | None) -> int:
    """Queue a job for the account, so that its page has something to show."""
    with Session(engine) as session:
        asker = Actor(Role(account.role), account.id) if account else Actor(Role.SYSTEM_ADMINISTRATOR)
        job = queue_job(session, actor=asker, kind="rank round", arguments={}, now=NOW, key=f"tour {asker.account_id}")
        session.commit()
        return job.id


def page_rules(app: Flask) -> list[Rule]:
    """List the addresses that answer with a page when asked; files, acts and the programs' door left out."""
    return [
        rule
        for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule)
        if "GET" in (rule.methods or ()) and rule.endpoint.endswith(("_page", ".home"))
    ]


def pages_of(engine: Engine, role: Role) -> Iterator[str]:
    """Yield the address of every page the role's permissions may allow."""
    app: Flask = create_app(Settings(Path("unused"), str(engine.url), "tour", testing=True), engine=engine)
    filled = places(engine, role)
    for rule in page_rules(app):
        if role in TABLE[app.view_functions[rule.endpoint].asks_for]:
            room = rule.endpoint.split(".")[0]
            values = {name: converted(filled.get(f"{room}/{name}", filled[name])) for name in rule.arguments}
            yield app.url_map.bind("localhost").build(rule.endpoint, values)


def converted(text: str) -> str | int:
    """Give numbers as numbers, which the address needs."""
    return int(text) if text.isdigit() else text


def in_language(address: str, language: str) -> str:
    """Ask for the address in a language."""
    return f"{address}?{urlencode({'lang': language})}"


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    return int(page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth"))
