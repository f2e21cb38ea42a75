"""`zeyou declarations`: a table goes in whole or not at all; a round is compared and screened from the shell."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from tests.conftest import Backend
from tests.webapp.pages.intake_world import answers_of, declare, open_intake
from webapp.cli.entry import zeyou
from webapp.exports.declaration_template import declaration_workbook
from webapp.services.describe_pack import pack_for_page


@pytest.fixture
def intake(sqlite_backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An installation with one round that receives declarations."""
    engine = sqlite_backend.copy("staff")
    open_intake(engine)
    monkeypatch.setenv("ZEYOU_DATA", str(tmp_path))
    monkeypatch.setenv("ZEYOU_FIELD_KEY", "test-field-key")
    monkeypatch.setenv("ZEYOU_DATABASE", engine.url.render_as_string(hide_password=False))
    yield engine
    engine.dispose()


def declarations(*arguments: str) -> Result:
    """Run the command on the round."""
    return CliRunner().invoke(zeyou, ["declarations", *arguments, "--round", "IN-1"])


def table(folder: Path, *numbers: int) -> str:
    """Write the invented clusters of these numbers as the office's table."""
    path = folder / "汇总表.xlsx"
    path.write_bytes(declaration_workbook(pack_for_page("nm-2023"), [answers_of(number) for number in numbers]))
    return str(path)


def test_table_is_imported_and_its_numbers_are_told(intake: Engine, tmp_path: Path) -> None:
    result = declarations("import", table(tmp_path, 0, 1), "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (
        0,
        {"round": "IN-1", "declarations": ["IN-1-001", "IN-1-002"]},
    )
    assert "导入 2/2" in result.stderr


def test_missing_file_is_said_in_one_line(intake: Engine, tmp_path: Path) -> None:
    result = declarations("import", str(tmp_path / "没有.xlsx"))
    assert (result.exit_code != 0, "读不到文件" in result.output + str(result.exception)) == (True, True)


def test_same_figures_in_two_declarations_are_pointed_out(intake: Engine) -> None:
    for _twin in range(2):
        declare(intake, is_submitted=True)
    alike = json.loads(declarations("similar", "--json").stdout)
    assert {tuple(one["numbers"]) for one in alike} == {("IN-1-001", "IN-1-002")}


def test_submitted_declarations_are_screened_and_counted(intake: Engine) -> None:
    declare(intake, is_submitted=True)
    result = declarations("screen", "--json")
    assert (result.exit_code, sum(json.loads(result.stdout)["verdicts"].values())) == (0, 1)
