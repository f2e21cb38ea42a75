"""Store what is stated beside the form: by the applicant in a draft, by the authorities until the review."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from webapp.errors import StaleWrite
from webapp.models import Declaration, Round
from webapp.permissions import Action, Actor, Facts, Role, require
from webapp.services.asked_particulars import asked_particulars
from webapp.services.record_act import record_act
from webapp.services.screen_stored import screen_stored
from webapp.services.store_evidence import refresh_evidence

STALE = "这份申报刚刚在另一处被修改，本次修改没有保存。请核对下面的最新内容后再改。"


def may_state(actor: Actor, pack_id: str) -> frozenset[str]:
    """Return the paths this person may state; an applicant states nothing in an authority's name."""
    is_applicant = actor.role is Role.APPLICANT
    return frozenset(one.path for one in asked_particulars(pack_id) if not (is_applicant and one.by_authority))


def state_particulars(
    session: Session,
    *,
    actor: Actor,
    declaration: Declaration,
    found: Round,
    known: Mapping[str, Any],
    stated: Mapping[str, Mapping[str, Any]],
    version: int,
    now: datetime,
) -> None:
    """Merge what was stated into the context; a submitted declaration is screened again with it."""
    facts = Facts(found.state, declaration.applicant_id or 0, declaration.city or None, declaration.state)
    require(actor, Action.STATE_PARTICULARS, facts)
    if declaration.version != version:
        raise StaleWrite("declaration-changed", STALE)
    allowed = may_state(actor, found.pack_id)
    context = merged(declaration.context, {path: value for path, value in known.items() if path in allowed})
    context |= {
        "evidence_stated": dict(stated["evidence"]),
        "materials_stated": dict(stated["materials"]),
        "material_gaps": dict(stated["gaps"]),
    }
    declaration.context = context
    refresh_evidence(session, declaration, found)
    declaration.version += 1
    declaration.updated_at = now
    told = {"declaration": declaration.number, "version": declaration.version, "stated": sorted(known)}
    record_act(session, actor=actor, action="state particulars", facts=told, now=now, round_id=found.id)
    if declaration.state == "submitted":
        screen_stored(session, declaration=declaration, found=found, now=now)


def merged(context: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Put values at their paths; a blank takes the value away."""
    result: dict[str, Any] = {key: dict(value) if isinstance(value, dict) else value for key, value in context.items()}
    for path, value in known.items():
        group, _, key = path.partition(".")
        target = result.setdefault(group, {}) if key else result
        if value is None:
            target.pop(key or group, None)
        else:
            target[key or group] = value
    return result


def stated_value(context: Mapping[str, Any], path: str) -> Any:
    """Read the value at a path, None where nothing is stated."""
    group, _, key = path.partition(".")
    value = context.get(group)
    return value.get(key) if key and isinstance(value, Mapping) else value if not key else None
