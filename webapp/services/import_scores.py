"""Take scores that were given elsewhere as a locked round, so that they can be ranked and looked at."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import insert
from sqlalchemy.orm import Session

from rubrics.loading import load_pack
from webapp.errors import Refusal
from webapp.models import Assignment, AssignmentPlan, Declaration, Expert, Review, Round, Score, Seat
from webapp.permissions import Actor, Role
from webapp.queries import rounds
from webapp.services.derived_numbers import settings_fingerprint
from webapp.services.open_round import propose_settings
from webapp.services.rank_round import rank_round
from webapp.services.record_act import record_act
from webapp.services.round_settings import RoundSettings

PACK = "nm-2023"
OPERATOR = Actor(Role.DEPARTMENT, None, name="命令行")
Row = tuple[str, str, Fraction]


def import_scores(
    session: Session,
    *,
    code: str,
    title: str,
    rows: Sequence[Row],
    scale: tuple[str, str],
    places: int,
    today: date,
    now: datetime,
) -> Round:
    """Store declarations, experts and scores, then rank; rows are declaration, expert and score."""
    from rubrics.versions import fingerprint

    if rounds.is_code_taken(session, code):
        raise Refusal("round-code-taken", "轮次编号“{name}”已被使用，请换一个。", name=code)
    pack = load_pack(PACK)
    settings = imported_settings(propose_settings(pack, today, code), scale, places)
    plain, pack_fingerprint = settings.as_json(), fingerprint(pack)
    found = Round(
        code=code,
        title=title,
        pack_id=PACK,
        state="locked",
        settings=plain,
        pack_fingerprint=pack_fingerprint,
        fingerprint=settings_fingerprint(pack_fingerprint, plain),
        frozen_at=now,
        locked_at=now,
        created_at=now,
    )
    session.add(found)
    session.flush()
    store_rows(session, found, rows, now)
    facts = {"code": code, "scores": len(rows)}
    record_act(session, actor=OPERATOR, action="import scores", facts=facts, now=now, round_id=found.id)
    rank_round(session, actor=OPERATOR, found=found, now=now)
    return found


def imported_settings(proposed: RoundSettings, scale: tuple[str, str], places: int) -> RoundSettings:
    """One area with one criterion on the scale of the scores."""
    low, high = scale
    return replace(
        proposed,
        weights={"score": "100"},
        tie_order=(),
        places=places,
        scale_low=low,
        scale_high=high,
        is_imported=True,
    )


def store_rows(session: Session, found: Round, rows: Sequence[Row], now: datetime) -> None:
    """Insert everything in bulk: a few statements, whatever the number of rows."""
    declarations = store_declarations(session, found, sorted({row[0] for row in rows}), now)
    seats = store_seats(session, found, sorted({row[1] for row in rows}), now)
    plan = AssignmentPlan(
        round_id=found.id, objective="imported", seed="", problem_digest="", outcome={}, at=now, accepted_at=now
    )
    session.add(plan)
    session.flush()
    pairs = [{"plan_id": plan.id, "declaration_id": declarations[i], "seat_id": seats[j]} for i, j, _score in rows]
    assigned = session.scalars(insert(Assignment).returning(Assignment.id, sort_by_parameter_order=True), pairs).all()
    reviews = [{"assignment_id": key, "state": "submitted", "updated_at": now, "submitted_at": now} for key in assigned]
    stored = session.scalars(insert(Review).returning(Review.id, sort_by_parameter_order=True), reviews).all()
    scores = [
        {"review_id": key, "criterion": "score", "hundredths": hundredths(score), "updated_at": now}
        for key, (_i, _j, score) in zip(stored, rows, strict=True)
    ]
    session.execute(insert(Score), scores)


def hundredths(score: Fraction) -> int:
    """Return whole hundredths; finer scores are refused rather than rounded."""
    scaled = score * 100
    if scaled.denominator != 1:
        raise Refusal("score-too-fine", "评分 {score} 超过两位小数，不能导入。", score=Decimal(float(score)))
    return int(scaled)


def store_declarations(session: Session, found: Round, labels: Sequence[str], now: datetime) -> dict[str, int]:
    """Insert one admitted declaration per label."""
    rows = [
        {
            "round_id": found.id,
            "number": label[:32],
            "cluster_name": label[:200],
            "state": "admitted",
            "answers": {},
            "context": {},
            "updated_at": now,
        }
        for label in labels
    ]
    keys = session.scalars(insert(Declaration).returning(Declaration.id, sort_by_parameter_order=True), rows)
    return dict(zip(labels, keys, strict=True))


def store_seats(session: Session, found: Round, labels: Sequence[str], now: datetime) -> dict[str, int]:
    """Insert one expert, outside the pool, and one seat per label."""
    people = [
        {
            "name": label[:64],
            "unit": "",
            "pinyin_key": label[:200],
            "stroke_key": label[:200],
            "profile": {},
            "active": False,
            "created_at": now,
        }
        for label in labels
    ]
    experts = session.scalars(insert(Expert).returning(Expert.id, sort_by_parameter_order=True), people).all()
    seats = [
        {
            "round_id": found.id,
            "expert_id": key,
            "pseudonym": f"专家{position:04d}",
            "position": position,
            "standing": "seated",
        }
        for position, key in enumerate(experts, start=1)
    ]
    keys = session.scalars(insert(Seat).returning(Seat.id, sort_by_parameter_order=True), seats)
    return dict(zip(labels, keys, strict=True))
