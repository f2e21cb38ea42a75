"""``zeyou rank``: from a table of scores to files, and from a wrong table to a list of what to mend."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from scoring.calculation_sheet import applied
from webapp.command import main
from webapp.exports.ranking_files import harmless, ranking_csv, ranking_json, ranking_xlsx
from webapp.imports.score_table import UnusableScores, column_letter, read_score_table
from webapp.services.rank_file import FileRanking, RankingRequest, UnusableRatings, rank_file

VOTES = Path(__file__).resolve().parents[3] / ".." / "shared" / "data" / "snsf_mint.csv"
FIELDS = ["declaration", "rank", "estimate", "sd", "lo", "hi", "expected_rank", "p_top_k"]
SMALL = "declaration,expert,score\n甲,A,90\n甲,B,80\n乙,A,70\n乙,B,75\n丙,A,60\n丙,B,60\n"


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


Zeyou = Callable[..., Outcome]


@pytest.fixture
def zeyou(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Zeyou:
    """Run the command as its entry point does."""

    def run(*arguments: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["zeyou", "rank", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        return Outcome(int(left.value.code or 0), printed.out, printed.err)

    return run


def ranking_of(text: str, **choices: object) -> FileRanking:
    """Rank a csv text by the mean."""
    table = read_score_table(text.encode(), "scores.csv")
    return rank_file(table.frame, RankingRequest(**{"method": "mean", **choices}), table.place)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A table of three declarations."""
    path = tmp_path / "评分.csv"
    path.write_text(SMALL, encoding="gb18030")
    return path


@pytest.mark.skipif(not VOTES.exists(), reason="runs where ../shared/data/snsf_mint.csv lies beside the checkout")
def test_swiss_votes_are_ranked_once_each() -> None:
    command = [sys.executable, "-c", "from webapp.command import main; main()", "rank", str(VOTES), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    rows = json.loads(done.stdout)
    assert done.returncode == 0
    assert [list(row) for row in rows[:1]] == [FIELDS]
    assert sorted(row["declaration"] for row in rows) == sorted(set(pd.read_csv(VOTES)["declaration"]))
    assert sum(row["p_top_k"] for row in rows) == pytest.approx(106, abs=0.01)  # three tenths of 353, rounded up


def test_json_goes_to_standard_output_alone(zeyou: Zeyou, small: Path) -> None:
    done = zeyou(str(small), "--method", "mean", "--select", "1", "--scale", "0,100", "--json")
    assert [row["declaration"] for row in json.loads(done.stdout)] == ["甲", "乙", "丙"]
    assert (done.returncode, done.stderr) == (0, "")


def test_folder_receives_the_three_formats(zeyou: Zeyou, small: Path, tmp_path: Path) -> None:
    done = zeyou(str(small), "--method", "mean", "--out", str(tmp_path / "结果"))
    assert done.returncode == 0
    assert sorted(path.name for path in (tmp_path / "结果").iterdir()) == [
        "ranking.csv",
        "ranking.json",
        "ranking.xlsx",
    ]


def test_plain_output_shows_the_line_and_what_was_assumed(zeyou: Zeyou, small: Path) -> None:
    done = zeyou(str(small), "--method", "mean")
    lines = done.stdout.splitlines()
    assert lines[0] == "方法：算术平均；名额 1；种子 0"
    assert lines[3].endswith("名额线")
    assert "说明：未指定名额，按申报数的三成（进一）取 1 项。" in lines
    assert "说明：未指定量表，按评分的最低分和最高分取 60–90。" in lines


def test_fifty_errors_are_reported_as_fifty(zeyou: Zeyou, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("declaration,expert,score\n" + "".join(f"d{at},A,很好\n" for at in range(50)), encoding="utf-8")
    done = zeyou(str(path))
    lines = done.stderr.splitlines()
    assert done.returncode == 2
    assert len(lines) == 51
    assert lines[0] == "“bad”第 2 行“score”列（C2）：“很好”不是数字，请改为数字；没有评分请留空，不要填文字。"
    assert lines[-1] == "共 50 处问题，未作排序。"


def test_missing_columns_are_named_with_what_is_there(zeyou: Zeyou, tmp_path: Path) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text("编号,专家,分数\n甲,A,1\n", encoding="utf-8")
    done = zeyou(str(path))
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == (
        "“wrong”第 1 行：缺少“declaration”列（可写作：declaration、申报、申报编号、申报号、集群、集群名称）。"
        "表头现有：编号、专家、分数。请补上这一列或改正列名。"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--method", "average"), "没有名为“average”的方法"),
        (("--select", "4"), "只有 3 项申报，选不出 4 项"),
        (("--scale", "100"), "请写成“最低分,最高分”"),
        (("--expert-group", "地区"), "表中没有“地区”列"),
    ],
)
def test_wrong_choices_exit_with_two_and_say_why(
    zeyou: Zeyou, small: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = zeyou(str(small), *arguments)
    assert done.returncode == 2
    assert message in done.stderr


def test_absent_file_is_named(zeyou: Zeyou, tmp_path: Path) -> None:
    done = zeyou(str(tmp_path / "没有.csv"))
    assert done.returncode == 2
    assert "读不到文件" in done.stderr


def test_problems_come_in_the_order_of_the_rows() -> None:
    text = "declaration,expert,score\n甲,A,90\n甲,A,80\n,A,70\n乙,B,一般\n"
    with pytest.raises(UnusableRatings) as caught:
        ranking_of(text, scale=(0, 100))
    assert [(problem.where, problem.code) for problem in caught.value.problems] == [
        ("“scores”第 3 行“score”列（C3）", "duplicate"),
        ("“scores”第 4 行“declaration”列（A4）", "missing_label"),
        ("“scores”第 5 行“score”列（C5）", "not_a_number"),
    ]


def test_chinese_titles_full_width_digits_and_blank_rows_are_read() -> None:
    table = read_score_table("申报编号,专家,得分\n甲,A,９０\n,,\n乙,A,\n".encode(), "x.csv")
    assert table.frame.to_dict("list") == {"declaration": ["甲", "乙"], "expert": ["A", "A"], "score": ["90", None]}
    assert table.frame.index.tolist() == [2, 4]


def test_decimal_commas_between_semicolons_are_read_as_points_and_said() -> None:
    table = read_score_table("申报;专家;得分\n甲;A;85,5\n乙;A;9\n丙;A;-0,25\n".encode(), "x.csv")
    assert table.frame["score"].tolist() == ["85.5", "9", "-0.25"]
    assert table.notes == ("2 个评分里的逗号按小数点读取，例如“85,5”读作 85.5。",)


@pytest.mark.parametrize("scores", [("1,234", "2,500"), ("85,5", "90.5"), ("1,234", "12.5")])
def test_commas_with_two_readings_are_refused_with_the_remedy(scores: tuple[str, ...]) -> None:
    text = "申报;专家;得分\n" + "".join(f"{n};A;{score}\n" for n, score in enumerate(scores))
    with pytest.raises(UnusableScores) as caught:
        read_score_table(text.encode(), "x.csv")
    assert [problem.code for problem in caught.value.problems] == ["two_readings"]
    assert "请把小数点写成“.”" in caught.value.problems[0].message


def test_a_decimal_comma_between_commas_is_refused_not_cut_off() -> None:
    with pytest.raises(UnusableScores) as caught:
        read_score_table("申报,专家,得分\n甲,A,85,5\n乙,A,90\n".encode(), "x.csv")
    assert [(problem.where, problem.code) for problem in caught.value.problems] == [("“x”第 2 行", "beyond_header")]


def test_column_letters_follow_the_spreadsheet() -> None:
    assert [column_letter(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_csv_xlsx_and_json_hold_identical_figures() -> None:
    ranking = ranking_of(SMALL, places=2)
    from_json = json.loads(ranking_json(ranking))
    rows = list(csv.reader(io.StringIO(ranking_csv(ranking).decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(ranking_xlsx(ranking)))["排序"]
    from_xlsx = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == from_xlsx[0] == FIELDS
    for position, row in enumerate(from_json, start=1):
        assert [rows[position][0], *map(float, rows[position][1:])] == list(row.values())
        assert from_xlsx[position] == list(row.values())


def test_the_same_ranking_gives_the_same_workbook_bytes() -> None:
    ranking = ranking_of(SMALL)
    assert ranking_xlsx(ranking) == ranking_xlsx(ranking)


def test_workbook_has_a_chart_and_an_account() -> None:
    book = openpyxl.load_workbook(io.BytesIO(ranking_xlsx(ranking_of(SMALL))))
    assert book.sheetnames == ["排序", "图", "说明"]
    assert len(book["图"]._charts) == 1
    assert book["说明"]["B1"].value == "算术平均（mean）"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_labels_never_become_formulas(sign: str) -> None:
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"


def test_formula_label_stays_text_in_every_format() -> None:
    ranking = ranking_of("declaration,expert,score\n=1+1,A,90\nhttp://x.cn,A,80\n")
    sheet = openpyxl.load_workbook(io.BytesIO(ranking_xlsx(ranking)))["排序"]
    assert [(sheet[cell].value, sheet[cell].data_type, sheet[cell].hyperlink) for cell in ("A2", "A3")] == [
        ("=1+1", "s", None),
        ("http://x.cn", "s", None),
    ]
    assert "\r\n'=1+1," in ranking_csv(ranking).decode("utf-8-sig")
    assert json.loads(ranking_json(ranking))[0]["declaration"] == "=1+1"


def test_negative_figures_stay_numbers_in_csv() -> None:
    ranking = ranking_of("declaration,expert,score\n甲,A,-5\n乙,A,5\n", scale=(-10, 10))
    assert [line.split(",")[2] for line in ranking_csv(ranking).decode("utf-8-sig").splitlines()[1:]] == ["5.0", "-5.0"]


def test_xlsx_source_is_read_like_csv(tmp_path: Path) -> None:
    path = tmp_path / "scores.xlsx"
    pd.read_csv(io.StringIO(SMALL)).to_excel(path, index=False)
    table = read_score_table(path.read_bytes(), path.name)
    assert rank_file(table.frame, RankingRequest("mean"), table.place).lines == ranking_of(SMALL).lines


def test_criteria_are_weighed_as_told() -> None:
    text = "declaration,expert,指标,score\n甲,A,x,80\n甲,A,y,60\n乙,A,x,60\n乙,A,y,70\n"
    found = ranking_of(text, scale=(0, 100), weights={"x": "0.75", "y": "0.25"})
    assert [(line.declaration, line.estimate) for line in found.lines] == [("甲", 75.0), ("乙", 62.5)]


def test_lower_is_better_puts_the_lowest_first() -> None:
    assert [line.declaration for line in ranking_of(SMALL, lower_is_better=True).lines] == ["丙", "乙", "甲"]


@pytest.mark.parametrize("method", ["mean", "calibrated"])
def test_explained_sheet_ends_on_the_printed_estimate(zeyou: Zeyou, small: Path, method: str) -> None:
    rows = json.loads(zeyou(str(small), "--method", method, "--json").stdout)
    lines = zeyou(str(small), "--method", method, "--explain", "乙").stdout.splitlines()
    estimate = next(row["estimate"] for row in rows if row["declaration"] == "乙")
    running = Decimal(0)
    for line in lines[1:-1]:
        operation, value = line.split()[:2]
        running = applied(running, operation, Decimal(value), 6)
    assert float(running) == pytest.approx(estimate, abs=1e-6)
    assert lines[0] == f"乙（{method}）：{running}"
    assert lines[-1].startswith("乙 估计 ")


def test_explaining_an_unknown_declaration_is_refused(zeyou: Zeyou, small: Path) -> None:
    done = zeyou(str(small), "--method", "mean", "--explain", "戊")
    assert done.returncode == 2
    assert "表中没有申报“戊”的评分" in done.stderr


def test_explained_areas_have_a_sheet_each(zeyou: Zeyou, tmp_path: Path) -> None:
    path = tmp_path / "areas.csv"
    rows = [f"{d},{e},{area},{score + shift}" for d, score in (("甲", 80), ("乙", 60), ("丙", 70))
            for shift, e in enumerate("ABC") for area in ("创新", "绿色")]  # fmt: skip
    path.write_text("declaration,expert,area,score\n" + "\n".join(rows) + "\n", encoding="utf-8")
    lines = zeyou(str(path), "--explain", "甲").stdout.splitlines()
    heads = [line.split("：")[0] for line in lines[:-1] if not line.startswith(" ")]
    areas = ["甲（calibrated）", "甲（calibrated/创新）", "甲（calibrated/绿色）"]
    assert heads == [*areas, "甲/A（total）", "甲/B（total）", "甲/C（total）"]
