"""Scores read by columns: the digest of the rows, and the same ratings to the last step."""

import numpy as np
from sqlalchemy import Engine

from scoring.composite import area_means, area_means_of
from tests.conftest import NOW, TODAY
from webapp.database import transaction
from webapp.queries import panels
from webapp.services.bundle_parts import BUILDERS, RANKINGS, digest_of
from webapp.services.derived_numbers import part_digest
from webapp.services.example.play_round import open_staff_accounts, play_round
from webapp.services.ratings_of_round import ratings_digest, ratings_of_columns, ratings_of_round
from webapp.services.review_totals import review_totals
from webapp.services.round_rules import rules_of
from webapp.services.score_table import score_table

CODE = "NM-DEMO"


def test_columns_are_the_rows_and_parts_hash_the_same(empty: Engine) -> None:
    with transaction(empty) as session:
        open_staff_accounts(session, NOW)
        found, _none = play_round(
            session, code=CODE, title="演示轮次", today=TODAY, now=NOW, until="decided", n_clusters=6
        )
        scores, table, rules = (
            panels.submitted_scores(session, found.id),
            score_table(session, found.id),
            rules_of(found),
        )
        assert len(scores) == len(table.columns.i) > 0
        assert table.digest == ratings_digest(scores)
        one, two = ratings_of_round(found, scores), ratings_of_columns(table.columns, found.pack_id, rules.settings)
        assert one.declarations.tolist() == two.declarations.tolist()
        assert one.experts.tolist() == two.experts.tolist()
        assert one.totals.unit == two.totals.unit
        for axis in ("i", "j"):
            assert np.array_equal(getattr(one, axis), getattr(two, axis))
        assert np.array_equal(one.totals.steps, two.totals.steps)
        assert np.array_equal(one.rows.scores.steps, two.rows.scores.steps)
        totals = review_totals(found, scores)
        by_review = area_means([(declaration, composite) for (declaration, _expert), composite in totals.items()])
        assert area_means_of(table.columns, rules.weights) == by_review
        assert digest_of(session, found, RANKINGS) == part_digest(BUILDERS[RANKINGS](session, found))
