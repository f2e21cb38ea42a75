"""Every example in the docstrings of rubrics runs and gives what it says."""

import doctest
import importlib
import pkgutil

import pytest

import rubrics

MODULES = [module.name for module in pkgutil.walk_packages(rubrics.__path__, "rubrics.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_the_module_give_what_they_say(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
