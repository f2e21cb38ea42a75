"""Instances and a peer for the assignment benchmark; every one from a fixed seed."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from reviewers import Problem

Floats = npt.NDArray[np.float64]


def some_pairs(n: int, m: int, candidates: int, demand: int = 5) -> Problem:
    """Uniform fit of ``candidates`` random experts per declaration, a tenth more seats than needed."""
    rng = np.random.default_rng(n + m)
    chosen = np.concatenate([rng.choice(m, candidates, replace=False) for _ in range(n)])
    most = np.full(m, int(np.ceil(n * demand / m * 1.1)))
    fit = rng.random(n * candidates)
    return Problem(n, m, np.arange(n + 1) * candidates, chosen, fit, np.full(n, demand), np.ones(m, dtype=int), most)


def all_pairs(n: int, m: int, demand: int = 5) -> Problem:
    """Uniform fit of every pair."""
    rng = np.random.default_rng(n + m)
    demand = min(demand, m)
    most = int(np.ceil(n * demand / m * 1.1))
    return Problem.from_dense(rng.random((n, m)), demand=demand, min_load=1, max_load=most)


def starved(n: int, m: int) -> Problem:
    """The first seventh of the declarations know only the first seventh of the experts, who take few."""
    problem = some_pairs(n, m, 30)
    rng, few, pool = np.random.default_rng(1), n // 7, m // 7
    inside = np.concatenate([rng.choice(pool, 30, replace=False) for _ in range(few)])
    most = np.where(np.arange(m) < pool, 5, problem.max_load)
    return replace(problem, indices=np.concatenate([inside, problem.indices[few * 30 :]]), max_load=most)


def topics(n: int, m: int) -> Floats:
    """Cosine of topic mixtures, as a similarity of texts gives it."""
    rng = np.random.default_rng(5)
    x, y = rng.dirichlet(np.full(20, 0.2), n), rng.dirichlet(np.full(20, 0.2), m)
    return np.asarray(x @ y.T / np.linalg.norm(x, axis=1)[:, None] / np.linalg.norm(y, axis=1))


def bids(n: int, m: int) -> Floats:
    """Sparse bids of two strengths over a weak background."""
    rng = np.random.default_rng(5)
    strength = rng.choice([0.5, 1], size=(n, m)) * rng.choice([0.3, 1], size=(n, 1))
    return np.asarray(np.where(rng.random((n, m)) < 0.05, strength, 0.0) + rng.random((n, m)) * 0.05)


def scarce(n: int, m: int) -> Floats:
    """A quarter of the declarations can be judged well by a twelfth of the experts only."""
    rng = np.random.default_rng(5)
    fit = rng.random((n, m))
    fit[: n // 4, m // 12 :] *= 0.1
    return fit


def lopsided(n: int, m: int) -> Floats:
    """A few experts are best for everybody, and declarations differ in how well anybody fits."""
    rng = np.random.default_rng(5)
    fit = (rng.lognormal(0, 1, (n, 8)) @ rng.lognormal(0, 1.5, (m, 8)).T) ** 0.5
    return np.asarray(fit / fit.max() * rng.lognormal(0, 0.5, (n, 1)))


WORLDS: dict[str, Callable[[int, int], Floats]] = {
    "topics": topics,
    "bids": bids,
    "scarce": scarce,
    "lopsided": lopsided,
}


def uniform(n: int, m: int) -> Floats:
    """Independent fits."""
    return np.random.default_rng(3).random((n, m))


def blocks(n: int, m: int) -> Floats:
    """Twelve specialities, hardly any fit across them."""
    inside = np.where((np.arange(n) % 12)[:, None] == np.arange(m) % 12, 0.7, 0.15)
    return np.asarray(np.clip(inside + np.random.default_rng(4).normal(0, 0.1, (n, m)), 0, 1))


def low_rank(n: int, m: int) -> Floats:
    """Ten common factors and a little noise."""
    rng = np.random.default_rng(6)
    fit = rng.random((n, 10)) @ rng.random((10, m))
    return np.asarray(fit / fit.max() + rng.normal(0, 0.02, (n, m)).clip(-0.05, 0.05))


def whole_bids(n: int, m: int) -> Floats:
    """Sparse bids of 1, 2 or 3 over 0 and one half: many plans of equal worth."""
    rng = np.random.default_rng(7)
    bid = rng.choice([1.0, 2.0, 3.0], (n, m))
    return np.where(rng.random((n, m)) < 0.04, bid, rng.choice([0.0, 0.5], (n, m), p=[0.8, 0.2]))


FAMILIES = {"uniform": uniform, "blocks": blocks, "low_rank": low_rank, "whole_bids": whole_bids, **WORLDS}


def specialised(n: int, m: int, fields: int, strangers: int) -> tuple[Problem, npt.NDArray[np.int64]]:
    """Fit follows specialities; about ``strangers`` pairs across them fit as well as those inside."""
    rng = np.random.default_rng(1)
    field, skill = np.arange(n) % fields, np.arange(m) % fields
    fit = np.where(field[:, None] == skill, 0.8, 0.2) + rng.normal(0, 0.07, (n, m))
    fit[rng.integers(0, n, strangers), rng.integers(0, m, strangers)] = 0.95
    return Problem.from_dense(np.clip(fit, 0, 1), demand=5, max_load=int(np.ceil(n * 5 / m * 1.15))), field


def worst_first(fit: Floats, demand: int, max_load: int) -> Floats:
    """Our re-implementation of picking in turn, the worst served next (the idea of FairSequence): fit of each."""
    n, m = fit.shape
    load, size, have = np.zeros(m, dtype=int), np.zeros(n, dtype=int), np.zeros(n)
    taken = np.zeros((n, m), dtype=bool)
    for _ in range(n * demand):
        i = int(np.argmin(np.where(size < demand, have, np.inf)))
        j = int(np.argmax(np.where(taken[i] | (load >= max_load), -1, fit[i])))
        taken[i, j] = True
        load[j], size[i], have[i] = load[j] + 1, size[i] + 1, have[i] + fit[i, j]
    return have
