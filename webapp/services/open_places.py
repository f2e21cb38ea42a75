"""Where one more review can still change the list, by the scores: worked out once and kept."""

from typing import Any

import scoring
from scoring.ratings import Ratings
from webapp.models import Round
from webapp.services.derived_numbers import micro, ranking_seed
from webapp.services.round_settings import RoundSettings

MOST = 10


def open_places(found: Round, ratings: Ratings) -> dict[str, Any]:
    """Return numbers and gains, millionths of a point per place, the largest first, and after how many to stop."""
    places = RoundSettings.from_json(found.settings).places
    if places >= ratings.n_declarations:
        return {"places": [], "notes": []}
    import pandas as pd

    frame = pd.DataFrame(
        {
            "declaration": ratings.declarations[ratings.i],
            "expert": ratings.experts[ratings.j],
            "score": ratings.totals.points,
        }
    )
    placed = scoring.next_reviews(frame, K=places, n=MOST, seed=ranking_seed(found.fingerprint or "0"))
    gains: dict[str, int] = {}
    for row in placed.to_dict("records"):
        gains.setdefault(row["declaration"], micro(row["gain"]))
    notes = [{"template": one.message_template, "values": dict(one.message_values)} for one in placed.attrs["notes"]]
    return {"places": [list(one) for one in gains.items()], "notes": notes}
