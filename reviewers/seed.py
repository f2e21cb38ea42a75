"""A seed that no single party could choose: everyone commits first, everyone reveals later, the values are joined."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

COMMIT_LABEL = "zeyou-commit-v1"
SEED_LABEL = "zeyou-seed-v1"


class BrokenCommitmentError(ValueError):
    """A revealed value does not match what its party committed to."""

    def __init__(self, party: str) -> None:
        super().__init__(f"the value revealed by {party!r} does not match its commitment")
        self.party = party


class UnusableContributionError(ValueError):
    """A party contributed twice, contributed nothing, or used a line break where one separates fields."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """
    What one party adds to the seed.

    Parameters
    ----------
    party : str
        Who (纪检监督, 组织单位, 公证处).
    value : str
        The revealed value, any single line of text.
    nonce : str
        The secret line that kept the commitment from being guessed; empty for a public value.
    commitment : str
        64 lower-case hexadecimal digits published before the reveal; empty for a public value that nobody could
        know beforehand (a lottery number drawn after the other commitments were published).

    Examples
    --------
    >>> Contribution("公证处", "17 4 22").commitment
    ''
    """

    party: str
    value: str
    nonce: str = ""
    commitment: str = ""


def commitment(value: str, nonce: str) -> str:
    """
    The line to publish before the value is revealed.

    SHA-256 over three lines joined by one line feed each, without one at the end: ``zeyou-commit-v1``, the nonce,
    the value. Anyone can redo it: ``printf 'zeyou-commit-v1\\n%s\\n%s' "$nonce" "$value" | sha256sum``.

    Parameters
    ----------
    value, nonce : str
        Single lines of UTF-8; the nonce should hold at least 128 random bits.

    Returns
    -------
    str
        64 lower-case hexadecimal digits.

    Raises
    ------
    UnusableContributionError
        When a line is empty or contains a line break.

    Examples
    --------
    >>> commitment("18", "c0ffee")[:16]
    '57c54a001f79b235'
    """
    return _digest(COMMIT_LABEL, _line(nonce), _line(value))


def joint_seed(contributions: Sequence[Contribution]) -> bytes:
    """
    Join everyone's revealed value into one seed of 32 bytes.

    SHA-256 over ``zeyou-seed-v1`` and then, for each party in the order of its name's UTF-8 bytes, one line
    ``party<TAB>value``; lines are joined by line feeds. The order in which contributions are handed over does not
    matter. As long as one party chose its value at random and committed before the others revealed, nobody chose
    the seed.

    Parameters
    ----------
    contributions : sequence of Contribution
        One per party, at least one. A contribution with a commitment is checked against it.

    Returns
    -------
    bytes
        32 bytes; write it as 64 hexadecimal digits in the record.

    Raises
    ------
    BrokenCommitmentError
        A revealed value does not match its commitment.
    UnusableContributionError
        No contribution, a party twice, or a line break or tab inside a name or value.

    Examples
    --------
    >>> a = Contribution("纪检监督", "31", "n1", commitment("31", "n1"))
    >>> b = Contribution("组织单位", "77", "n2", commitment("77", "n2"))
    >>> joint_seed([a, b]) == joint_seed([b, a])
    True
    """
    if not contributions:
        raise UnusableContributionError("a joint seed needs at least one contribution")
    if len({entry.party for entry in contributions}) < len(contributions):
        raise UnusableContributionError("a party may contribute only once")
    for entry in contributions:
        _check(entry)
    ordered = sorted(contributions, key=lambda entry: entry.party.encode())
    lines = [f"{_line(entry.party)}\t{_line(entry.value)}" for entry in ordered]
    return bytes.fromhex(_digest(SEED_LABEL, *lines))


def _check(entry: Contribution) -> None:
    if entry.commitment and commitment(entry.value, entry.nonce) != entry.commitment:
        raise BrokenCommitmentError(entry.party)


def _line(text: str) -> str:
    if not text or any(mark in text for mark in "\n\r\t"):
        raise UnusableContributionError(f"expected one non-empty line without tabs, got {text!r}")
    return text


def _digest(*lines: str) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
