"""Weighted mixtures of objectives: the best of the plans between them, with a bound on every plan."""

from collections.abc import Collection

import numpy as np

from reviewers.assignment.comparable import comparable_plan
from reviewers.assignment.fair import fair_in, prepare
from reviewers.assignment.mixture import Mixture
from reviewers.assignment.mixture_bound import Bound, weighted_bound
from reviewers.assignment.mixture_terms import Yardstick
from reviewers.assignment.mixture_trials import trials, with_overlap_pairs
from reviewers.assignment.plan import Certificate, Plan
from reviewers.assignment.problem import Floats, Ints, Problem
from reviewers.assignment.total import total_fit

Pairs = tuple[Ints, Ints]
Judged = tuple[Pairs, dict[str, float], Floats]


def mixture_plan(problem: Problem, mixture: Mixture, seed: int) -> Plan | None:
    """Find a plan of large weighted terms, or ``None`` where no plan exists.

    Notes
    -----
    The terms, each at most 1 (fits are first moved up where some are negative, so that the least is 0):

    ``total``: total fit ÷ the largest total fit.

    ``fair``: fit per seat of the worst-served declaration ÷ the bound that ``fair`` proves for it.

    ``comparable``: 1 where calibration knows every declaration as well as if the experts' leniency were known, 0 where
    it gains nothing (``reviewers.assignment.overlap``).

    The plan is the best of some ten to thirty plans that do not depend on the weights, those of the single objectives
    among them, so more weight on one of two terms never lowers that term. ``Plan.bound`` bounds the weighted terms of
    every plan by linear worths per pair, priced like ``total``; ``certificate.figures`` hold the terms. Beyond 1,500
    experts overlap is estimated with random signs and enters the bound as 1. Cost: 50 to 150 flows on a shortlist.
    """
    setting = prepare(problem, seed)
    if setting is None:
        return None
    pure, floor, floor_bound = [], 0.0, setting.least(setting.ceiling)
    if "fair" in mixture.weight:
        fair = fair_in(problem, setting, seed)
        pure.append((fair.declaration, fair.expert))
        floor = fair.certificate.figures["worst_fit_per_seat"] - setting.least_fit
        floor_bound = fair.certificate.figures["worst_fit_bound"] - setting.least_fit
    yardstick = Yardstick(problem, setting, seed, setting.most, floor_bound)
    if "comparable" in mixture.weight:
        yardstick = with_overlap_pairs(yardstick)
        comparable = comparable_plan(problem, seed)
        pure += [(comparable.declaration, comparable.expert)] if comparable is not None else []
    judged = _judged(yardstick, mixture.weight, pure, floor)
    best = max(judged, key=lambda one: mixture.value(one[1]))
    weights = [weight for _, _, weight in sorted(judged, key=lambda one: -mixture.value(one[1]))]
    bound = weighted_bound(yardstick, mixture, best[0], weights)
    return _as_plan(yardstick, mixture, best, bound)


def _judged(yardstick: Yardstick, terms: Collection[str], pure: list[Pairs], floor: float) -> list[Judged]:
    """All plans to choose from, with their terms and the declaration weights they came from."""
    ones = np.ones(yardstick.problem.n_declarations)
    plans = [(yardstick.pairs(trial.on), trial.weight) for trial in trials(yardstick, terms, floor)]
    plans += [(plan, ones) for plan in pure]
    return [(plan, yardstick.terms(plan), weight) for plan, weight in plans]


def _as_plan(yardstick: Yardstick, mixture: Mixture, best: Judged, bound: Bound) -> Plan:
    problem, (declaration, expert), terms = yardstick.problem, best[0], best[1]
    value = mixture.value(terms)
    worth = np.zeros(problem.n_pairs)
    worth[yardstick.setting.candidates.position] = bound.pair_worth
    figures = {**terms, "constant": bound.constant, "largest_total": yardstick.most, "worst_fit_bound": yardstick.floor}
    certificate = Certificate("weighted_terms", value, bound.expert_price, figures, worth)
    total = total_fit(problem, declaration, expert)
    most = max(min(bound.value, 1.0), value)
    return Plan(declaration, expert, mixture.name, total, most, yardstick.seed, 0.0, certificate)
