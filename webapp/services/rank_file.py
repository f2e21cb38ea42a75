"""Rank the scores of a file: the use case behind ``zeyou rank``; nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from numbers import Integral
from typing import TYPE_CHECKING

from webapp.errors import Problem, ProblemsFound, Unusable

if TYPE_CHECKING:
    import pandas as pd

    from scoring.notes import RatingProblem
    from scoring.ranking import Ranking
    from scoring.ratings import Ratings

DECIMALS = 6  # figures are printed to a millionth, the same in every format
Place = Callable[[object, str | None], str]


@dataclass(frozen=True)
class RankedLine:
    """One declaration's place; points of the scale, expected rank from 1, probability in [0, 1]."""

    declaration: str
    rank: int
    estimate: float
    sd: float
    lo: float
    hi: float
    expected_rank: float
    p_top_k: float


@dataclass(frozen=True)
class FileRanking:
    """A ranking with everything needed to repeat it; best first."""

    lines: tuple[RankedLine, ...]
    method: str
    method_title: str
    places: int
    seed: int
    scale: tuple[str, str]
    n_experts: int
    n_scores: int
    parameters: Mapping[str, object]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class RankingRequest:
    """What to do with the scores; ``None`` lets the scores decide."""

    method: str = "calibrated"
    places: int | None = None
    seed: int = 0
    scale: tuple[Decimal, Decimal] | None = None
    lower_is_better: bool = False
    expert_group: str | None = None
    weights: Mapping[str, Decimal] | None = None


class UnusableRatings(ProblemsFound):
    """The scores cannot be ranked; every problem is listed."""

    exit_status = 2


def rank_file(frame: pd.DataFrame, request: RankingRequest, place: Place) -> FileRanking:
    """Check the scores, rank them and write the figures as they are printed; ``place`` says where a cell is."""
    from scoring.registry import METHODS

    ratings, ranking = ranked_ratings(frame, request, place)
    return _printed(ranking, ratings, METHODS[request.method].title, request)


def ranked_ratings(frame: pd.DataFrame, request: RankingRequest, place: Place) -> tuple[Ratings, Ranking]:
    """Check the scores and rank them; a wrong choice or wrong scores are refused in words."""
    from scoring.ranking import default_places, rank
    from scoring.registry import METHODS

    if request.method not in METHODS:
        known = "、".join(METHODS)
        raise Unusable(
            "rank.unknown_method", "没有名为“{name}”的方法。可用：{known}。", name=request.method, known=known
        )
    ratings = _ratings(frame, request, place)
    places = default_places(ratings.n_declarations) if request.places is None else request.places
    if places > ratings.n_declarations:
        template = "只有 {count} 项申报，选不出 {places} 项，请减少 --select 的数目。"
        raise Unusable("rank.too_many_places", template, count=ratings.n_declarations, places=places)
    return ratings, rank(ratings, method=request.method, places=places, seed=request.seed)


def _ratings(frame: pd.DataFrame, request: RankingRequest, place: Place) -> Ratings:
    from scoring.notes import RatingProblemsError
    from scoring.ratings import Ratings

    if request.expert_group is not None and request.expert_group not in frame.columns:
        raise Unusable("rank.unknown_column", "表中没有“{name}”列，无法按它给专家分组。", name=request.expert_group)
    try:
        return Ratings.from_frame(
            frame,
            scale=request.scale or _seen_scale(frame),
            criteria_weights=request.weights,
            direction="lower_is_better" if request.lower_is_better else "higher_is_better",
            missing="require" if request.weights is not None else "exclude",
            expert_group=request.expert_group,
        )
    except RatingProblemsError as error:
        problems = tuple(
            Problem(place(found.row, found.column), found.code, found.message_template, found.message_values)
            for found in sorted(error.problems, key=_row_number)
        )
        raise UnusableRatings("rank.scores", problems) from error


def _row_number(problem: RatingProblem) -> int:
    return int(problem.row) if isinstance(problem.row, Integral) else 0


def _seen_scale(frame: pd.DataFrame) -> tuple[Fraction, Fraction]:
    """Return the lowest and highest score of the table; an empty or constant one gets a width of one point."""
    import pandas as pd

    scores = pd.to_numeric(frame["score"], errors="coerce")
    scores = scores[scores.abs() < float("inf")]
    if scores.empty or scores.isna().all():
        return Fraction(0), Fraction(100)
    lowest, highest = Fraction(repr(float(scores.min()))), Fraction(repr(float(scores.max())))
    return lowest, highest if highest > lowest else lowest + 1


def _printed(ranking: Ranking, ratings: Ratings, title: str, request: RankingRequest) -> FileRanking:
    lowest, highest = (f"{float(bound):g}" for bound in ratings.bounds)
    return FileRanking(
        lines=tuple(_line(row) for row in ranking.frame.to_dict("records")),
        method=ranking.method,
        method_title=title,
        places=ranking.places,
        seed=ranking.seed,
        scale=(lowest, highest),
        n_experts=ratings.n_experts,
        n_scores=ratings.n_reviews,
        parameters=ranking.parameters,
        notes=(*_choices(ranking, request, lowest, highest), *(note.message for note in ranking.notes)),
    )


def _line(row: Mapping[Hashable, object]) -> RankedLine:
    figures = {name: round(float(str(row[name])), DECIMALS) + 0.0 for name in RankedLine.__annotations__
               if name not in ("declaration", "rank")}  # fmt: skip
    return RankedLine(declaration=str(row["declaration"]), rank=int(str(row["rank"])), **figures)


def _choices(ranking: Ranking, request: RankingRequest, lowest: str, highest: str) -> list[str]:
    """Say what was chosen because nobody said otherwise."""
    said = []
    if request.places is None:
        said.append(f"未指定名额，按申报数的三成（进一）取 {ranking.places} 项。")
    if request.scale is None:
        said.append(f"未指定量表，按评分的最低分和最高分取 {lowest}–{highest}。")
    return said
