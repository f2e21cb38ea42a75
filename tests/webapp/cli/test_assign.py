"""``zeyou assign``: files in, files out, and an exit status that tells."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from webapp.cli.assign import command


def write_problem(path: Path, **changed: object) -> Path:
    """A problem of two declarations and three experts, with some arrays replaced or left out (``None``)."""
    sound: dict[str, object] = {
        "indptr": np.array([0, 3, 5]),
        "indices": np.array([0, 1, 2, 0, 2]),
        "data": np.array([0.9, 0.8, 0.1, 0.7, 0.2]),
        "shape": np.array([2, 3]),
        "demand": np.array([1, 1]),
        "min_load": np.zeros(3, dtype=np.int64),
        "max_load": np.ones(3, dtype=np.int64),
        "conflict_indptr": np.array([0, 0, 0]),
        "conflict_indices": np.zeros(0, dtype=np.int64),
    }
    arrays = {name: array for name, array in {**sound, **changed}.items() if array is not None}
    np.savez(path, **arrays)
    return path


def run(problem: Path, out: Path, *more: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(command, ["--problem", str(problem), "--out", str(out), *more])


@pytest.mark.parametrize("objective", ["total", "fair", "comparable", "random"])
def test_a_plan_file_holds_exactly_the_agreed_arrays(tmp_path: Path, objective: str) -> None:
    problem, out = write_problem(tmp_path / "p.npz"), tmp_path / "plan.npz"
    result = run(problem, out, "--objective", objective, "--seed", "5")
    assert result.exit_code == 0
    with np.load(out) as plan:
        assert sorted(plan.files) == ["bound", "declaration", "expert", "objective", "seconds", "seed"]
        assert (plan["declaration"].tolist(), int(plan["seed"]), str(plan["objective"])) == ([0, 1], 5, objective)
        assert float(plan["bound"]) >= 0.0


def test_the_total_plan_is_the_best_whole(tmp_path: Path) -> None:
    # declaration 0 gives way: 0.8 + 0.7 = 1.5 beats 0.9 + 0.2 = 1.1
    out = tmp_path / "plan.npz"
    result = run(write_problem(tmp_path / "p.npz"), out, "--json")
    with np.load(out) as plan:
        assert plan["expert"].tolist() == [1, 0]
    assert json.loads(result.stdout)["total"] == pytest.approx(1.5)


def test_an_impossible_problem_exits_three_with_the_diagnosis(tmp_path: Path) -> None:
    out = tmp_path / "plan.npz"
    result = run(write_problem(tmp_path / "p.npz", demand=np.array([1, 3])), out)
    found = json.loads(result.stdout)
    assert (result.exit_code, out.exists()) == (3, False)
    assert found["clashes"][0]["reason"] == "申报 1 共需 3 人次，可评专家至多承担 2 人次，缺 1"
    relaxation = next(way for way in found["relaxations"] if way["kind"] == "demand")
    assert relaxation["changes"] == [{"rule": "demand", "declaration": 1, "expert": None, "by": -1, "quota": None}]


def test_every_fault_of_a_malformed_file_is_listed(tmp_path: Path) -> None:
    problem = write_problem(
        tmp_path / "p.npz", data=np.array([0.9, np.nan, 0.1, 0.7, 0.2]), max_load=np.array([-1, 1, 1])
    )
    result = run(problem, tmp_path / "plan.npz")
    expected = ["data[1] 不是有限的数，或超出允许的大小", "max_load[0] 不能为负数"]
    assert (result.exit_code, result.stderr.splitlines()) == (2, expected)


def test_missing_arrays_are_named_together(tmp_path: Path) -> None:
    result = run(write_problem(tmp_path / "p.npz", demand=None, shape=None), tmp_path / "plan.npz")
    assert (result.exit_code, result.stderr.splitlines()) == (2, ["文件中缺少 shape", "文件中缺少 demand"])


def test_a_pickled_array_is_never_loaded(tmp_path: Path) -> None:
    problem = write_problem(tmp_path / "p.npz", demand=np.array([print, print], dtype=object))
    result = run(problem, tmp_path / "plan.npz")
    assert (result.exit_code, result.stderr.startswith("demand 无法读取")) == (2, True)


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_archive_exits_two(tmp_path: Path, content: bytes) -> None:
    problem = tmp_path / "p.npz"
    problem.write_bytes(content)
    result = run(problem, tmp_path / "plan.npz")
    assert (result.exit_code, result.stderr.startswith("无法作为 npz 文件打开")) == (2, True)


def test_a_missing_file_exits_two_with_that_fault_alone(tmp_path: Path) -> None:
    result = run(tmp_path / "none.npz", tmp_path / "plan.npz")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


def test_a_place_that_cannot_be_written_is_named_before_the_work(tmp_path: Path) -> None:
    problem = write_problem(tmp_path / "p.npz")
    results = [run(problem, place) for place in (tmp_path / "nowhere" / "plan.npz", tmp_path)]
    assert [(result.exit_code, result.stderr.startswith("无法写入")) for result in results] == [(2, True)] * 2


def test_a_conflict_told_twice_is_one_conflict(tmp_path: Path) -> None:
    # expert 0 is barred from declaration 0 (told twice) and declaration 1: 0.8 + 0.2
    out, pairs = (
        tmp_path / "plan.npz",
        {"conflict_indptr": np.array([0, 2, 3]), "conflict_indices": np.array([0, 0, 0])},
    )
    result = run(write_problem(tmp_path / "p.npz", **pairs), out, "--json")
    assert (result.exit_code, json.loads(result.stdout)["total"]) == (0, pytest.approx(1.0))


def test_a_cap_of_any_shape_is_understood(tmp_path: Path) -> None:
    for cap in (np.float64(0.8), np.array([0.8]), np.full(5, 0.8)):
        problem = write_problem(tmp_path / "p.npz", cap=cap, demand=np.array([1, 1]))
        assert run(problem, tmp_path / "plan.npz", "--objective", "random").exit_code == 0


def test_a_mixture_is_written_with_its_bound(tmp_path: Path) -> None:
    out = tmp_path / "plan.npz"
    result = run(write_problem(tmp_path / "p.npz"), out, "--objective", "total=0.6,comparable=0.4", "--json")
    with np.load(out) as plan:
        assert str(plan["objective"]) == "total=0.6,comparable=0.4"
        assert json.loads(result.stdout)["reached"] <= float(plan["bound"]) <= 1.0


@pytest.mark.parametrize(
    ("objective", "said"),
    [
        ("best", "没有分派目标 best，可用的有 total、fair、comparable、random，或加权的 total=0.6,fair=0.4"),
        ("total=0.6,random=0.4", "目标 random 只能单独使用，可以加权的有 total、fair、comparable"),
        ("total=much,fair=1", "“total=much”应写作 目标=权重，如 total=0.6"),
    ],
)
def test_an_objective_that_is_none_exits_two_and_says_why(tmp_path: Path, objective: str, said: str) -> None:
    result = run(write_problem(tmp_path / "p.npz"), tmp_path / "plan.npz", "--objective", objective)
    assert (result.exit_code, result.stderr.splitlines()) == (2, [said])


def crossing_rules() -> dict[str, np.ndarray]:
    """Every declaration asks for one of speciality 0 and one of region 0; expert 0 is both."""
    return {
        "quota_expert": np.array([[0, 1, 1], [0, 0, 1]]),
        "quota_declaration": np.zeros((2, 2), dtype=np.int64),
        "quota_least": np.array([[1, 0], [1, 0]]),
        "quota_same": np.array([1, 1]),
    }


def test_a_draw_under_crossing_rules_exits_three_with_what_to_drop(tmp_path: Path) -> None:
    problem = write_problem(tmp_path / "p.npz", **crossing_rules())
    result = run(problem, tmp_path / "plan.npz", "--objective", "random")
    found = json.loads(result.stdout)
    assert (result.exit_code, [way["size"] for way in found["relaxations"]]) == (3, [1])
    assert found["relaxations"][0]["changes"] == [
        {"rule": "composition", "declaration": 0, "expert": None, "by": -1, "quota": 0}
    ]
    assert "随机抽取无法全部保证" in found["clashes"][0]["reason"]


def test_crossing_rules_of_a_file_hold_in_the_plan(tmp_path: Path) -> None:
    # only expert 0 serves both rules of declaration 0, so declaration 1 gets its second candidate
    out = tmp_path / "plan.npz"
    assert run(write_problem(tmp_path / "p.npz", **crossing_rules()), out).exit_code == 0
    with np.load(out) as plan:
        assert plan["expert"].tolist() == [0, 2]


def test_rules_and_hand_made_pairs_of_the_wrong_shape_are_named(tmp_path: Path) -> None:
    problem = write_problem(tmp_path / "p.npz", fixed=np.array([0, 1]), quota_same=np.array([1]))
    result = run(problem, tmp_path / "plan.npz")
    assert (result.exit_code, [line[:5] for line in result.stderr.splitlines()]) == (2, ["fixed", "构成要求须"])
