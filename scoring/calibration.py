"""The calibrated estimator: leniency, scale and reliability of every expert, learned from the round itself."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from operator import index

import numpy as np

from scoring.calibration_panel import Panel, panel_of
from scoring.calibration_posterior import Posterior
from scoring.calibration_record import Record
from scoring.calibration_result import posterior_of
from scoring.calibration_thin import is_thin, uncorrected
from scoring.gibbs import Sampler
from scoring.gibbs_state import Known, Layout, standardised
from scoring.habits import Habits
from scoring.lattice import FloatArray, IntArray

LEARN_ALL = Known()
STORED = 12_500_000  # figures: 100 MB of draws at most
MOST_CHAINS, SIDE_BY_SIDE = 16, 20_000  # reviews of all chains that stay in the processor's own memory
BURN_IN = 80  # after 40 to 60 sweeps nothing moves any more; the spread of the reliabilities takes up to 80
LOOK_BURN_IN, LOOK = 40, 12  # a first look at the experts throws fewer away and keeps one in so many of the sweeps


@dataclass(frozen=True)
class Effort:
    """How long to sample.

    Parameters
    ----------
    n_chains
        Chains side by side.
    burn_in, sweeps
        Sweeps thrown away and kept, of every chain.
    draws
        Draws of the declarations that are kept, over all chains.
    """

    n_chains: int
    burn_in: int
    sweeps: int
    draws: int

    @classmethod
    def for_size(cls, n_reviews: int, n_declarations: int, sweeps: int | None = None) -> Effort:
        """Choose by size: as many draws as the time allowed buys, always more than the Monte Carlo error needs.

        A sweep of a small round costs calls more than work, so that many chains side by side cost little more than one.
        """
        n_chains = int(np.clip(SIDE_BY_SIDE // n_reviews, 1, MOST_CHAINS))
        if sweeps is None:
            wanted = max(6_000 - 2.4 * n_reviews, min(1e7 / n_reviews, 4_800), 2_000)
            allowed = max(5.0 / (2.5e-4 + 7e-8 * n_reviews), 600)
            sweeps = ceil(min(wanted, allowed) / n_chains)
        draws = int(np.clip(STORED // n_declarations, 100, 4_000))
        return cls(n_chains, BURN_IN, sweeps, min(draws, sweeps * n_chains))

    @property
    def of_first_look(self) -> Effort:
        """Enough to tell how experts judge, not to rank by; draws of the declarations are hardly kept."""
        sweeps = ceil(self.sweeps / LOOK)
        return Effort(self.n_chains, LOOK_BURN_IN, sweeps, min(self.draws, self.n_chains))


def calibrate(
    i: IntArray,
    j: IntArray,
    y: FloatArray,
    n_declarations: int,
    n_experts: int,
    *,
    places: int,
    group: IntArray | None = None,
    seed: int = 0,
    step: float | None = None,
    sweeps: int | None = None,
    known: Known = LEARN_ALL,
    habits: Habits | None = None,
    first_look: bool = False,
) -> Posterior:
    """Estimate the quality of every declaration with the experts' habits taken out.

    ``habits`` tells what to expect of the experts (how far to trust that is learned); a ``first_look`` is short and
    serves to ask the experts' own habits from.
    """
    groups = np.zeros(n_experts, dtype=np.int64) if group is None else np.asarray(group, dtype=np.int64)
    panel = panel_of(
        np.asarray(i, dtype=np.int64), np.asarray(j, dtype=np.int64), np.asarray(y, dtype=np.float64),
        n_declarations, n_experts, groups, step, habits,
    )  # fmt: skip
    rng = np.random.Generator(np.random.PCG64(index(seed)))
    if is_thin(panel):
        return uncorrected(panel, places, rng)
    effort = Effort.for_size(panel.n_reviews, n_declarations, sweeps)
    effort = effort.of_first_look if first_look else effort
    sampler, record = _sampled(panel, effort, standardised(known, panel.unit), rng)
    return posterior_of(sampler, record, places)


def _sampled(panel: Panel, effort: Effort, known: Known, rng: np.random.Generator) -> tuple[Sampler, Record]:
    layout = Layout.of(panel, effort.n_chains)
    sampler = Sampler(layout, known, rng)
    for _ in range(effort.burn_in):
        sampler.sweep()
    record = Record(layout, effort.draws, effort.sweeps)
    for _ in range(effort.sweeps):
        record.add(sampler, sampler.sweep())
    return sampler, record
