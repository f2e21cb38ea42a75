"""Seats of several groups filled from a random order: of all panels that fit, the one with the lowest tickets."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Node = tuple[str, str]
SOURCE: Node = ("source", "")
SINK: Node = ("sink", "")


@dataclass(frozen=True, slots=True)
class Deficit:
    """Groups that together have more seats than can be filled; ``capped`` when a limit per unit is to blame."""

    strata: tuple[str, ...]
    seats: int
    fillable: int
    eligible: int
    capped: bool


class SeatFlow:
    """
    A flow from the limit groups through the candidates to the seats; whole numbers only.

    Parameters
    ----------
    seats : mapping of str to int
        Stratum → number of seats.
    eligible : mapping of str to sequence of str
        Candidate → strata whose seats it may take, in ticket order of the candidates.
    group : mapping of str to str
        Candidate → limit group (a unit); a candidate without one is its own group.
    at_most : int
        How many of one limit group may sit.
    """

    def __init__(
        self,
        seats: Mapping[str, int],
        eligible: Mapping[str, Sequence[str]],
        group: Mapping[str, str],
        at_most: int,
    ) -> None:
        self.seats = seats
        self.eligible = eligible
        self._room: dict[Node, dict[Node, int]] = {SOURCE: {}, SINK: {}}
        self._group = {who: ("group", group[who]) if who in group else ("alone", who) for who in eligible}
        for stratum, count in seats.items():
            self._open(("stratum", stratum), SINK, count)
        for who, strata in eligible.items():
            self._open(SOURCE, self._group[who], at_most)
            self._open(self._group[who], ("candidate", who), 1)
            for stratum in strata:
                self._open(("candidate", who), ("stratum", stratum), 1)

    def fill(self) -> int:
        """Fill as many seats as possible and tell how many that is."""
        filled = 0
        while (path := self._path(SOURCE, SINK)) is not None:
            self._push(path)
            filled += 1
        return filled

    def settle(self) -> dict[str, str]:
        """
        Go through the candidates in ticket order and keep each one that a full panel can still contain.

        Returns candidate → stratum in ticket order. Call after `fill`.
        """
        kept: list[str] = []
        wanted = sum(self._is_seated(who) for who in self.eligible)
        for who in self.eligible:
            if len(kept) == wanted:
                break
            if self._is_seated(who) or self._bring_in(who):
                self._room[("candidate", who)][self._group[who]] = 0  # locked: the way back is closed
                kept.append(who)
        return {who: self._seat_of(who) for who in kept}

    def deficit(self) -> Deficit | None:
        """The groups that cannot be filled together, after `fill`; None when every seat is taken."""
        short = self._reaching_sink()
        strata = tuple(name for name in self.seats if ("stratum", name) in short)
        if not strata:
            return None
        n_eligible = sum(any(stratum in strata for stratum in allowed) for allowed in self.eligible.values())
        seats = sum(self.seats[name] for name in strata)
        fillable = sum(self.seats[name] - self._room[("stratum", name)][SINK] for name in strata)
        return Deficit(strata, seats, fillable, n_eligible, capped=n_eligible > fillable)

    def _open(self, start: Node, end: Node, room: int) -> None:
        self._room.setdefault(start, {})[end] = room
        self._room.setdefault(end, {}).setdefault(start, 0)

    def _is_seated(self, who: str) -> bool:
        return self._room[self._group[who]][("candidate", who)] == 0

    def _seat_of(self, who: str) -> str:
        return next(
            stratum for stratum in self.eligible[who] if not self._room[("candidate", who)][("stratum", stratum)]
        )

    def _bring_in(self, who: str) -> bool:
        path = self._path(("candidate", who), self._group[who])
        if path is None:
            return False
        self._push([*path, ("candidate", who)])
        return True

    def _path(self, start: Node, end: Node) -> list[Node] | None:
        came_from: dict[Node, Node] = {start: start}
        queue = deque([start])
        while queue and end not in came_from:
            here = queue.popleft()
            for there, room in self._room[here].items():
                if room > 0 and there not in came_from:
                    came_from[there] = here
                    queue.append(there)
        if end not in came_from:
            return None
        return list(reversed(list(_steps_back(came_from, start, end))))

    def _push(self, path: Sequence[Node]) -> None:
        for start, end in itertools.pairwise(path):
            self._room[start][end] -= 1
            self._room[end][start] += 1

    def _reaching_sink(self) -> set[Node]:
        reached = {SINK}
        queue = deque([SINK])
        while queue:
            here = queue.popleft()
            for there in self._room[here]:
                if there not in reached and self._room[there][here] > 0:
                    reached.add(there)
                    queue.append(there)
        return reached


def _steps_back(came_from: Mapping[Node, Node], start: Node, end: Node) -> Iterator[Node]:
    here = end
    while here != start:
        yield here
        here = came_from[here]
    yield start
