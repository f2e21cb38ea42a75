"""Write the reviews and scores of a large invented round by portions, and hand them all in."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, insert, select, update
from sqlalchemy.orm import Session

from benchmarks.invented_round import OPINION, points_of, score_rows
from webapp.database import transaction
from webapp.models import Assignment, Declaration, LedgerEntry, Review, Round, Score, Seat
from webapp.permissions import Actor, Role
from webapp.queries import rounds
from webapp.services.describe_pack import pack_for_page
from webapp.services.ledger_digest import canonical, digest_entry
from webapp.services.record_act import record_act
from webapp.services.review_content import content_digest

PORTION = 1000


def criteria_of(found: Round) -> list[str]:
    """List the criteria of the score sheet."""
    return [one.key for area in pack_for_page(found.pack_id).rubric.areas for one in area.criteria]


def portions(engine: Engine, code: str, is_reviewed: bool) -> Iterator[tuple[Session, Round, list[Any]]]:
    """Yield a writing session, the round and (assignment, declaration, seat, account, number, review) by portions."""
    last = 0
    while True:
        with transaction(engine) as session:
            found = rounds.round_by_code(session, code)
            query = (
                select(Assignment.id, Declaration.id, Seat.id, Seat.account_id, Declaration.number, Review.id)
                .join(Seat, Assignment.seat_id == Seat.id)
                .join(Declaration, Assignment.declaration_id == Declaration.id)
                .outerjoin(Review, Review.assignment_id == Assignment.id)
                .where(Seat.round_id == found.id, Assignment.id > last)
                .order_by(Assignment.id)
                .limit(PORTION)
            )
            query = query.where(Review.state == "draft") if is_reviewed else query.where(Review.id.is_(None))
            pairs = list(session.execute(query))
            if not pairs:
                return
            yield session, found, pairs
            last = pairs[-1][0]


def fill_reviews(engine: Engine, code: str, now: datetime) -> None:
    """Write a complete draft for every assignment."""
    for session, found, pairs in portions(engine, code, is_reviewed=False):
        criteria = criteria_of(found)
        drafts = [
            {"assignment_id": pair[0], "state": "draft", "opinion": OPINION, "version": 2, "updated_at": now}
            for pair in pairs
        ]
        before = session.scalar(select(func.max(Review.id))) or 0
        session.execute(insert(Review), drafts)
        made = session.scalars(select(Review.id).where(Review.id > before).order_by(Review.id)).all()
        points = points_of([(pair[0], pair[1], pair[2]) for pair in pairs], len(criteria))
        session.execute(insert(Score), list(score_rows(made, points, criteria, now)))
        facts = {"count": len(pairs), "source": "虚构数据"}
        who = Actor(Role.ORGANISER, None)
        record_act(session, actor=who, action="import scores", facts=facts, now=now, round_id=found.id)


def submit_all(engine: Engine, code: str, now: datetime) -> None:
    """Hand in every draft, each with the act and the digest that its expert would have left."""
    for session, found, pairs in portions(engine, code, is_reviewed=True):
        reviews = [pair[5] for pair in pairs]
        scores: dict[int, dict[str, object]] = {}
        query = select(Score.review_id, Score.criterion, Score.hundredths, Score.is_not_applicable, Score.reason)
        for review, criterion, *values in session.execute(query.where(Score.review_id.in_(reviews))):
            scores.setdefault(review, {})[criterion] = values
        changed = {"state": "submitted", "version": 3, "submitted_at": now}
        session.execute(
            update(Review).where(Review.id.in_(reviews)).values(**changed),
            execution_options={"synchronize_session": False},
        )
        session.execute(insert(LedgerEntry), list(entries(session, found, pairs, scores, now)))


def entries(
    session: Session, found: Round, pairs: Sequence[Any], scores: dict[int, dict[str, object]], now: datetime
) -> Iterator[dict[str, Any]]:
    """Yield the chained acts of a portion; the writing transaction holds the ledger's lock from the act before."""
    head = record_act(
        session,
        actor=Actor(Role.ORGANISER, None),
        action="import scores",
        facts={"count": 0, "source": "虚构数据"},
        now=now,
        round_id=found.id,
    )
    sequence, previous = head.sequence, head.digest
    for assignment, _declaration, _seat, account, number, review in pairs:
        content = {
            "assignment": assignment,
            "declaration": number,
            "version": 3,
            "opinion": OPINION,
            "scores": scores[review],
        }
        facts = {"assignment": assignment, "version": 3, "content": content_digest(content), "round": found.id}
        sequence, at, who, text = sequence + 1, now.isoformat(), f"{Role.EXPERT}:{account}", canonical(facts)
        digest = digest_entry(previous, sequence, at, who, "submit review", text)
        yield {
            "sequence": sequence,
            "at": at,
            "actor": who,
            "action": "submit review",
            "round_id": found.id,
            "facts": text,
            "previous": previous,
            "digest": digest,
        }
        previous = digest
