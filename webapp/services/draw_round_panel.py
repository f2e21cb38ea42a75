"""Draw the panel of a round from the pool with a joint seed; the record is stored whole and can be replayed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from reviewers.draw import Candidate, DrawShortageError, Limit, draw_panel
from reviewers.draw_record import DrawRecord
from reviewers.seed import Contribution
from webapp import models
from webapp.errors import Refusal
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import panels, rounds
from webapp.services.bundle_parts import bound_parts, conflicts_part
from webapp.services.expert_profiles import expert_key
from webapp.services.pool_fingerprint import excluded_from_draw, unit_labels
from webapp.services.record_act import record_act
from webapp.services.round_settings import RoundSettings
from webapp.services.seed_contributions import joined_seed, seed_contributions
from webapp.services.seed_parties import TOGETHER

PER_UNIT = 2


def draw_round_panel(
    session: Session, *, actor: Actor, found: models.Round, contributions: Mapping[str, str], now: datetime
) -> models.Draw:
    """Draw once; a second draw is refused, so that nobody draws until the result pleases."""
    rounds.hold_round(session, found)
    require(actor, Action.DRAW_PANEL, Facts(round_state=found.state))
    if panels.draw_of_round(session, found.id) is not None:
        raise Refusal("already-drawn", "本轮次已经抽取过专家组，不能重复抽取。")
    if not rounds.count_admitted(session, found.id):
        raise Refusal("nothing-admitted", "还没有进入评审的申报，请先完成符合性审查。")
    settings = RoundSettings.from_json(found.settings)
    experts = panels.active_experts(session)
    units = unit_labels(experts)
    candidates = [Candidate(key, {"unit": (label,)}) for key, label in units.items()]
    joined = seed_contributions(session, found, contributions)
    seed = joined_seed(joined)
    try:
        record = draw_panel(
            candidates,
            places=settings.panel_size,
            reserves=settings.n_reserves,
            seed=seed,
            excluded=excluded_from_draw(session, found, experts),
            limit=Limit("unit", PER_UNIT),
        )
    except DrawShortageError as error:
        shortage = error.shortage
        raise Refusal("draw-short", shortage.reason_template, **shortage.reason_values) from error
    kept, conflicts = kept_record(settings, joined, units, record), conflicts_part(session, found)
    drawn = models.Draw(round_id=found.id, seed=seed.hex(), record=kept, conflicts=conflicts, at=now)
    session.add(drawn)
    session.add_all(seats_from(record, found.id, {expert_key(row.id): row.id for row in experts}))
    facts = {
        "seed": seed.hex(),
        "record": record.fingerprint(),
        **bound_parts(session, found, "draw.json", "commitments.json"),
    }
    record_act(session, actor=actor, action="draw panel", facts=facts, now=now, round_id=found.id)
    return drawn


def kept_record(
    settings: RoundSettings, contributions: Sequence[Contribution], units: Mapping[str, str], record: DrawRecord
) -> dict[str, Any]:
    """Return all that replays the draw."""
    return {
        "procedure": settings.seed_procedure or TOGETHER,
        "contributions": {one.party: one.value for one in contributions},
        "places": settings.panel_size,
        "reserves": settings.n_reserves,
        "per_unit": PER_UNIT,
        "units": dict(units),
        **record_as_json(record),
    }


def record_as_json(record: DrawRecord) -> dict[str, Any]:
    """Return the record as plain values."""
    return {
        "pool": record.pool,
        "fingerprint": record.fingerprint(),
        "entries": [asdict(one) for one in record.entries],
    }


def seats_from(record: DrawRecord, round_id: int, expert_ids: Mapping[str, int]) -> list[models.Seat]:
    """Make a seat for each drawn expert and a waiting one for each reserve."""
    drawn = [(key, "seated") for key in record.chosen] + [(key, "reserve") for key in record.reserves]
    return [
        models.Seat(
            round_id=round_id,
            expert_id=expert_ids[key],
            pseudonym=f"专家{position:02d}",
            position=position,
            standing=standing,
        )
        for position, (key, standing) in enumerate(drawn, start=1)
    ]
