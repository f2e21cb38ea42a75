"""From the running sums of the sampler to figures in points, in the order the reviews were given."""

from __future__ import annotations

import numpy as np

from scoring.calibration_panel import Panel
from scoring.calibration_posterior import ExpertEffects, Posterior, ReviewEffects
from scoring.calibration_record import Record
from scoring.gibbs import Sampler
from scoring.lattice import FloatArray
from scoring.notes import Note
from scoring.uncertainty import interval, rank_summary

DECIMALS = 9  # of a standard deviation of the scores: what machines may differ in is far below
# Errors are made this much wider than the model finds them: what it leaves out (lobbying, clear favourites, errors that
# are no mixture of two normals) costs that much on simulated worlds; see benchmarks/scoring.md.
WIDER = 1.02


def posterior_of(sampler: Sampler, record: Record, places: int) -> Posterior:
    """Turn the sums into a `Posterior`."""
    panel = sampler.layout.panel
    island = panel.island[: panel.n_declarations]
    effects, lenience = _experts(record, panel)
    level = np.bincount(panel.island[panel.n_declarations :], weights=lenience) / record.island_experts
    mean = record.averaged(record.mean)
    level = level - np.bincount(island, weights=mean) / np.bincount(island)
    spread = record.averaged(record.variance) + record.averaged(record.square) - mean**2
    level_variance = (record.level_variance / record.seen)[island]
    stretch_variance = (record.stretch_variance / record.seen)[island]
    sd = np.sqrt(np.maximum(spread, 0.0) + level_variance + stretch_variance * mean**2)
    centre = level[island] + mean
    estimate = _even(np.round(centre, DECIMALS), panel)
    sd = _even(WIDER * sd, panel)
    draws = _widened(record.draws, centre)
    lo, hi = interval(draws, estimate, sd)
    expected_rank, chance = rank_summary(draws, places)
    at, points = panel.declaration_at, _Points(panel)
    tau2, omega2, sigma2, epsilon = (float(v) for v in (record.hyper[:4] / record.seen).mean(axis=1))
    return Posterior(
        estimate=points.value(estimate)[at],
        sd=points.size(sd)[at],
        lo=points.value(_even(lo, panel))[at],
        hi=points.value(_even(hi, panel))[at],
        expected_rank=_even(expected_rank, panel)[at],
        p_top_k=_even(chance, panel)[at],
        draws=points.in_place(draws[:, at]),
        level=points.value(level[island])[at],
        level_sd=points.size(WIDER * np.sqrt(level_variance))[at],
        experts=effects,
        reviews=_reviews(record, panel, level),
        island=island[at],
        corrected_for_experts=True,
        leniency_share=omega2 / (tau2 + omega2 + sigma2),
        tau=float(points.size(np.sqrt(tau2))),
        omega=float(points.size(np.sqrt(omega2))),
        epsilon=epsilon,
        notes=island_notes(panel),
    )


def _widened(draws: FloatArray, centre: FloatArray) -> FloatArray:
    """Stretch the draws about their centre, in place."""
    draws -= centre
    draws *= WIDER
    draws += centre
    return draws


class _Points:
    """Standardised figures in points of the scale."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel

    def value(self, standardised: FloatArray) -> FloatArray:
        return self.panel.location + self.panel.unit * np.round(standardised, DECIMALS)

    def in_place(self, draws: FloatArray) -> FloatArray:
        """Turn draws into points where they stand: they are the largest thing in memory."""
        np.round(draws, DECIMALS, out=draws)
        draws *= self.panel.unit
        draws += self.panel.location
        return draws

    def size(self, standardised: FloatArray) -> FloatArray:
        return self.panel.unit * np.round(standardised, DECIMALS)


def island_notes(panel: Panel) -> tuple[Note, ...]:
    """Say that the panel falls into pieces, where it does."""
    if panel.n_islands == 1:
        return ()
    template = "评审关系分成互不相连的 {count} 片：片内已校准专家宽严，片与片之间无从比较，未作校正。"
    return (Note("islands", template, {"count": str(panel.n_islands)}),)


def _even(values: FloatArray, panel: Panel) -> FloatArray:
    """Give twins the same figure: what the reviews cannot tell apart, chance must not."""
    sums = np.bincount(panel.twin, weights=values) / np.bincount(panel.twin)
    return np.round(sums[panel.twin], DECIMALS)


def _experts(record: Record, panel: Panel) -> tuple[ExpertEffects, FloatArray]:
    island = panel.island[panel.n_declarations :]
    means = [record.averaged(row) for row in record.experts]
    deviations = [np.asarray(np.sqrt(np.maximum(means[k + 1] - means[k] ** 2, 0.0))) for k in (0, 2, 4)]
    lenience, scale, noise = means[0], means[2], means[4]
    centre = np.bincount(island, weights=lenience) / record.island_experts
    at, points = panel.expert_at, _Points(panel)
    effects = ExpertEffects(
        points.size(lenience - centre[island])[at], points.size(deviations[0])[at],
        np.asarray(np.round(scale, DECIMALS))[at], np.asarray(np.round(deviations[1], DECIMALS))[at],
        points.size(noise)[at], points.size(deviations[2])[at],
    )  # fmt: skip
    return effects, lenience


def _reviews(record: Record, panel: Panel, level: FloatArray) -> ReviewEffects:
    share, pull = record.averaged(record.share), record.averaged(record.pull)
    at, points = panel.review_at, _Points(panel)
    scale, noise = (record.averaged(record.experts[row]) for row in (2, 4))
    lenience, theta = record.averaged(record.experts[0]), record.averaged(record.mean)
    expected = lenience[panel.j] + scale[panel.j] * theta[panel.i]
    corrected = level[panel.island[panel.i]] + pull / share
    return ReviewEffects(
        points.value(corrected)[at],
        np.round(share, DECIMALS)[at],
        np.round(record.averaged(record.contamination), DECIMALS)[at],
        np.round((panel.y - expected) / noise[panel.j], DECIMALS)[at],
        (panel.at_end != 0)[at],
    )
