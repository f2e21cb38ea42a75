"""The same round without some of its reviews."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scoring.lattice import IntArray, Lattice
from scoring.rating_layout import CriterionRows, Group
from scoring.ratings import Ratings


def kept_reviews(ratings: Ratings, is_kept: NDArray[np.bool_]) -> Ratings:
    """Return the ratings with only the reviews marked; declarations and experts left without one disappear.

    Parameters
    ----------
    ratings
        The round.
    is_kept
        Shape (n_reviews,), at least one true.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"declaration": list("aab"), "expert": list("xyy"), "score": [1, 2, 3]})
    >>> kept_reviews(Ratings.from_frame(frame), np.array([True, False, False])).declarations.tolist()
    ['a']
    """
    alive_i, i = np.unique(ratings.i[is_kept], return_inverse=True)
    alive_j, j = np.unique(ratings.j[is_kept], return_inverse=True)
    return replace(
        ratings,
        declarations=ratings.declarations[alive_i],
        experts=ratings.experts[alive_j],
        i=i.astype(np.int64),
        j=j.astype(np.int64),
        totals=Lattice(ratings.totals.steps[is_kept], ratings.totals.unit),
        rows=_rows(ratings, is_kept, alive_i, alive_j),
        declaration_group=_group(ratings.declaration_group, alive_i),
        expert_group=_group(ratings.expert_group, alive_j),
        unscored=(*ratings.unscored, *(str(label) for label in ratings.declarations.delete(alive_i))),
    )


def _rows(ratings: Ratings, is_kept: NDArray[np.bool_], alive_i: IntArray, alive_j: IntArray) -> CriterionRows:
    rows, width = ratings.rows, ratings.n_experts
    keep = np.isin(rows.i * width + rows.j, (ratings.i * width + ratings.j)[is_kept])
    return CriterionRows(
        np.searchsorted(alive_i, rows.i[keep]).astype(np.int64),
        np.searchsorted(alive_j, rows.j[keep]).astype(np.int64),
        rows.k[keep],
        Lattice(rows.scores.steps[keep], rows.scores.unit),
    )


def _group(group: Group | None, alive: IntArray) -> Group | None:
    return None if group is None else Group(group.of[alive], group.names)
