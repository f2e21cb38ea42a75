"""Apply the conflict rules to the pool and the admitted declarations of a round, and keep what they find."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from reviewers.conflict_settings import ConflictSettings
from reviewers.conflicts import find_conflicts, one_per_rule
from reviewers.findings import Conflict
from webapp import models
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import panels
from webapp.services.conflict_standing import DISMISSED, OPEN
from webapp.services.expert_profiles import expert_key
from webapp.services.known_tables import known_ties, known_units
from webapp.services.record_act import record_act
from webapp.services.round_people import engine_declarations, engine_experts
from webapp.services.round_settings import RoundSettings

PORTION = 10_000


def find_round_conflicts(session: Session, *, actor: Actor, found: models.Round, today: date, now: datetime) -> int:
    """Replace the rule-made conflicts of the round by what the rules find now; declared and answered ones stay.

    Return how many conflicts the round has now.
    """
    require(actor, Action.DRAW_PANEL, Facts(round_state=found.state))
    settings = RoundSettings.from_json(found.settings)
    experts = panels.active_experts(session)
    rules = ConflictSettings(
        same_region="city" if settings.same_city_conflict else "off",
        employment_years=settings.employment_years,
        advice_years=settings.employment_years,
    )
    findings = find_conflicts(
        engine_experts(experts),
        engine_declarations(panels.each_admitted(session, found.id)),
        ties=known_ties(session),
        units=known_units(session),
        settings=rules,
        today=today,
    )
    kept = remembered(session, found.id)
    expert_ids = {expert_key(row.id): row.id for row in experts}
    declaration_ids = panels.admitted_numbers(session, found.id)
    fresh: list[dict[str, Any]] = []
    for finding in one_per_rule(findings):
        key = (expert_ids[finding.expert], declaration_ids[finding.declaration], finding.rule)
        source = "rule" if finding.certainty == "certain" else OPEN
        if key not in kept:
            place = {"round_id": found.id, "expert_id": key[0], "declaration_id": key[1], "rule": key[2]}
            said = {"evidence": finding.evidence, "evidence_parts": parts_of(finding)}
            fresh.append({**place, **said, "source": source, "at": now})
        elif source == "rule" and kept[key].source == DISMISSED:  # certain now: the answer was to a weaker clue
            kept[key].source, kept[key].evidence, kept[key].at = source, finding.evidence, now
            kept[key].evidence_parts = parts_of(finding)
    for start in range(0, len(fresh), PORTION):
        session.execute(insert(models.Conflict), fresh[start : start + PORTION])
    n_listed = len(kept) + len(fresh)
    facts = {"pairs": n_listed}
    record_act(session, actor=actor, action="find conflicts", facts=facts, now=now, round_id=found.id)
    return n_listed


def parts_of(finding: Conflict) -> dict[str, Any]:
    """Return the sentence as template and values, so that a page can say it in another language."""
    return {"template": finding.evidence_template, "values": dict(finding.evidence_values)}


def remembered(session: Session, round_id: int) -> dict[tuple[int, int, str], models.Conflict]:
    """Forget what the rules found and nobody answered; return the conflicts that people declared or answered."""
    listed = panels.conflicts_of_round(session, round_id)
    for old in listed:
        if old.source in ("rule", OPEN):
            session.delete(old)
    session.flush()
    return {(one.expert_id, one.declaration_id, one.rule): one for one in listed if one.source not in ("rule", OPEN)}
