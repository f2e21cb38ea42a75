"""Decide the list: every departure from the ranking needs a reason and has a person."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Problem, ProblemsFound, Refusal
from webapp.models import Decision, RankingRun, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import rankings, rounds
from webapp.queries.rankings import Position
from webapp.services.bundle_parts import bound_parts
from webapp.services.list_procedure import list_stage, require_list_step
from webapp.services.record_act import record_act
from webapp.services.round_settings import RoundSettings
from webapp.services.settled_scores import check_ranked

# What this service itself sees to before it takes the step.
VOTED = "与其他申报并列在名额线上，按公布的次序分不出先后，请写明表决情况和理由。"
FACTS = ("ranking_stored", "reason_for_departure")


def decide_list(
    session: Session,
    *,
    actor: Actor,
    found: Round,
    selected: Collection[int],
    reasons: Mapping[int, str],
    decider: str = "",
    now: datetime,
) -> None:
    """Store who is on the list; the proposal is the stored decisive ranking, a departure is somebody's."""
    rounds.hold_round(session, found)
    require(actor, Action.DECIDE_LIST, Facts(round_state=found.state))
    check_ranked(session, found, decisive_run(session, found))
    positions = decisive_positions(session, found)
    require_list_step(found, "select", list_stage(found, is_deciding=True), FACTS)
    check_choice(found, positions, selected, reasons, decider)
    old, voted = rankings.decisions_of_round(session, found.id), voted_on(positions, selected)
    answered = {one.declaration.id for one in positions if departs(one, selected)} | {*voted}
    for one in positions:
        number = one.declaration.id
        decision = old.get(number)
        if decision is None:
            decision = Decision(round_id=found.id, declaration_id=number)
            session.add(decision)
        decision.is_selected = number in selected
        decision.reason = reasons.get(number, "").strip() if number in answered else ""
        decision.decider = decider.strip() if number in answered else ""
        decision.account_id, decision.at = actor.account_id or 0, now
    found.state, found.decided_at = "decided", now
    chosen = [one.declaration.number for one in positions if one.declaration.id in selected]
    departing = [one.declaration for one in positions if departs(one, selected)]
    departures = {declaration.number: reasons.get(declaration.id, "") for declaration in departing}
    votes = {one.declaration.number: reasons[one.declaration.id] for one in positions if one.declaration.id in voted}
    decided_by = decider.strip() if answered else ""
    facts = {
        "selected": chosen,
        "departures": departures,
        **({"votes": votes} if votes else {}),
        "decider": decided_by,
        **bound_parts(session, found, "decision.json"),
    }
    record_act(session, actor=actor, action="decide list", facts=facts, now=now, round_id=found.id)


def decisive_positions(session: Session, found: Round) -> list[Position]:
    """Return the stored ranking the decision is about."""
    run = decisive_run(session, found)
    return rankings.positions_of(session, [run.id])[run.id]


def decisive_run(session: Session, found: Round) -> RankingRun:
    """Return the newest run by the frozen method."""
    decisive = rankings.decisive_run(session, found.id)
    if decisive is None:
        raise Refusal("not-ranked", "请先计算排序。")
    return decisive


def departs(one: Position, selected: Collection[int]) -> bool:
    """Tell whether the choice departs from the ranking; a tie at the line departs from nothing."""
    return one.row.status != "tied" and (one.row.status == "selected") != (one.declaration.id in selected)


def voted_on(positions: Sequence[Position], selected: Collection[int]) -> list[int]:
    """Return whom a vote among equals at the line put on the list; all of them where it took none."""
    tied = [one.declaration.id for one in positions if one.row.status == "tied"]
    taken = [number for number in tied if number in selected]
    return [] if len(taken) == len(tied) else taken or tied


def check_choice(
    found: Round, positions: list[Position], selected: Collection[int], reasons: Mapping[int, str], decider: str
) -> None:
    """Refuse too many names, and departures or votes without a reason or without a person, naming each."""
    places = RoundSettings.from_json(found.settings).places
    problems = [
        Problem(
            f"{one.declaration.number} {one.declaration.cluster_name}",
            "departure-without-reason",
            "与排序结果不一致，请写明理由。",
        )
        for one in positions
        if departs(one, selected) and not reasons.get(one.declaration.id, "").strip()
    ]
    voted = voted_on(positions, selected)
    problems += [
        Problem(f"{one.declaration.number} {one.declaration.cluster_name}", "vote-without-reason", VOTED)
        for one in positions
        if one.declaration.id in voted and not reasons.get(one.declaration.id, "").strip()
    ]
    if not decider.strip() and any(departs(one, selected) for one in positions):
        problems.append(Problem("决定人", "departure-without-person", "名单与排序不一致，请写明由谁决定。"))
    elif not decider.strip() and voted:
        problems.append(Problem("决定人", "vote-without-person", "名额线上有并列，请写明由谁表决。"))
    if set(selected) - {one.declaration.id for one in positions}:
        problems.append(Problem("名单", "not-ranked-declaration", "名单中有不在排序里的申报，请核对。"))
    if not selected:
        problems.append(Problem("名单", "empty-list", "名单是空的，请至少勾选一个集群。"))
    if len(set(selected)) > places:
        facts = {"n": len(set(selected)), "places": places}
        problems.append(Problem("名单", "too-many", "选入 {n} 个，超过名额 {places} 个。", facts))
    if problems:
        raise ProblemsFound("list-not-decided", tuple(problems), "名单没有确定，请先处理以下 {count} 处：")
