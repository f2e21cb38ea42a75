"""Take one of the city's steps: what the procedure asks is checked, the step kept with its words, the ledger told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from rubrics.loading import load_pack
from rubrics.procedure import Transition
from webapp.errors import Refusal
from webapp.models import CityStep, Declaration, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.services.city_procedure import require_step
from webapp.services.list_corrections import list_corrections
from webapp.services.record_act import record_act
from webapp.services.screen_stored import screen_stored
from webapp.services.write_notice import write_notice

WRITTEN = ("reason_written", "opinion_written")
COMPLETE = ("form_complete", "materials_complete")
RETURNED, REFUSED = ("ask_for_correction",), ("refuse_acceptance", "decline_recommendation")
KNOWN_AFTER = {"verify_on_site": "on_site_verification", "recommend": "recommendation"}
ACTS = {"ask_for_correction": "return declaration", "recommend": "recommend declaration"}


def take_city_step(
    session: Session,
    *,
    actor: Actor,
    declaration: Declaration,
    found: Round,
    key: str,
    text: str,
    facts: Mapping[str, Any],
    now: datetime,
) -> CityStep:
    """Move the declaration one step on."""
    require(actor, Action.TAKE_CITY_STEP, Facts(round_state=found.state, city=declaration.city))
    step = require_step(declaration, found.pack_id, key)
    check_guards(session, step, declaration, found, text, facts)
    taken = CityStep(
        declaration_id=declaration.id,
        step=key,
        target=step.target,
        text=text.strip(),
        facts=dict(facts),
        account_id=actor.account_id or 0,
        at=now,
    )
    session.add(taken)
    move(declaration, step, text.strip(), now)
    session.flush()
    told = {"declaration": declaration.number, "step": key, "stage": step.target, "text": text.strip()}
    action = ACTS.get(key, "take city step")
    record_act(session, actor=actor, action=action, facts=told, now=now, round_id=found.id)
    tell_applicant(session, declaration, found, step, taken, now)
    if key in KNOWN_AFTER:
        screen_stored(session, declaration=declaration, found=found, now=now)
    return taken


def tell_applicant(
    session: Session, declaration: Declaration, found: Round, step: Transition, taken: CityStep, now: datetime
) -> None:
    """Tell the applicant of what has to be corrected, or that this is the end of it."""
    if declaration.applicant_id is None or step.key not in (*RETURNED, *REFUSED):
        return
    told: dict[str, object] = {"round": found.title, "number": declaration.number, "cluster": declaration.cluster_name}
    if step.key in RETURNED:
        kind = "declaration_returned"
        told |= {"n": len(taken.facts["corrections"]), "until": taken.facts["due_on"]}
    else:
        kind, told = "declaration_refused", told | {"outcome": step.title, "reason": taken.text}
    write_notice(session, kind=kind, to={declaration.applicant_id}, values=told, now=now)


def move(declaration: Declaration, step: Transition, text: str, now: datetime) -> None:
    """Write the new stage, and what the screening is to know of it."""
    declaration.city_stage = step.target
    declaration.version += 1
    declaration.updated_at = now
    if step.key in RETURNED:
        declaration.state = "returned"
    if step.key in REFUSED:
        declaration.state = "refused"
    if step.key in KNOWN_AFTER:
        city = {**declaration.context.get("city", {}), KNOWN_AFTER[step.key]: True}
        declaration.context = {**declaration.context, "city": city}
    if step.key == "recommend":
        declaration.answers = {**declaration.answers, "statement.city_opinion": text}


def check_guards(
    session: Session, step: Transition, declaration: Declaration, found: Round, text: str, facts: Mapping[str, Any]
) -> None:
    """Refuse a step whose guards do not hold, in the guard's own words."""
    titles = {guard.key: guard.title for guard in load_pack(found.pack_id).procedure.guards}
    needs_words = step.key in REFUSED or step.key == "recommend" or any(guard in WRITTEN for guard in step.guards)
    if needs_words and not text.strip():
        title = next((titles[guard] for guard in step.guards if guard in WRITTEN), "")
        raise Refusal("step-without-words", "请写明意见或理由：{guard}。", guard=title or step.title)
    if any(guard in COMPLETE for guard in step.guards):
        open_points = list_corrections(session, declaration, found).needed
        if open_points:
            template = "尚有 {n} 处需要补正（如：{first}），不能受理；请先一次性告知补正。"
            raise Refusal("not-complete", template, n=len(open_points), first=open_points[0].place)
    if step.key in RETURNED and not (facts.get("corrections") and facts.get("due_on")):
        raise Refusal("no-corrections", "请至少勾选或填写一处补正事项，并填写补正期限。")
