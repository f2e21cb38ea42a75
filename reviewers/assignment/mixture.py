"""Weights on several objectives, as a call or a command line gives them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from reviewers.assignment.faults import Fault, MalformedProblemError

MIXABLE = ("total", "fair", "comparable")


class MalformedMixtureError(MalformedProblemError):
    """Weights that cannot be read; ``faults`` lists each in Chinese."""


@dataclass(frozen=True)
class Mixture:
    """Weights of the terms ``total``, ``fair`` and ``comparable``, divided by their sum; only positive ones are kept.

    Parameters
    ----------
    weight : dict of str to float
        Checked by ``mixture_of``, in the order of ``MIXABLE``, summing to 1.
    """

    weight: Mapping[str, float]

    @property
    def name(self) -> str:
        """The mixture as one writes it, or the name of the only objective."""
        if len(self.weight) == 1:
            return next(iter(self.weight))
        return ",".join(f"{term}={share:.6g}" for term, share in self.weight.items())

    def value(self, terms: Mapping[str, float]) -> float:
        """Weighted sum of terms."""
        return math.fsum(share * terms[term] for term, share in self.weight.items())


def mixture_of(weights: Mapping[str, float]) -> Mixture:
    """Check weights and divide them by their sum.

    Raises
    ------
    MalformedMixtureError
        Where a term is unknown or ``random``, a weight is no finite number from 0 up, or all are 0.

    Examples
    --------
    >>> mixture_of({"comparable": 1, "total": 3, "fair": 0}).name
    'total=0.75,comparable=0.25'
    """
    faults = [fault for term, weight in weights.items() if (fault := _fault(term, weight)) is not None]
    if not faults and not any(weights.values()):
        faults = [Fault("objective", "no_weight", "各目标的权重不能全为 0", {})]
    if faults:
        raise MalformedMixtureError(faults)
    largest = max(weights.values())
    whole = math.fsum(weight / largest for weight in weights.values())
    return Mixture({term: weights[term] / largest / whole for term in MIXABLE if weights.get(term, 0)})


def _fault(term: str, weight: float) -> Fault | None:
    values = {"term": term, "known": "、".join(MIXABLE)}
    if term == "random":
        return Fault("objective", "not_mixable", "目标 {term} 只能单独使用，可以加权的有 {known}", values)
    if term not in MIXABLE:
        return Fault("objective", "unknown_objective", "没有目标 {term}，可以加权的有 {known}", values)
    if not (math.isfinite(weight) and weight >= 0):
        return Fault("objective", "bad_weight", "目标 {term} 的权重应是不小于 0 的数", values)
    return None


def read_weights(text: str) -> dict[str, float]:
    """Read ``total=0.6,comparable=0.4``.

    Raises
    ------
    MalformedMixtureError
        With every part that is no ``name=number``, or names a term twice.
    """
    weights: dict[str, float] = {}
    faults = []
    for part in text.split(","):
        term, _, number = (piece.strip() for piece in part.partition("="))
        try:
            weight = float(number)
        except ValueError:
            faults.append(
                Fault("objective", "bad_part", "“{part}”应写作 目标=权重，如 total=0.6", {"part": part.strip()})
            )
            continue
        if term in weights:
            faults.append(Fault("objective", "repeated_term", "目标 {term} 写了两次", {"term": term}))
        weights[term] = weight
    if faults:
        raise MalformedMixtureError(faults)
    return weights
