"""The opinion of the panel: who leads, what it says as a body, where a member disagrees; open until the decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import NotFound, Refusal, StaleWrite
from webapp.models import PanelOpinion, Round
from webapp.permissions import Action, Actor, Facts, Role, require
from webapp.queries import panel_opinions, panels
from webapp.services.record_act import record_act

SECTIONS = {
    "overall": "评审情况",
    "strengths": "总体评价",
    "problems": "存在的问题",
    "advice": "意见建议",
}
LONGEST = 8000


@dataclass(frozen=True)
class OpinionText:
    """What the form holds."""

    met_on: str
    place: str
    sections: Mapping[str, str]
    dissent: str
    conclusion: str


def check_writer(session: Session, actor: Actor, found: Round, action: Action) -> None:
    """Let the organiser in, and the one expert who leads this panel."""
    owner = None
    if actor.role == Role.EXPERT:
        leader = panel_opinions.leader_of_round(session, found.id)
        if leader is None or leader.account_id != actor.account_id:
            raise NotFound("no-round", "没有这个轮次，或您无权查看。")
        owner = leader.account_id
    require(actor, action, Facts(round_state=found.state, owner_id=owner))


def stored_opinion(session: Session, actor: Actor, found: Round, now: datetime) -> PanelOpinion:
    """Return the opinion, begun where there was none."""
    opinion = panel_opinions.opinion_of_round(session, found.id)
    if opinion is None:
        empty: dict[str, object] = {}
        opinion = PanelOpinion(round_id=found.id, sections=empty, account_id=actor.account_id or 0, updated_at=now)
        session.add(opinion)
        session.flush()
    return opinion


def name_leader(session: Session, *, actor: Actor, found: Round, pseudonym: str, now: datetime) -> None:
    """Record who leads the panel; only the organiser does."""
    require(actor, Action.LOCK_AGAIN, Facts(round_state=found.state))
    seats = {seat.pseudonym: seat for seat, _expert in panels.seated_of_round(session, found.id)}
    if pseudonym.strip() not in seats:
        raise Refusal("no-such-seat", "请从专家组中选择组长。")
    stored_opinion(session, actor, found, now).leader_seat_id = seats[pseudonym.strip()].id
    record_act(session, actor=actor, action="name leader", facts={"expert": pseudonym}, now=now, round_id=found.id)


def write_panel_opinion(
    session: Session, *, actor: Actor, found: Round, text: OpinionText, version: int, now: datetime
) -> None:
    """Store the draft; a draft somebody else changed meanwhile is not overwritten."""
    check_writer(session, actor, found, Action.WRITE_PANEL_OPINION)
    opinion = stored_opinion(session, actor, found, now)
    if opinion.version != version:
        raise StaleWrite("opinion-changed", "他人刚刚修改过这份意见，请返回刷新后再改。", stored=opinion.version)
    opinion.met_on, opinion.place = text.met_on.strip()[:32], text.place.strip()[:200]
    opinion.sections = {key: text.sections.get(key, "").strip()[:LONGEST] for key in SECTIONS}
    opinion.dissent, opinion.conclusion = text.dissent.strip()[:LONGEST], text.conclusion.strip()[:LONGEST]
    opinion.version, opinion.updated_at, opinion.account_id = version + 1, now, actor.account_id or 0
    facts = {"version": opinion.version}
    record_act(session, actor=actor, action="write panel opinion", facts=facts, now=now, round_id=found.id)


def read_panel_opinion(session: Session, *, actor: Actor, found: Round, purpose: str, now: datetime) -> PanelOpinion:
    """Return the finished opinion for printing, and write into the ledger who took it."""
    check_writer(session, actor, found, Action.SEE_PANEL_OPINION)
    opinion = panel_opinions.opinion_of_round(session, found.id)
    if opinion is None or not opinion.conclusion:
        raise Refusal("opinion-unwritten", "请先写好评审结论并保存，再打印专家组评审意见。")
    record_act(session, actor=actor, action="read result", facts={"purpose": purpose}, now=now, round_id=found.id)
    return opinion
