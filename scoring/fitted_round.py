"""A round with what the calibrated model says of it."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.calibration_posterior import Posterior
from scoring.ratings import Ratings


@dataclass(frozen=True)
class FittedRound:
    """Reviews and the model fitted to them: of all areas together, or of one by itself."""

    ratings: Ratings
    posterior: Posterior
