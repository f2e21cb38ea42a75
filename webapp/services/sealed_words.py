"""The last words of the seals on the rows of one table, packed: some thirty bytes a row, whatever its key is."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

WIDTH = 16
GONE = bytes(WIDTH)
NO_DIGEST = b"\xff" * WIDTH  # what a forged seal holds in place of a digest: no row can have it
LARGEST = 2**31 - 1


class Word(NamedTuple):
    """The last word on a row: its digest (None: deleted), the seal that says so, the columns it covers."""

    digest: str | None
    seal: int
    columns: tuple[str, ...]


class Known(NamedTuple):
    """The hash of every key, sorted, with its last word: the digest as two numbers, the seal, the columns."""

    hashes: NDArray[np.int64]
    last: NDArray[np.int32]
    digests: NDArray[np.uint64]
    seals: NDArray[np.int32]
    shapes: NDArray[np.int32]


class TableWords:
    """Takes the words in the order of the seals and answers by the text of a key.

    Of a key only Python's own hash is kept, 64 bits that differ from process to process: among five million keys two
    share one once in a million checks; then a row is wrongly named, never wrongly passed: its digest covers its key.
    """

    def __init__(self) -> None:
        self.columns: list[tuple[str, ...]] = []
        # These grow in place, where joining numpy's arrays would have all words in memory twice.
        self.hashes, self.digests = array("q"), bytearray()
        self.seals, self.shapes = array("i"), array("i")
        self.sorted: Known | None = None

    def take(self, number: int, columns: tuple[str, ...], rows: Mapping[str, str | None]) -> None:
        """Take what one seal says."""
        if columns not in self.columns:
            self.columns.append(columns)
        self.sorted = None
        self.hashes.extend(map(hash, rows))
        self.digests += digest_bytes(list(rows.values()))
        self.seals.extend(repeat(max(-LARGEST, min(number, LARGEST)), len(rows)))
        self.shapes.extend(repeat(self.columns.index(columns), len(rows)))

    @property
    def known(self) -> Known:
        """Return what is known of each key: the later of two words on a row is the one that counts."""
        if self.sorted is None:
            hashes, last = last_of_each(np.frombuffer(self.hashes, np.int64))
            digests = np.frombuffer(self.digests, np.uint64).reshape(-1, 2)
            rest = np.frombuffer(self.seals, np.int32), np.frombuffer(self.shapes, np.int32)
            self.sorted = Known(hashes, last, digests, *rest)
        return self.sorted

    @property
    def n_known(self) -> int:
        """Count the rows the seals speak of."""
        return len(self.known.hashes)

    @property
    def n_standing(self) -> int:
        """Count the rows that should be there."""
        return int(np.count_nonzero(self.is_standing))

    @property
    def is_standing(self) -> NDArray[np.bool_]:
        """Tell of each key whether its row should be there."""
        return np.asarray(self.known.digests.max(axis=1) > 0)[self.known.last]

    def places(self, texts: Sequence[str]) -> NDArray[np.int64]:
        """Return the place of each key; -1 where the seals know nothing of it."""
        known, asked = self.known.hashes, np.fromiter(map(hash, texts), np.int64, len(texts))
        if not len(known):
            return np.full(len(asked), -1, np.int64)
        found = np.minimum(np.searchsorted(known, asked), len(known) - 1)
        return np.where(known[found] == asked, found, -1)

    def words_on(self, places: NDArray[np.int64]) -> Iterator[Word | None]:
        """Yield the last word on the key at each place."""
        known = self.known
        if not len(known.last):
            yield from [None] * len(places)
            return
        last = known.last[places]
        raw = known.digests[last].tobytes()
        rest = zip(places.tolist(), known.seals[last].tolist(), known.shapes[last].tolist(), strict=True)
        for at, (place, seal, shape) in enumerate(rest):
            digest = raw[at * WIDTH : (at + 1) * WIDTH]
            yield Word(None if digest == GONE else digest.hex(), seal, self.columns[shape]) if place >= 0 else None

    def word(self, text: str) -> Word | None:
        """Return the last word on one row."""
        return next(self.words_on(self.places([text])))


def last_of_each(hashes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return the hashes sorted, each once, and where each was last."""
    order = np.argsort(hashes, kind="stable").astype(np.int32)
    hashes = hashes[order]
    is_last = np.ones(len(hashes), np.bool_)
    is_last[:-1] = hashes[1:] != hashes[:-1]
    return hashes[is_last], order[is_last]


def digest_bytes(digests: Sequence[Any]) -> bytes:
    """Write the digests one behind the other."""
    try:
        found = bytes.fromhex("".join(digests))
        if len(found) == len(digests) * WIDTH:
            return found
    except (TypeError, ValueError):
        pass  # a row that was deleted, or a forged seal: one by one
    return b"".join(GONE if digest is None else bytes_of(digest) for digest in digests)


def bytes_of(digest: Any) -> bytes:
    """Read one digest; a forged one may be anything."""
    try:
        found = bytes.fromhex(digest)
    except (TypeError, ValueError):
        return NO_DIGEST
    return found if len(found) == WIDTH else NO_DIGEST
