"""Accept the plan: experts get their sheets and their accounts, and scoring begins."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from webapp import models
from webapp.database import reading
from webapp.errors import Refusal
from webapp.permissions import Action, Actor, Facts, Role, require
from webapp.queries import panels, rounds
from webapp.services.assignment_problem import as_known, assignment_problem
from webapp.services.create_account import NewPassword, OpenedAccount, create_account, new_password
from webapp.services.derived_numbers import part_digest
from webapp.services.freeze_round import check_frozen
from webapp.services.plan_steps import base_of
from webapp.services.plan_store import plan_part
from webapp.services.record_act import record_act
from webapp.services.round_settings import RoundSettings
from webapp.services.write_notice import Telling, write_notices


def ready_passwords(engine: Engine, code: str) -> list[NewPassword]:
    """Hash a password for each seat outside any transaction, so that nobody waits to write meanwhile."""
    with reading(engine) as session:
        found = rounds.round_by_code(session, code)
        n = len(panels.seated_of_round(session, found.id)) if found.state == "declaring" else 0
    return [new_password() for _seat in range(n)]


def open_scoring(
    session: Session, *, actor: Actor, found: models.Round, now: datetime, passwords: Sequence[NewPassword] = ()
) -> list[OpenedAccount]:
    """Turn the plan into assignments; return the new accounts, whose passwords are shown this once."""
    rounds.hold_round(session, found)
    require(actor, Action.ASSIGN, Facts(round_state=found.state))
    check_frozen(found)
    plan = panels.current_plan(session, found.id)
    if plan is None or found.state != "declaring":
        raise Refusal("no-plan", "还没有可以采用的分派方案。")
    check_acceptable(session, found, plan)
    seats = [seat for seat, _expert in panels.seated_of_round(session, found.id)]
    names = {expert.id: expert.name for _seat, expert in panels.seated_of_round(session, found.id)}
    declarations = panels.admitted_names(session, found.id)
    pairs = [(declarations[i].id, seats[j].id) for i, j in plan.outcome["rows"]]
    rows = [{"plan_id": plan.id, "declaration_id": declaration, "seat_id": seat} for declaration, seat in pairs]
    session.execute(insert(models.Assignment), rows)
    opened, ready = [], iter(passwords)
    for seat in seats:
        login = f"{found.code.lower()}-{seat.position:02d}"
        account = create_account(
            session,
            login=login,
            display_name=names[seat.expert_id],
            role=Role.EXPERT,
            now=now,
            is_demonstration=found.is_demonstration,
            password=next(ready, None),
        )
        seat.account_id = account.account_id
        opened.append(account)
    tell_experts(session, found, plan, seats, now)
    plan.accepted_at = now
    found.state = "scoring"
    record_act(session, actor=actor, action="open scoring", facts={"plan": plan.id}, now=now, round_id=found.id)
    return opened


def tell_experts(
    session: Session, found: models.Round, plan: models.AssignmentPlan, seats: Sequence[models.Seat], now: datetime
) -> None:
    """Tell each expert how many sheets wait and until when."""
    until = RoundSettings.from_json(found.settings).score_until
    n_of = Counter(row[1] for row in plan.outcome["rows"])
    tellings = [
        Telling("scoring_opened", frozenset({seat.account_id}), {"round": found.title, "n": n_of[j], "until": until})
        for j, seat in enumerate(seats)
        if seat.account_id is not None
    ]
    write_notices(session, tellings, now=now)


def check_acceptable(session: Session, found: models.Round, plan: models.AssignmentPlan) -> None:
    """Refuse a plan of another objective than the frozen one, one gone stale, or one that leaves somebody unjudged."""
    base, outcome = base_of(plan_part(plan)), plan.outcome
    if base["objective"] != RoundSettings.from_json(found.settings).objective:
        raise Refusal("other-objective", "该方案不是按冻结的分派目标计算的，只能查看比较，不能采用。")
    if part_digest(assignment_problem(session, found)) != part_digest(as_known(base["problem"])):
        raise Refusal("plan-stale", "方案形成之后，专家组、回避情形或申报有变化，请重新计算分派后再采用。")
    judged = {i for i, _j in outcome["rows"]}
    for i, number in enumerate(outcome["problem"]["declarations"]):
        if i not in judged:
            raise Refusal("nobody-judges", "申报{number}没有评审专家，不能采用该方案。", number=number)
