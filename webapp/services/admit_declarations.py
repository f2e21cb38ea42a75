"""Admit to expert review every declaration whose findings allow it; refuse those that are decided against."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.models import Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import declarations
from webapp.services.record_act import record_act
from webapp.services.screen_stored import overall_after_decisions

STATE_AFTER = {"pass": "admitted", "fail": "refused", "veto": "refused"}


@dataclass(frozen=True)
class Admission:
    """How many went which way; the open ones wait for a decision or for missing papers."""

    n_admitted: int
    n_refused: int
    n_open: int


def admit_declarations(session: Session, *, actor: Actor, found: Round, now: datetime) -> Admission:
    """Move every screened declaration whose verdict is settled."""
    require(actor, Action.DECIDE_FINDING, Facts(round_state=found.state))
    counts = {"admitted": 0, "refused": 0, "submitted": 0}
    for declaration in declarations.declarations_of_round(session, found.id):
        screening = declarations.newest_screening(session, declaration.id)
        if declaration.state != "submitted" or screening is None:
            continue
        decided = {key: one.outcome for key, one in declarations.decisions_of(session, declaration.id).items()}
        verdict = overall_after_decisions(screening.result, decided)
        declaration.state = STATE_AFTER.get(verdict, "submitted")
        counts[declaration.state] += 1
        if declaration.state != "submitted":
            told = {"declaration": declaration.number, "verdict": verdict, "state": declaration.state}
            record_act(session, actor=actor, action="admit declaration", facts=told, now=now, round_id=found.id)
    return Admission(counts["admitted"], counts["refused"], counts["submitted"])
