"""The kept counts of a round equal what there is to count, whichever way it was written, on either database."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, delete, func, insert, select, update
from sqlalchemy.orm import Session

from tests.conftest import NOW, Backend
from tests.stories.actors import acting
from webapp.database import reading, transaction
from webapp.models import (
    Assignment,
    Declaration,
    DeclarationTally,
    Review,
    ReviewTally,
    Round,
    RoundTally,
    Score,
    Seat,
    SeatTally,
)
from webapp.permissions import Role
from webapp.queries import meetings, panels, rounds
from webapp.queries.progress import progress_lines
from webapp.services.upgrade_schema import MIGRATIONS
from webapp.services.upgrade_sealed import upgrade_sealed
from webapp.services.verify_ledger import verify_ledger
from webapp.services.withdraw_expert import withdraw_expert

Counts = dict[str, object]


def kept(session: Session) -> Counts:
    """Return what is kept."""
    tables = (SeatTally, DeclarationTally, RoundTally)
    seats, declarations, whole = (list(session.scalars(select(one))) for one in tables)
    by_seat = {one.seat_id: (one.n_assigned, one.n_started, one.n_submitted) for one in seats}
    by_declaration = {one.declaration_id: (one.n_reviews, one.n_submitted) for one in declarations}
    nothing = ((0, 0, 0), (0, 0))
    return {
        "seats": {key: one for key, one in by_seat.items() if one not in nothing},
        "declarations": {key: one for key, one in by_declaration.items() if one not in nothing},
        "rounds": {one.round_id: (dict(one.by_state), one.n_judged, one.n_done) for one in whole},
        "reviews": {one.review_id: one.n_given for one in session.scalars(select(ReviewTally)) if one.n_given},
    }


def counted(session: Session) -> Counts:
    """Count it row by row."""
    seats: dict[int, list[int]] = {}
    declarations: dict[int, list[int]] = {}
    rows = select(Assignment, Review).outerjoin(Review, Review.assignment_id == Assignment.id)
    for pair, review in session.execute(rows.where(Assignment.is_withdrawn.is_(False))):
        is_done = int(review is not None and review.state == "submitted")
        one, other = seats.setdefault(pair.seat_id, [0] * 3), declarations.setdefault(pair.declaration_id, [0] * 2)
        one[0], one[1], one[2] = one[0] + 1, one[1] + (review is not None), one[2] + is_done
        other[0], other[1] = other[0] + 1, other[1] + is_done
    whole = {}
    for found in session.scalars(select(Round)):
        listed = list(session.scalars(select(Declaration).where(Declaration.round_id == found.id)))
        mine = [declarations[one.id] for one in listed if one.id in declarations]
        states = [one.state for one in listed]
        by_state = {state: states.count(state) for state in set(states)}
        whole[found.id] = (by_state, len(mine), sum(one[0] == one[1] for one in mine))
    given = Counter(one.review_id for one in session.scalars(select(Score)) if is_given(one))
    return {
        "seats": {key: tuple(one) for key, one in seats.items()},
        "declarations": {key: tuple(one) for key, one in declarations.items()},
        "rounds": whole,
        "reviews": dict(given),
    }


def is_given(score: Score) -> bool:
    """Tell whether a criterion has points or does not apply."""
    return score.hundredths is not None or score.is_not_applicable


def is_right(engine: Engine) -> bool:
    """Tell whether what is kept is what there is; say where not."""
    with reading(engine) as session:
        have, want = kept(session), counted(session)
    assert have == want
    return True


@pytest.mark.parametrize("state", ["declaring", "scoring", "publicity"])
def test_counts_of_a_played_round_are_right(backend: Backend, state: str) -> None:
    assert is_right(backend.copy(state))


def test_board_and_progress_agree_with_the_rows(backend: Backend) -> None:
    with reading(backend.copy("publicity")) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        board, rows = meetings.board_of_round(session, found.id), panels.progress_of_round(session, found.id)
        kept = [(one.seat_id, one.name, *one[6:]) for one in progress_lines(session, found.id)]
        assert kept == [(one.seat.id, one.expert.name, one.n_assigned, one.n_started, one.n_submitted) for one in rows]
        assert (board.n_experts, board.n_experts_done, board.n_signed) == (len(rows), len(rows), len(rows))
        assert board.n_reviews == board.n_submitted == sum(one.n_assigned for one in rows)
        n_admitted = rounds.count_admitted(session, found.id)
        assert board.n_declarations == board.n_declarations_done == n_admitted
        assert rounds.declarations_by_state(session, found.id)["admitted"] == n_admitted


def test_counts_follow_whoever_leaves(backend: Backend) -> None:
    engine = backend.copy("scoring")
    with transaction(engine) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        (seat, _expert), *_rest = panels.seated_of_round(session, found.id)
        who = acting(session, Role.ORGANISER)
        withdraw_expert(session, actor=who, found=found, seat_id=seat.id, reason="duty", now=NOW)
    assert is_right(engine)
    with reading(engine) as session:
        tally = session.get(SeatTally, seat.id)
        assert tally is None or tally.n_assigned == 0


def test_counts_follow_statements_over_many_rows(backend: Backend) -> None:
    engine = backend.copy("scoring")
    with transaction(engine) as session:
        ids = list(session.scalars(select(Assignment.id).order_by(Assignment.id)))
        begun = set(session.scalars(select(Review.assignment_id)))
        fresh = [{"assignment_id": one, "state": "draft", "updated_at": NOW} for one in ids if one not in begun]
        session.execute(insert(Review), fresh)
    assert is_right(engine)
    with transaction(engine) as session:
        half = select(func.max(Review.id)).scalar_subquery() / 2
        done = update(Review).where(Review.id > half).values(state="submitted", submitted_at=NOW)
        session.execute(done, execution_options={"synchronize_session": False})
        session.execute(
            update(Assignment).where(Assignment.id.in_(ids[::7])).values(is_withdrawn=True),
            execution_options={"synchronize_session": False},
        )
        session.execute(
            update(Declaration).where(Declaration.id < 4).values(state="withdrawn"),
            execution_options={"synchronize_session": False},
        )
    assert is_right(engine)
    assert verify_ledger(engine).problems == ()


def test_counts_follow_scores_however_they_are_written(backend: Backend) -> None:
    engine = backend.copy("publicity")
    with transaction(engine) as session:
        first, second = session.scalars(select(Review.id).order_by(Review.id)).all()[:2]
        session.execute(delete(Score).where(Score.review_id == first))
        session.execute(insert(Score), [score(second, "made.up"), score(first, "made.up")])
    assert is_right(engine)
    with transaction(engine) as session:
        session.execute(update(Score).where(Score.review_id == first).values(hundredths=None))
        session.add(
            Score(review_id=first, criterion="made.up.too", hundredths=None, is_not_applicable=True, updated_at=NOW)
        )
    assert is_right(engine)
    with reading(engine) as session:
        tally = session.get(ReviewTally, first)
        assert tally is not None
        assert tally.n_given == 1
    assert verify_ledger(engine).problems == ()


def score(review_id: int, criterion: str) -> dict[str, object]:
    """Return a row of points."""
    return {"review_id": review_id, "criterion": criterion, "hundredths": 8000, "reason": "", "updated_at": NOW}


def test_act_that_fails_leaves_the_counts(backend: Backend) -> None:
    engine = backend.copy("scoring")

    def act_and_fail() -> None:
        with transaction(engine) as session:
            for pair in session.scalars(select(Assignment).limit(5)):
                pair.is_withdrawn = True
            session.flush()
            raise KeyError

    with pytest.raises(KeyError):
        act_and_fail()
    assert is_right(engine)


def test_many_at_once_leave_right_counts(backend: Backend) -> None:
    engine = backend.copy("scoring")
    with reading(engine) as session:
        pairs = list(session.scalars(select(Assignment.id).join(Seat, Assignment.seat_id == Seat.id)))[:24]

    def hand_in(assignment: int) -> None:
        with transaction(engine) as session:
            review = session.scalars(select(Review).where(Review.assignment_id == assignment)).one_or_none()
            review = review or Review(assignment_id=assignment, opinion="", version=1)
            review.state, review.submitted_at, review.updated_at = "submitted", NOW, NOW
            session.add(review)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(hand_in, pairs))
    assert is_right(engine)


def test_counts_of_an_older_release_are_made_and_sealed_on_the_way_up(backend: Backend) -> None:
    engine = backend.copy("publicity")
    with reading(engine) as session:
        before = kept(session)
    go_back_before_the_tallies(engine)
    upgrade_sealed(engine, NOW)
    with reading(engine) as session:
        assert kept(session) == before
    assert is_right(engine)
    assert [one.where for one in verify_ledger(engine).problems if "_tally" in one.where] == []


def go_back_before_the_tallies(engine: Engine) -> None:
    """Go back to the release before them."""
    (revision,) = [path.name[:4] for path in (MIGRATIONS / "versions").glob("*_keep_tallies_of_rounds.py")]
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.execution_options(writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, f"-{n_newer(config, revision) + 1}")


def n_newer(config: Config, revision: str) -> int:
    """Count the revisions after one."""
    script = ScriptDirectory.from_config(config)
    return len(list(script.iterate_revisions("head", revision)))
