"""The rules of recusal by their Chinese titles."""

from reviewers.conflicts import RULE_TITLES


def rule_titles() -> dict[str, str]:
    """Return the title of every rule."""
    return dict(RULE_TITLES)
