"""``zeyou pack`` as a clerk or a pack author uses it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from webapp.cli.pack import command
from webapp.errors import Refusal


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def test_list_names_every_pack_and_marks_the_incomplete_one() -> None:
    result = run("list")
    lines = result.output.strip().split("\n")
    assert [line.split()[0] for line in lines] == ["cn-2022", "nm-2023", "nx-2023"]
    assert [line.endswith("（不完整）") for line in lines] == [True, False, False]


def test_list_as_json_carries_the_same_packs() -> None:
    packs = json.loads(run("list", "--json").output)
    assert [(pack["id"], pack["complete"]) for pack in packs] == [
        ("cn-2022", False),
        ("nm-2023", True),
        ("nx-2023", True),
    ]


@pytest.mark.parametrize(("region", "n_conditions"), [("nm-2023", 44), ("nx-2023", 46)])
def test_show_as_json_lists_every_key_and_id_with_its_place(region: str, n_conditions: int) -> None:
    shown = json.loads(run("show", region, "--json").output)
    placed = [one for one in shown["form"]["fields"] if one["key"] and one["article"] and one["source_line"]]
    stated = [one for one in shown["conditions"] if one["id"] and one["article"] and one["source_line"]]
    assert (len(placed), len(stated), len(shown["fingerprint"])) == (108, n_conditions, 64)


def test_show_in_words_has_a_line_for_every_field_and_condition() -> None:
    output = run("show", "nx-2023").output
    assert output.count("13(2)，第 ") == 108
    assert "11.1.e  [soft] 占地面积一般不超过100平方公里  第 11(1) 条，第 28 行" in output
    assert "申报材料：11 项" in output


def test_show_warns_that_a_pack_is_incomplete() -> None:
    assert "注意：本规则包不完整，不得作为正式依据。" in run("show", "cn-2022").output


def test_unknown_pack_is_refused_and_the_known_ones_are_named() -> None:
    refusal = run("show", "zz-1900").exception
    assert isinstance(refusal, Refusal)
    assert (refusal.exit_status, "nm-2023" in refusal.message) == (2, True)


def test_third_region_is_started_changed_checked_and_shown_without_code(tmp_path: Path) -> None:
    folder = tmp_path / "yn-2023"
    assert run("new", str(folder), "--from", "nx-2023").exit_code == 0
    pack = folder / "conditions.yaml"
    text = pack.read_text("utf-8")
    assert "at_least: 20" in text
    pack.write_text(text.replace("at_least: 20", "at_least: 10", 1), "utf-8")
    checked = run("check", str(folder))
    assert (checked.exit_code, checked.output.split("：")[0]) == (0, "规则包 yn-2023 没有问题")
    shown = json.loads(run("show", str(folder), "--json").output)
    assert shown["id"] == "yn-2023"


def test_check_names_the_fields_without_which_no_round_can_be_opened(tmp_path: Path) -> None:
    """A form with keys of its own screens and gives dates; rounds would know neither the cluster nor its city."""
    folder = tmp_path / "xy-2025"
    assert run("new", str(folder), "--from", "nm-2023").exit_code == 0
    form = folder / "form.yaml"
    text = form.read_text("utf-8").replace("key: cover.city\n", "key: cover.prefecture\n")
    form.write_text(text.replace("key: application.report_years\n", "key: application.years\n"), "utf-8")
    checked = run("check", str(folder))
    assert (checked.exit_code, checked.output.splitlines()[1]) == (
        0,
        "可用于审查和日期；用于轮次，申报表还缺字段：application.report_years（近三年的年度）、cover.city（所属地区：市），键名照写。",
    )


@pytest.mark.parametrize("region", ["nm-2023", "nx-2023", "cn-2022"])
def test_check_has_nothing_to_add_to_a_pack_for_rounds(region: str, tmp_path: Path) -> None:
    assert run("new", str(tmp_path / region), "--from", region).exit_code == 0
    assert len(run("check", str(tmp_path / region)).output.splitlines()) == 1


def test_check_lists_every_problem_with_its_path_and_fails(tmp_path: Path) -> None:
    folder = tmp_path / "yn-2023"
    run("new", str(folder))
    rubric, procedure = folder / "rubric.yaml", folder / "procedure.yaml"
    rubric.write_text(rubric.read_text("utf-8").replace("weight: 25", "weight: 30", 1), "utf-8")
    procedure.write_text(procedure.read_text("utf-8").replace("  day: 10", "  day: 32"), "utf-8")
    result = run("check", str(folder))
    lines = result.output.strip().split("\n")
    assert (result.exit_code, [line.split(": ")[0] for line in lines]) == (
        1,
        ["rubric.yaml", "procedure.yaml", "共 2 处问题。"],
    )
    found = json.loads(run("check", str(folder), "--json").output)
    assert [problem["path"] for problem in found] == ["rubric.yaml: areas", "procedure.yaml: annual_report.day"]


def test_show_of_a_spoilt_folder_lists_its_problems(tmp_path: Path) -> None:
    folder = tmp_path / "yn-2023"
    run("new", str(folder))
    (folder / "form.yaml").unlink()
    result = run("show", str(folder))
    assert (result.exit_code, result.stderr) == (1, "form.yaml: 缺少这个文件，请补上。\n")


@pytest.mark.parametrize("name", ["云南-2023", "YN-2023", "..."])
def test_folder_name_that_is_no_id_is_refused(tmp_path: Path, name: str) -> None:
    refusal = run("new", str(tmp_path / name)).exception
    assert isinstance(refusal, Refusal)
    assert refusal.code == "pack-id"


def test_new_pack_never_overwrites_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "yn-2023"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine", "utf-8")
    refusal = run("new", str(folder)).exception
    assert isinstance(refusal, Refusal)
    assert (refusal.code, [path.name for path in folder.iterdir()]) == ("folder-in-use", ["mine.txt"])


def test_new_from_an_unknown_pack_and_check_of_no_folder_are_refused(tmp_path: Path) -> None:
    for arguments in (("new", str(tmp_path / "a"), "--from", "zz-1900"), ("check", str(tmp_path / "b"))):
        refusal = run(*arguments).exception
        assert isinstance(refusal, Refusal)
        assert refusal.exit_status == 2
    assert list(tmp_path.iterdir()) == []


def test_compare_names_the_one_threshold_that_changed(tmp_path: Path) -> None:
    folder = tmp_path / "nm-2023"
    run("new", str(folder))
    conditions = folder / "conditions.yaml"
    conditions.write_text(conditions.read_text("utf-8").replace("at_most: 200", "at_most: 150", 1), "utf-8")
    assert run("compare", "nm-2023", str(folder)).output == (
        "conditions[5.2.a].statement.at_most: 200 → 150\n共 1 处不同。\n"
    )
    rows = json.loads(run("compare", "nm-2023", str(folder), "--json").output)
    assert rows == [{"path": "conditions[5.2.a].statement.at_most", "before": 200, "after": 150}]


def test_new_pack_in_a_place_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x", "utf-8")
    refusal = run("new", str(tmp_path / "taken" / "yn-2023")).exception
    assert isinstance(refusal, Refusal)
    assert refusal.code == "cannot-write"
