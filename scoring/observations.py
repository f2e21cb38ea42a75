"""Remarks on ratings that are no mistakes but that a careful reader must know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from scoring.lattice import IntArray, Steps
from scoring.notes import Note

if TYPE_CHECKING:
    import pandas as pd

Mask: TypeAlias = NDArray[np.bool_]
FEW = 3  # an expert with fewer scores shows no scale of his own


@dataclass(frozen=True)
class Panel:
    """What is looked at: labels, reviews, connected pieces, and declarations without a total."""

    declarations: pd.Index
    experts: pd.Index
    i: IntArray
    j: IntArray
    steps: Steps
    island: IntArray
    unscored: tuple[str, ...]


def observe(panel: Panel) -> Iterator[Note]:
    """Yield what is worth knowing about the design and about single experts and declarations."""
    n_islands = int(panel.island.max()) + 1
    if n_islands > 1:
        yield Note(
            "islands",
            "评审关系分成互不相连的 {count} 片，片与片之间没有共同的专家，专家宽严只能在片内比较。",
            {"count": str(n_islands)},
        )
    per_expert, per_declaration = np.bincount(panel.j), np.bincount(panel.i)
    yield from _named(
        "single_score_experts",
        "{count} 位专家只评了一项申报，看不出其宽严：{names}。",
        panel.experts,
        per_expert == 1,
    )
    yield from _named(
        "constant_scorers",
        "{count} 位专家给所有申报打了同一个分，对排序没有贡献：{names}。",
        panel.experts,
        is_constant(panel.j, panel.steps, len(panel.experts)) & (per_expert >= FEW),
    )
    yield from _named(
        "single_review_declarations",
        "{count} 项申报只有一个评分，无从看出评分的分歧：{names}。",
        panel.declarations,
        per_declaration == 1,
    )
    if panel.unscored:
        names = "、".join(panel.unscored[:10])
        values = {"count": str(len(panel.unscored)), "names": names}
        yield Note("unscored", "{count} 项申报没有完整的评分，未参加排序：{names}。", values, panel.unscored)


def is_constant(j: IntArray, steps: IntArray, n_experts: int) -> Mask:
    """Say of every expert whether all scores are the same, shape (n_experts,)."""
    order = np.argsort(j, kind="stable")
    first = np.empty(n_experts, dtype=steps.dtype)
    first[j[order[::-1]]] = steps[order[::-1]]
    return np.asarray(np.bincount(j, weights=steps != first[j], minlength=n_experts) == 0)


def _named(code: str, template: str, labels: pd.Index, chosen: Mask) -> Iterator[Note]:
    found = tuple(str(label) for label in labels[chosen])
    if found:
        names = "、".join(found[:10]) + ("等" if len(found) > 10 else "")
        yield Note(code, template, {"count": str(len(found)), "names": names}, found)
