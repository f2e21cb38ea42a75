"""An assignment problem as it is stored, read back as the engine's."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from reviewers.assignment.even_loads import with_band
from reviewers.assignment.narrowing import narrowed
from reviewers.assignment.problem import Problem
from webapp.services.derived_numbers import MICRO

Bools = npt.NDArray[np.bool_]


def problem_to_solve(plain: Mapping[str, Any]) -> Problem:
    """Read a stored problem as it is solved: its narrowed candidates and loads inside the band, where it has them."""
    problem, band = candidates_to_solve(plain), plain.get("load_band")
    return with_band(problem, (band[0], band[1])) if band else problem


def candidates_to_solve(plain: Mapping[str, Any]) -> Problem:
    """Read a stored problem with the candidates that are looked at."""
    counts = plain.get("narrowed")
    if counts is None:
        return as_engine_problem(plain)
    return _engine_problem(plain, narrowed(fits_of(plain), barred_of(plain), counts[0], counts[1]))


def as_engine_problem(plain: Mapping[str, Any], rows: Sequence[Sequence[int]] | npt.NDArray[np.int64] = ()) -> Problem:
    """Read a stored problem back as the engine's; only the pairs ``rows``, where they are all that is asked about."""
    everybody = np.ones(fits_of(plain).shape, dtype=np.bool_)
    if len(rows):
        pairs = np.asarray(rows, dtype=np.int64)
        everybody[:] = False
        everybody[pairs[:, 0], pairs[:, 1]] = True
    return _engine_problem(plain, everybody)


def fits_of(plain: Mapping[str, Any]) -> npt.NDArray[np.int32]:
    """Fits in millionths, shape (n_declarations, n_experts)."""
    return np.asarray(plain["fit"], dtype=np.int32).reshape(len(plain["declarations"]), len(plain["experts"]))


def barred_of(plain: Mapping[str, Any]) -> Bools:
    """The pairs that may not meet, same shape."""
    clash = np.zeros((len(plain["declarations"]), len(plain["experts"])), dtype=np.bool_)
    pairs = np.array(plain["conflicts"], dtype=np.int64).reshape(-1, 2)
    clash[pairs[:, 0], pairs[:, 1]] = True
    return clash


def _engine_problem(plain: Mapping[str, Any], kept: Bools) -> Problem:
    (n, m), clash = kept.shape, barred_of(plain)
    return Problem(
        n,
        m,
        _starts(kept),
        np.nonzero(kept)[1],
        fits_of(plain)[kept] / MICRO,
        np.broadcast_to(plain["demand"], n),
        np.zeros(m, dtype=np.int64),
        np.broadcast_to(plain["max_load"], m),
        _starts(clash),
        np.nonzero(clash)[1],
        group=np.asarray(plain["group"], dtype=np.int64),
    )


def _starts(kept: Bools) -> npt.NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(kept.sum(axis=1))]).astype(np.int64)
