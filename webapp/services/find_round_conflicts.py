"""Apply the conflict rules to the pool and the admitted declarations of a round, and keep what they find."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from reviewers.conflict_settings import ConflictSettings
from reviewers.conflicts import find_conflicts
from webapp import models
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import panels
from webapp.services.expert_profiles import expert_key
from webapp.services.record_act import record_act
from webapp.services.round_people import engine_declarations, engine_experts
from webapp.services.round_settings import RoundSettings


def find_round_conflicts(
    session: Session, *, actor: Actor, found: models.Round, today: date, now: datetime
) -> list[models.Conflict]:
    """Replace the rule-made conflicts of the round by what the rules find now; declared ones stay."""
    require(actor, Action.DRAW_PANEL, Facts(round_state=found.state))
    settings = RoundSettings.from_json(found.settings)
    experts, declarations = panels.active_experts(session), panels.admitted_declarations(session, found.id)
    rules = ConflictSettings(
        same_region="city" if settings.same_city_conflict else "off",
        employment_years=settings.employment_years,
        advice_years=settings.employment_years,
    )
    findings = find_conflicts(engine_experts(experts), engine_declarations(declarations), settings=rules, today=today)
    for old in panels.conflicts_of_round(session, found.id):
        if old.source == "rule":
            session.delete(old)
    session.flush()
    expert_ids = {expert_key(row.id): row.id for row in experts}
    declaration_ids = {row.number: row.id for row in declarations}
    kept = {
        (finding.expert, finding.declaration, finding.rule): models.Conflict(
            round_id=found.id,
            expert_id=expert_ids[finding.expert],
            declaration_id=declaration_ids[finding.declaration],
            rule=finding.rule,
            evidence=finding.evidence,
            source="rule" if finding.certainty == "certain" else "question",
            at=now,
        )
        for finding in findings
    }
    session.add_all(kept.values())
    facts = {"pairs": len(kept)}
    record_act(session, actor=actor, action="find conflicts", facts=facts, now=now, round_id=found.id)
    return list(kept.values())
