"""Who would cross the line: under each other method, without each expert, with each weight a fifth more or less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from scoring import averages, normalise
from scoring.additive import fit_additive
from scoring.calibration_posterior import Posterior
from scoring.lattice import FloatArray, Steps
from scoring.mixed import fit_mixed, mixed_merit
from scoring.notes import Note
from scoring.ordinal import GRID as ORDINAL_GRID
from scoring.ordinal import fit_ordinal, grades_of
from scoring.ranking import Ranking, competition_rank
from scoring.rating_subset import kept_reviews
from scoring.ratings import Ratings

if TYPE_CHECKING:
    import pandas as pd

SWING = Fraction(1, 5)
MOST_WORK = 20_000_000  # experts × reviews: beyond it, the line is held still when an expert is left out
SLOW = ("ordinal", "mixed")
Keys = Callable[[Ratings], Steps]


@dataclass(frozen=True)
class Crossing:
    """One scenario and who changes sides.

    Parameters
    ----------
    kind
        ``method``, ``without_expert``, ``weight_up`` or ``weight_down``.
    name
        Method, expert or criterion.
    entered, left
        Declarations that come onto the list and that fall off it, by the original ranking.
    """

    kind: str
    name: str
    entered: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class Sensitivity:
    """All scenarios.

    Attributes
    ----------
    crossings
        One per scenario, also where nobody crosses.
    stability
        Columns declaration, rank, on_list, n_crossings, share_on_list (of all scenarios), in the order of the ranking.
    notes
        Which approximation stood in where.
    """

    crossings: tuple[Crossing, ...]
    stability: pd.DataFrame
    notes: tuple[Note, ...]


def _common(points: Callable[[Ratings], tuple[FloatArray, normalise.Mask]]) -> Keys:
    def keys(ratings: Ratings) -> Steps:
        sums = np.bincount(ratings.i, weights=points(ratings)[0])
        return normalise.snapped(sums / ratings.reviews_per_declaration, ratings.span)[0]

    return keys


def _weighted(ratings: Ratings) -> Steps:
    return averages.weighted_means(ratings, np.ones(ratings.n_experts, dtype=np.int64)).steps


def _mixed(ratings: Ratings) -> Steps:
    return mixed_merit(ratings, fit_mixed(ratings))[0]


KEYS: Mapping[str, Keys] = MappingProxyType(
    {
        "mean": lambda ratings: averages.panel_means(ratings).steps,
        "trimmed_mean": lambda ratings: averages.trimmed_means(ratings).steps,
        "median": lambda ratings: averages.medians(ratings).steps,
        "weighted": _weighted,
        "z_score": _common(normalise.z_points),
        "min_max": _common(normalise.min_max_points),
        "rank": _common(normalise.borda_points),
        "additive": lambda ratings: normalise.snapped(fit_additive(ratings).quality, ratings.span)[0],
        "mixed": _mixed,
        "ordinal": lambda ratings: normalise.snapped(
            fit_ordinal(ratings, grades_of(ratings)).quality, 1.0, ORDINAL_GRID
        )[0],
    }
)


def sensitivity(
    ratings: Ratings, ranking: Ranking, posterior: Posterior | None = None, *, most_work: int = MOST_WORK
) -> Sensitivity:
    """Redo the list under every scenario; estimates only, no draws.

    Parameters
    ----------
    ratings, ranking
        The round and its ranking; on the list means a rank within the places.
    posterior
        Of the calibrated model. It adds that method to the scenarios of another; in a calibrated ranking, without an
        expert his share of each estimate then goes to the other reviews and to the level in proportion, their
        corrections unchanged: the model's own answer at its fitted parameters. Against full refits of three
        simulated rounds of 40 × 12, 0.22 names differ per expert where 1.06 cross.
    most_work
        Experts × reviews beyond which the line is held still when an expert is left out.

    Notes
    -----
    A change of weight moves each estimate by as much as it moves the composite of the criterion means (exact for the
    averages). O((experts + methods) × n).

    Examples
    --------
    >>> from scoring.ranking import rank
    >>> frame = pd.DataFrame({"declaration": list("aabb"), "expert": list("xyxy"), "score": [90, 60, 70, 75]})
    >>> ratings = Ratings.from_frame(frame)  # a leads by 75 to 72.5 because of x
    >>> found = sensitivity(ratings, rank(ratings, method="mean", places=1))
    >>> [(crossing.name, crossing.entered) for crossing in found.crossings if crossing.kind == "without_expert"]
    [('x', ('b',)), ('y', ())]
    """
    scene = _Scene.of(ratings, ranking, posterior, most_work)
    crossings = (*scene.methods(), *scene.without_experts(), *scene.weights())
    return Sensitivity(crossings, _stability(ranking, scene.on_list, crossings), scene.notes())


def _stability(ranking: Ranking, on_list: frozenset[str], crossings: tuple[Crossing, ...]) -> pd.DataFrame:
    import pandas as pd

    crossed = Counter(name for crossing in crossings for name in (*crossing.entered, *crossing.left))
    names = [str(label) for label in ranking.frame["declaration"]]
    n, moved = max(len(crossings), 1), np.array([crossed[name] for name in names])
    is_on = np.array([name in on_list for name in names])
    share = np.where(is_on, 1 - moved / n, moved / n)
    columns = {"declaration": names, "rank": ranking.frame["rank"], "on_list": is_on}
    return pd.DataFrame({**columns, "n_crossings": moved, "share_on_list": share})


@dataclass(frozen=True)
class _Scene:
    """A round, its ranking and the names on the list."""

    ratings: Ratings
    ranking: Ranking
    posterior: Posterior | None
    merit: FloatArray
    order: tuple[str, ...]
    on_list: frozenset[str]
    is_large: bool

    @classmethod
    def of(cls, ratings: Ratings, ranking: Ranking, posterior: Posterior | None, most_work: int) -> _Scene:
        frame = ranking.frame
        order = tuple(str(label) for label in frame["declaration"])
        at = {name: float(estimate) for name, estimate in zip(order, frame["estimate"], strict=True)}
        merit = ratings.sign * np.array([at[str(label)] for label in ratings.declarations])
        listed = frozenset(name for name, rank in zip(order, frame["rank"], strict=True) if rank <= ranking.places)
        is_large = ratings.n_experts * ratings.n_reviews > most_work
        return cls(ratings, ranking, posterior, merit, order, listed, is_large)

    @property
    def is_calibrated(self) -> bool:
        return self.ranking.method == "calibrated"

    def crossing(self, kind: str, name: str, ratings: Ratings, key: Steps) -> Crossing:
        """Compare a scenario's list with the original."""
        is_on = competition_rank(key) <= self.ranking.places
        now = {str(label) for label in ratings.declarations[is_on]}
        entered = tuple(label for label in self.order if label in now and label not in self.on_list)
        return Crossing(kind, name, entered, tuple(label for label in self.order if label in self.on_list - now))

    def methods(self) -> Iterator[Crossing]:
        for name, keys in KEYS.items():
            if name != self.ranking.method and not (name in SLOW and self.is_large):
                yield self.crossing("method", name, self.ratings, keys(self.ratings))
        if self.posterior is not None and not self.is_calibrated:
            yield self.crossing("method", "calibrated", self.ratings, self.posterior.estimate)

    def without_experts(self) -> Iterator[Crossing]:
        if self.is_large:
            yield from self._without_experts_line_still()
            return
        for j, label in enumerate(self.ratings.experts):
            is_kept = self.ratings.j != j
            if not is_kept.any():
                continue
            if self.posterior is not None and self.is_calibrated:
                key = normalise.snapped(self._without(j, self.posterior), self.ratings.span)[0]
                yield self.crossing("without_expert", str(label), self.ratings, key)
            else:
                kept = kept_reviews(self.ratings, is_kept)
                keys = KEYS.get(self.ranking.method, KEYS["mean"])
                yield self.crossing("without_expert", str(label), kept, keys(kept))

    def _without(self, j: int, posterior: Posterior) -> FloatArray:
        mine = self.ratings.j == j
        i, share = self.ratings.i[mine], posterior.reviews.share[mine]
        merit, before = self.merit.copy(), posterior.estimate[i]
        merit[i] += (before - share * posterior.reviews.corrected[mine]) / np.maximum(1 - share, 1e-9) - before
        return merit

    def _without_experts_line_still(self) -> Iterator[Crossing]:
        """Move only the declarations an expert judged, by what their plain means move, past a line that stands."""
        ratings, y = self.ratings, self.ratings.merits.points
        n = ratings.reviews_per_declaration[ratings.i]
        means = averages.panel_means(ratings).points[ratings.i]
        moved = self.merit[ratings.i] + np.where(n > 1, (means * n - y) / np.maximum(n - 1, 1) - means, 0.0)
        line = np.sort(self.merit)[-self.ranking.places]
        is_on = np.array([str(label) in self.on_list for label in ratings.declarations])[ratings.i]
        changes = is_on != (moved >= line)
        crossed: dict[int, list[int]] = {}
        for row in np.flatnonzero(changes).tolist():
            crossed.setdefault(int(ratings.j[row]), []).append(row)
        for j, label in enumerate(ratings.experts):
            rows = crossed.get(j, [])
            entered = tuple(str(ratings.declarations[ratings.i[row]]) for row in rows if not is_on[row])
            left = tuple(str(ratings.declarations[ratings.i[row]]) for row in rows if is_on[row])
            yield Crossing("without_expert", str(label), entered, left)

    def weights(self) -> Iterator[Crossing]:
        ratings = self.ratings
        before = _composite(ratings, ratings.weights)
        for k, criterion in enumerate(ratings.criteria if len(ratings.criteria) > 1 else ()):
            for kind, factor in (("weight_up", 1 + SWING), ("weight_down", 1 - SWING)):
                swung = [weight * factor if at == k else weight for at, weight in enumerate(ratings.weights)]
                scale = sum(ratings.weights, Fraction(0)) / sum(swung, Fraction(0))
                after = _composite(ratings, tuple(weight * scale for weight in swung))
                key = normalise.snapped(self.merit + after - before, ratings.span)[0]
                yield self.crossing(kind, criterion, ratings, key)

    def notes(self) -> tuple[Note, ...]:
        said = []
        if self.is_large:
            template = (
                "评分数量大：去掉某位专家时，只按平均分的变动移动其所评申报，名额线保持不动；未按混合模型和等级法重排。"
            )
            said.append(Note("line_held_still", template))
        elif self.posterior is not None and self.is_calibrated:
            template = "去掉某位专家时，其分量由同一申报的其余评分按比例分担，其他专家的校正保持不变。"
            said.append(Note("corrections_held", template))
        elif self.ranking.method not in KEYS:
            said.append(Note("mean_stands_in", "去掉某位专家时，按算术平均重排。"))
        if len(self.ratings.criteria) > 1:
            template = "某项权重增减两成（其余按比例调整）时，估计分按分项加权平均的变动移动。"
            said.append(Note("weights_by_composite", template))
        return tuple(said)


def _composite(ratings: Ratings, weights: tuple[Fraction, ...]) -> FloatArray:
    """Return the merit of the composite of criterion means under other weights, points."""
    if not ratings.criteria:
        return ratings.merits.points[:0]
    return averages.composite(ratings, np.ones(ratings.n_experts, dtype=np.int64), weights).points
