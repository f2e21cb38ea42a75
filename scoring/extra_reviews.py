"""Where one more review most raises the true quality of the list that will be chosen."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from math import erf, exp, pi, sqrt
from typing import TYPE_CHECKING

import numpy as np

from scoring.calibration import calibrate
from scoring.calibration_posterior import Posterior
from scoring.lattice import FloatArray, IntArray
from scoring.notes import Note
from scoring.places import checked_places
from scoring.round_arrays import RoundArrays

if TYPE_CHECKING:
    import pandas as pd

UNEVEN = 2.0  # no expert is asked for more than this many times an even share of the extra reviews
LITTLE = 0.01  # points per place below which another review is not worth asking for


@dataclass
class Case:
    """A declaration while reviews are being added: its variance now and its distance from the line.

    Parameters
    ----------
    before, variance
        Variance before any addition and now, points².
    distance
        From the line, points.
    """

    before: float
    variance: float
    distance: float

    def after(self, noise: float) -> float:
        """Return the variance after one more review of this noise variance."""
        total = self.variance + noise
        return self.variance * noise / total if total > 0.0 else 0.0

    def gain(self, noise: float) -> float:
        """Return what one more review adds to the expected quality of the list, points."""
        moved = self.before - self.after(noise)
        return crossing(sqrt(moved), self.distance) - crossing(sqrt(self.before - self.variance), self.distance)


def crossing(spread: float, distance: float) -> float:
    """Return the expected gain from learning on which side of the line a declaration lies.

    Its estimate will move by a normal amount of this spread; a move across the line gains what lies beyond it.

    Examples
    --------
    >>> round(crossing(1.0, 0.0), 4), crossing(0.0, 1.0)
    (0.3989, 0.0)
    """
    if spread <= 0.0:
        return 0.0
    far = abs(distance) / spread
    return spread * (exp(-0.5 * far * far) / sqrt(2.0 * pi) - 0.5 * far * (1.0 - erf(far / sqrt(2.0))))


def placed(reviews: pd.DataFrame, places: int, n: int, seed: int = 0) -> pd.DataFrame:
    """Place ``n`` more reviews; see `scoring.next_reviews`."""
    import pandas as pd

    arrays = RoundArrays.of(reviews)
    places = checked_places(places, len(arrays.declarations))
    posterior = calibrate(
        arrays.i, arrays.j, arrays.y, len(arrays.declarations), len(arrays.experts),
        places=places, group=arrays.group, seed=seed,
    )  # fmt: skip
    chosen = placements(posterior, arrays.i, arrays.j, places, n)
    frame = pd.DataFrame(
        {
            "declaration": arrays.declarations[[i for i, _, _ in chosen]],
            "expert": arrays.experts[[j for _, j, _ in chosen]],
            "gain": [gain / places for _, _, gain in chosen],
        }
    )
    worth = int((frame["gain"] >= LITTLE).sum())
    template = "再评 {count} 份之后，每多一份对名单的改进不足每席 {least} 分，可以停止。"
    stop = Note("stop_after", template, {"count": str(worth), "least": str(LITTLE)})
    frame.attrs["notes"] = (*arrays.notes, *posterior.notes, stop)
    return frame


def placements(posterior: Posterior, i: IntArray, j: IntArray, places: int, n: int) -> list[tuple[int, int, float]]:
    """Choose declaration, expert and gain (points of the whole list), the most useful first.

    Greedy: gains hardly ever grow as reviews are added, so that the best of a lazily renewed queue is the best of all.
    Nothing where every declaration has a place.
    """
    if places == len(posterior.estimate):
        return []
    noise = _noise(posterior)
    experts = FreeExperts(noise, _met(i, j, len(posterior.estimate)), max(1, int(np.ceil(UNEVEN * n / len(noise)))))
    cases = _cases(posterior, places)
    queue = [(-experts.offer(case, k)[1], k) for k, case in enumerate(cases)]
    heapq.heapify(queue)
    chosen: list[tuple[int, int, float]] = []
    while queue and len(chosen) < n:
        _, k = heapq.heappop(queue)
        expert, gain = experts.offer(cases[k], k)
        if expert is None:
            continue
        if not queue or gain >= -queue[0][0] - 1e-15:
            chosen.append((k, expert, gain))
            cases[k].variance = cases[k].after(float(noise[expert]))
            experts.take(expert, k)
            gain = experts.offer(cases[k], k)[1]
        heapq.heappush(queue, (-gain, k))
    return chosen


class FreeExperts:
    """Experts who may still be asked, the most reliable first.

    Parameters
    ----------
    noise
        Variance of each expert's corrected score, shape (n_experts,).
    met
        Experts each declaration has met already.
    most
        Extra reviews of one expert at most.
    """

    def __init__(self, noise: FloatArray, met: list[set[int]], most: int) -> None:
        self.noise, self.met, self.most = noise, met, most
        self.free: list[int] = np.argsort(noise, kind="stable").tolist()
        self.load = [0] * len(noise)

    def offer(self, case: Case, k: int) -> tuple[int | None, float]:
        """Return the most reliable expert new to declaration ``k`` and the gain; None where there is none."""
        expert = next((free for free in self.free if free not in self.met[k]), None)
        return expert, 0.0 if expert is None else case.gain(float(self.noise[expert]))

    def take(self, expert: int, k: int) -> None:
        """Book one review."""
        self.met[k].add(expert)
        self.load[expert] += 1
        if self.load[expert] >= self.most:
            self.free.remove(expert)


def _noise(posterior: Posterior) -> FloatArray:
    """Return the variance of a corrected score: the expert's noise and what is not known of him."""
    experts = posterior.experts
    return np.asarray((experts.noise**2 + experts.leniency_se**2) / experts.scale**2)


def _met(i: IntArray, j: IntArray, n_declarations: int) -> list[set[int]]:
    met: list[set[int]] = [set() for _ in range(n_declarations)]
    for declaration, expert in zip(i.tolist(), j.tolist(), strict=True):
        met[declaration].add(expert)
    return met


def _cases(posterior: Posterior, places: int) -> list[Case]:
    ordered = np.sort(posterior.estimate)[::-1]
    line = 0.5 * (ordered[places - 1] + ordered[min(places, len(ordered) - 1)])
    variance = np.maximum(posterior.sd**2 - posterior.level_sd**2, 0.0)
    return [Case(v, v, d) for v, d in zip(variance.tolist(), (posterior.estimate - line).tolist(), strict=True)]
