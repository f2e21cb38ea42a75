"""A network in which every rule may be broken at a price: the cheapest flow shows the smallest relaxation.

Each declaration sends its demand; a seat left empty, a seat beyond an expert's limit, a seat short of their minimum,
a second expert of a unit, a waived conflict, a released fixed pair and a new candidate are arcs of their own kind.
With one kind allowed the flow is the smallest relaxation of that kind, with all of them the smallest there is: the
optimum of an integral network, hence no smaller one exists.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from reviewers.assignment.candidates import conflict_keys, is_member, least_of, pair_keys
from reviewers.assignment.composition import quota_classes
from reviewers.assignment.diagnosis import Change
from reviewers.assignment.flow import cheapest_flow
from reviewers.assignment.network import tails_through_units, through_rules
from reviewers.assignment.problem import Ints, Problem

KINDS = ("max_load", "demand", "min_load", "conflict", "group", "composition", "fixed", "candidate")
LESSENED = ("demand", "min_load", "composition", "fixed")
LEVELS = 8
FINE_SEATS = 20_000
MANY = 1 << 30


@dataclass(frozen=True, eq=False)
class Arcs:
    """Arcs that break a rule: ``used`` by every unit that flows, ``idle`` by every unit that does not."""

    used: str
    idle: str
    tail: Ints
    head: Ints
    capacity: Ints
    declaration: Ints
    expert: Ints
    level: int = 0
    quota: Ints | None = None

    def broken(self, flow: Ints) -> list[tuple[str, Change]]:
        """What each arc breaks: more of a load, a unit, a pair; less of what is idle, and of demands."""
        units = {self.used: flow, self.idle: self.capacity - flow}
        return [
            (rule, self._change(at, -int(many[at]) if rule in LESSENED else int(many[at])))
            for rule, many in units.items()
            if rule
            for at in np.flatnonzero(many).tolist()
        ]

    def _change(self, at: int, by: int) -> Change:
        i, j = int(self.declaration[at]), int(self.expert[at])
        quota = None if self.quota is None else int(self.quota[at])
        return Change(i if i >= 0 else None, j if j >= 0 else None, by, quota)


@dataclass(frozen=True, eq=False)
class Elastic:
    """All arcs of the elastic network of one problem."""

    blocks: tuple[Arcs, ...]
    supply: Ints

    def relax(self, kinds: Collection[str]) -> list[tuple[str, Change]] | None:
        """The fewest changes of ``kinds`` that make a plan possible; ``None`` where these kinds cannot do."""
        blocks = [block for block in self.blocks if block.idle or block.used in ("", *kinds)]
        unit, never = self._units()
        cost = np.concatenate([np.full(b.tail.size, _price(b, kinds, unit, never)) for b in blocks])
        tail, head, capacity = (np.concatenate([getattr(b, f) for b in blocks]) for f in ("tail", "head", "capacity"))
        flow = cheapest_flow(tail, head, capacity, cost, self.supply)
        if flow is None:
            return None
        parts = np.split(flow, np.cumsum([block.tail.size for block in blocks])[:-1])
        broken = [found for block, part in zip(blocks, parts, strict=True) for found in block.broken(part)]
        return broken if all(rule in kinds for rule, _ in broken) else None

    def _units(self) -> tuple[int, int]:
        """Price of a broken unit and of one that must not break; small problems leave room to spread the burden."""
        seats = int(np.abs(self.supply).sum()) + sum(int(b.capacity.sum()) for b in self.blocks if b.idle)
        unit = 4 * LEVELS * (seats + 1) if seats <= FINE_SEATS else 1
        return unit, unit * (seats + 1)


def elastic_network(problem: Problem, open_declarations: Ints) -> Elastic:
    """Build the network; pairs that are no candidates may be added for ``open_declarations`` only."""
    n, m = problem.shape
    sink = n + 2 * m
    pairs = _pairs(problem, new_keys(problem, open_declarations))
    joined = np.concatenate([p.declaration for p in pairs]), np.concatenate([p.expert for p in pairs])
    least = least_of(problem, np.zeros((0, 2), dtype=np.int64))
    first_unit = sink + 1 + int((least > 0).sum())
    holder = through_rules(joined[0], quota_classes(problem.composition, *joined), least, sink + 1)
    tail, owner = tails_through_units(holder, joined[1], problem.group, first_unit)
    parts = np.split(tail, np.cumsum([p.tail.size for p in pairs])[:-1])
    blocks = [
        Arcs(p.used, p.idle, part, n + p.expert, p.capacity, p.declaration, p.expert)
        for p, part in zip(pairs, parts, strict=True)
    ]
    blocks += _unit_arcs(owner, joined, tail, first_unit) + _rule_arcs(least, sink + 1)
    blocks += _load_arcs(problem, sink) + _empty_seats(problem, sink)
    supply = np.zeros(first_unit + owner.size, dtype=np.int64)
    supply[:n] = problem.demand
    supply[sink] = -problem.demand.sum()
    return Elastic(tuple(block for block in blocks if block.tail.size), supply)


def _price(block: Arcs, kinds: Collection[str], unit: int, never: int) -> int:
    """Price of a unit that flows, less the price of one that does not."""
    step = unit + (block.level if unit > 1 else 0)
    return sum(sign * (step if kind in kinds else never) for sign, kind in ((1, block.used), (-1, block.idle)) if kind)


def new_keys(problem: Problem, open_declarations: Ints) -> Ints:
    """Keys of the pairs that may be proposed: neither candidates nor fixed nor in conflict."""
    m = problem.n_experts
    row = np.repeat(np.arange(problem.n_declarations), np.diff(problem.indptr))
    taken = np.concatenate([row * m + problem.indices, pair_keys(problem, np.asarray(problem.fixed))])
    new = (open_declarations[:, None] * m + np.arange(m)).ravel()
    return new[~is_member(new, np.unique(np.concatenate([taken, conflict_keys(problem)])))]


def _pairs(problem: Problem, new: Ints) -> list[Arcs]:
    """Free, fixed, conflicting and possible new pairs; a fixed pair in conflict breaks one rule or the other."""
    n, m = problem.shape
    known = np.repeat(np.arange(n), np.diff(problem.indptr)) * m + problem.indices
    fixed, conflict = np.sort(pair_keys(problem, np.asarray(problem.fixed))), conflict_keys(problem)
    set_by_hand, clashing, sound = is_member(known, fixed), is_member(known, conflict), ~is_member(fixed, conflict)
    keyed = [
        ("", "", known[~clashing & ~set_by_hand]),
        ("", "fixed", fixed[sound]),
        ("conflict", "fixed", fixed[~sound]),
        ("conflict", "", known[clashing & ~set_by_hand]),
        ("candidate", "", new),
    ]
    return [
        Arcs(used, idle, keys // m, keys % m, np.ones(keys.size, dtype=np.int64), keys // m, keys % m)
        for used, idle, keys in keyed
    ]


def _unit_arcs(owner: Ints, joined: tuple[Ints, Ints], tail: Ints, first: int) -> list[Arcs]:
    """One expert of a unit for free, more of them as broken rules."""
    node = first + np.arange(owner.size)
    member, declaration = np.zeros(owner.size, dtype=np.int64), np.zeros(owner.size, dtype=np.int64)
    behind = tail >= first
    declaration[tail[behind] - first], member[tail[behind] - first] = joined[0][behind], joined[1][behind]
    one, many = np.ones(owner.size, dtype=np.int64), np.full(owner.size, MANY)
    return [
        Arcs("", "", owner, node, one, declaration, member),
        Arcs("group", "", owner, node, many, declaration, member),
    ]


def _rule_arcs(least: Ints, first: int) -> list[Arcs]:
    """The experts a rule of composition asks for as a duty, more of them for free."""
    rule, declaration = np.nonzero(least)
    node, nobody = first + np.arange(rule.size), np.full(rule.size, -1)
    wanted, many = least[rule, declaration], np.full(rule.size, MANY)
    return [
        Arcs("", "composition", declaration, node, wanted, declaration, nobody, quota=rule),
        Arcs("", "", declaration, node, many, declaration, nobody),
    ]


def _load_arcs(problem: Problem, sink: int) -> list[Arcs]:
    """Experts pass their limit on the way to a second node and their minimum on the way from it to the sink."""
    n, m = problem.shape
    expert, nobody = np.arange(m), np.full(m, -1)
    into, second = n + expert, n + m + expert
    drain = np.full(m, sink)
    blocks = [
        Arcs("", "", into, second, problem.max_load, nobody, expert),
        Arcs("", "", second, drain, np.full(m, MANY), nobody, expert),
    ]
    for level in range(LEVELS + 1):
        more = np.full(m, MANY if level == LEVELS else 1)
        step = np.clip(problem.min_load - level, 0, problem.min_load if level == LEVELS else 1)
        blocks.append(Arcs("max_load", "", into, second, more, nobody, expert, level))
        blocks.append(Arcs("", "min_load", second, drain, step, nobody, expert, level))
    return blocks


def _empty_seats(problem: Problem, sink: int) -> list[Arcs]:
    n = problem.n_declarations
    declaration, nobody = np.arange(n), np.full(n, -1)
    drain = np.full(n, sink)
    return [
        Arcs("demand", "", declaration, drain, np.full(n, MANY if k == LEVELS else 1), declaration, nobody, k)
        for k in range(LEVELS + 1)
    ]
