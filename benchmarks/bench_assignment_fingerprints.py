"""Print a fingerprint of every plan of four small instances: alike on every machine, whatever its libraries.

Usage: .venv/bin/python -m benchmarks.bench_assignment_fingerprints; compare the lines of two machines with diff.
"""

import hashlib
import platform
import sys
from dataclasses import replace

import numpy as np
import ortools

from benchmarks.bench_assignment_worlds import WORLDS, all_pairs, specialised
from reviewers import Problem, assign

OBJECTIVES = ("total", "fair", "comparable", "random", "total=0.5,comparable=0.5")


def instances() -> dict[str, Problem]:
    """Uniform, lopsided, by speciality, and three fits only (many plans of equal worth)."""
    rng = np.random.default_rng(9)
    levels, unit = rng.integers(0, 3, (200, 40)).astype(float), rng.integers(-1, 12, 40)
    return {
        "uniform": all_pairs(300, 60),
        "lopsided": Problem.from_dense(WORLDS["lopsided"](300, 60), demand=5, max_load=28),
        "specialities": specialised(300, 60, 6, 12)[0],
        "ties": Problem.from_dense(levels, demand=3, max_load=17, group=unit),
    }


if __name__ == "__main__":
    print(platform.machine(), "NumPy", np.__version__, "OR-Tools", ortools.__version__, file=sys.stderr)
    for name, problem in instances().items():
        for objective in OBJECTIVES:
            plan = assign(replace(problem, cap=0.4) if objective == "random" else problem, objective, 7)
            pairs = np.stack([plan.declaration, plan.expert]).astype("<i8").tobytes()
            print(name, objective, hashlib.sha256(pairs).hexdigest()[:16])
