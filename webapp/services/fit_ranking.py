"""A ranking fitted with all that its explanations need; the same scores and seed give the same figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from scoring.area_explanation import AreaPosterior, area_posteriors
from scoring.calibrated import posterior_of_totals
from scoring.calibration_posterior import Posterior
from scoring.ranking import Ranking, rank
from scoring.ratings import Ratings


@dataclass(frozen=True)
class Fitting:
    """A run to be fitted; two are the same when their scores and parameters are, whatever the object."""

    digest: str
    method: str
    places: int
    seed: int
    ratings: Ratings = field(compare=False)


@dataclass(frozen=True)
class Fitted:
    """The run as it was fitted: the ranking, with what its explanations need."""

    ranking: Ranking
    areas: Mapping[str, AreaPosterior]
    totals: Posterior | None


def rank_ratings(ratings: Ratings, method: str, places: int, seed: int) -> Ranking:
    """Rank with as many places as there are declarations at most."""
    return rank(ratings, method=method, places=min(places, ratings.n_declarations), seed=seed)


@lru_cache(maxsize=4)
def fitted(fitting: Fitting) -> Fitted:
    """Fit a run once for all its positions."""
    ranking = rank_ratings(fitting.ratings, fitting.method, fitting.places, fitting.seed)
    is_by_area = len(ranking.areas) > 0
    areas = area_posteriors(fitting.ratings, ranking.places, ranking.seed) if is_by_area else {}
    needs_totals = ranking.method == "calibrated" and not is_by_area
    totals = posterior_of_totals(fitting.ratings, ranking.places, ranking.seed) if needs_totals else None
    return Fitted(ranking, areas, totals)
