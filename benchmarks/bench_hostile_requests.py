"""Bent requests by the ten thousand: every role, three states of the invented round.

Run: python -m benchmarks.bench_hostile_requests [cases per role and state] [seed] [state ...]
"""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.conftest import fill
from tests.hostile.attack import attack
from webapp.database import build_engine
from webapp.permissions import Role

STATES = ("staff", "scoring", "publicity")


def main(n: int, seed: int, states: Sequence[str]) -> int:
    """Attack a fresh copy for each role; print every status and every failure."""
    total: Counter[int] = Counter()
    failures: list[str] = []
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="zeyou-hostile-") as name:
        for state in states:
            prepared = Path(name) / f"{state}.sqlite3"
            engine = build_engine(f"sqlite:///{prepared}")
            fill(engine, state)
            engine.dispose()
            for role in Role:
                copy = Path(name) / "copy.sqlite3"
                for old in Path(name).glob("copy.sqlite3*"):
                    old.unlink()
                copy.write_bytes(prepared.read_bytes())
                engine = build_engine(f"sqlite:///{copy}")
                outcome = attack(engine, role, Path(name), n, seed)
                engine.dispose()
                total += outcome.statuses
                failures += outcome.failures
            print(f"{state}: {sum(total.values())} cases, {time.perf_counter() - begun:.0f} s", flush=True)
    print(dict(sorted(total.items())))
    print(f"{len(failures)} failures", *failures, sep="\n")
    return 1 if failures else 0


if __name__ == "__main__":
    n_cases, first_seed, *chosen = [*sys.argv[1:], *("700", "1")[len(sys.argv) - 1 :]]
    sys.exit(main(int(n_cases), int(first_seed), chosen or STATES))
