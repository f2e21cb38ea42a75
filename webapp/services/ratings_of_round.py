"""The frozen scores of a round as the engine's one input."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from scoring.composite import ScoreColumns
from scoring.ratings import Ratings
from webapp.errors import Refusal
from webapp.models import Round
from webapp.queries.panels import StoredScore
from webapp.services.describe_pack import areas_of
from webapp.services.packed_scores import ScoresDigest
from webapp.services.round_settings import RoundSettings
from webapp.services.score_table import score_table

if TYPE_CHECKING:
    import pandas as pd

PORTION = 20_000


def ratings_digest(scores: Sequence[StoredScore]) -> str:
    """Hash the scores in their fixed order, without writing them out as a whole."""
    digest, rows = ScoresDigest(), iter(scores)
    while portion := [
        (one.declaration, one.expert, one.criterion, one.hundredths, one.is_not_applicable)
        for one in islice(rows, PORTION)
    ]:
        digest.add(portion)
    return digest.hexdigest()


def criterion_weights(pack_id: str, settings: RoundSettings) -> tuple[dict[str, Decimal], dict[str, str]]:
    """Return points of the total per point of each criterion, and the area of each."""
    weights, areas = {}, {}
    for area in areas_of(pack_id, settings):
        share = Decimal(settings.weights.get(area.key, str(area.weight)))
        for criterion in area.criteria:
            weights[criterion.key] = share * criterion.weight / 10_000
            areas[criterion.key] = area.key
    return weights, areas


def ratings_of_round(found: Round, scores: Sequence[StoredScore]) -> Ratings:
    """Build the ratings; what does not apply is absent and its weight goes to the rest of its area."""
    import pandas as pd

    given = [one for one in scores if one.hundredths is not None]
    frame = pd.DataFrame(
        {
            "declaration": [one.declaration for one in given],
            "expert": [one.expert for one in given],
            "criterion": [one.criterion for one in given],
            "score": [(one.hundredths or 0) / 100 for one in given],
        }
    )
    return checked_ratings(frame, found.pack_id, RoundSettings.from_json(found.settings))


def submitted_ratings(session: Session, found: Round, among: Collection[int] | None = None) -> Ratings:
    """Read the submitted scores of a round, or of some of its declarations, and let the engine check them."""
    columns = score_table(session, found.id, among).columns
    if not len(columns.hundredths):
        raise Refusal("no-scores", "本轮次没有已提交的评分。")
    return ratings_of_columns(columns, found.pack_id, RoundSettings.from_json(found.settings))


def ratings_of_columns(columns: ScoreColumns, pack_id: str, settings: RoundSettings) -> Ratings:
    """Build the same from columns."""
    import pandas as pd

    given = columns.hundredths >= 0
    names = {"declaration": columns.declarations, "expert": columns.experts, "criterion": columns.criteria}
    numbers = zip(names.items(), (columns.i, columns.j, columns.k), strict=True)
    labels = {name: pd.Categorical.from_codes(at[given], pd.Index(known)) for (name, known), at in numbers}
    frame = pd.DataFrame(labels | {"score": columns.hundredths[given] / 100})
    return checked_ratings(frame, pack_id, settings)


def checked_ratings(frame: pd.DataFrame, pack_id: str, settings: RoundSettings) -> Ratings:
    """Let the engine check the scores of a round by its rules."""
    weights, areas = criterion_weights(pack_id, settings)
    return Ratings.from_frame(
        frame,
        scale=(settings.scale_low, settings.scale_high),
        step=Decimal("0.01"),
        criteria_weights=weights,
        area_of=areas,
        missing="renormalise_within_area",
    )
