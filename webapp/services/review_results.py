"""Every submitted review criterion by criterion, with the figures a score sheet prints."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from rubrics.model import Criterion
from scoring.composite import Composite
from webapp.queries.panels import StoredReview, StoredScore
from webapp.queries.rankings import Position
from webapp.services.describe_pack import areas_of
from webapp.services.round_settings import RoundSettings

CENT = Decimal("0.01")


@dataclass(frozen=True)
class ReviewLine:
    """One criterion of one review."""

    area: str
    area_weight: Decimal
    criterion: str
    weight: Decimal
    maximum: Decimal
    score: Decimal | None
    weighted: Decimal | None
    area_points: Decimal | None
    reason: str


@dataclass(frozen=True)
class ReviewResult:
    """One submitted review."""

    expert: str
    number: str
    cluster_name: str
    city: str
    applicant: str
    lines: tuple[ReviewLine, ...]
    total: Decimal | None
    opinion: str
    submitted_at: datetime | None


def review_results(
    pack_id: str,
    settings: RoundSettings,
    positions: list[Position],
    scores: list[StoredScore],
    totals: Mapping[tuple[str, str], Composite],
    reviews: list[StoredReview],
) -> tuple[ReviewResult, ...]:
    """Write out every submitted review, criterion by criterion."""
    declared = {one.declaration.number: one.declaration for one in positions}
    given = {(one.declaration, one.expert, one.criterion): one for one in scores}
    results = []
    for review in reviews:
        key = (review.declaration, review.expert)
        declaration = declared[review.declaration]
        results.append(
            ReviewResult(
                expert=review.expert,
                number=declaration.number,
                cluster_name=declaration.cluster_name,
                city=declaration.city,
                applicant=str(declaration.answers.get("cover.operator") or ""),
                lines=tuple(review_lines(pack_id, settings, given, key, totals[key])),
                total=None if (total := totals[key].total) is None else two_decimals(total),
                opinion=review.opinion,
                submitted_at=review.submitted_at,
            )
        )
    return tuple(results)


def review_lines(
    pack_id: str,
    settings: RoundSettings,
    given: Mapping[tuple[str, str, str], StoredScore],
    key: tuple[str, str],
    composite: Composite,
) -> list[ReviewLine]:
    """Return one line per criterion with its weight in percent of the whole."""
    lines = []
    for area in areas_of(pack_id, settings):
        share = Decimal(settings.weights.get(area.key, str(area.weight)))
        mean = composite.areas.get(area.key)
        for criterion in area.criteria:
            score = given.get((*key, criterion.key))
            lines.append(
                ReviewLine(
                    area=area.title,
                    area_weight=share,
                    criterion=criterion.title,
                    weight=share * criterion.weight / 100,
                    maximum=criterion.maximum,
                    score=points_of(score),
                    weighted=weighted(score, share, criterion),
                    area_points=None if mean is None else two_decimals(mean * Fraction(share) / 100),
                    reason=score.reason if score else "",
                )
            )
    return lines


def points_of(score: StoredScore | None) -> Decimal | None:
    """Return the points given, or None."""
    return None if score is None or score.hundredths is None else Decimal(score.hundredths) / 100


def weighted(score: StoredScore | None, share: Decimal, criterion: Criterion) -> Decimal | None:
    """Return the points a criterion adds to the total while everything applies."""
    value = points_of(score)
    return None if value is None else (value * share * criterion.weight / 10_000).quantize(CENT, ROUND_HALF_UP)


def two_decimals(value: Fraction) -> Decimal:
    """Round an exact figure half up to two decimals."""
    return (Decimal(value.numerator * 1000 // value.denominator) / 1000).quantize(CENT, ROUND_HALF_UP)
