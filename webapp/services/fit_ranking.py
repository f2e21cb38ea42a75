"""A ranking fitted with all that its explanations need; the same scores and seed give the same figures."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from scoring.ranking import Ranking, rank
from scoring.ratings import Ratings

# The method whose areas are fitted one by one.
FITS_AREAS = "calibrated"


@dataclass(frozen=True)
class Fitting:
    """A run to be fitted; two are the same when their scores and parameters are, whatever the object."""

    digest: str
    method: str
    places: int
    seed: int
    ratings: Ratings = field(compare=False)


def rank_ratings(
    ratings: Ratings, method: str, places: int, seed: int, each: Callable[..., Iterable[Any]] = map
) -> Ranking:
    """Rank with as many places as there are declarations at most; `each` fits areas, where the method has them."""
    options = {"each": each} if method == FITS_AREAS else {}
    return rank(ratings, method=method, places=min(places, ratings.n_declarations), seed=seed, **options)


@lru_cache(maxsize=4)
def fitted(fitting: Fitting) -> Ranking:
    """Fit a run once for all its positions."""
    return rank_ratings(fitting.ratings, fitting.method, fitting.places, fitting.seed)
