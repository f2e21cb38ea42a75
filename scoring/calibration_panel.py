"""One round of reviews made canonical: standardised values in an order that follows from the contents alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.habits import DECIMALS, Habits
from scoring.lattice import FloatArray, IntArray
from scoring.panel_graph import islands
from scoring.scale_ends import ends_of

GRID = 1e9  # values are compared and used to a billionth of their range: the noise of a change of unit is far below
ROUNDS = 4  # of colour refinement: enough to tell apart whatever the reviews tell apart
FLOOR = 0.01  # least residual standard deviation, in standard deviations of all scores, where no lattice is seen
COARSE = 0.2  # step of a coarse scale, in standard deviations of all scores
CONFERRED = 0.2  # share of the variance within declarations below which experts have conferred and mean what they say
HashArray = NDArray[np.uint64]


@dataclass(frozen=True)
class Panel:
    """Standardised reviews in canonical order.

    Parameters
    ----------
    i, j
        Declaration and expert of each review, shape (n_reviews,), canonical numbers, sorted by ``i`` then ``j``.
    y
        Scores less their mean, divided by their standard deviation, shape (n_reviews,).
    n_declarations, n_experts
        Sizes of the two sides.
    block, n_blocks
        Group of experts within one island, shape (n_experts,): those who share a mean leniency.
    island
        Connected piece of each declaration, then of each expert, shape (n_declarations + n_experts,).
    floor
        Least standard deviation of a residual: what rounding alone makes, standardised.
    half_step
        Half the step of a coarse scale, standardised: a review has the benefit of its rounding before it is taken for
        an outlier; 0 where the scale is fine.
    at_end, rounding
        Which end of a fine scale a review lies at (1 top, −1 bottom, 0 neither), shape (n_reviews,), and half the step
        of the scale, standardised: a score at the top says "at least this less the rounding".
    conferred
        Whether the experts agree so closely that they have conferred.
    location, unit
        A standardised value v is ``location + unit * v`` points.
    declaration_at, expert_at, review_at
        Canonical number of each declaration, expert and review as given.
    twin
        Number of the class of each declaration (canonical order): equal where nothing in the reviews tells two apart.
    usual_log_scale, usual_variance
        What is expected of each expert before the scores are seen, shape (n_experts,), canonical order: logarithm of
        the scale, and variance relative to the panel's; 0 and 1 where nothing is known.
    """

    i: IntArray
    j: IntArray
    y: FloatArray
    n_declarations: int
    n_experts: int
    block: IntArray
    n_blocks: int
    island: IntArray
    floor: float
    half_step: float
    at_end: NDArray[np.int8]
    rounding: float
    conferred: bool
    location: float
    unit: float
    declaration_at: IntArray
    expert_at: IntArray
    review_at: IntArray
    twin: IntArray
    usual_log_scale: FloatArray
    usual_variance: FloatArray

    @property
    def n_reviews(self) -> int:
        """Number of reviews."""
        return len(self.y)

    @property
    def n_islands(self) -> int:
        """Number of connected pieces."""
        return int(self.island.max()) + 1


def panel_of(
    i: IntArray,
    j: IntArray,
    y: FloatArray,
    n_declarations: int,
    n_experts: int,
    group: IntArray,
    step: float | None,
    habits: Habits | None = None,
) -> Panel:
    """Standardise and order one round; see `Panel`.

    ``group`` holds a group number per expert (0 … ), ``step`` the lattice of the scores or None to find it, ``habits``
    what is known of the experts from elsewhere.
    """
    low, span = float(y.min()), float(np.ptp(y)) or 1.0
    steps = np.rint((y - low) / span * GRID)
    of_declaration, of_expert = _colours(i, j, steps, n_declarations, n_experts, group, habits)
    declaration_at, expert_at = _places(of_declaration), _places(of_expert)
    order = np.lexsort((steps, expert_at[j], declaration_at[i]))
    review_at = np.empty(len(y), dtype=np.int64)
    review_at[order] = np.arange(len(y))
    ci, cj, values = declaration_at[i][order], expert_at[j][order], steps[order] / GRID
    mean = ordered_sum(values) / len(values)
    spread = float(np.sqrt(ordered_sum((values - mean) ** 2) / len(values))) or 1.0
    lattice = (lattice_step(steps) if step is None else step / span) / spread
    is_coarse = lattice > COARSE
    conferred = within_share(ci, (values - mean) / spread) <= CONFERRED
    island = islands(ci, cj, n_declarations, n_experts)
    block = _blocks(group[np.argsort(expert_at)], island[n_declarations:])
    usual = np.zeros((2, n_experts)) if habits is None else np.array((habits.log_scale, habits.log_noise))
    usual = usual[:, np.argsort(expert_at)]
    return Panel(
        ci, cj, (values - mean) / spread, n_declarations, n_experts,
        block, int(block.max()) + 1, island,
        max(lattice / np.sqrt(12.0), FLOOR),
        0.5 * lattice if is_coarse else 0.0,
        np.zeros(len(y), dtype=np.int8) if is_coarse or conferred else ends_of(steps[order]),
        0.5 * lattice,
        conferred,
        low + span * mean, span * spread,
        declaration_at, expert_at, review_at,
        np.unique(of_declaration[np.argsort(declaration_at)], return_inverse=True)[1].astype(np.int64),
        usual[0], np.exp(2.0 * usual[1]),
    )  # fmt: skip


def ordered_sum(values: FloatArray) -> float:
    """Add one after the other, so that no machine groups the terms in its own way."""
    return float(np.bincount(np.zeros(len(values), dtype=np.int64), weights=values)[0]) if len(values) else 0.0


def within_share(i: IntArray, y: FloatArray) -> float:
    """Return the mean square of standardised scores within declarations, 1 where nobody agrees more than by chance.

    Examples
    --------
    >>> within_share(np.array([0, 0, 1, 1]), np.array([1.0, 1.0, -1.0, -1.0]))
    0.0
    """
    count = np.bincount(i)
    gaps = y - (np.bincount(i, weights=y) / count)[i]
    return ordered_sum(gaps * gaps) / max(len(y) - len(count), 1)


def lattice_step(steps: FloatArray) -> float:
    """Return the step of the scale as a share of its range, 0 where the values keep to none coarser than 1/400."""
    gaps = np.diff(np.unique(steps))
    least = float(gaps.min()) if len(gaps) else 0.0
    if least < GRID / 400:
        return 0.0
    return least / GRID if np.all(np.abs(gaps / least - np.rint(gaps / least)) < 1e-3) else 0.0


def _blocks(group: IntArray, island: IntArray) -> IntArray:
    """Number the groups of each island; a group takes its number from its first expert, not from how it was given."""
    _, first, member = np.unique(group, return_index=True, return_inverse=True)
    pairs = np.argsort(np.argsort(first))[member] * (int(island.max()) + 1) + island
    return np.asarray(np.unique(pairs, return_inverse=True)[1], dtype=np.int64)


def _places(colours: HashArray) -> IntArray:
    place = np.empty(len(colours), dtype=np.int64)
    place[np.argsort(colours, kind="stable")] = np.arange(len(colours))
    return place


def _mixed(words: HashArray) -> HashArray:
    """Scatter 64-bit words (the finaliser of SplitMix64)."""
    words = words + np.uint64(0x9E3779B97F4A7C15)
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))


def _bag(at: IntArray, words: HashArray, size: int) -> HashArray:
    """Hash the bag of words at each place: a sum modulo 2^64, blind to their order."""
    sums = np.zeros(size, dtype=np.uint64)
    np.add.at(sums, at, words)
    return _mixed(sums)


def _colours(
    i: IntArray,
    j: IntArray,
    steps: FloatArray,
    n_declarations: int,
    n_experts: int,
    group: IntArray,
    habits: Habits | None,
) -> tuple[HashArray, HashArray]:
    """Tell declarations and experts apart by what they gave and received (Weisfeiler and Leman)."""
    values = _mixed(steps.astype(np.int64).astype(np.uint64))
    declarations, experts = _bag(i, values, n_declarations), _bag(j, values, n_experts)
    for known in () if habits is None else (habits.log_scale, habits.log_noise):
        experts = _mixed(experts ^ _mixed(np.rint(known * 10.0**DECIMALS).astype(np.int64).astype(np.uint64)))
    for _ in range(ROUNDS):
        groups = _bag(group, experts, int(group.max()) + 1)
        experts = _mixed(experts ^ _mixed(groups)[group])
        seen = _bag(i, _mixed(values ^ _mixed(experts)[j]), n_declarations)
        given = _bag(j, _mixed(values ^ _mixed(declarations)[i]), n_experts)
        declarations, experts = _mixed(declarations ^ seen), _mixed(experts ^ given)
    return declarations, experts
