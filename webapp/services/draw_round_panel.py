"""Draw the panel of a round from the pool with a joint seed; the record is stored whole and can be replayed."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from reviewers.draw import Candidate, DrawShortageError, Limit, draw_panel
from reviewers.draw_record import DrawRecord
from reviewers.seed import Contribution, UnusableContributionError, joint_seed
from webapp import models
from webapp.errors import Refusal
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import panels
from webapp.services.bundle_parts import bound_parts
from webapp.services.conflict_standing import is_barring
from webapp.services.expert_profiles import expert_key
from webapp.services.record_act import record_act
from webapp.services.round_settings import RoundSettings

PER_UNIT = 2


def draw_round_panel(
    session: Session, *, actor: Actor, found: models.Round, contributions: Mapping[str, str], now: datetime
) -> models.Draw:
    """Draw once; a second draw is refused, so that nobody draws until the result pleases."""
    require(actor, Action.DRAW_PANEL, Facts(round_state=found.state))
    if panels.draw_of_round(session, found.id) is not None:
        raise Refusal("already-drawn", "本轮次已经抽取过专家组，不能重复抽取。")
    if not panels.admitted_declarations(session, found.id):
        raise Refusal("nothing-admitted", "还没有进入评审的申报，请先完成符合性审查。")
    settings = RoundSettings.from_json(found.settings)
    experts = panels.active_experts(session)
    units = unit_labels(experts)
    candidates = [Candidate(key, {"unit": (label,)}) for key, label in units.items()]
    try:
        seed = joint_seed([Contribution(party, value) for party, value in contributions.items()])
        record = draw_panel(
            candidates,
            places=settings.panel_size,
            reserves=settings.n_reserves,
            seed=seed,
            excluded=excluded_from_draw(session, found, experts, settings.experts_per_declaration),
            limit=Limit("unit", PER_UNIT),
        )
    except UnusableContributionError as error:
        raise Refusal("no-seed", "请至少由一方填写随机数，每项填一行文字或数字。") from error
    except DrawShortageError as error:
        shortage = error.shortage
        raise Refusal("draw-short", shortage.reason_template, **shortage.reason_values) from error
    drawn = models.Draw(
        round_id=found.id, seed=seed.hex(), record=kept_record(settings, contributions, units, record), at=now
    )
    session.add(drawn)
    session.add_all(seats_from(record, found.id, {expert_key(row.id): row.id for row in experts}))
    facts = {"seed": seed.hex(), "record": record.fingerprint(), **bound_parts(session, found, "draw.json")}
    record_act(session, actor=actor, action="draw panel", facts=facts, now=now, round_id=found.id)
    return drawn


def unit_labels(experts: list[models.Expert]) -> dict[str, str]:
    """Label each expert's unit with a number, so that the record can be published without naming it."""
    numbers = {unit: f"U{index:04d}" for index, unit in enumerate(sorted({row.unit for row in experts}), start=1)}
    return {expert_key(row.id): numbers[row.unit] for row in experts}


def excluded_from_draw(
    session: Session, found: models.Round, experts: list[models.Expert], demand: int
) -> dict[str, list[str]]:
    """Name everyone who cannot sit: not available, or in conflict with nearly every declaration."""
    barred: dict[int, set[int]] = defaultdict(set)
    for conflict in panels.conflicts_of_round(session, found.id):
        if is_barring(conflict):
            barred[conflict.expert_id].add(conflict.declaration_id)
    n_declarations = len(panels.admitted_declarations(session, found.id))
    reasons: dict[str, list[str]] = {}
    for row in experts:
        if not row.profile.get("available", True):
            reasons.setdefault(expert_key(row.id), []).append("本轮次不能参加")
        if n_declarations - len(barred[row.id]) < min(demand, n_declarations):
            reasons.setdefault(expert_key(row.id), []).append(f"与{len(barred[row.id])}份申报存在回避情形")
    return reasons


def kept_record(
    settings: RoundSettings, contributions: Mapping[str, str], units: Mapping[str, str], record: DrawRecord
) -> dict[str, Any]:
    """Return all that replays the draw."""
    return {
        "contributions": dict(contributions),
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
