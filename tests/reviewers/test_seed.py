"""The seed of several parties: nobody chose it, everybody can redo it."""

from __future__ import annotations

import hashlib
from itertools import permutations

import pytest

from reviewers.seed import BrokenCommitmentError, Contribution, UnusableContributionError, commitment, joint_seed


def sealed(party: str, value: str, nonce: str = "nonce") -> Contribution:
    return Contribution(party, value, nonce, commitment(value, nonce))


def test_commitment_is_a_plain_sha256_of_three_lines() -> None:
    assert commitment("31", "c0ffee") == hashlib.sha256(b"zeyou-commit-v1\nc0ffee\n31").hexdigest()


def test_joint_seed_is_a_plain_sha256_of_sorted_lines() -> None:
    seed = joint_seed([sealed("b", "77"), sealed("a", "31")])
    assert seed == hashlib.sha256(b"zeyou-seed-v1\na\t31\nb\t77").digest()


def test_order_of_contributions_does_not_matter() -> None:
    parties = [sealed("纪检监督", "31"), sealed("组织单位", "77"), Contribution("公开随机数", "05 11 23")]
    assert len({joint_seed(order) for order in permutations(parties)}) == 1


@pytest.mark.parametrize("changed", ["32", "031", "31 "])
def test_any_other_value_gives_another_seed(changed: str) -> None:
    others = [sealed("b", "77")]
    assert joint_seed([sealed("a", "31"), *others]) != joint_seed([sealed("a", changed), *others])


def test_value_changed_after_the_commitment_is_refused() -> None:
    late = Contribution("组织单位", "78", "nonce", commitment("77", "nonce"))
    with pytest.raises(BrokenCommitmentError, match="组织单位"):
        joint_seed([sealed("纪检监督", "31"), late])


def test_equal_values_with_other_nonces_look_unrelated() -> None:
    assert commitment("31", "one") != commitment("31", "two")


@pytest.mark.parametrize(
    "contributions",
    [
        [],
        [Contribution("a", "1"), Contribution("a", "2")],
        [Contribution("a", "")],
        [Contribution("a\tb", "1")],
        [Contribution("a", "1\n2")],
    ],
)
def test_unusable_contributions_are_refused(contributions: list[Contribution]) -> None:
    with pytest.raises(UnusableContributionError):
        joint_seed(contributions)
