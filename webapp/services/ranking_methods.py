"""The ranking methods by name, as the pages offer them."""

from scoring.registry import METHODS


def method_titles() -> dict[str, str]:
    """Return the Chinese title of each method in the order of the registry."""
    return {name: method.title for name, method in METHODS.items()}
