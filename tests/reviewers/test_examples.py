"""The examples in the docstrings hold, in every module of who judges whom."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import reviewers

WITH_EXAMPLES = {
    *(
        "affinity",
        "brands",
        "conflict_settings",
        "conflicts",
        "draw",
        "draw_groups",
        "draw_record",
        "duplicates",
        "findings",
        "industries",
        "merging",
    ),
    *(
        "names",
        "people",
        "places",
        "recusal_matching",
        "seed",
        "substitution",
        "text_likeness",
        "tickets",
        "unit_directory",
        "unit_places",
    ),
    "units",
    "written_forms",
}
MODULES = sorted(module.name for module in pkgutil.iter_modules(reviewers.__path__) if not module.ispkg)


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_the_module_hold(name: str) -> None:
    module = importlib.import_module(f"reviewers.{name}")
    outcome = doctest.testmod(module)
    assert (outcome.failed, outcome.attempted > 0) == (0, name in WITH_EXAMPLES)
