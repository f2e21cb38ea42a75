"""Every package the product runs on has a licence we may use, a fixed version and its hashes."""

from pathlib import Path

from tools.dependency_report import LOCK, REPORT, licence_of, locked, packages, problems, report


def test_every_package_is_licensed_and_locked_with_hashes() -> None:
    assert problems(packages()) == []


def test_report_of_packages_is_up_to_date() -> None:
    assert REPORT.read_text(encoding="utf-8") == report(packages()), "run tools/dependency_report.py"


def test_lock_of_the_tests_has_hashes_too() -> None:
    listed = list(locked((LOCK.parent / "test.txt").read_text(encoding="utf-8")))
    assert len(listed) > 60
    assert [name for name, _version, n_hashes in listed if n_hashes == 0] == []


def test_missing_licence_and_hash_are_named() -> None:
    text = "nobody-has-this==1.0 \\\n    --nothing\nflask==3.1.3 --hash=sha256:00\n"
    assert list(locked(text)) == [("nobody-has-this", "1.0", 0), ("flask", "3.1.3", 1)]
    assert (licence_of("nobody-has-this"), licence_of("flask")) == ("", "BSD-3-Clause")
    assert Path(LOCK).name == "run.txt"
