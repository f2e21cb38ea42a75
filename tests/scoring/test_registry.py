"""Methods by name."""

import pytest

from scoring.registry import METHODS, UnknownMethodError, method


def test_default_method_stands_first() -> None:
    assert next(iter(METHODS)) == "calibrated"


def test_names_and_titles_are_all_different() -> None:
    assert [method(name).name for name in METHODS] == list(METHODS)
    assert len({entry.title for entry in METHODS.values()}) == len(METHODS)


def test_trimmed_mean_alone_needs_five_scores() -> None:
    assert {name: entry.properties.needs_min_scores for name, entry in METHODS.items()
            if entry.properties.needs_min_scores > 1} == {"trimmed_mean": 5}  # fmt: skip


def test_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownMethodError) as caught:
        method("average")
    assert (caught.value.name, caught.value.known) == ("average", tuple(METHODS))
