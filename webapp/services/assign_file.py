"""Assign from one file to another: the use case behind ``zeyou assign``."""

import time
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reviewers.assignment.diagnosis import Diagnosis
    from reviewers.assignment.faults import Fault
    from reviewers.assignment.plan import Plan
    from reviewers.assignment.problem import Problem

REQUIRED = ("indptr", "indices", "data", "shape", "demand", "min_load", "max_load")
OPTIONAL = ("conflict_indptr", "conflict_indices", "group", "cap")
MAX_BYTES = 8 << 30


@dataclass(frozen=True)
class Malformed:
    """The file is no problem; every fault is listed."""

    faults: "tuple[Fault, ...]"


@dataclass(frozen=True)
class Impossible:
    """The problem has no plan."""

    diagnosis: "Diagnosis"


def assign_file(problem_path: Path, objective: str, seed: int, plan_path: Path) -> "Plan | Impossible | Malformed":
    """Read a problem, assign, and write the plan where there is one."""
    from reviewers.assignment.diagnosis import NoFeasiblePlan
    from reviewers.assignment.faults import MalformedProblemError
    from reviewers.assignment.solve import assign

    try:
        problem = read_problem(problem_path)
        started = time.process_time()
        plan = assign(problem, objective, seed)
    except MalformedProblemError as error:
        return Malformed(error.faults)
    except NoFeasiblePlan as error:
        return Impossible(error.diagnosis)
    plan = replace(plan, seconds=time.process_time() - started)
    write_plan(plan, plan_path)
    return plan


def read_problem(path: Path) -> "Problem":
    """Read a problem file that nobody vouches for: no pickles, bounded sizes, every fault listed."""
    from reviewers.assignment.faults import Fault, MalformedProblemError
    from reviewers.assignment.problem import Problem

    arrays, faults = _read_arrays(path)
    missing = [name for name in REQUIRED if name not in arrays and not any(f.path == name for f in faults)]
    faults += [Fault(name, "missing_array", "文件中缺少 {path}", {"path": name}) for name in missing]
    shape = arrays.pop("shape", None)
    if shape is not None and (shape.shape != (2,) or shape.dtype.kind not in "iu"):
        faults.append(Fault("shape", "wrong_shape", "{path} 应是两个整数：申报数、专家数", {"path": "shape"}))
    if faults or shape is None:
        raise MalformedProblemError(faults)
    if "cap" in arrays and arrays["cap"].size == 1:
        arrays["cap"] = arrays["cap"].reshape(())
    return Problem(int(shape[0]), int(shape[1]), **arrays)


def _read_arrays(path: Path) -> "tuple[dict[str, Any], list[Fault]]":
    from reviewers.assignment.faults import Fault

    arrays: dict[str, Any] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {info.filename.removesuffix(".npy"): info.file_size for info in archive.infolist()}
            if sum(sizes.values()) > MAX_BYTES:
                return {}, [Fault("", "too_large", "文件展开后超过 {most} 字节", {"most": str(MAX_BYTES)})]
            wanted = [name for name in (*REQUIRED, *OPTIONAL) if name in sizes]
            faults = [fault for name in wanted for fault in _read_one(archive, name, arrays)]
    except (OSError, zipfile.BadZipFile) as error:
        return {}, [Fault("", "unreadable", "无法作为 npz 文件打开：{why}", {"why": str(error)})]
    return arrays, faults


def _read_one(archive: zipfile.ZipFile, name: str, arrays: dict[str, Any]) -> "list[Fault]":
    import numpy as np

    from reviewers.assignment.faults import Fault

    try:
        with archive.open(f"{name}.npy") as stream:
            arrays[name] = np.lib.format.read_array(stream, allow_pickle=False)
    except (ValueError, OSError, EOFError, KeyError, MemoryError, NotImplementedError, zipfile.BadZipFile) as error:
        return [Fault(name, "unreadable", "{path} 无法读取：{why}", {"path": name, "why": str(error)})]
    return []


def write_plan(plan: "Plan", path: Path) -> None:
    """Write the plan as an npz file under exactly the given name."""
    import numpy as np

    with path.open("wb") as stream:
        np.savez_compressed(
            stream,
            declaration=plan.declaration,
            expert=plan.expert,
            objective=np.array(plan.objective),
            bound=np.float64(plan.bound),
            seed=np.int64(plan.seed),
            seconds=np.float64(plan.seconds),
        )


def diagnosis_as_data(diagnosis: "Diagnosis") -> Mapping[str, Any]:
    """The diagnosis as plain data, ready for JSON; numbers are those of the file."""
    return {
        "clashes": [
            {
                "kind": clash.kind,
                "declarations": list(clash.declarations),
                "experts": list(clash.experts),
                "needed": clash.needed,
                "available": clash.available,
                "is_minimal": clash.is_minimal,
                "reason": clash.reason(),
            }
            for clash in diagnosis.clashes
        ],
        "relaxations": [
            {
                "kind": relaxation.kind,
                "size": relaxation.size,
                "reason": relaxation.reason,
                "to": relaxation.to,
                "changes": [
                    {"rule": rule, "declaration": change.declaration, "expert": change.expert, "by": change.by}
                    for rule, changes in relaxation.changes.items()
                    for change in changes
                ],
            }
            for relaxation in diagnosis.relaxations
        ],
    }
