"""What 符合性审查表 prints of a declaration: every condition with its article, what was declared, what was found."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from rubrics.loading import load_pack
from webapp.errors import NotFound
from webapp.models import Declaration, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import declarations
from webapp.services.record_act import record_act
from webapp.services.screen_stored import overall_after_decisions

CHECKS = "表格核对"


@dataclass(frozen=True)
class ScreenedLine:
    """One condition or one check of the table against itself."""

    kind: str
    article: str
    condition: str
    observed: str
    result: str
    reason: str


@dataclass(frozen=True)
class ScreeningSheet:
    """The newest screening of one declaration with the written decisions in it."""

    lines: tuple[ScreenedLine, ...]
    overall: str
    measure: str


def screening_sheet(
    session: Session, *, actor: Actor, declaration: Declaration, found: Round, now: datetime
) -> ScreeningSheet:
    """Collect the newest screening and note who took it."""
    require(actor, Action.TAKE_SCREENING_TABLE, Facts(round_state=found.state))
    screening = declarations.newest_screening(session, declaration.id)
    if screening is None:
        raise NotFound("no-screening", "这份申报尚未审查，提交后自动审查。")
    facts = {"declaration": declaration.number}
    record_act(session, actor=actor, action="take screening table", facts=facts, now=now, round_id=found.id)
    pack, decided = load_pack(found.pack_id), declarations.decisions_of(session, declaration.id)
    kinds = {one.id: one.kind for one in pack.conditions}
    result = screening.result
    rows = [(kinds.get(one["condition"], ""), one["condition"], one) for one in result["findings"]]
    rows += [(CHECKS, one["check"], one) for one in result["checks"]]
    lines = []
    for kind, key, one in rows:
        decision = decided.get(key)
        reason = f"经人工认定：{decision.reason}" if decision else one["reason"]
        article, quote = one.get("article", ""), one.get("quote", key)
        lines.append(
            ScreenedLine(
                kind, article, quote, one.get("observed", ""), decision.outcome if decision else one["result"], reason
            )
        )
    outcomes = {key: one.outcome for key, one in decided.items()}
    return ScreeningSheet(tuple(lines), overall_after_decisions(result, outcomes), f"《{pack.title}》")
