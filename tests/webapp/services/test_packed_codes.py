"""Codes of seals, packed, answer as a dictionary would."""

import random
import tracemalloc

from webapp.services.packed_codes import PackedCodes, agreeing, contradicting


def taken(pairs: list[tuple[int, str]], *, first_counts: bool) -> PackedCodes:
    """Take all pairs."""
    codes = PackedCodes(first_counts=first_counts)
    for number, code in pairs:
        codes.take(number, code)
    return codes


def test_comparison_of_packed_codes_is_that_of_dictionaries() -> None:
    drawn = random.Random(7)
    for _turn in range(200):
        noted = [(drawn.randint(1, 12), drawn.choice("abc\ud800")) for _ in range(drawn.randint(0, 20))]
        stored = [(drawn.randint(1, 12), drawn.choice("abc")) for _ in range(drawn.randint(0, 20))]
        first, last = dict(reversed(noted)), dict(stored)
        heads, seals = taken(noted, first_counts=True), taken(stored, first_counts=False)
        common = sorted(first.keys() & last.keys())
        assert agreeing(heads, seals) == [number for number in common if first[number] == last[number]]
        assert contradicting(heads, seals) == [number for number in common if first[number] != last[number]]
        assert (len(heads), heads.last) == (len(first), max(first, default=0))


def test_what_was_noted_after_a_declared_restore_counts() -> None:
    heads = taken([(1, "a"), (2, "b"), (3, "c")], first_counts=True)
    heads.drop_after(1)
    heads.take(2, "anew")
    assert (len(heads), agreeing(heads, taken([(1, "a"), (2, "anew"), (3, "c")], first_counts=False))) == (2, [1, 2])


def test_each_code_takes_some_thirty_bytes() -> None:
    tracemalloc.start()
    codes = taken([(number, f"{number:064x}") for number in range(1, 101)], first_counts=False)
    few = tracemalloc.get_traced_memory()[0]
    for number in range(101, 20_101):
        codes.take(number, f"{number:064x}")
    grown = tracemalloc.get_traced_memory()[0] - few
    tracemalloc.stop()
    assert grown < 20_000 * 40
