"""Chains of exchanges that serve one declaration better while nobody falls under a floor.

The declaration gives up one expert and takes a better one; whoever held that one takes another, and so on, until an
expert with a free seat, or the one given up, closes the chain. The chain of least loss is a shortest path over experts
(Dijkstra), whose edges are worked out only when the search reaches them.
"""

import heapq
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from reviewers.assignment.candidates import Candidates
from reviewers.assignment.network import Network
from reviewers.assignment.problem import Floats, Ints

Chain = list[tuple[int, int]]
MAX_EXPERTS_SEARCHED = 400
LEAST_GAIN = 1e-12


class Search:
    """Shortest paths over experts from the declaration that wants more."""

    def __init__(self, n_experts: int) -> None:
        self.best = np.full(n_experts, np.inf)
        self.giver, self.taken = np.full(n_experts, -1), np.full(n_experts, -1)
        self.queue: list[tuple[float, int]] = []

    def offer(self, expert: Ints, lost: Floats, giver: Ints, taken: Ints) -> None:
        """Keep offers that are nearer than all before; equal offers go to the candidate that stands first."""
        order = np.lexsort((-taken, -lost))  # of several offers to one expert the last stays
        expert, lost = expert[order], lost[order]
        self.best[expert] = lost
        self.giver[expert], self.taken[expert] = giver[order], taken[order]
        for j in set(expert.tolist()):
            heapq.heappush(self.queue, (float(self.best[j]), j))

    def nearest(self, limit: int) -> Iterator[tuple[int, float]]:
        """Experts by distance, each once."""
        done: set[int] = set()
        while self.queue and len(done) < limit:
            lost, j = heapq.heappop(self.queue)
            if j not in done:
                done.add(j)
                yield j, lost

    def trace(self, j: int, first: int, expert: Ints) -> Chain:
        """The exchanges that lead to expert ``j``, the last one first."""
        chain: Chain = []
        while not chain or chain[-1][0] != first:
            chain.append((int(self.giver[j]), int(self.taken[j])))
            j = int(expert[chain[-1][0]])
        return chain


class Exchange:
    """A plan in the making: ``on[p]`` says whether candidate ``p`` is assigned; ``budget`` limits the searching."""

    def __init__(
        self, candidates: Candidates, network: Network, on: npt.NDArray[np.bool_], base: Floats, budget: int
    ) -> None:
        self.candidates = candidates
        self.on = on.copy()
        self.fit = candidates.fit
        self.declaration, self.expert = candidates.declaration, candidates.expert
        self.start = np.searchsorted(self.declaration, np.arange(candidates.n_declarations + 1))
        self.served = base + np.bincount(self.declaration[on], self.fit[on], candidates.n_declarations)
        self.searches_left = MAX_EXPERTS_SEARCHED * budget
        self.load = np.bincount(self.expert[on], minlength=candidates.n_experts)
        self.unit = network.tail[: network.n_pairs]
        self.first_unit = network.first_unit
        self.full_unit = np.zeros(network.n_nodes, dtype=np.bool_)
        self.full_unit[self.unit[on]] = True
        self.holders: list[set[int]] = [set() for _ in range(candidates.n_experts)]
        for pair in np.flatnonzero(on).tolist():
            self.holders[self.expert[pair]].add(pair)

    def raise_to(self, i: int, wanted: float, floor: Floats) -> bool:
        """Raise declaration ``i`` to ``wanted`` by chains that keep every other at its ``floor``, if they can."""
        while self.served[i] < wanted:
            if not self.improve(i, floor):
                return False
        return True

    def improve(self, i: int, floor: Floats) -> bool:
        """Apply the best chain that serves ``i`` better, if there is one."""
        held = [p for p in range(self.start[i], self.start[i + 1]) if self.on[p]]
        for given in sorted(held, key=lambda p: (float(self.fit[p]), p)):
            chain = self._chain(i, given, floor)
            if chain and self._apply(chain, floor, i):
                return True
        return False

    def _chain(self, i: int, given: int, floor: Floats) -> Chain | None:
        """Shortest chain of (given up, taken) candidates that starts by giving up ``given``."""
        closing = int(self.expert[given])
        may_lose = self.load[closing] > self.candidates.min_load[closing]
        free = (self.load < self.candidates.max_load) & may_lose
        free[closing] = True
        search = Search(self.candidates.n_experts)
        self._relax(search, np.array([given]), 0.0, np.array([-np.inf]))
        for j, lost in search.nearest(min(MAX_EXPERTS_SEARCHED, self.searches_left)):
            self.searches_left -= 1
            if free[j]:
                return search.trace(j, given, self.expert)
            holders = np.fromiter(self.holders[j], np.int64, len(self.holders[j]))
            holders = holders[self.declaration[holders] != i]
            if holders.size:
                k = self.declaration[holders]
                self._relax(search, holders, lost, self.served[k] - floor[k])
        return None

    def _relax(self, search: "Search", given: Ints, lost: float, spare: Floats) -> None:
        """Offer every exchange of a ``given`` candidate that costs its declaration at most ``spare``."""
        i = self.declaration[given]
        size = self.start[i + 1] - self.start[i]
        taken = np.repeat(self.start[i] - (np.cumsum(size) - size), size) + np.arange(size.sum())
        giver = np.repeat(given, size)
        loss = self.fit[giver] - self.fit[taken]
        farther = lost + np.maximum(loss, 0.0)
        allowed = ~self.on[taken] & (loss <= np.repeat(np.where(np.isinf(spare), -LEAST_GAIN, spare), size))
        allowed &= farther < search.best[self.expert[taken]]
        giver, taken, farther = giver[allowed], taken[allowed], farther[allowed]
        unit = self.unit[taken]
        allowed = (unit < self.first_unit) | ~self.full_unit[unit] | (unit == self.unit[giver])
        allowed &= self.candidates.quota[giver] == self.candidates.quota[taken]
        search.offer(self.expert[taken[allowed]], farther[allowed], giver[allowed], taken[allowed])

    def _apply(self, chain: Chain, floor: Floats, i: int) -> bool:
        """Make the exchanges; undo them if a declaration that occurs twice would fall too low or break a unit."""
        before = float(self.served[i])
        for given, taken in chain:
            self._switch(given, taken)
        touched = {int(self.declaration[given]) for given, _ in chain}
        if len(touched) == len(chain) or (
            all(self.served[k] >= floor[k] for k in touched if k != i)
            and self.served[i] > before
            and self._is_sound(touched)
        ):
            return True
        for given, taken in reversed(chain):
            self._switch(taken, given)
        return False

    def _is_sound(self, touched: set[int]) -> bool:
        for i in touched:
            row = slice(int(self.start[i]), int(self.start[i + 1]))
            units = self.unit[row][self.on[row]]
            units = units[units >= self.first_unit]
            if units.size != np.unique(units).size:
                return False
        return True

    def _switch(self, given: int, taken: int) -> None:
        i = int(self.declaration[given])
        self.on[given], self.on[taken] = False, True
        self.full_unit[self.unit[given]], self.full_unit[self.unit[taken]] = False, True
        self.served[i] += self.fit[taken] - self.fit[given]
        self.load[self.expert[given]] -= 1
        self.load[self.expert[taken]] += 1
        self.holders[self.expert[given]].discard(given)
        self.holders[self.expert[taken]].add(taken)
