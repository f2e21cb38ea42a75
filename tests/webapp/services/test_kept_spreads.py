"""How far panels are apart is kept, and follows every score that changes after the lock."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from scoring.agreement import panel_spread
from tests.conftest import NOW, Backend
from tests.stories.actors import acting
from tests.webapp.services.test_after_the_lock import (
    answer,
    ask,
    divergence,
    order_first,
    the_round,
    write_extra,
)
from webapp.database import transaction
from webapp.models import PanelSpread
from webapp.permissions import Role
from webapp.queries import reconsiderations
from webapp.services.derived_numbers import micro
from webapp.services.kept_figures import PLACES, SPREADS, known, n_changes
from webapp.services.list_divergence import divergence_after
from webapp.services.look_after_lock import keep_look, look
from webapp.services.panel_spreads import printed, worked_out_spreads
from webapp.services.propose_extra_reviews import propose_extra_reviews
from webapp.services.ratings_of_round import submitted_ratings


@pytest.fixture
def locked(backend: Backend) -> Iterator[Engine]:
    """The invented round just after the lock."""
    engine = backend.copy("locked")
    yield engine
    engine.dispose()


COLUMNS = ("declaration_id", "span", "sd", "place", "beyond", "mean", "area", "reviews")


def kept_and_fresh(session: Session) -> tuple[list[list[Any]], list[list[Any]]]:
    """Return what is kept of every panel, and what the scores give now."""
    found = the_round(session)
    session.expire_all()
    kept = session.scalars(select(PanelSpread).order_by(PanelSpread.declaration_id))
    rows = worked_out_spreads(session, found, submitted_ratings(session, found))
    fresh = sorted(rows, key=lambda row: row["declaration_id"])
    return [[getattr(one, name) for name in COLUMNS] for one in kept], [
        [row[name] for name in COLUMNS] for row in fresh
    ]


def counted_levels(session: Session) -> dict[str, int]:
    """Count the kept panels by the share they exceed."""
    rows = session.scalars(select(PanelSpread.beyond))
    return {str(level): n for level, n in sorted(Counter(rows).items())}


def test_kept_spreads_follow_a_revised_and_an_extra_review(locked: Engine) -> None:
    with transaction(locked) as session:
        found = the_round(session)
        first = divergence(session)[0]
        order_first(session)
        before, fresh = kept_and_fresh(session)
        assert before == fresh
        ask(session, first.reviews[-1].assignment_id)
        answer(session, 88)
        revised, fresh = kept_and_fresh(session)
        assert revised == fresh
        assert sum(one != two for one, two in zip(before, revised, strict=True)) == 1
        assert known(session, found.id, PLACES) is None
        organiser = acting(session, Role.ORGANISER)
        assert propose_extra_reviews(session, actor=organiser, found=found, now=NOW).is_ready
        assert known(session, found.id, PLACES) is not None
        write_extra(session)
        added, fresh = kept_and_fresh(session)
        assert added == fresh
        assert sum(len(one[-1]) for one in added) == 81
        assert known(session, found.id, PLACES) is None
        assert known(session, found.id, SPREADS) == {"n": 16, "beyond": counted_levels(session)}
        assert n_changes(session, found.id) == 2


def test_look_prepared_before_a_revision_is_worked_out_again(locked: Engine) -> None:
    with transaction(locked) as session:
        found = the_round(session)
        (pair,) = list(reconsiderations.submitted_pairs(session, found.id).values())[:1]
        ask(session, pair.assignment.id)
        prepared = look(session, found)
        answer(session, 88)
        keep_look(session, actor=acting(session, Role.ORGANISER), found=found, prepared=prepared, now=NOW)
        kept, fresh = kept_and_fresh(session)
        assert kept == fresh


def test_pages_of_the_divergence_list_follow_one_another(locked: Engine) -> None:
    with transaction(locked) as session:
        organiser, found = acting(session, Role.ORGANISER), the_round(session)
        whole = [row.number for row in divergence(session)]
        listed: list[str] = []
        while part := divergence_after(
            session, actor=organiser, found=found, share=10, after=listed[-1] if listed else "", limit=5, now=NOW
        ):
            listed += [row.number for row in part]
        assert listed == whole
        spans = [micro(one.range) for one in panel_spread(submitted_ratings(session, found)).itertuples()]
        assert [row.span for row in divergence(session)] == [printed(span) for span in spans]
