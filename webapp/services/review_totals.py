"""The total and the areas of every submitted review, exactly as the desk showed them."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from scoring.composite import Composite, compose
from webapp.models import Round
from webapp.queries.panels import StoredScore
from webapp.services.describe_desk import area_weights


def review_totals(found: Round, scores: Sequence[StoredScore]) -> dict[tuple[str, str], Composite]:
    """Map declaration number and pseudonym to the review's composite; scores come grouped by review."""
    weights = area_weights(found)
    totals = {}
    for key, group in groupby(scores, key=lambda one: (one.declaration, one.expert)):
        rows = list(group)
        points = {one.criterion: Fraction(one.hundredths, 100) for one in rows if one.hundredths is not None}
        totals[key] = compose(points, frozenset(one.criterion for one in rows if one.is_not_applicable), weights)
    return totals
