"""The codes of seals by their numbers, packed: 24 bytes a seal, where a dictionary of texts takes ten times as much."""

from array import array
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

WIDTH = 16
LARGEST = 2**62


class Settled(NamedTuple):
    """Every number once, rising, with the digest of its code as two numbers."""

    numbers: NDArray[np.int64]
    digests: NDArray[np.uint64]


class PackedCodes:
    """Takes numbers with their codes, whatever text these are; of a number taken twice the first or the last counts."""

    def __init__(self, *, first_counts: bool) -> None:
        self.first_counts = first_counts
        self.numbers, self.digests = array("q"), bytearray()
        self.kept: Settled | None = None

    def take(self, number: int, code: object) -> None:
        """Take one code; a forged one may be anything."""
        self.kept = None
        self.numbers.append(min(number, LARGEST))
        self.digests += blake2b(str(code).encode("utf-8", "surrogatepass"), digest_size=WIDTH).digest()

    def drop_after(self, number: int) -> None:
        """Forget what was taken of later numbers."""
        numbers, digests = self.unsorted()
        stays = numbers <= number
        self.kept = None
        self.numbers, self.digests = array("q", numbers[stays].tobytes()), bytearray(digests[stays].tobytes())

    def unsorted(self) -> Settled:
        """Return copies of all that was taken, in that order."""
        digests = np.frombuffer(bytes(self.digests), np.uint64).reshape(-1, 2)
        return Settled(np.array(self.numbers, np.int64), digests)

    @property
    def settled(self) -> Settled:
        """Return what counts."""
        if self.kept is None:
            numbers, digests = self.unsorted()
            step = 1 if self.first_counts else -1
            once, places = np.unique(numbers[::step], return_index=True)
            self.kept = Settled(once, digests[::step][places])
        return self.kept

    def __len__(self) -> int:
        return len(self.settled.numbers)

    @property
    def last(self) -> int:
        """Return the largest number; 0 where there is none."""
        return int(self.settled.numbers[-1]) if len(self) else 0


def agreeing(one: PackedCodes, other: PackedCodes) -> list[int]:
    """List the numbers that have the same code on both sides."""
    return [int(number) for number in compared(one, other, True)]


def contradicting(one: PackedCodes, other: PackedCodes) -> list[int]:
    """List the numbers that are on both sides with different codes."""
    return [int(number) for number in compared(one, other, False)]


def compared(one: PackedCodes, other: PackedCodes, is_same: bool) -> NDArray[np.int64]:
    """Return the common numbers whose codes are the same, or are not."""
    mine, theirs = one.settled, other.settled
    common, here, there = np.intersect1d(mine.numbers, theirs.numbers, assume_unique=True, return_indices=True)
    wanted: NDArray[np.int64] = common[(mine.digests[here] == theirs.digests[there]).all(axis=1) == is_same]
    return wanted
