"""Count again, before each commit, what the transaction has changed of the pairs and states of a round."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import Select, Table, and_, case, func, inspect, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.unitofwork import UOWTransaction

from webapp.models.changed_rows import changed_in, note_row
from webapp.models.declarations import Declaration
from webapp.models.reviews import Assignment, Review, Score
from webapp.models.tallies import DeclarationTally, ReviewTally, RoundTally, SeatTally
from webapp.models.turns import await_turn

CHUNK = 400
# What counts of a row: a saved score leaves all of it as it is.
COUNTED = {Assignment: ("is_withdrawn",), Review: ("state", "submitted_at"), Declaration: ("state", "city", "context")}
TABLES: dict[str, Table] = {one.__tablename__: one.__table__ for one in COUNTED}  # type: ignore[misc]  # declared classes


@dataclass
class Touched:
    """Rows that were written, by table; of tables that grew, all rows from a key on."""

    assignment: set[int] = field(default_factory=set)
    review: set[int] = field(default_factory=set)
    declaration: set[int] = field(default_factory=set)
    scored: set[int] = field(default_factory=set)  # reviews
    grown: set[str] = field(default_factory=set)


def touched_in(session: Session) -> Touched:
    """Return what the session has noted in this transaction."""
    found = session.info.setdefault("touched", Touched())
    assert isinstance(found, Touched)  # noqa: S101  # the slot is ours
    return found


def note_pair(session: Session, assignment_id: int) -> None:
    """Note a pair whose review was begun past the session's own ways; whoever begins one so must call this."""
    touched_in(session).assignment.add(assignment_id)


def note_scored(session: Session, review_id: int) -> None:
    """Note a review whose scores were written past the session's own ways and have become more or fewer."""
    touched_in(session).scored.add(review_id)


def note_counted(session: Session, _context: UOWTransaction) -> None:
    """Note the objects that a flush has written, where something that is counted has changed."""
    fresh = {*session.new, *session.deleted}
    for one in (*fresh, *session.dirty):
        if isinstance(one, Score):
            touched_in(session).scored.add(one.review_id)
        names = COUNTED.get(type(one), ())
        if names and (one in fresh or any(inspect(one).attrs[name].history.has_changes() for name in names)):
            getattr(touched_in(session), type(one).__tablename__).add(one.id)


def note_counted_statement(state: ORMExecuteState) -> None:
    """Note the rows that a statement is about to write."""
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    name = state.statement.table.name  # type: ignore[attr-defined]  # a statement that writes
    if name == Score.__tablename__:
        touched_in(state.session).scored.update(scored_by(state))
    if name not in TABLES:
        return
    if state.is_insert:
        touched_in(state.session).grown.add(name)
        return
    query = select(TABLES[name].c.id)
    condition = state.statement.whereclause  # type: ignore[attr-defined]  # UPDATE and DELETE have one
    rows = state.session.scalars(query if condition is None else query.where(condition))
    getattr(touched_in(state.session), name).update(rows)


def scored_by(state: ORMExecuteState) -> Iterator[int]:
    """Yield the reviews whose scores a statement is about to write."""
    if state.is_insert:
        given: Any = state.parameters or ()
        yield from {row["review_id"] for row in ([given] if isinstance(given, dict) else given)}
        return
    condition = state.statement.whereclause  # type: ignore[attr-defined]  # UPDATE and DELETE have one
    query = select(Score.review_id).distinct()
    yield from state.session.scalars(query if condition is None else query.where(condition))


def renew_tallies(session: Session) -> None:
    """Count again what was touched; one transaction after the other, each seeing what the one before has left."""
    touched = session.info.pop("touched", None)
    if touched is None:
        return
    renew_reviews(session, sorted(touched.scored))
    if touched == Touched(scored=touched.scored):
        return  # each review is written by one transaction at a time
    await_turn(session)
    pairs = list(touched_pairs(session, touched))
    judged = sorted({pair.declaration_id for pair in pairs})
    renew_seats(session, sorted({pair.seat_id for pair in pairs}))
    renew_declarations(session, judged)
    changed = touched.declaration | set(grown(session, touched, "declaration"))
    renew_states(session, changed)
    session.flush()


def grown(session: Session, touched: Touched, name: str) -> Iterator[int]:
    """Yield the rows by which a table has grown."""
    changed = changed_in(session)
    if name in touched.grown:
        yield from (key[0] for key in changed.keys.get(name, ()))
        start = changed.grown_from.get(name)
        if start is not None:
            yield from session.scalars(select(TABLES[name].c.id).where(TABLES[name].c.id > start))


def touched_pairs(session: Session, touched: Touched) -> Iterator[Any]:
    """Yield declaration and seat of every pair that was written, or whose review was."""
    query = select(Assignment.declaration_id, Assignment.seat_id)
    written = touched.assignment | set(grown(session, touched, "assignment"))
    yield from rows_in(session, query, Assignment.id, written)
    reviewed = query.join(Review, Review.assignment_id == Assignment.id)
    yield from rows_in(session, reviewed, Review.id, touched.review | set(grown(session, touched, "review")))


def rows_in(session: Session, query: Select[*tuple[Any, ...]], key: Any, ids: Iterable[int]) -> Iterator[Any]:
    """Ask for many keys, some at a time."""
    for part in parts(sorted(ids)):
        yield from session.execute(query.where(key.in_(part)))


def parts(ids: Sequence[int]) -> Iterator[list[int]]:
    """Yield some keys at a time."""
    rest = iter(ids)
    while part := list(islice(rest, CHUNK)):
        yield part


def counted_pairs(key: Any) -> Select[Any]:
    """Count the pairs in force by seat or by declaration."""
    return (
        select(key, func.count(), func.count(Review.id), func.count(case((Review.state == "submitted", 1))))
        .select_from(Assignment)
        .outerjoin(Review, Review.assignment_id == Assignment.id)
        .where(Assignment.is_withdrawn.is_(False))
        .group_by(key)
    )


def renew_reviews(session: Session, reviews: Sequence[int]) -> None:
    """Count what is given of some reviews."""
    session.flush()
    adding = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    given = and_(Score.review_id == Review.id, or_(Score.hundredths.is_not(None), Score.is_not_applicable))
    counted = select(Review.id, func.count(Score.criterion)).outerjoin(Score, given).group_by(Review.id)
    for part in parts(reviews):
        adds = adding(ReviewTally.__table__).from_select(["review_id", "n_given"], counted.where(Review.id.in_(part)))  # type: ignore[arg-type]  # a table
        renewed = adds.on_conflict_do_update(index_elements=["review_id"], set_={"n_given": adds.excluded.n_given})
        session.connection().execute(renewed)
    for review_id in reviews:
        note_row(session, ReviewTally.__tablename__, (review_id,))


def renew_seats(session: Session, seats: Sequence[int]) -> None:
    """Count the pairs of some seats."""
    for part in parts(seats):
        stored = {one.seat_id: one for one in session.scalars(select(SeatTally).where(SeatTally.seat_id.in_(part)))}
        query = counted_pairs(Assignment.seat_id).where(Assignment.seat_id.in_(part))
        counted = {row[0]: row[1:] for row in session.execute(query)}
        for key in part:
            tally = stored.get(key) or SeatTally(seat_id=key)
            tally.n_assigned, tally.n_started, tally.n_submitted = counted.get(key, (0, 0, 0))
            session.add(tally)


def renew_declarations(session: Session, declarations: Sequence[int]) -> None:
    """Count the pairs of some declarations, and what that changes for their rounds."""
    for part in parts(declarations):
        query = select(DeclarationTally).where(DeclarationTally.declaration_id.in_(part))
        stored = {one.declaration_id: one for one in session.scalars(query)}
        counting = counted_pairs(Assignment.declaration_id).where(Assignment.declaration_id.in_(part))
        counted = {row[0]: (row[1], row[3]) for row in session.execute(counting)}
        of_round = select(Declaration.id, Declaration.round_id).where(Declaration.id.in_(part))
        for key, round_id in session.execute(of_round):
            tally = stored.get(key) or DeclarationTally(declaration_id=key, n_reviews=0, n_submitted=0)
            before = judged_and_done(tally)
            tally.n_reviews, tally.n_submitted = counted.get(key, (0, 0))
            after, whole = judged_and_done(tally), tally_of_round(session, round_id)
            whole.n_judged += after[0] - before[0]
            whole.n_done += after[1] - before[1]
            session.add(tally)


def judged_and_done(tally: DeclarationTally) -> tuple[int, int]:
    """Tell whether a declaration is before experts, and whether all of them are done."""
    is_judged = tally.n_reviews > 0
    return int(is_judged), int(is_judged and tally.n_submitted == tally.n_reviews)


def tally_of_round(session: Session, round_id: int) -> RoundTally:
    """Return the counts of a round, begun where there are none."""
    found = session.get(RoundTally, round_id)
    if found is None:
        found = RoundTally(round_id=round_id, by_state={}, n_judged=0, n_done=0, n_changes=0)
        session.add(found)
        session.flush()
    return found


def renew_states(session: Session, declarations: Iterable[int]) -> None:
    """Count the declarations of the rounds to which some belong."""
    query = select(Declaration.round_id).distinct()
    for round_id in {row[0] for row in rows_in(session, query, Declaration.id, declarations)}:
        states = select(Declaration.state, func.count()).where(Declaration.round_id == round_id)
        counted = sorted((state, n) for state, n in session.execute(states.group_by(Declaration.state)))
        whole = tally_of_round(session, round_id)
        whole.by_state, whole.n_changes = dict(counted), whole.n_changes + 1
