"""The chance of being on the list under the actual rule: quota, floors, caps and pass line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from scoring.lattice import FloatArray
from scoring.quotas import Groups, ImpossibleQuotasError, Quota, best_list

if TYPE_CHECKING:
    import pandas as pd


def normal_draws(frame: pd.DataFrame, n_draws: int, seed: int) -> FloatArray:
    """Draw declarations around their estimates with independent normal errors, shape (n_draws, n_declarations).

    Parameters
    ----------
    frame
        `scoring.ranking.Ranking.frame`; the columns of the draws are its rows.
    n_draws, seed
        How many, and from which seed.
    """
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal((n_draws, len(frame)))
    return np.asarray(frame["estimate"].to_numpy() + noise * frame["sd"].to_numpy())


def rule_chances(
    draws: FloatArray,
    declarations: Sequence[str],
    *,
    places: int,
    pass_line: float | None = None,
    quotas: Sequence[Quota] = (),
    groups: Groups | None = None,
) -> FloatArray:
    """Return the share of draws in which each declaration is on the list.

    Parameters
    ----------
    draws
        Possible true points, more is better, shape (n_draws, n_declarations).
    declarations
        Names of the columns.
    places, pass_line, quotas, groups
        As in `scoring.selection.select`. A floor that too few pass in a draw is met as far as they go.

    Returns
    -------
    array, shape (n_declarations,)

    Notes
    -----
    O(draws × n log n) for one partition; an integer programme per draw for several, so use few draws there.

    Examples
    --------
    >>> draws = np.array([[9.0, 8.0, 1.0], [8.0, 9.0, 1.0]])
    >>> south = {"region": {"a": "N", "b": "N", "c": "S"}}
    >>> rule_chances(draws, "abc", places=2, quotas=[Quota("region", "S", "floor", 1)], groups=south).tolist()
    [0.5, 0.5, 1.0]
    """
    inside = Counter[str]()
    for draw in draws:
        order = [declarations[at] for at in np.argsort(-draw, kind="stable").tolist()]
        points = dict(zip(declarations, draw.tolist(), strict=True))
        passing = [name for name in order if pass_line is None or points[name] >= pass_line]
        inside.update(_listed(passing, points, places, quotas, groups or {}))
    return np.array([inside[name] / len(draws) for name in declarations])


def _listed(
    order: list[str], points: dict[str, float], places: int, quotas: Sequence[Quota], groups: Groups
) -> frozenset[str]:
    supply = {partition: Counter(of.get(name, "") for name in order) for partition, of in groups.items()}
    met = [
        replace(quota, places=min(quota.places, supply[quota.partition][quota.group]))
        if quota.kind == "floor"
        else quota
        for quota in quotas
    ]
    try:
        return best_list(order, points, places, met, groups)
    except ImpossibleQuotasError:
        return best_list(order, points, places, [quota for quota in met if quota.kind == "cap"], groups)
