"""All that the papers of a panel print: the draw as stored, the seats, the lists, the undertakings."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Conflict, Declaration, Draw, Expert, Round, Seat
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import ledgers, panels
from webapp.queries.panels import LivePair
from webapp.services.expert_profiles import expert_key
from webapp.services.record_act import record_act
from webapp.services.round_settings import RoundSettings
from webapp.services.withdrawals import WITHDRAW, Withdrawal, read_withdrawals


@dataclass(frozen=True)
class PanelPapers:
    """The stored facts of a panel; experts of the pool by the key the draw knows them by."""

    found: Round
    settings: RoundSettings
    drawn: Draw
    seats: tuple[tuple[Seat, Expert], ...]
    pool: dict[str, Expert]
    declarations: dict[int, Declaration]
    work: dict[int, tuple[Declaration, ...]]
    ties: dict[int, tuple[Conflict, ...]]
    withdrawals: tuple[Withdrawal, ...]

    @property
    def record(self) -> dict[str, Any]:
        """The draw's record."""
        return self.drawn.record


def read_panel_papers(session: Session, *, actor: Actor, found: Round, purpose: str, now: datetime) -> PanelPapers:
    """Collect what is stored and write the reading into the ledger."""
    require(actor, Action.SEE_DRAW, Facts(round_state=found.state))
    drawn = panels.draw_of_round(session, found.id)
    if drawn is None:
        raise Refusal("not-drawn-yet", "还没有抽取专家组。")
    seats = panels.seats_of_round(session, found.id)
    declarations = {row.id: row for row in panels.admitted_declarations(session, found.id)}
    ties: dict[int, list[Conflict]] = defaultdict(list)
    for one in panels.declared_by_experts(session, found.id):
        ties[one.expert_id].append(one)
    facts = {"paper": purpose}
    papers = PanelPapers(
        found,
        RoundSettings.from_json(found.settings),
        drawn,
        tuple(sorted(seats, key=lambda pair: pair[0].position)),
        {expert_key(row.id): row for row in [*panels.active_experts(session), *(expert for _seat, expert in seats)]},
        declarations,
        work_of(panels.pairs_of_round(session, found.id), declarations),
        {key: tuple(listed) for key, listed in ties.items()},
        tuple(read_withdrawals(ledgers.acts_of_round(session, found.id, WITHDRAW))),
    )
    record_act(session, actor=actor, action="take panel papers", facts=facts, now=now, round_id=found.id)
    return papers


def work_of(pairs: list[LivePair], declarations: dict[int, Declaration]) -> dict[int, tuple[Declaration, ...]]:
    """The declarations of each seat, by number."""
    listed: dict[int, list[Declaration]] = defaultdict(list)
    for pair in pairs:
        if not pair.assignment.is_withdrawn and pair.assignment.declaration_id in declarations:
            listed[pair.seat.id].append(declarations[pair.assignment.declaration_id])
    return {key: tuple(sorted(rows, key=lambda row: row.number)) for key, rows in listed.items()}
