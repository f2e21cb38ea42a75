"""How each expert uses the scale and with what care, as one area of a round tells the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.calibration_posterior import ExpertEffects, Posterior
from scoring.lattice import FloatArray

if TYPE_CHECKING:
    import pandas as pd

DECIMALS = 6  # of a logarithm: far above what machines' logarithms differ by


@dataclass(frozen=True)
class Habits:
    """What is expected of each expert before the scores are seen, shape (n_experts,) each, less what all share.

    Parameters
    ----------
    log_scale
        Logarithm of the stretch of the scale.
    log_noise
        Logarithm of the deviation of what neither quality nor leniency explains, the stretch taken out.
    """

    log_scale: FloatArray
    log_noise: FloatArray


def told_by(posterior: Posterior) -> ExpertEffects | None:
    """Return what a first look says of the experts, None where the design was too thin to tell."""
    return posterior.experts if posterior.corrected_for_experts else None


def elsewhere(experts: Sequence[pd.Index], looks: Sequence[ExpertEffects | None]) -> list[Habits]:
    """Return for every area what the others lead to expect of its experts, nothing where no other knows one.

    It is the mean over the other areas times the slope by which such means have foretold areas in this round: nothing
    is carried over where experts judge every area in another way.

    Parameters
    ----------
    experts, looks
        Labels of the experts of each area, and what its own scores say of them.

    Examples
    --------
    >>> import pandas as pd
    >>> from scoring.calibration import calibrate
    >>> i, j = np.repeat(np.arange(8), 3), np.tile(np.arange(3), 8)
    >>> look = told_by(calibrate(i, j, (i + 5.0 * j * (i % 2)) % 17, 8, 3, places=2, sweeps=20))
    >>> told = np.log(look.scale)
    >>> for habits in elsewhere([pd.Index(list("xyz"))] * 2, [look, look]):  # each foretells the other in full
    ...     print(bool(np.allclose(habits.log_scale, told - told.mean(), atol=1e-5)))
    True
    True
    """
    everyone = experts[0].append(list(experts[1:])).unique()
    told = np.full((2, len(looks), len(everyone)), np.nan)
    at = [everyone.get_indexer(labels) for labels in experts]
    for k, look in enumerate(looks):
        if look is not None:
            told[:, k, at[k]] = _own(look)
    known = ~np.isnan(told)
    told[~known] = 0.0
    others = (told.sum(axis=1, keepdims=True) - told) / np.maximum(known.sum(axis=1, keepdims=True) - known, 1)
    squares = (others**2 * known).sum(axis=(1, 2))
    slope = np.clip((told * others).sum(axis=(1, 2)) / np.maximum(squares, 1e-12), 0.0, 1.0)
    others *= slope[:, None, None]
    return [Habits(*_centred(others[:, k, at[k]])) for k in range(len(looks))]


def _own(look: ExpertEffects) -> FloatArray:
    scale = np.log(look.scale)
    return _centred(np.array((scale, np.log(look.noise) - scale)))


def _centred(rows: FloatArray) -> FloatArray:
    return np.asarray(np.round(rows - rows.mean(axis=1, keepdims=True), DECIMALS))
