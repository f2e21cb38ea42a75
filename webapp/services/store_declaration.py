"""Store a declaration that was typed online or imported; nobody's change overwrites another's unseen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from webapp.errors import StaleWrite
from webapp.models import Declaration, Round
from webapp.permissions import Action, Actor, Facts, Role, require
from webapp.queries import declarations
from webapp.services.record_act import record_act
from webapp.services.telephones import with_telephones


def create_declaration(
    session: Session,
    *,
    actor: Actor,
    found: Round,
    answers: Mapping[str, Any],
    context: Mapping[str, Any],
    source: str,
    now: datetime,
) -> Declaration:
    """Add a declaration in draft under the next number of the round."""
    action = Action.FILL_DECLARATION if actor.role is Role.APPLICANT else Action.IMPORT_DECLARATIONS
    city = str(answers.get("cover.city") or "")
    require(actor, action, Facts(round_state=found.state, city=city or None))
    number = declarations.next_number(session, found)
    created = new_declaration(found, number=number, answers=answers, context=context, source=source, now=now)
    created.applicant_id = actor.account_id if actor.role is Role.APPLICANT else None
    session.add(created)
    session.flush()
    facts = {"declaration": created.number, "source": source[:200]}
    record_act(session, actor=actor, action="create declaration", facts=facts, now=now, round_id=found.id)
    return created


def new_declaration(
    found: Round,
    *,
    number: str,
    answers: Mapping[str, Any],
    context: Mapping[str, Any],
    source: str,
    now: datetime,
) -> Declaration:
    """Return a draft that is not yet in the session."""
    created = Declaration(
        round_id=found.id,
        number=number,
        cluster_name="",
        state="draft",
        answers=with_telephones(found.pack_id, answers),
        context=dict(context),
        source=source[:200],
        version=1,
        updated_at=now,
        submitted_at=None,
    )
    copy_titles(created)
    return created


def change_answers(
    session: Session,
    *,
    actor: Actor,
    declaration: Declaration,
    found: Round,
    answers: Mapping[str, Any],
    version: int,
    now: datetime,
) -> None:
    """Replace the answers of a draft unless somebody else changed it meanwhile."""
    facts = Facts(found.state, declaration.applicant_id, declaration.city or None, declaration.state)
    require(actor, Action.FILL_DECLARATION, facts)
    if declaration.version != version:
        raise StaleWrite(
            "declaration-changed", "这份申报刚刚在另一处被修改，本次修改没有保存。请在新窗口打开核对后再填。"
        )
    declaration.answers = with_telephones(found.pack_id, {**declaration.answers, **answers})
    declaration.version += 1
    declaration.updated_at = now
    copy_titles(declaration)
    told = {"declaration": declaration.number, "version": declaration.version}
    record_act(session, actor=actor, action="change declaration", facts=told, now=now, round_id=found.id)


def copy_titles(declaration: Declaration) -> None:
    """Copy name and place out of the answers, for lists and search."""
    answers = declaration.answers
    declaration.cluster_name = str(answers.get("cover.cluster_name") or answers.get("basic.cluster_name") or "")[:200]
    declaration.city = str(answers.get("cover.city") or "")[:64]
    declaration.county = str(answers.get("cover.county") or "")[:64]
