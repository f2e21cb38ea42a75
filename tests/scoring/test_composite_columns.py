"""Areas averaged a column at a time are those of the composites of each review, exactly."""

from fractions import Fraction

import numpy as np
import pytest

from scoring.composite import AreaWeights, ScoreColumns, area_means, area_means_of, compose

AREAS = (
    AreaWeights("a", Fraction(40), (("a.1", Fraction(1, 3)), ("a.2", Fraction(2, 3)), ("a.3", Fraction(0)))),
    AreaWeights("b", Fraction(60), (("b.1", Fraction(55)), ("b.2", Fraction(45)))),
    AreaWeights("never scored", Fraction(0), (("c.1", Fraction(1)),)),
)


def columns(rows: list[tuple[str, str, str, int | None, bool]]) -> ScoreColumns:
    """Rows of declaration, expert, criterion, hundredths and whether it does not apply."""
    *labels, points, skipped = zip(*rows, strict=True)
    names = [sorted(set(column)) for column in labels]
    i, j, k = (np.array([known.index(one) for one in column]) for known, column in zip(names, labels, strict=True))
    declarations, experts, criteria = (tuple(known) for known in names)
    values = np.array([-1 if one is None else one for one in points])
    return ScoreColumns(declarations, experts, criteria, i, j, k, values, np.array(skipped))


@pytest.mark.parametrize("seed", range(20))
def test_columns_give_the_means_of_composites(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = []
    for declaration in "pqrs":
        for expert in "xyz":
            for criterion in ("a.1", "a.2", "a.3", "b.1", "b.2"):
                fate = rng.random()
                if fate < 0.95:  # else: no row at all
                    points = None if fate < 0.05 else int(rng.integers(0, 10_001))
                    rows.append((declaration, expert, criterion, points, bool(rng.random() < 0.2)))
    reviews: dict[tuple[str, str], list[tuple[str, int | None, bool]]] = {}
    for declaration, expert, criterion, points, is_out in rows:
        reviews.setdefault((declaration, expert), []).append((criterion, points, is_out))
    composites = [
        (
            declaration,
            compose(
                {name: Fraction(points, 100) for name, points, _ in given if points is not None},
                frozenset(name for name, _, is_out in given if is_out),
                AREAS,
            ),
        )
        for (declaration, _expert), given in reviews.items()
    ]
    assert area_means_of(columns(rows), AREAS) == area_means(composites)
