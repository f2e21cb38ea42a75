"""Pick the declarations to visit, with the reasons there were or with the department's own."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Round, SpotCheck
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import panel_figures, panels, spot_checks
from webapp.services.decide_list import decisive_run
from webapp.services.look_after_lock import ready_visits
from webapp.services.record_act import record_act

OWN_REASON = "主管部门决定抽查。"


def pick_spot_checks(
    session: Session, *, actor: Actor, found: Round, chosen: Collection[int], now: datetime, numbers: Sequence[str] = ()
) -> list[SpotCheck]:
    """Store the picked ones that were not picked before, ticked or named by their numbers."""
    require(actor, Action.SPOT_CHECK, Facts(round_state=found.state))
    admitted = {one.id: one for one in panels.admitted_among(session, found.id, chosen)}
    admitted |= {one.id: one for one in panels.admitted_of_numbers(session, found.id, numbers).values()}
    picked_before = {one.declaration_id for one, _declaration in spot_checks.checks_of_round(session, found.id)}
    new = [admitted[key] for key in sorted(admitted) if key not in picked_before]
    if set(chosen) - set(admitted) or set(numbers) - {one.number for one in admitted.values()}:
        raise Refusal("not-admitted", "所选的申报不在本轮次的评审名单中，请核对后重新选择。")
    if not new:
        raise Refusal("nothing-picked", "请至少勾选一个还没有列入抽查的集群。")
    run = decisive_run(session, found)
    ready_visits(session, actor=actor, found=found, run=run, now=now)
    reasons = panel_figures.candidates_among(session, run.id, admitted)
    picked = [
        SpotCheck(
            round_id=found.id,
            declaration_id=one.id,
            reasons=reasons[one.id].reasons if one.id in reasons else [{"template": OWN_REASON, "values": {}}],
            picked_at=now,
            account_id=actor.account_id or 0,
        )
        for one in new
    ]
    session.add_all(picked)
    session.flush()
    told = {"declarations": [one.number for one in new]}
    record_act(session, actor=actor, action="pick spot checks", facts=told, now=now, round_id=found.id)
    return picked
