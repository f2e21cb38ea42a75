"""Assign from one file to another: the use case behind ``zeyou assign``."""

import time
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reviewers.assignment.composition import Quota
    from reviewers.assignment.diagnosis import Diagnosis
    from reviewers.assignment.faults import Fault
    from reviewers.assignment.plan import Plan
    from reviewers.assignment.problem import Problem

REQUIRED = ("indptr", "indices", "data", "shape", "demand", "min_load", "max_load")
OPTIONAL = ("conflict_indptr", "conflict_indices", "group", "cap", "fixed", "forbidden")
QUOTA = ("quota_expert", "quota_declaration", "quota_least", "quota_same")
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
    from reviewers.assignment.faults import Fault, MalformedProblemError
    from reviewers.assignment.solve import OBJECTIVES, UnknownObjectiveError, assign

    unwritable = _unwritable(plan_path)
    if unwritable is not None:
        return Malformed((unwritable,))
    try:
        problem = read_problem(problem_path)
        started = time.process_time()
        plan = assign(problem, objective, seed)
    except MalformedProblemError as error:
        return Malformed(error.faults)
    except UnknownObjectiveError:
        values = {"objective": objective, "known": "、".join(OBJECTIVES)}
        text = "没有分派目标 {objective}，可用的有 {known}，或加权的 total=0.6,fair=0.4"
        return Malformed((Fault("objective", "unknown_objective", text, values),))
    except NoFeasiblePlan as error:
        return Impossible(error.diagnosis)
    plan = replace(plan, seconds=time.process_time() - started)
    write_plan(plan, plan_path)
    return plan


def _unwritable(path: Path) -> "Fault | None":
    """Why no plan can be written to ``path``: better known before the work than after it."""
    from reviewers.assignment.faults import Fault

    if path.is_dir() or not path.parent.is_dir():
        return Fault("out", "unwritable", "无法写入 {path}：不是文件，或所在目录不存在", {"path": str(path)})
    return None


def read_problem(path: Path) -> "Problem":
    """Read a problem file that nobody vouches for: no pickles, bounded sizes, every fault listed."""
    from reviewers.assignment.faults import Fault, MalformedProblemError
    from reviewers.assignment.problem import Problem

    arrays, faults = _read_arrays(path)
    told = {fault.path for fault in faults}
    missing = [name for name in REQUIRED if name not in arrays and not told & {name, ""}]  # "" is the whole file
    faults += [Fault(name, "missing_array", "文件中缺少 {path}", {"path": name}) for name in missing]
    shape = arrays.pop("shape", None)
    if shape is not None and (shape.shape != (2,) or shape.dtype.kind not in "iu"):
        faults.append(Fault("shape", "wrong_shape", "{path} 应是两个整数：申报数、专家数", {"path": "shape"}))
    for name in ("fixed", "forbidden"):
        if name in arrays and not arrays[name].size:  # a list of nothing carries no type
            arrays[name] = arrays[name].reshape(0, 2).astype("int64")
        if name in arrays and (
            arrays[name].ndim != 2 or arrays[name].shape[1] != 2 or arrays[name].dtype.kind not in "iu"
        ):
            faults.append(Fault(name, "wrong_shape", "{path} 应是两列整数：申报、专家", {"path": name}))
    rules = _read_rules(arrays, faults)
    if faults or shape is None:
        raise MalformedProblemError(faults)
    if "cap" in arrays and arrays["cap"].size == 1:
        arrays["cap"] = arrays["cap"].reshape(())
    return Problem(int(shape[0]), int(shape[1]), **arrays, composition=rules)


def _read_rules(arrays: dict[str, Any], faults: "list[Fault]") -> "list[Quota]":
    """Take the rules of composition, one per row, out of ``arrays``; add to ``faults`` what is wrong with them."""
    import numpy as np

    from reviewers.assignment.composition import Quota
    from reviewers.assignment.faults import Fault

    given = [arrays.pop(name, None) for name in QUOTA]
    if all(array is None for array in given):
        return []
    for name, array, rank in zip(QUOTA, given, (2, 2, 2, 1), strict=True):
        if array is None or array.ndim != rank or array.dtype.kind not in "iub" or array.shape[0] != np.size(given[3]):
            values = {"path": name, "all": "、".join(QUOTA)}
            text = "构成要求须由 {all} 四个行数相同的整数数组给出，{path} 不符"
            faults.append(Fault(name, "wrong_shape", text, values))
            return []
    expert, declaration, least, same = given
    return [
        Quota(f"第 {number + 1} 项", expert[number], declaration[number], least[number], same=bool(same[number]))
        for number in range(same.shape[0])
    ]


def _read_arrays(path: Path) -> "tuple[dict[str, Any], list[Fault]]":
    from reviewers.assignment.faults import Fault

    arrays: dict[str, Any] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {info.filename.removesuffix(".npy"): info.file_size for info in archive.infolist()}
            if sum(sizes.values()) > MAX_BYTES:
                return {}, [Fault("", "too_large", "文件展开后超过 {most} 字节", {"most": str(MAX_BYTES)})]
            wanted = [name for name in (*REQUIRED, *OPTIONAL, *QUOTA) if name in sizes]
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
                    {
                        "rule": rule,
                        "declaration": change.declaration,
                        "expert": change.expert,
                        "by": change.by,
                        "quota": change.quota,
                    }
                    for rule, changes in relaxation.changes.items()
                    for change in changes
                ],
            }
            for relaxation in diagnosis.relaxations
        ],
    }
