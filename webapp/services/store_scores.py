"""Write a review and its scores as rows, without building objects: the one thing hundreds of experts do all day."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session

from webapp.models import Review, Score
from webapp.models.changed_rows import note_row
from webapp.models.sealing import know_links, links_asked
from webapp.models.tallying import note_pair, note_scored
from webapp.queries.own_sheets import REVIEW, SCORE, Given
from webapp.statements import Statement, together

SCORES: Any = Score.__table__
REVIEWS: Any = Review.__table__
ADD_SCORE, ADD_REVIEW = insert(SCORES), insert(REVIEWS).returning(REVIEW.id)
GIVEN: Any = {name: bindparam(name) for name in ("hundredths", "is_not_applicable", "reason", "updated_at")}
KEPT: Any = {name: bindparam(name) for name in ("opinion", "version", "updated_at")}
CHANGE_ONE_SCORE = Statement(
    update(SCORES)
    .where(SCORE.review_id == bindparam("of_review"), SCORE.criterion == bindparam("of"))
    .values(GIVEN)
    .returning(*SCORES.columns)
)
CHANGE_REVIEW = Statement(
    update(REVIEWS).where(REVIEW.id == bindparam("of_review")).values(KEPT).returning(*REVIEWS.columns)
)


def begin_review(session: Session, assignment_id: int, now: datetime) -> int:
    """Create the review with the first saved field."""
    row = {"assignment_id": assignment_id, "state": "draft", "opinion": "", "version": 1, "updated_at": now}
    note_pair(session, assignment_id)
    return int(session.connection().execute(ADD_REVIEW, row).scalar_one())


def store_scores(
    session: Session, review: Mapping[str, Any], written: Mapping[str, Given], *, known: Mapping[str, Given]
) -> None:
    """Write what is new or changed of the scores and the review's opinion and version; known are those with a row.

    The usual case is one changed score: it is written together with all else, and so that the ends of the chains are
    known to the act that follows.
    """
    review_id, moment = review["of_review"], review["updated_at"]
    rows = {key: {**given._asdict(), "updated_at": moment} for key, given in written.items()}
    added = [{"review_id": review_id, "criterion": key, **row} for key, row in rows.items() if key not in known]
    changed = [{"of_review": review_id, "of": key, **row} for key, row in rows.items() if key in known]
    if added:
        session.connection().execute(ADD_SCORE, added)
    asked: list[tuple[Statement, Mapping[str, Any]]] = [(CHANGE_ONE_SCORE, row) for row in changed]
    stored = together(session.connection(), *asked, (CHANGE_REVIEW, review), *links_asked(session))
    for row, (given_back,) in zip(changed, stored[: len(changed)], strict=True):
        note_row(session, Score.__tablename__, (review_id, row["of"]), given_back)
    for row in added:
        note_row(session, Score.__tablename__, (review_id, row["criterion"]))
    note_row(session, Review.__tablename__, (review_id,), stored[len(changed)][0])
    know_links(session, stored[-1])
    if any(is_given(given) != (key in known and is_given(known[key])) for key, given in written.items()):
        note_scored(session, review_id)


def is_given(given: Given) -> bool:
    """Whether a criterion has points or does not apply."""
    return given.hundredths is not None or given.is_not_applicable
