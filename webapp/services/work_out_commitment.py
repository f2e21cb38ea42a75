"""The commitment to a number, as a party works it out offline."""

from reviewers.seed import UnusableContributionError, commitment


def work_out_commitment(value: str, nonce: str) -> str | None:
    """Return the hash to publish; None where a line is empty or holds a break."""
    try:
        return commitment(value.strip(), nonce.strip())
    except UnusableContributionError:
        return None
