"""The frozen scores of a round as the engine's one input."""

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from itertools import islice

import pandas as pd

from scoring.ratings import Ratings
from webapp.models import Round
from webapp.queries.panels import StoredScore
from webapp.services.describe_pack import areas_of
from webapp.services.record_act import canonical
from webapp.services.round_settings import RoundSettings

PORTION = 20_000


def ratings_digest(scores: Sequence[StoredScore]) -> str:
    """Hash the scores in their fixed order, as one list of lists in JSON, without writing it out as a whole."""
    total, rows = hashlib.sha256(b"["), iter(scores)
    join = b""
    while portion := [
        [one.declaration, one.expert, one.criterion, one.hundredths, one.is_not_applicable]
        for one in islice(rows, PORTION)
    ]:
        total.update(join + canonical(portion)[1:-1].encode())
        join = b","
    total.update(b"]")
    return total.hexdigest()


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
    settings = RoundSettings.from_json(found.settings)
    weights, areas = criterion_weights(found.pack_id, settings)
    given = [one for one in scores if one.hundredths is not None]
    points = {one.hundredths: Decimal(one.hundredths or 0) / 100 for one in given}
    frame = pd.DataFrame(
        {
            "declaration": [one.declaration for one in given],
            "expert": [one.expert for one in given],
            "criterion": [one.criterion for one in given],
            "score": [points[one.hundredths] for one in given],
        }
    )
    return Ratings.from_frame(
        frame,
        scale=(settings.scale_low, settings.scale_high),
        step=Decimal("0.01"),
        criteria_weights=weights,
        area_of=areas,
        missing="renormalise_within_area",
    )
