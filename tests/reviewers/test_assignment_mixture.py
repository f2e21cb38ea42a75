"""Weighted mixtures of objectives: their terms, their bound and the trade between them."""

import numpy as np
import pytest

from reviewers import NoFeasiblePlan, Plan, Problem, assign
from reviewers.assignment.describe import broken_rules, describe
from reviewers.assignment.mixture import MalformedMixtureError, mixture_of, read_weights

MIXTURES = ("total=0.6,fair=0.4", "total=0.6,comparable=0.4", "fair=0.5,comparable=0.5", "total=3,fair=1,comparable=1")
STEPS = (0.1, 0.3, 0.5, 0.7, 0.9)


def scarce(seed: int = 5) -> Problem:
    """Six of twenty-four declarations are judged well by two of ten experts only."""
    fit = np.random.default_rng(seed).random((24, 10))
    fit[:6, 2:] *= 0.2
    return Problem.from_dense(fit, demand=3, max_load=9)


def pairs(plan: Plan) -> list[tuple[int, int]]:
    """Who judges what."""
    return list(zip(plan.declaration.tolist(), plan.expert.tolist(), strict=True))


@pytest.mark.parametrize("objective", ["total", "fair", "comparable", "random"])
def test_all_weight_on_one_term_is_that_objective(objective: str) -> None:
    if objective == "random":
        with pytest.raises(MalformedMixtureError):
            assign(scarce(), {"random": 1.0})
        return
    pure, weighted = assign(scarce(), objective, 4), assign(scarce(), {"total": 0, objective: 2.5}, 4)
    assert (pairs(weighted), weighted.objective) == (pairs(pure), objective)


@pytest.mark.parametrize("mixture", MIXTURES)
def test_a_mixture_beats_every_pure_plan_of_its_terms(mixture: str) -> None:
    problem = scarce()
    mixed, weights = assign(problem, mixture, 2), mixture_of(read_weights(mixture))
    scale = {term: mixed.certificate.figures[term] for term in ("largest_total", "worst_fit_bound")}
    for term in weights.weight:
        plan = assign(problem, term, 2)
        served = describe(problem, plan).fit
        terms = {
            "total": served.sum() / scale["largest_total"],
            "fair": served.min() / 3 / scale["worst_fit_bound"],
            "comparable": spread_term(problem, plan),
        }
        assert mixed.certificate.reached >= weights.value(terms) - 1e-9


def spread_term(problem: Problem, plan: Plan) -> float:
    """The overlap term by the full covariance of declarations and experts: precision 0 and 1 before any score."""
    n, m = problem.shape
    ends = np.zeros((plan.declaration.size, n + m))
    ends[np.arange(plan.declaration.size), plan.declaration] = 1.0
    ends[np.arange(plan.declaration.size), n + plan.expert] = 1.0
    prior = np.diag(np.concatenate([np.zeros(n), np.ones(m)]))
    variance = np.diag(np.linalg.inv(ends.T @ ends + prior))[:n].mean()
    least = (1 / problem.demand).mean()
    return float(2 - variance / least)


def test_terms_are_those_of_the_docstring() -> None:
    problem = scarce()
    plan = assign(problem, "total=0.6,fair=0.2,comparable=0.2")
    figures, served = plan.certificate.figures, describe(problem, plan).fit
    assert figures["total"] == pytest.approx(served.sum() / assign(problem).total)
    assert figures["fair"] == pytest.approx(served.min() / 3 / figures["worst_fit_bound"])
    assert figures["comparable"] == pytest.approx(spread_term(problem, plan))
    weighted = 0.6 * figures["total"] + 0.2 * figures["fair"] + 0.2 * figures["comparable"]
    assert plan.certificate.reached == pytest.approx(weighted)


@pytest.mark.parametrize(("first", "second"), [("total", "fair"), ("total", "comparable"), ("fair", "comparable")])
def test_more_weight_on_a_term_never_lowers_it(first: str, second: str) -> None:
    figures = [assign(scarce(), {first: 1 - w, second: w}).certificate.figures for w in STEPS]
    gained, paid = [f[second] for f in figures], [f[first] for f in figures]
    assert (gained, paid) == (sorted(gained), sorted(paid, reverse=True))


@pytest.mark.parametrize("mixture", MIXTURES)
def test_the_certificate_proves_the_bound_without_a_solver(mixture: str) -> None:
    problem = scarce()
    plan = assign(problem, mixture)
    worth, price = plan.certificate.pair_worth.reshape(problem.shape), plan.certificate.expert_price
    seats = np.sort(worth - price, axis=1)[:, -3:].sum()
    redone = plan.certificate.figures["constant"] + seats + (np.maximum(price, 0) * problem.max_load).sum()
    assert plan.bound == pytest.approx(min(redone, 1.0), abs=1e-6)
    assert plan.certificate.reached <= plan.bound


@pytest.mark.parametrize("seed", range(6))
def test_no_random_plan_passes_the_bound(seed: int) -> None:
    rng = np.random.default_rng(seed)
    problem = Problem.from_dense(rng.random((6, 5)), demand=2, max_load=3)
    weights = {"total": 0.4, "fair": 0.3, "comparable": 0.3}
    mixed = assign(problem, weights)
    scale = mixed.certificate.figures
    for draw in range(60):
        plan = assign(Problem.from_dense(rng.random((6, 5)), demand=2, max_load=3), "total", draw)
        served = np.bincount(plan.declaration, problem.fit(plan.declaration, plan.expert), 6)
        fair = served.min() / 2 / scale["worst_fit_bound"]
        value = 0.4 * served.sum() / scale["largest_total"] + 0.3 * fair + 0.3 * spread_term(problem, plan)
        assert value <= mixed.bound + 1e-9


def test_moving_every_fit_by_a_constant_changes_no_mixture() -> None:
    # eight bits of fit, so that the shift is exact; the least fit is 0 before and −4 after
    fit = np.round(np.random.default_rng(2).random((20, 9)) * 256) / 256
    fit[0, 0] = 0.0
    plans = [assign(Problem.from_dense(fit - shift, demand=3, max_load=8), "total=1,fair=1") for shift in (0.0, 4.0)]
    assert pairs(plans[0]) == pairs(plans[1])


def test_hand_made_pairs_units_and_conflicts_hold() -> None:
    rng = np.random.default_rng(1)
    problem = Problem.from_dense(
        rng.random((12, 8)),
        demand=3,
        min_load=2,
        max_load=6,
        group=np.arange(8) // 2,
        conflicts=rng.random((12, 8)) < 0.1,
        fixed=[(0, 7)],
    )
    plan = assign(problem, "total=0.5,fair=0.2,comparable=0.3")
    assert broken_rules(problem, plan.declaration, plan.expert) == []
    assert plan.certificate.reached <= plan.bound


def test_an_impossible_mixture_is_diagnosed() -> None:
    with pytest.raises(NoFeasiblePlan):
        assign(Problem.from_dense([[0.5]], demand=2), "total=0.5,fair=0.5")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("total=0.5,best=0.5", ["unknown_objective"]),
        ("total=1,random=1", ["not_mixable"]),
        ("total=-1,fair=nan", ["bad_weight", "bad_weight"]),
        ("total=0,fair=0", ["no_weight"]),
        ("total=a,=,fair=1", ["bad_part", "bad_part"]),
        ("total=1,total=2", ["repeated_term"]),
    ],
)
def test_wrong_weights_are_named_one_by_one(text: str, codes: list[str]) -> None:
    with pytest.raises(MalformedMixtureError) as caught:
        assign(scarce(), text)
    assert [fault.code for fault in caught.value.faults] == codes
