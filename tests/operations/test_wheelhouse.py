"""What is carried to a machine without a network is what that machine's Python asks for, not the one that downloads."""

import re

import pytest

from tools.wheelhouse import REQUIREMENTS, fitting

CONDITIONED = """one==1.0 ; python_full_version < '3.12' \\
    --hash=sha256:aa
one==2.0 ; python_full_version >= '3.12' \\
    --hash=sha256:bb
two==3.0 \\
    --hash=sha256:cc
"""


@pytest.mark.parametrize(("python", "version"), [("3.11", "1.0"), ("3.13", "2.0")])
def test_wheels_are_chosen_for_the_python_of_the_other_machine(python: str, version: str) -> None:
    kept = fitting(CONDITIONED, python, "aarch64")
    assert re.findall(r"^(\S+) \\$", kept, re.MULTILINE) == [f"one=={version}", "two==3.0"]


def test_every_locked_package_is_kept_once() -> None:
    locked = REQUIREMENTS.read_text("ascii")
    names = re.findall(r"^([\w.-]+)==", locked, re.MULTILINE)
    kept = re.findall(r"^([\w.-]+)==", fitting(locked, "3.13", "x86_64"), re.MULTILINE)
    assert sorted(kept) == sorted(set(names))
