"""Where the reviews cannot tell an expert's habit from a declaration's quality: plain means, said so."""

from __future__ import annotations

import numpy as np

from scoring.calibration_panel import Panel
from scoring.calibration_posterior import ExpertEffects, Posterior, ReviewEffects
from scoring.calibration_result import island_notes
from scoring.lattice import FloatArray
from scoring.notes import Note
from scoring.uncertainty import interval, rank_summary

THIN_DRAWS = 2_000
LEAST_FREEDOM = 3


def is_thin(panel: Panel) -> bool:
    """Tell whether fewer comparisons are left over than half the experts to be learned need."""
    freedom = panel.n_reviews - panel.n_declarations - panel.n_experts + panel.n_islands
    return freedom < max(LEAST_FREEDOM, (panel.n_experts - panel.n_islands) / 2) or float(np.ptp(panel.y)) == 0.0


def uncorrected(panel: Panel, places: int, rng: np.random.Generator) -> Posterior:
    """Return means with the pooled scatter within declarations as their uncertainty."""
    count = np.bincount(panel.i)
    estimate = np.bincount(panel.i, weights=panel.y) / count
    scatter = np.bincount(panel.i, weights=(panel.y - estimate[panel.i]) ** 2).sum()
    freedom = panel.n_reviews - panel.n_declarations
    noise = np.sqrt(scatter / freedom) if freedom else float(np.ptp(panel.y) > 0.0)
    sd = noise / np.sqrt(count)
    wide = np.sqrt(max(freedom, 3) / rng.chisquare(max(freedom, 3), (THIN_DRAWS, 1)))
    draws = estimate + sd * wide * rng.standard_normal((THIN_DRAWS, panel.n_declarations))
    return _posterior(panel, estimate, sd, draws, places)


def _posterior(panel: Panel, estimate: FloatArray, sd: FloatArray, draws: FloatArray, places: int) -> Posterior:
    lo, hi = interval(draws, estimate, sd)
    expected_rank, chance = rank_summary(draws, places)
    at, unit, count = panel.declaration_at, panel.unit, np.bincount(panel.i)
    zeros, ones = np.zeros(panel.n_experts), np.ones(panel.n_experts)
    nothing = np.zeros(panel.n_reviews)
    note = Note("too_thin", "共同评审太少，分不清专家宽严与申报优劣，未作校正，按平均分排序。")
    in_points = [panel.location + unit * figure[..., at] for figure in (estimate, lo, hi, draws)]
    return Posterior(
        estimate=in_points[0], sd=unit * sd[at], lo=in_points[1], hi=in_points[2],
        expected_rank=expected_rank[at], p_top_k=chance[at], draws=in_points[3], level=in_points[0],
        level_sd=np.zeros(panel.n_declarations),
        experts=ExpertEffects(zeros, zeros, ones, zeros, ones * unit * float(np.max(sd * np.sqrt(count))), zeros),
        reviews=ReviewEffects(
            (panel.location + unit * panel.y)[panel.review_at], (1.0 / count[panel.i])[panel.review_at],
            nothing, nothing, np.zeros(panel.n_reviews, dtype=np.bool_),
        ),
        island=panel.island[: panel.n_declarations][at], corrected_for_experts=False, leniency_share=0.0,
        tau=float(unit * np.std(estimate)), omega=0.0, epsilon=0.0, notes=(*island_notes(panel), note),
    )  # fmt: skip
