"""Random bits and numbers that every machine draws alike: SHA-256 of the seed and a counter."""

import hashlib
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt


class Coins:
    """A stream of fair bits from a seed.

    Block ``n`` is SHA-256 of ``zeyou-assignment-draw:<seed>:<n>`` in ASCII; its bytes are read in order, each from its
    highest bit down.

    Examples
    --------
    >>> Coins(7).bits(4).tolist() == Coins(7).bits(4).tolist()
    True
    """

    def __init__(self, seed: int) -> None:
        self._blocks = _blocks(seed)
        self._rest = np.zeros(0, dtype=np.uint8)

    def bits(self, count: int) -> npt.NDArray[np.int64]:
        """The next ``count`` bits."""
        missing = count - self._rest.size
        if missing > 0:
            fresh = b"".join(next(self._blocks) for _ in range(-(-missing // 256)))
            self._rest = np.concatenate([self._rest, np.unpackbits(np.frombuffer(fresh, dtype=np.uint8))])
        taken, self._rest = self._rest[:count], self._rest[count:]
        return taken.astype(np.int64)

    def below(self, limit: int) -> int:
        """A number in [0, ``limit``), each equally likely: too large ones are thrown away and drawn again."""
        width = max(1, (limit - 1).bit_length())
        while True:
            number = int("".join(map(str, self.bits(width).tolist())), 2)
            if number < limit:
                return number


def _blocks(seed: int) -> Iterator[bytes]:
    number = 0
    while True:
        yield hashlib.sha256(f"zeyou-assignment-draw:{seed}:{number}".encode("ascii")).digest()
        number += 1
