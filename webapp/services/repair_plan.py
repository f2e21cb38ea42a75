"""Repair the plan in force after withdrawals and new conflicts: the fewest changes, work that was begun stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from reviewers import NoFeasiblePlan
from webapp import models
from webapp.errors import ProblemsFound, Refusal
from webapp.permissions import Action, Actor, Facts, Role, require
from webapp.queries.panels import LivePair
from webapp.services.create_account import OpenedAccount, create_account
from webapp.services.freeze_round import check_frozen
from webapp.services.joined_columns import joined_columns
from webapp.services.no_plan import NO_PLAN, no_plan_problems
from webapp.services.plan_steps import Plain, take_step
from webapp.services.plan_store import plan_part, present_plan, store_step
from webapp.services.record_act import record_act
from webapp.services.repair_step import RoundPeople, gaps_of, repair_step, round_people
from webapp.services.write_notice import write_notice


@dataclass(frozen=True)
class RepairDone:
    """The plan after the repair, the pairs that are new (declaration, pseudonym), and new accounts."""

    plan: models.AssignmentPlan
    added: tuple[tuple[str, str], ...]
    moved: tuple[tuple[str, str], ...]
    accounts: tuple[OpenedAccount, ...]


def repair_plan(session: Session, *, actor: Actor, found: models.Round, now: datetime) -> RepairDone:
    """Fill the open seats; where that cannot be done say which rules clash and change nothing."""
    require(actor, Action.REPLACE_EXPERT, Facts(round_state=found.state))
    check_frozen(found)
    if found.state != "scoring":
        raise Refusal("not-scoring", "评分尚未开始，请重新计算分派。")
    before, people = present_plan(session, found.id), round_people(session, found)
    if not gaps_of(before.outcome, people):
        raise Refusal("no-gap", "没有需要补齐的席位。")
    part = plan_part(before)
    step = repair_step(part, people, joined_columns(session, found, part["problem"], people))
    try:
        problem, rows = take_step(part["problem"], part["rows"], step, int(before.seed))
    except NoFeasiblePlan as error:
        raise ProblemsFound("no-feasible-plan", no_plan_problems(error, part["problem"]), NO_PLAN) from error
    plan = store_step(session, before=before, objective="repaired", after=(problem, rows), step=step, now=now)
    plan.accepted_at = now
    opened = open_accounts(session, found, people, now)
    added, removed = apply_rows(session, plan, people, problem, rows)
    tell_experts(session, people, added, found, now)
    facts = {"plan": plan.id, "problem": plan.problem_digest, "added": added, "removed": removed}
    record_act(session, actor=actor, action="repair plan", facts=facts, now=now, round_id=found.id)
    return RepairDone(plan, tuple(added), tuple(removed), tuple(opened))


def open_accounts(session: Session, found: models.Round, people: RoundPeople, now: datetime) -> list[OpenedAccount]:
    """Open an account for whoever sits on the panel without one."""
    opened = []
    for seat in people.seats.values():
        if seat.standing == "seated" and seat.account_id is None:
            login, name = f"{found.code.lower()}-{seat.position:02d}", people.names[seat.expert_id]
            account = create_account(
                session,
                login=login,
                display_name=name,
                role=Role.EXPERT,
                now=now,
                is_demonstration=found.is_demonstration,
            )
            seat.account_id = account.account_id
            opened.append(account)
    return opened


def apply_rows(
    session: Session, plan: models.AssignmentPlan, people: RoundPeople, problem: Plain, rows: Sequence[Sequence[int]]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Bring the assignments into line with the plan; return the pairs that came and those that were moved away."""
    wanted = {(problem["declarations"][i], problem["experts"][j]) for i, j in rows}
    live = {people.label(pair): pair for pair in people.pairs}
    added, removed = [], []
    for label in sorted(wanted):
        pair: LivePair | None = live.get(label)
        if pair is None:
            keys: dict[str, Any] = {"declaration_id": people.ids[label[0]], "seat_id": people.seats[label[1]].id}
            session.add(models.Assignment(plan_id=plan.id, **keys))
        elif pair.assignment.is_withdrawn:
            pair.assignment.is_withdrawn = False
        else:
            continue
        added.append(label)
    for label, pair in sorted(live.items()):
        if label not in wanted and not pair.assignment.is_withdrawn:
            pair.assignment.is_withdrawn = True
            removed.append(label)
    return added, removed


def tell_experts(
    session: Session, people: RoundPeople, added: Sequence[tuple[str, str]], found: models.Round, now: datetime
) -> None:
    """Tell each expert who got more work how much."""
    for name in sorted({label[1] for label in added}):
        n = sum(label[1] == name for label in added)
        account_id = people.seats[name].account_id
        if account_id is not None:
            told = {"round": found.title, "n": n}
            write_notice(session, kind="new_work", to={account_id}, values=told, now=now)
