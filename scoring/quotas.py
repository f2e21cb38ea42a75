"""The best list that keeps floors and caps: greedy where that is exact, a small integer programme where it is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.notes import Note

Groups = Mapping[str, Mapping[str, str]]
PRECISION = 10**6
LARGEST_SUM = 2**60


@dataclass(frozen=True)
class Quota:
    """At least (``floor``) or at most (``cap``) so many places for one group of one partition, such as a region.

    Examples
    --------
    >>> Quota("region", "包头市", "floor", 1).label
    'region/包头市 ≥ 1'
    """

    partition: str
    group: str
    kind: str
    places: int

    @property
    def label(self) -> str:
        """Short text of the constraint."""
        return f"{self.partition}/{self.group} {'≥' if self.kind == 'floor' else '≤'} {self.places}"


class ImpossibleQuotasError(ValueError):
    """No list keeps all floors and caps; ``reasons`` says in words which and why."""

    def __init__(self, reasons: tuple[Note, ...]) -> None:
        self.reasons = reasons
        super().__init__("; ".join(reason.message for reason in reasons))


def best_list(
    order: Sequence[str], estimate: Mapping[str, float], places: int, quotas: Sequence[Quota], groups: Groups
) -> frozenset[str]:
    """Choose the list of greatest total estimate that keeps every quota.

    Parameters
    ----------
    order
        Eligible declarations, best first; it decides between lists of equal total.
    estimate
        Points.
    places
        Most places; fewer are filled where caps or eligibility leave no more.
    quotas
        Floors and caps.
    groups
        Partition → declaration → group.

    Raises
    ------
    ImpossibleQuotasError

    Notes
    -----
    One partition: greedy, exact (the lists form a matroid), O(n). Several: integer programme, exact.

    Examples
    --------
    >>> region = {"region": {"a": "N", "b": "N", "c": "S"}}
    >>> sorted(best_list("abc", {"a": 9, "b": 8, "c": 1}, 2, [Quota("region", "S", "floor", 1)], region))
    ['a', 'c']
    """
    reasons = _plain_impossibilities(order, places, quotas, groups)
    if reasons:
        raise ImpossibleQuotasError(reasons)
    if len({quota.partition for quota in quotas}) <= 1:
        return _greedy(order, places, quotas, groups)
    return _programme(order, estimate, places, quotas, groups)


def _plain_impossibilities(
    order: Sequence[str], places: int, quotas: Sequence[Quota], groups: Groups
) -> tuple[Note, ...]:
    reasons = []
    for partition in sorted({quota.partition for quota in quotas}):
        present = Counter(groups[partition].get(name, "") for name in order)
        floors = {q.group: q.places for q in quotas if q.partition == partition and q.kind == "floor"}
        caps = {q.group: q.places for q in quotas if q.partition == partition and q.kind == "cap"}
        template = "“{group}”要求至少入选 {floor} 项，但合格的申报只有 {count} 项。"
        reasons += [
            Note("floor_above_supply", template, {"group": g, "floor": str(f), "count": str(present[g])})
            for g, f in floors.items()
            if f > present[g]
        ]
        template = "“{group}”要求至少入选 {floor} 项，又要求至多 {cap} 项，互相矛盾。"
        reasons += [
            Note("floor_above_cap", template, {"group": g, "floor": str(f), "cap": str(caps[g])})
            for g, f in floors.items()
            if f > caps.get(g, f)
        ]
        if sum(floors.values()) > places:
            template = "各组保底名额合计 {floors} 项，超过总名额 {places} 项。"
            reasons.append(
                Note("floors_above_places", template, {"floors": str(sum(floors.values())), "places": str(places)})
            )
    return tuple(reasons)


def _greedy(order: Sequence[str], places: int, quotas: Sequence[Quota], groups: Groups) -> frozenset[str]:
    if not quotas:
        return frozenset(order[:places])
    of = groups[quotas[0].partition]
    needed = Counter({quota.group: quota.places for quota in quotas if quota.kind == "floor"})
    room = {quota.group: quota.places for quota in quotas if quota.kind == "cap"}
    chosen: set[str] = set()
    for name in order:
        group = of.get(name, "")
        if needed[group] > 0:
            needed[group] -= 1
            chosen.add(name)
    taken = Counter(of.get(name, "") for name in chosen)
    for name in order:
        group = of.get(name, "")
        if len(chosen) < places and name not in chosen and taken[group] < room.get(group, places):
            chosen.add(name)
            taken[group] += 1
    return frozenset(chosen)


def _programme(
    order: Sequence[str], estimate: Mapping[str, float], places: int, quotas: Sequence[Quota], groups: Groups
) -> frozenset[str]:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    take = {name: model.new_bool_var(str(at)) for at, name in enumerate(order)}
    model.add(sum(take.values()) <= places)
    for quota in quotas:
        members = [take[name] for name in order if groups[quota.partition].get(name, "") == quota.group]
        if quota.kind == "floor":
            model.add(sum(members) >= quota.places)
        else:
            model.add(sum(members) <= quota.places)
    model.maximize(sum(worth * take[name] for name, worth in _worth(order, estimate).items()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    status = solver.solve(model)
    if status != cp_model.OPTIMAL:
        template = "各项保底与封顶名额合在一起无法同时满足：{quotas}。请放宽其中一项。"
        raise ImpossibleQuotasError(
            (Note("quotas_clash", template, {"quotas": "、".join(quota.label for quota in quotas)}),)
        )
    return frozenset(name for name in order if solver.value(take[name]))


def _worth(order: Sequence[str], estimate: Mapping[str, float]) -> dict[str, int]:
    """Return whole-number worths: the estimate first, the position in the order where totals are equal."""
    n = len(order)
    worst = min((estimate[name] for name in order), default=0.0)
    spread = max((estimate[name] for name in order), default=0.0) - worst
    precision = min(PRECISION, int(LARGEST_SUM / ((spread + 1) * n * (n * n + 1))))
    return {
        name: (round((estimate[name] - worst) * precision) + 1) * (n * n + 1) + n - at for at, name in enumerate(order)
    }
