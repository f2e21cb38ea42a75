"""Supervision finds from the start page how a round is verified, and reads in the ledger who did what upon what."""

import re
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.conftest import Backend
from tests.stories.actors import signed_in
from webapp.permissions import Role

WAY = "怎样核验本轮次"
FROM_THE_START = ["/commitments/NM-DEMO", "/experts/rounds/NM-DEMO", "/ledger"]


def ways(page: str) -> list[str]:
    """List where the checks of the page lead."""
    listed = re.search(r'<ol class="checks">(.*?)</ol>', page, re.DOTALL)
    return re.findall(r'href="([^"]+)"', listed[1]) if listed else []


@pytest.mark.parametrize("address", ["/", "/rounds/NM-DEMO"])
@pytest.mark.parametrize(("state", "later"), [("scoring", []), ("publicity", ["/bundle/NM-DEMO", "/bundle/NM-DEMO"])])
def test_observer_finds_every_check_the_round_has_come_to(
    sqlite_backend: Backend, tmp_path: Path, state: str, later: list[str], address: str
) -> None:
    observer = signed_in(sqlite_backend.copy(state), Role.OBSERVER, tmp_path)
    found = ways(observer.get(address).text)
    assert found == FROM_THE_START + later
    assert {observer.get(one).status_code for one in found} == {200}


def test_nobody_else_is_told_to_verify(sqlite_backend: Backend, tmp_path: Path) -> None:
    engine = sqlite_backend.copy("publicity")
    others = (Role.DEPARTMENT, Role.ORGANISER, Role.CITY_BUREAU, Role.APPLICANT)
    assert [role for role in others if WAY in signed_in(engine, role, tmp_path).get("/").text] == []


def test_ledger_names_what_was_acted_upon_and_calls_the_machine_system(scoring: Engine, tmp_path: Path) -> None:
    page = signed_in(scoring, Role.OBSERVER, tmp_path).get("/ledger").text
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", page)]
    told = {tuple(row[2:5]) for row in rows if row}
    assert ("主管部门（1 号账号）", "准予进入评审", "NM-DEMO-001") in told
    assert ("评审机构（2 号账号）", "开始评分", "NM-DEMO") in told
    assert ("系统", "开立账号", "9 号账号") in told
    assert "公众（" not in page


def test_audit_administrator_reads_no_number_of_a_declaration(scoring: Engine, tmp_path: Path) -> None:
    page = signed_in(scoring, Role.AUDIT_ADMINISTRATOR, tmp_path).get("/ledger").text
    assert ("NM-DEMO-0" in page, "NM-DEMO" in page) == (False, True)


def test_system_administrator_finds_the_holidays_in_the_menu(scoring: Engine, tmp_path: Path) -> None:
    menus = {}
    for role in (Role.SYSTEM_ADMINISTRATOR, Role.DEPARTMENT):
        page = signed_in(scoring, role, tmp_path).get("/holidays/").text
        menus[role] = re.findall(r'href="([^"]+)" aria-current="page"', page)
    assert menus == {Role.SYSTEM_ADMINISTRATOR: ["/holidays/"], Role.DEPARTMENT: ["/rounds/"]}


def test_draw_and_assignment_keep_their_tabs_on_every_page(scoring: Engine, tmp_path: Path) -> None:
    page = signed_in(scoring, Role.ORGANISER, tmp_path).get("/experts/rounds/NM-DEMO").text
    assert re.findall(r'href="([^"]+)" aria-current="page"', page) == ["/rounds/", "/experts/rounds/NM-DEMO"]
