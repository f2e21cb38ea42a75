"""`zeyou screen`: what goes in, what comes out, and what is refused."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from webapp.cli.screen import command
from webapp.errors import Unusable

RUBRICS = Path(__file__).resolve().parents[2] / "rubrics"
PASSING = {
    "declaration_year": 2024,
    "fields": {"basic.area_km2": "200.01", "leading_industry.total_output": ["22.00", 24.20, 26]},
}


def screened(*arguments: str, given: str = "") -> object:
    """Return what the command prints, read back."""
    result = CliRunner().invoke(command, arguments, input=given.encode(), catch_exceptions=False)
    assert result.exit_code == 0
    return json.loads(result.stdout)


def one(*arguments: str, given: str = "") -> dict[str, Any]:
    """Return the one screening the command prints."""
    found = screened(*arguments, given=given)
    assert isinstance(found, dict)
    return found


def test_object_gives_one_screening_and_exit_zero(tmp_path: Path) -> None:
    path = tmp_path / "declaration.json"
    path.write_text(json.dumps(PASSING), "utf-8")
    found = one("--pack", "nm-2023", str(path))
    assert list(found) == ["pack", "overall", "findings", "checks", "missing_materials"]
    assert (found["pack"], found["overall"], len(found["findings"])) == ("nm-2023", "incomplete", 44)
    area = next(finding for finding in found["findings"] if finding["condition"] == "5.2.a")
    assert area["reason"].startswith("“集群占地面积（平方公里）”为200.01平方公里，不符合“不超过200”。")
    assert {key: area[key] for key in area if key != "reason"} == {
        "condition": "5.2.a",
        "article": "5(2)",
        "result": "needs_decision",
        "quote": "集群占地面积一般不超过200平方公里",
        "observed": "200.01",
    }


def test_array_on_standard_input_gives_an_array() -> None:
    found = screened("--pack", "nx-2023", "-", given=json.dumps([PASSING, {}]))
    assert isinstance(found, list)
    assert [entry["pack"] for entry in found] == ["nx-2023", "nx-2023"]


def test_json_numbers_lose_no_digit() -> None:
    # As a binary float 14.999999999999999999 is 15.0 and would pass.
    text = '{"fields": {"leading_industry.total_output": [14.999999999999999999, 15.00, 15]}}'
    found = one("--pack", "nm-2023", "-", given=text)
    output = next(finding for finding in found["findings"] if finding["condition"] == "5.2.b")
    assert (output["result"], output["observed"]) == ("fail", "14.999999999999999999、15.00、15")


def test_complete_asks_for_texts_and_seals_too() -> None:
    found = one("--pack", "nm-2023", "--complete", "-", given=json.dumps(PASSING))
    blank = next(check for check in found["checks"] if check["check"] == "F1")
    assert "statement.city_seal" in blank["fields"]


def test_folder_serves_as_a_pack() -> None:
    assert one("--pack", str(RUBRICS / "packs" / "yn-2023"), "-", given=json.dumps(PASSING))["pack"] == "yn-2023"


@pytest.mark.parametrize(
    ("arguments", "given", "words"),
    [
        (("--pack", "xx-1999", "-"), "{}", "没有规则包“xx-1999”"),
        (("--pack", "nm-2023", "/nowhere/at/all.json"), "", "读不了“/nowhere/at/all.json”：没有这个文件。"),
        (("--pack", "nm-2023", "/"), "", "这是文件夹，不是文件"),
        (("--pack", "nm-2023", "-"), "{", "第 1 行第 2 个字符处不合 JSON 写法"),
        (("--pack", "nm-2023", "-"), '{"fields": {"basic.area_km2": NaN}}', "NaN 不是数字"),
        (("--pack", "nm-2023", "-"), '{"fields": {}, "fields": {}}', "写了不止一遍"),
        (("--pack", "nm-2023", "-"), "[" * 100_000, "嵌套过深"),
        (("--pack", "nm-2023", "-"), '"text"', "应为 JSON 对象"),
        (("--pack", "nm-2023", "-"), '[{}, {"fields": {"basic.area": 1}}]', "[1].fields.basic.area：不认识"),
        (("--pack", "nm-2023", "-"), '{"fields": {"basic.area_km2": "约八十"}}', "“约八十”不是数字"),
    ],
    ids=["pack", "file", "folder", "json", "nan", "repeat", "depth", "scalar", "key", "number"],
)
def test_unusable_input_is_refused_with_its_reason(arguments: tuple[str, ...], given: str, words: str) -> None:
    with pytest.raises(Unusable, match=re.escape(words)) as refused:
        CliRunner().invoke(command, arguments, input=given.encode(), catch_exceptions=False)
    assert refused.value.exit_status == 2


def test_unknown_pack_ends_the_program_with_status_two() -> None:
    code = "import sys; from webapp.command import main; sys.argv = ['zeyou', *sys.argv[1:]]; main()"
    run = subprocess.run(
        [sys.executable, "-c", code, "screen", "--pack", "xx-1999", "-"],
        input="{}",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (2, "", "错误：没有规则包“xx-1999”。\n")
