"""Recommend a declaration: the steps before it that are still open are taken and recorded one by one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from rubrics.loading import load_pack
from webapp.errors import Refusal
from webapp.models import Declaration, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.services.city_procedure import city_steps, require_step, stage_of
from webapp.services.screen_stored import screen_stored
from webapp.services.state_particulars import may_state, merged
from webapp.services.take_city_step import take_city_step

NOTES = {"accept": "材料齐全，予以受理。", "verify_on_site": "已完成实地核实。"}


def recommend_declaration(
    session: Session,
    *,
    actor: Actor,
    declaration: Declaration,
    found: Round,
    has_visited: bool,
    opinion: str,
    known: Mapping[str, Any],
    now: datetime,
) -> None:
    """Go from where the declaration stands to the recommendation; a forbidden shortcut is refused with its reason."""
    require(actor, Action.TAKE_CITY_STEP, Facts(round_state=found.state, city=declaration.city))
    if declaration.state != "submitted":
        raise Refusal("not-submitted", "只有已提交的申报才能推荐。")
    if not opinion.strip():
        raise Refusal("no-recommendation-opinion", "请填写推荐意见。")
    allowed = may_state(actor, found.pack_id)
    stated = {path: value for path, value in known.items() if path in allowed and value is not None}
    declaration.context = merged(declaration.context, stated)
    screen_stored(session, declaration=declaration, found=found, now=now)
    while stage_of(declaration) != "recommended":
        key = next_step(declaration, found.pack_id, has_visited=has_visited)
        take_city_step(
            session,
            actor=actor,
            declaration=declaration,
            found=found,
            key=key,
            text=NOTES.get(key, opinion),
            facts={},
            now=now,
        )


def next_step(declaration: Declaration, pack_id: str, *, has_visited: bool) -> str:
    """Return the next step towards the recommendation; without a visit none that needs one."""
    open_steps = {step.key for step in city_steps(load_pack(pack_id), stage_of(declaration))}
    wanted = ["recommend", "verify_on_site", "pass_city_review", "accept"]
    if not has_visited:
        wanted.remove("verify_on_site")
    for key in wanted:
        if key in open_steps:
            return key
    return require_step(declaration, pack_id, "recommend").key
