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
from reviewers.assignment.flow import cheapest_flow
from reviewers.assignment.network import tails_through_units, through_rules
from reviewers.assignment.problem import Ints, Problem

KINDS = ("max_load", "demand", "min_load", "conflict", "group", "composition", "fixed", "candidate")
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

    def broken(self, flow: Ints) -> dict[str, Ints]:
        """Units by which each arc breaks each of its rules."""
        units = {self.used: flow, self.idle: self.capacity - flow}
        return {kind: units[kind] for kind in units if kind}


@dataclass(frozen=True, eq=False)
class Elastic:
    """All arcs of the elastic network of one problem."""

    blocks: tuple[Arcs, ...]
    supply: Ints

    def relax(self, kinds: Collection[str]) -> list[tuple[str, Arcs, Ints]] | None:
        """Smallest set of broken units of ``kinds``, per kind and block; ``None`` where these kinds cannot do."""
        blocks = [block for block in self.blocks if block.idle or block.used in ("", *kinds)]
        unit, never = self._units()
        cost = np.concatenate([np.full(b.tail.size, _price(b, kinds, unit, never)) for b in blocks])
        tail, head, capacity = (np.concatenate([getattr(b, f) for b in blocks]) for f in ("tail", "head", "capacity"))
        flow = cheapest_flow(tail, head, capacity, cost, self.supply)
        if flow is None:
            return None
        parts = np.split(flow, np.cumsum([block.tail.size for block in blocks])[:-1])
        broken = [
            (kind, block, units)
            for block, part in zip(blocks, parts, strict=True)
            for kind, units in block.broken(part).items()
            if units.any()
        ]
        return broken if all(kind in kinds for kind, _, _ in broken) else None

    def _units(self) -> tuple[int, int]:
        """Price of a broken unit and of one that must not break; small problems leave room to spread the burden."""
        seats = int(np.abs(self.supply).sum()) + sum(int(b.capacity.sum()) for b in self.blocks if b.idle)
        unit = 4 * LEVELS * (seats + 1) if seats <= FINE_SEATS else 1
        return unit, unit * (seats + 1)


def elastic_network(problem: Problem, open_declarations: Ints) -> Elastic:
    """Build the network; pairs that are no candidates may be added for ``open_declarations`` only."""
    n, m = problem.shape
    sink = n + 2 * m
    pairs = _pairs(problem, open_declarations)
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


def _pairs(problem: Problem, open_declarations: Ints) -> list[Arcs]:
    """Free, fixed, conflicting and possible new pairs; a fixed pair in conflict breaks one rule or the other."""
    n, m = problem.shape
    known = np.repeat(np.arange(n), np.diff(problem.indptr)) * m + problem.indices
    fixed, conflict = np.sort(pair_keys(problem, np.asarray(problem.fixed))), conflict_keys(problem)
    set_by_hand, clashing, sound = is_member(known, fixed), is_member(known, conflict), ~is_member(fixed, conflict)
    new = (open_declarations[:, None] * m + np.arange(m)).ravel()
    new = new[~(is_member(new, known) | is_member(new, fixed) | is_member(new, conflict))]
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
        Arcs("", "composition", declaration, node, wanted, declaration, nobody),
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
