"""An expert answers a request: revises once, or upholds the points; both need a reason, both scores are kept."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from webapp.errors import Problem, ProblemsFound, Refusal
from webapp.models import Score
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries.desks import Sheet
from webapp.queries.reconsiderations import Asked
from webapp.services.ask_reconsideration import kept_points
from webapp.services.describe_desk import criterion_titles
from webapp.services.names_nobody import check_names_nobody
from webapp.services.panel_spreads import note_changed_scores
from webapp.services.record_act import canonical, record_act
from webapp.services.round_settings import RoundSettings
from webapp.services.save_review import Entry
from webapp.services.submit_reviews import needs_reason

LONGEST_REASON = 1000


def answer_reconsideration(
    session: Session,
    *,
    actor: Actor,
    asked: Asked,
    sheet: Sheet,
    entries: Mapping[str, Entry] | None,
    reason: str,
    now: datetime,
) -> None:
    """Store the revision, or uphold the original where `entries` is None."""
    found, request = sheet.round, asked.request
    require(actor, Action.RECONSIDER, Facts(owner_id=asked.seat.account_id, round_state=found.state))
    if request.state != "open":
        raise Refusal("answered-before", "这项复议已经答复，不能再修改。")
    if not reason.strip():
        raise Refusal("answer-without-reason", "请写明修改或者坚持原评分的理由。")
    check_names_nobody(session, found, reason)
    if entries is not None:
        check_revision(sheet, entries)
        write_revision(session, sheet, entries, now)
        note_changed_scores(session, found, [asked.declaration.id])
    session.flush()
    request.state = "upheld" if entries is None else "revised"
    request.revised = kept_points(sheet.scores)
    request.reason, request.answered_at = reason.strip()[:LONGEST_REASON], now
    facts = {
        "declaration": asked.declaration.number,
        "expert": asked.seat.pseudonym,
        "state": request.state,
        "original": points_digest(request.original),
        "revised": points_digest(request.revised),
        "reason": request.reason,
    }
    record_act(session, actor=actor, action="reconsider review", facts=facts, now=now, round_id=found.id)


def check_revision(sheet: Sheet, entries: Mapping[str, Entry]) -> None:
    """Refuse a revision that changes nothing, leaves something out, or lacks a reason where one is asked for."""
    settings, titles = RoundSettings.from_json(sheet.round.settings), criterion_titles(sheet.round)
    problems = []
    for key, title in titles.items():
        entry = entries.get(key, Entry())
        if entry.hundredths is None and not entry.is_not_applicable:
            problems.append(Problem(title, "not-scored", "尚未评分。"))
        elif needs_reason(as_score(entry), settings) and not entry.reason.strip():
            problems.append(Problem(title, "no-reason", "分数偏高或偏低，请写明理由。"))
    if problems:
        raise ProblemsFound("revision-unfinished", tuple(problems), "有 {count} 处需要补充，复议结果没有保存：")
    if all(points_of(sheet.scores.get(key)) == points_of(as_score(entry)) for key, entry in entries.items()):
        raise Refusal("nothing-revised", "各项分数都没有改动；如坚持原评分，请按“坚持原评分”。")


def as_score(entry: Entry) -> Score:
    """Read an entry as a score."""
    return Score(hundredths=entry.hundredths, is_not_applicable=entry.is_not_applicable, reason=entry.reason)


def points_of(score: Score | None) -> tuple[int | None, bool]:
    """Return what counts in the total."""
    return (score.hundredths, score.is_not_applicable) if score else (None, False)


def write_revision(session: Session, sheet: Sheet, entries: Mapping[str, Entry], now: datetime) -> None:
    """Put the revised points where the ranking reads them."""
    if sheet.review is None:
        raise Refusal("no-review", "本轮次没有这份已提交的评审。")
    for key, entry in entries.items():
        score = sheet.scores.get(key)
        if score is None:
            score = sheet.scores[key] = Score(review_id=sheet.review.id, criterion=key)
            session.add(score)
        score.hundredths, score.is_not_applicable = entry.hundredths, entry.is_not_applicable
        score.reason, score.updated_at = entry.reason.strip(), now
    sheet.review.version += 1
    sheet.review.updated_at = now


def points_digest(kept: Mapping[str, Any]) -> str:
    """Hash the points of one review, reasons left out."""
    rows = [[key, value[0], value[1]] for key, value in sorted(kept.items())]
    return hashlib.sha256(canonical(rows).encode()).hexdigest()
