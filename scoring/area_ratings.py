"""The ratings of each area by itself, from ratings by area."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from scoring.lattice import Lattice
from scoring.ratings import CriterionRows, Group, Ratings


def area_frame(ratings: Ratings) -> pd.DataFrame:
    """Lay the scores out as a frame of merits: declaration, expert, area, score and, where known, group.

    Scores of a scale where lower is better change sign, so that more is better.
    """
    rows = ratings.rows
    frame = pd.DataFrame(
        {
            "declaration": ratings.declarations[rows.i],
            "expert": ratings.experts[rows.j],
            "area": np.array(ratings.criteria)[rows.k],
            "score": ratings.sign * rows.scores.points,
        }
    )
    if ratings.expert_group is not None:
        frame["group"] = np.array(ratings.expert_group.names)[ratings.expert_group.of[rows.j]]
    return frame


def area_ratings(ratings: Ratings) -> dict[str, Ratings]:
    """Return the round of every area by itself: each review's total is its score in that area.

    Examples
    --------
    >>> frame = pd.DataFrame({"declaration": ["a", "a"], "expert": ["x", "x"], "area": ["g", "h"], "score": [80, 70]})
    >>> {area: part.totals.points.tolist() for area, part in area_ratings(Ratings.from_frame(frame)).items()}
    {'g': [80.0], 'h': [70.0]}
    """
    return {area: _one_area(ratings, k) for k, area in enumerate(ratings.criteria)}


def _one_area(ratings: Ratings, k: int) -> Ratings:
    rows = ratings.rows
    mine = rows.k == k
    alive_i, i = np.unique(rows.i[mine], return_inverse=True)
    alive_j, j = np.unique(rows.j[mine], return_inverse=True)
    scores = Lattice(rows.scores.steps[mine], rows.scores.unit)
    at = CriterionRows(i.astype(np.int64), j.astype(np.int64), np.zeros(len(i), dtype=np.int64), scores)
    group = ratings.expert_group
    return replace(
        ratings,
        declarations=ratings.declarations[alive_i],
        experts=ratings.experts[alive_j],
        criteria=(),
        i=at.i,
        j=at.j,
        totals=scores,
        rows=at,
        weights=(ratings.weights[k],),
        declaration_group=None,
        expert_group=None if group is None else Group(group.of[alive_j], group.names),
        unscored=(),
    )
