"""`zeyou dates`: one JSON object per question, from the pack's procedure."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from webapp.cli.dates import command
from webapp.errors import Unusable


def asked(*arguments: str) -> dict[str, object]:
    result = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert isinstance(answer, dict)
    return answer


def test_publicity_of_inner_mongolia_starts_the_day_after() -> None:
    assert asked("publicity", "--pack", "nm-2023", "--published", "2024-02-07") == {
        "first_day": "2024-02-08",
        "last_day": "2024-02-20",
        "provisional": False,
    }


def test_publicity_may_count_the_publication_day() -> None:
    # 7, 8, 9 February, Sunday 18 (worked), 19.
    answer = asked("publicity", "--pack", "nm-2023", "--published", "2024-02-07", "--count-publication-day")
    assert (answer["first_day"], answer["last_day"]) == ("2024-02-07", "2024-02-19")


def test_publicity_of_ningxia_may_be_given_another_length() -> None:
    answer = asked("publicity", "--pack", "nx-2023", "--published", "2024-03-01", "--days", "7")
    assert answer["last_day"] == "2024-03-12"


def test_unknown_year_is_provisional_until_its_notice_is_given(tmp_path: Path) -> None:
    notice = {"year": 2027, "papers": [], "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": True}]}
    path = tmp_path / "2027.json"
    path.write_text(json.dumps(notice), "utf-8")
    question = ("publicity", "--pack", "nm-2023", "--published", "2026-12-30")
    assert asked(*question) == {"first_day": "2026-12-31", "last_day": "2027-01-06", "provisional": True}
    assert asked(*question, "--holidays", str(path)) == {
        "first_day": "2026-12-31",
        "last_day": "2027-01-07",
        "provisional": False,
    }


@pytest.mark.parametrize(
    ("pack", "submitted", "answer"),
    [
        ("nm-2023", "2025-03-10", {"due": "2025-03-10", "remind": "2025-03-10", "result": "on_time"}),
        ("nm-2023", "2025-03-11", {"due": "2025-03-10", "remind": "2025-03-10", "result": "late"}),
        # 30 March 2025 was a Sunday.
        ("nx-2023", "2025-03-31", {"due": "2025-03-30", "remind": "2025-03-28", "result": "needs_decision"}),
        ("cn-2022", "2025-04-30", {"due": "2025-04-30", "remind": "2025-04-30", "result": "on_time"}),
    ],
)
def test_annual_report_is_due_by_the_day_of_the_pack(pack: str, submitted: str, answer: dict[str, str]) -> None:
    assert asked("annual-report", "--pack", pack, "--year", "2024", "--submitted", submitted) == answer


def test_annual_report_without_submission_has_no_result() -> None:
    assert asked("annual-report", "--pack", "nm-2023", "--year", "2024")["result"] is None


def test_annual_report_in_an_unknown_year_says_provisional() -> None:
    assert asked("annual-report", "--pack", "nm-2023", "--year", "2026") == {
        "due": "2027-03-10",
        "remind": "2027-03-10",
        "result": None,
        "provisional": True,
    }


def test_change_filing_ends_with_a_short_month() -> None:
    answer = asked("change-filing", "--pack", "nm-2023", "--changed", "2024-01-31", "--filed", "2024-03-01")
    assert answer == {"due": "2024-02-29", "result": "late"}


def test_validity_is_extended_from_the_old_expiry() -> None:
    assert asked("validity", "--pack", "nm-2023", "--announced", "2023-09-15") == {"expires": "2026-09-15"}
    later = asked("validity", "--pack", "nx-2023", "--announced", "2023-09-15", "--extended-on", "2026-11-01")
    assert later == {"expires": "2029-09-15"}


def test_validity_by_calendar_years_can_be_chosen() -> None:
    answer = asked("validity", "--pack", "nm-2023", "--announced", "2023-09-15", "--counting", "calendar_years")
    assert answer == {"expires": "2026-12-31"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("validity", "--pack", "cn-2022", "--announced", "2023-01-01"), "没有写明有效期"),
        (("validity", "--pack", "zz", "--announced", "2023-01-01"), "没有规则包"),
        (
            ("validity", "--pack", "nm-2023", "--announced", "2023-01-02", "--extended-on", "2023-01-01"),
            "早于公布日期",
        ),
        (("publicity", "--pack", "nm-2023", "--published", "2023-01-02", "--holidays", "/nowhere"), "读不了"),
    ],
)
def test_unusable_question_is_refused_with_its_reason(arguments: tuple[str, ...], words: str) -> None:
    with pytest.raises(Unusable, match=words):
        CliRunner().invoke(command, arguments, catch_exceptions=False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "不合 JSON 写法"),
        ('{"year": 2027, "year": 2028}', "写了不止一遍"),
        ('{"year": 2027, "papers": [], "days": []}', "没有列出任何一天"),
    ],
)
def test_bad_holiday_file_is_refused_with_its_place(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "2027.json"
    path.write_text(text, "utf-8")
    question = ("publicity", "--pack", "nm-2023", "--published", "2026-12-30", "--holidays", str(path))
    with pytest.raises(Unusable, match=words):
        CliRunner().invoke(command, question, catch_exceptions=False)


def test_date_written_otherwise_is_refused() -> None:
    result = CliRunner().invoke(command, ["validity", "--pack", "nm-2023", "--announced", "2023/1/2"])
    assert result.exit_code == 2
    assert "不是日期" in result.stderr


@pytest.mark.parametrize(
    "question",
    [
        ("publicity", "--published", "9999-12-31"),
        ("change-filing", "--changed", "9999-12-15"),
        ("validity", "--announced", "9998-01-01"),
        ("annual-report", "--year", "2024", "--submitted", "0001-01-01"),
    ],
)
def test_year_at_the_end_of_the_calendar_is_refused(question: tuple[str, ...]) -> None:
    result = CliRunner().invoke(command, [*question, "--pack", "nm-2023"])
    assert result.exit_code == 2
    assert "的年份应在 1990 至 2190 之间" in result.stderr
