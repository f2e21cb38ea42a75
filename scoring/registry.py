"""Every method by name, with the properties it promises; the contract tests hold each to its word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from scoring import additive, averages, calibrated, mixed, normalise, ordinal
from scoring.estimates import Estimates
from scoring.ratings import Ratings

NO, PARTLY, FULLY = "no", "partly", "fully"


class UnknownMethodError(KeyError):
    """No method has this name; ``name`` is what was asked for, ``known`` what there is."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name = name
        self.known = known
        super().__init__(f"{name}; known: {', '.join(known)}")


class Rank(Protocol):
    """How every method is called."""

    def __call__(self, ratings: Ratings, *, places: int, seed: int = 0) -> Estimates:
        """Return one estimate per declaration."""
        ...


@dataclass(frozen=True)
class Properties:
    """What a method promises.

    Parameters
    ----------
    needs_min_scores
        Reviews a declaration needs for the method to do what its name says.
    corrects_leniency
        ``fully``: adding a constant to all of one expert's scores changes no position; ``partly``: it is shrunk.
    corrects_scale
        The same for stretching one expert's scores.
    handles_missing
        Declarations may have different numbers of reviews.
    order_invariant
        The order of the rows changes nothing, bit for bit.
    shift_invariant
        Adding a constant to every score moves every estimate by it and no position.
    unit_invariant
        Multiplying every score and the scale by a constant multiplies every estimate and changes no position.
    gives_uncertainty
        ``pooled``: from the scatter within declarations; ``model``: from a fitted model of errors.
    is_exact
        Estimates and ties are computed in whole numbers.
    """

    needs_min_scores: int
    corrects_leniency: str
    corrects_scale: str
    handles_missing: bool
    order_invariant: bool
    shift_invariant: bool
    unit_invariant: bool
    gives_uncertainty: str
    is_exact: bool


@dataclass(frozen=True)
class Method:
    """One way from ratings to estimates."""

    name: str
    title: str
    properties: Properties
    rank: Rank


def _average(name: str, title: str, rank: Rank, needs: int = 1) -> Method:
    promises = Properties(needs, NO, NO, True, True, True, True, "pooled", True)
    return Method(name, title, promises, rank)


def _normalised(name: str, title: str, rank: Rank) -> Method:
    promises = Properties(1, FULLY, FULLY, True, True, True, True, "pooled", False)
    return Method(name, title, promises, rank)


_ALL = (
    Method(
        "calibrated",
        "校准（扣除专家宽严、尺度与可靠性）",
        Properties(1, PARTLY, PARTLY, True, True, True, True, "model", False),
        calibrated.calibrated,
    ),
    _average("mean", "算术平均", averages.mean),
    _average("trimmed_mean", "去掉一个最高分和一个最低分后平均", averages.trimmed_mean, averages.FEWEST_TO_TRIM),
    _average("median", "中位数", averages.median),
    _average("weighted", "分项加权平均", averages.weighted),
    _normalised("z_score", "按专家标准分换算后平均", normalise.z_score),
    _normalised("min_max", "按专家最低分和最高分换算后平均", normalise.min_max),
    _normalised("rank", "按专家名次换算后平均（波达计数）", normalise.borda),
    Method(
        "additive",
        "最小二乘扣除专家宽严",
        Properties(1, FULLY, NO, True, True, True, True, "model", False),
        additive.additive,
    ),
    Method(
        "mixed",
        "混合模型（REML、BLUP）",
        Properties(1, PARTLY, NO, True, True, True, True, "model", False),
        mixed.mixed,
    ),
    Method(
        "ordinal",
        "按等级处理（比例优势模型）",
        Properties(1, PARTLY, PARTLY, True, True, True, True, "model", False),
        ordinal.ordinal,
    ),
)
METHODS: Mapping[str, Method] = MappingProxyType({method.name: method for method in _ALL})


def method(name: str) -> Method:
    """Return the method of this name; `UnknownMethodError` when there is none."""
    if name not in METHODS:
        raise UnknownMethodError(name, tuple(METHODS))
    return METHODS[name]
