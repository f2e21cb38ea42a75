"""Write which packages of others the product runs on, with version and licence, from what is installed: no network.

Run: .venv/bin/python tools/dependency_report.py [--check]
"""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements" / "run.txt"
REPORT = ROOT / "LICENSES" / "packages.md"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
# Words of licences under which the product may hand the package on; anything else needs a look.
KNOWN = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software|MPL|Mozilla|LGPL|Lesser|Unlicense|Zlib|HPND|0BSD|CC0|Zope", re.IGNORECASE
)


@dataclass(frozen=True)
class Package:
    """One package as it is installed and as it is locked."""

    name: str
    version: str
    licence: str
    n_hashes: int


def locked(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield name, version and number of hashes of every pinned package."""
    found = list(PINNED.finditer(text))
    ends = [one.start() for one in found[1:]] + [len(text)]
    for one, end in zip(found, ends, strict=True):
        yield one[1].lower(), one[2], text.count("--hash=sha256:", one.start(), end)


def licence_of(name: str) -> str:
    """Return the licence a package states: the expression, else the classifiers, else the first line of its text."""
    try:
        metadata = distribution(name).metadata
    except PackageNotFoundError:
        return ""
    classifiers = [one.rpartition("::")[2].strip() for one in metadata.get_all("Classifier", []) if "License ::" in one]
    stated = metadata.get("License-Expression") or " / ".join(classifiers) or metadata.get("License") or ""
    return stated.strip().partition("\n")[0][:80]


def packages() -> list[Package]:
    """Return every locked package."""
    listed = locked(LOCK.read_text(encoding="utf-8"))
    return [Package(name, version, licence_of(name), n) for name, version, n in sorted(listed)]


def problems(found: Sequence[Package]) -> list[str]:
    """Return what a person has to look at: no licence, an unknown one, no hash."""
    unlicensed = [
        f"{one.name}: licence {one.licence or 'not stated'}" for one in found if not KNOWN.search(one.licence)
    ]
    return unlicensed + [f"{one.name}: no hash" for one in found if not one.n_hashes]


def report(found: Sequence[Package]) -> str:
    """Return the page."""
    lines = [f"| {one.name} | {one.version} | {one.licence} |" for one in found]
    head = (
        "# Packages of others\n\nWritten by `tools/dependency_report.py` from the installed packages; "
        "every one is locked with its hashes.\n"
    )
    return "\n".join([head, "| package | version | licence |", "| --- | --- | --- |", *lines, ""])


def main(arguments: Sequence[str]) -> int:
    """Write the report, or with --check say whether it is up to date and clean."""
    found = packages()
    wrong = problems(found)
    if "--check" in arguments:
        is_stale = not REPORT.exists() or REPORT.read_text(encoding="utf-8") != report(found)
        wrong += [f"{REPORT.name} is not up to date"] * is_stale
    else:
        REPORT.write_text(report(found), encoding="utf-8")
    print(*wrong or [f"{len(found)} packages, all licensed and hashed"], sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
