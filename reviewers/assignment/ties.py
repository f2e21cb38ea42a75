"""How plans of equal worth are told apart: a small whole number per pair, computed from the seed alone.

Where two plans differ by less than the resolution of the whole-numbered fit, the one whose pairs have the larger sum
of ``tie_numbers`` wins. The number is a hash of (seed, declaration, expert) by SplitMix64 (Steele, Lea and Flood 2014)
in 64-bit integers, so every machine computes the same one and nobody gains by standing first in a list.
"""

import numpy as np
import numpy.typing as npt

from reviewers.assignment.problem import Ints

GOLDEN = 0x9E3779B97F4A7C15
MASK = (1 << 64) - 1


def tie_numbers(seed: int, declaration: Ints, expert: Ints, bits: int = 8) -> Ints:
    """Numbers in [0, 2^bits), one per pair."""
    start = np.uint64(_mix_one(seed & MASK))
    row = splitmix64(declaration.astype(np.uint64) ^ start)
    return (splitmix64(row ^ expert.astype(np.uint64)) >> np.uint64(64 - bits)).astype(np.int64)


def splitmix64(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Scramble 64-bit numbers, one to one."""
    mixed = numbers + np.uint64(GOLDEN)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _mix_one(number: int) -> int:
    return int(splitmix64(np.array([number], dtype=np.uint64))[0])
