"""The desk through its door: field-wise saving, two windows, full-width digits, other people's sheets."""

from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.stories.actors import account_of, signed_in, statements
from webapp.database import reading
from webapp.permissions import Role
from webapp.queries import desks

EMPTY = {"points": "", "na": False, "reason": ""}


def points(text: str, reason: str = "") -> dict[str, Any]:
    """Return a field as the page sends it."""
    return {"points": text, "na": False, "reason": reason}


def desk_of(engine: Engine, folder: Path) -> tuple[FlaskClient, int]:
    """Sign the first expert in, accept the undertaking, return the first sheet."""
    client = signed_in(engine, Role.EXPERT, folder)
    with reading(engine) as session:
        account = account_of(session, Role.EXPERT)
        seat, _round = desks.seats_of_account(session, account.id)[0]
        sheet = desks.sheets_of_account(session, account.id)[0].assignment.id
    client.post(f"/desk/undertaking/{seat.id}", data={"accepted": "yes"})
    return client, sheet


def save(
    client: FlaskClient, sheet: int, fields: dict[str, Any], opinion: dict[str, str] | None = None
) -> dict[str, Any]:
    """Send one save and return the answer."""
    body = {"fields": fields} | ({"opinion": opinion} if opinion else {})
    answer = client.post(f"/desk/{sheet}/save", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def test_full_width_digits_are_saved_as_points(scoring: Engine, tmp_path: Path) -> None:
    client, sheet = desk_of(scoring, tmp_path)
    answer = save(client, sheet, {"innovation.patents": {"seen": EMPTY, "now": points("８８．５")}})
    assert (answer["saved"], answer["problems"], answer["version"]) == (["innovation.patents"], {}, 2)


def test_second_window_sees_the_first_windows_change(scoring: Engine, tmp_path: Path) -> None:
    client, sheet = desk_of(scoring, tmp_path)
    save(client, sheet, {"innovation.patents": {"seen": EMPTY, "now": points("80")}})
    answer = save(client, sheet, {"innovation.patents": {"seen": EMPTY, "now": points("70")}})
    assert answer["saved"] == []
    assert answer["clashes"] == {"innovation.patents": points("80.00")}


def test_repeated_save_stores_nothing_twice(scoring: Engine, tmp_path: Path) -> None:
    client, sheet = desk_of(scoring, tmp_path)
    change = {"innovation.patents": {"seen": EMPTY, "now": points("80")}}
    first, second = save(client, sheet, change), save(client, sheet, change)
    assert (first["version"], second["version"], second["clashes"]) == (2, 2, {})


def test_wrong_points_are_named_and_the_rest_is_saved(scoring: Engine, tmp_path: Path) -> None:
    client, sheet = desk_of(scoring, tmp_path)
    fields = {
        "innovation.patents": {"seen": EMPTY, "now": points("101")},
        "innovation.joint": {"seen": EMPTY, "now": points("77.25")},
    }
    answer = save(client, sheet, fields)
    assert answer["saved"] == ["innovation.joint"]
    assert list(answer["problems"]) == ["innovation.patents"]


def test_opinion_of_two_windows_is_not_overwritten(scoring: Engine, tmp_path: Path) -> None:
    client, sheet = desk_of(scoring, tmp_path)
    save(client, sheet, {}, {"seen": "", "now": "甲窗口"})
    answer = save(client, sheet, {}, {"seen": "", "now": "乙窗口"})
    assert answer["clashes"] == {"opinion": "甲窗口"}


def test_another_experts_sheet_does_not_exist(scoring: Engine, tmp_path: Path) -> None:
    client, mine = desk_of(scoring, tmp_path)
    with reading(scoring) as session:
        from webapp.models import Assignment

        own = {one.assignment.id for one in desks.sheets_of_account(session, account_of(session, Role.EXPERT).id)}
        other = next(one.id for one in session.query(Assignment) if one.id not in own)
    answer = client.post(f"/desk/{other}/save", json={"fields": {}}, headers={"Accept": "application/json"})
    assert (answer.status_code, mine in own) == (404, True)


def test_unfinished_sheets_are_not_submitted(scoring: Engine, tmp_path: Path) -> None:
    client, sheet = desk_of(scoring, tmp_path)
    save(client, sheet, {"innovation.patents": {"seen": EMPTY, "now": points("80")}})
    answer = client.post("/desk/submit", headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert len(answer.get_json()["problems"]) > 28


def test_desk_page_costs_the_same_statements_for_more_sheets(scoring: Engine, tmp_path: Path) -> None:
    client, sheet = desk_of(scoring, tmp_path)
    with statements(scoring) as sent:
        client.get(f"/desk/{sheet}")
    assert len(sent) <= 7


def test_text_that_is_too_long_is_refused_and_not_cut(scoring: Engine, tmp_path: Path) -> None:
    client, sheet = desk_of(scoring, tmp_path)
    fields = {"innovation.patents": {"seen": EMPTY, "now": points("99", "长" * 1001)}}
    answer = save(client, sheet, fields, {"seen": "", "now": "长" * 4001})
    assert (answer["saved"], answer["version"]) == ([], 1)
    assert answer["problems"] == {
        "innovation.patents": "最多写 1000 字，现有 1001 字，未保存：请删减。",
        "opinion": "最多写 4000 字，现有 4001 字，未保存：请删减。",
    }


def test_field_seen_as_no_points_is_not_taken_for_saved(scoring: Engine, tmp_path: Path) -> None:
    client, sheet = desk_of(scoring, tmp_path)
    answer = save(client, sheet, {"innovation.patents": {"seen": points("abc"), "now": points("80")}})
    assert (answer["saved"], list(answer["problems"])) == ([], ["innovation.patents"])
