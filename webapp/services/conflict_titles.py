"""The rules of recusal by their Chinese titles."""

from reviewers.conflicts import RULE_TITLES


def rule_titles() -> dict[str, str]:
    """Return the title of every rule."""
    return {**RULE_TITLES, "declared_by_expert": RULE_TITLES["declared"], "by_hand": "评审机构核实认定"}
