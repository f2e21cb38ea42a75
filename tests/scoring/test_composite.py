"""One review's points put together, in fractions and in whole numbers."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scoring.composite import AreaWeights, compose, compose_hundredths, in_whole_numbers

WEIGHTS = st.fractions(0, 50, max_denominator=12)
KEYS = [f"{area}.{place}" for area in "abc" for place in range(4)]


@st.composite
def reviews(draw: st.DrawFn) -> tuple[dict[str, int], frozenset[str], list[AreaWeights]]:
    """Draw points, what does not apply and weights, some of them nought."""
    areas = [
        AreaWeights(area, draw(WEIGHTS), tuple((key, draw(WEIGHTS)) for key in KEYS if key[0] == area))
        for area in draw(st.sampled_from(["a", "ab", "abc"]))
    ]
    fates = {key: draw(st.sampled_from(["given", "given", "given", "skipped", "missing"])) for key in KEYS}
    points = {key: draw(st.integers(0, 10_000)) for key, fate in fates.items() if fate == "given"}
    return points, frozenset(key for key, fate in fates.items() if fate == "skipped"), areas


@given(reviews())
def test_whole_numbers_give_the_same_fractions(
    review: tuple[dict[str, int], frozenset[str], list[AreaWeights]],
) -> None:
    points, skipped, areas = review
    exact = compose({key: Fraction(value, 100) for key, value in points.items()}, skipped, areas)
    assert compose_hundredths(points, skipped, in_whole_numbers(areas)) == exact


def test_area_that_cannot_apply_leaves_its_weight_to_the_others() -> None:
    # (3 × 80 + 1 × 60) / 4 = 75 in area a, weight 1/3; area b does not apply: the total is 75
    areas = [
        AreaWeights("a", Fraction(1, 3), (("a.x", Fraction(3)), ("a.y", Fraction(1)))),
        AreaWeights("b", Fraction(2, 3), (("b.x", Fraction(1)),)),
    ]
    found = compose_hundredths({"a.x": 8000, "a.y": 6000}, frozenset({"b.x"}), in_whole_numbers(areas))
    assert (found.areas, found.total) == ({"a": Fraction(75)}, Fraction(75))
