"""What the calibrated model says of a round: declarations, experts and single reviews, in points of the scale."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.lattice import FloatArray, IntArray
from scoring.notes import Note


@dataclass(frozen=True)
class ExpertEffects:
    """How each expert judges, shape (n_experts,) each.

    Parameters
    ----------
    leniency, leniency_se
        Points given above the average expert of the same island to a middling declaration, and its standard error.
    scale, scale_se
        Stretch of the scale; 1 is the panel's (geometric) average.
    noise, noise_se
        Standard deviation in points of what neither quality nor leniency explains.
    """

    leniency: FloatArray
    leniency_se: FloatArray
    scale: FloatArray
    scale_se: FloatArray
    noise: FloatArray
    noise_se: FloatArray


@dataclass(frozen=True)
class ReviewEffects:
    """What became of each review, shape (n_reviews,) each, in the order given.

    Parameters
    ----------
    corrected
        The score as the average expert would have given it, points.
    share
        Weight of the review in its declaration's estimate; those of one declaration add up to less than one,
        the rest rests on the island's level.
    contamination
        Probability that the review is an outlier.
    residual
        Score less what the model expects of it, in that expert's own standard deviations.
    at_end
        Whether the score lies at an end of the scale and was taken as "at least" (or "at most") that.
    """

    corrected: FloatArray
    share: FloatArray
    contamination: FloatArray
    residual: FloatArray
    at_end: NDArray[np.bool_]


@dataclass(frozen=True)
class Posterior:
    """Result of `calibrate`; points of the scale, order of the declarations, experts and reviews as given.

    Parameters
    ----------
    estimate, sd, lo, hi
        Posterior mean, standard deviation and 90 % interval, shape (n_declarations,).
    expected_rank
        1 is best, shape (n_declarations,).
    p_top_k
        Probability of being among the best ``places``, shape (n_declarations,).
    draws
        Draws of the declarations from the posterior, shape (n_draws, n_declarations).
    level
        Estimate of a declaration of which nothing but its island is known, shape (n_declarations,).
    level_sd
        Part of ``sd`` that all declarations of an island share: another panel would judge all of them higher or lower.
    experts, reviews
        See `ExpertEffects`, `ReviewEffects`.
    island
        Connected piece of each declaration, shape (n_declarations,).
    corrected_for_experts
        False where the design was too thin and plain means were kept.
    leniency_share
        Share of the variance of a single score that leniency makes.
    tau, omega, epsilon
        Standard deviation of the declarations and of leniency, points; share of outlying reviews.
    notes
        What must be said of the design.
    """

    estimate: FloatArray
    sd: FloatArray
    lo: FloatArray
    hi: FloatArray
    expected_rank: FloatArray
    p_top_k: FloatArray
    draws: FloatArray
    level: FloatArray
    level_sd: FloatArray
    experts: ExpertEffects
    reviews: ReviewEffects
    island: IntArray
    corrected_for_experts: bool
    leniency_share: float
    tau: float
    omega: float
    epsilon: float
    notes: tuple[Note, ...]
