"""Save what an expert typed: field by field, so that two windows see each other's change and lose nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Review, Score
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries.desks import Sheet
from webapp.services.record_act import record_act
from webapp.services.sample_first import check_sample_done

OPINION_LIMIT = 4000


@dataclass(frozen=True)
class Entry:
    """What one criterion holds: points in hundredths, or not applicable, with the reason."""

    hundredths: int | None = None
    is_not_applicable: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Change:
    """One changed field: what the window showed before, and what it shows now."""

    seen: Entry
    now: Entry


@dataclass
class Saved:
    """What became of each changed field."""

    version: int
    saved: list[str] = field(default_factory=list)
    clashes: dict[str, Entry | str] = field(default_factory=dict)


def save_review(
    session: Session,
    *,
    actor: Actor,
    sheet: Sheet,
    changes: Mapping[str, Change],
    opinion: tuple[str, str] | None,
    now: datetime,
) -> Saved:
    """Store the changes that nobody else overtook; a repeated request stores nothing twice."""
    require(actor, Action.SCORE, Facts(owner_id=sheet.seat.account_id, round_state=sheet.round.state))
    check_open(sheet)
    check_sample_done(session, sheet.seat, sheet.round)
    review = sheet.review or first_review(session, sheet, now)
    outcome = Saved(review.version)
    for criterion, change in changes.items():
        save_entry(session, sheet, review, criterion, change, outcome, now)
    if opinion is not None:
        save_opinion(review, opinion, outcome)
    if outcome.saved:
        review.version += 1
        review.updated_at = now
        outcome.version = review.version
        facts = {"assignment": sheet.assignment.id, "fields": sorted(outcome.saved), "version": review.version}
        record_act(session, actor=actor, action="save review", facts=facts, now=now, round_id=sheet.round.id)
    return outcome


def check_open(sheet: Sheet) -> None:
    """Refuse to write where nothing may be written any more, or not yet."""
    if sheet.round.state != "scoring" and not sheet.is_writable:
        raise Refusal("scoring-closed", "评分已结束，不能再修改。")
    if sheet.seat.undertaken_at is None:
        raise Refusal("no-undertaking", "请先签署承诺书，再开始评分。")
    if sheet.state == "submitted":
        raise Refusal("already-submitted", "该份评审已提交，需要修改请联系评审机构退回。")


def first_review(session: Session, sheet: Sheet, now: datetime) -> Review:
    """Create the review with the first saved field."""
    review = Review(assignment_id=sheet.assignment.id, updated_at=now)
    session.add(review)
    session.flush()
    return review


def stored_entry(score: Score | None) -> Entry:
    """Return what is stored for a criterion."""
    return Entry(score.hundredths, score.is_not_applicable, score.reason) if score else Entry()


def save_entry(
    session: Session, sheet: Sheet, review: Review, criterion: str, change: Change, outcome: Saved, now: datetime
) -> None:
    """Store one field, or report what another window has stored meanwhile."""
    score = sheet.scores.get(criterion)
    stored = stored_entry(score)
    if stored == change.now:
        return
    if stored != change.seen:
        outcome.clashes[criterion] = stored
        return
    if score is None:
        score = Score(review_id=review.id, criterion=criterion, updated_at=now)
        session.add(score)
        sheet.scores[criterion] = score
    score.hundredths = change.now.hundredths
    score.is_not_applicable = change.now.is_not_applicable
    score.reason = change.now.reason
    score.updated_at = now
    outcome.saved.append(criterion)


def save_opinion(review: Review, opinion: tuple[str, str], outcome: Saved) -> None:
    """Store the opinion, or report the text another window has stored meanwhile."""
    seen, text = opinion
    if (review.opinion or "") == text:
        return
    if (review.opinion or "") != seen:
        outcome.clashes["opinion"] = review.opinion
        return
    review.opinion = text[:OPINION_LIMIT]
    outcome.saved.append("opinion")
