"""Submit all finished reviews of an expert at once; what is unfinished is named sheet by sheet."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import Problem, ProblemsFound, Refusal
from webapp.models import Score
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries.desks import Sheet
from webapp.queries.own_sheets import Given
from webapp.services.describe_pack import pack_for_page
from webapp.services.panel_spreads import note_changed_scores
from webapp.services.record_act import record_act
from webapp.services.review_content import content_digest, review_content
from webapp.services.round_settings import RoundSettings


def submit_reviews(session: Session, *, actor: Actor, sheets: Sequence[Sheet], now: datetime) -> int:
    """Submit every sheet that is still open, or none when one of them is unfinished."""
    waiting = [sheet for sheet in sheets if sheet.is_writable]
    if not waiting:
        raise Refusal("nothing-to-submit", "没有待提交的评审。")
    problems = [problem for sheet in waiting for problem in unfinished(sheet)]
    if problems:
        raise ProblemsFound("reviews-unfinished", tuple(problems), "还有 {count} 处没有完成，未提交：")
    for sheet in waiting:
        require(actor, Action.SCORE, Facts(owner_id=sheet.seat.account_id, round_state=sheet.round.state))
        review = sheet.review
        if review is None:
            raise Refusal("nothing-to-submit", "没有待提交的评审。")
        review.state, review.submitted_at, review.version = "submitted", now, review.version + 1
        content = content_digest(review_content(sheet))
        facts = {"assignment": sheet.assignment.id, "version": review.version, "content": content}
        record_act(session, actor=actor, action="submit review", facts=facts, now=now, round_id=sheet.round.id)
    note_extra_reviews(session, waiting)
    return len(waiting)


def note_extra_reviews(session: Session, submitted: Sequence[Sheet]) -> None:
    """Renew what is kept of the declarations that got a review after the lock."""
    late = [sheet for sheet in submitted if sheet.round.locked_at is not None]
    for found in {sheet.round.id: sheet.round for sheet in late}.values():
        note_changed_scores(session, found, {sheet.declaration.id for sheet in late if sheet.round.id == found.id})


def unfinished(sheet: Sheet) -> Iterable[Problem]:
    """List what a sheet still lacks."""
    settings = RoundSettings.from_json(sheet.round.settings)
    where = f"{sheet.declaration.number} {sheet.declaration.cluster_name}"
    for area in pack_for_page(sheet.round.pack_id).rubric.areas:
        for criterion in area.criteria:
            score, facts = sheet.scores.get(criterion.key), {"criterion": criterion.title}
            if score is None or (score.hundredths is None and not score.is_not_applicable):
                yield Problem(where, "not-scored", "“{criterion}”尚未评分。", facts)
            elif needs_reason(score, settings) and not score.reason.strip():
                yield Problem(
                    where, "no-reason", "“{criterion}”的分数偏高或偏低，请写明理由。", {"criterion": criterion.title}
                )
    if sheet.review is None or not sheet.review.opinion.strip():
        yield Problem(where, "no-opinion", "尚未填写评审意见。")


def needs_reason(score: Score | Given, settings: RoundSettings) -> bool:
    """Tell whether the round asks for a reason at this many points, or for not applicable."""
    if score.hundredths is None:
        return score.is_not_applicable
    return not settings.reason_below * 100 <= score.hundredths <= settings.reason_above * 100
