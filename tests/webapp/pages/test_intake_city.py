"""The city's steps: acceptance, one correction letter, review, visit, recommendation with its order and papers."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import Engine, select

from tests.conftest import Backend
from tests.webapp.pages.intake_world import declare, open_intake, person, stored
from webapp.database import reading
from webapp.models import CityStep, LedgerEntry
from webapp.pages import declarations
from webapp.permissions import Role


@pytest.fixture
def intake(sqlite_backend: Backend) -> Iterator[Engine]:
    """A round of the first pack that receives declarations."""
    engine = sqlite_backend.copy("staff")
    open_intake(engine)
    yield engine
    engine.dispose()


VISIT = {"visited_on": "2026-03-20", "visitors": "王某、李某", "conclusion": "与申报一致。"}
RECOMMENDED = {"visited": "yes", "opinion": "同意推荐。", "applicant.kind": "operator"}
RECOMMENDED |= {"applicant.operator_kind": "产业园区管委会"}


def steps(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.scalars(select(CityStep.step).order_by(CityStep.id)))


def words(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(data)).paragraphs)


def test_particulars_changed_by_another_meanwhile_are_not_overwritten(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake, is_submitted=True)
    city = person(intake, Role.CITY_BUREAU, tmp_path)
    stated = {"version": 1, "applicant.kind": "operator", "lists.other_titled": "12"}
    assert city.post(f"/declarations/{number}/particulars", data=stated).status_code == 302
    late = city.post(f"/declarations/{number}/particulars", data={**stated, "lists.other_titled": "99"})
    assert late.status_code == 409
    assert ('value="12"' in late.text, 'value="99"' in late.text) == (True, False)


@pytest.mark.parametrize("role", [Role.CITY_BUREAU, Role.APPLICANT, Role.DEPARTMENT])
def test_way_back_above_the_declarations_of_a_round_is_open_to_who_sees_it(
    intake: Engine, tmp_path: Path, role: Role
) -> None:
    client = person(intake, role, tmp_path)
    page = client.get("/declarations/?round=IN-1").text
    crumbs = re.search(r'<nav class="crumbs".*?</nav>', page, re.DOTALL)
    assert crumbs is not None
    answers = {link: client.get(link).status_code for link in re.findall(r'href="([^"]+)"', crumbs[0])}
    assert set(answers.values()) == {200}, answers


def test_city_takes_its_steps_one_by_one(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake, is_submitted=True)
    city = person(intake, Role.CITY_BUREAU, tmp_path)
    stated = {"version": 1, "applicant.kind": "operator", "applicant.operator_kind": "产业园区管委会"}
    stated |= {"lists.other_titled": "12"}
    assert city.post(f"/declarations/{number}/particulars", data=stated).status_code == 302
    assert city.post(f"/city/{number}/steps/accept", data={"text": "材料齐全。"}).status_code == 302
    refused = city.post(f"/city/{number}/steps/accept", data={"text": "再受理。"})
    assert (refused.status_code, "申报目前为“已受理”，不能办理“受理”" in refused.text) == (422, True)
    assert city.post(f"/city/{number}/steps/pass_city_review", data={"text": ""}).status_code == 422
    assert city.post(f"/city/{number}/steps/pass_city_review", data={"text": "数据属实。"}).status_code == 302
    early = city.post(f"/city/{number}/recommend", data=RECOMMENDED)
    assert early.status_code == 302
    assert steps(intake) == ["accept", "pass_city_review", "verify_on_site", "recommend"]


def test_recommendation_without_a_visit_is_refused_with_the_article(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake, is_submitted=True)
    without = {key: value for key, value in RECOMMENDED.items() if key != "visited"}
    answer = person(intake, Role.CITY_BUREAU, tmp_path).post(f"/city/{number}/recommend", data=without)
    assert answer.status_code == 422
    assert "尚未实地核实，不得推荐。（第9条）" in answer.text
    assert (steps(intake), stored(intake, number).city_stage) == ([], "")


def test_one_letter_returns_the_declaration_to_its_applicant(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake, is_submitted=True)
    city = person(intake, Role.CITY_BUREAU, tmp_path)
    asked = {"more": "申报表封面：未加盖公章", "due_on": "2026-04-10", "contact": "0472-0000000"}
    assert city.post(f"/city/{number}/correction", data=asked).status_code == 302
    assert (stored(intake, number).state, stored(intake, number).city_stage) == ("returned", "correction")
    letter = words(city.get(f"/papers/{number}/correction.docx").data)
    assert "1. 申报表封面：未加盖公章。请按上述要求补正。" in letter
    assert "请于2026年4月10日前" in letter
    applicant = person(intake, Role.APPLICANT, tmp_path)
    for page in (f"/declaring/{number}", f"/declarations/{number}"):
        assert "申报表封面：未加盖公章" in applicant.get(page).text
    told = "已退回补正，共 1 处，请于 2026-04-10 前修改并重新提交。"
    assert told in applicant.get("/").text
    typed = {"version": stored(intake, number).version, "cover.cluster_name": "某集群", "cover.city": "包头市"}
    again = applicant.post(f"/declaring/{number}", data={**typed, "submit": "yes"})
    assert again.status_code == 302
    assert (stored(intake, number).state, stored(intake, number).city_stage) == ("submitted", "")


def test_applicant_is_told_that_a_declaration_is_not_accepted_and_why(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake, is_submitted=True)
    city = person(intake, Role.CITY_BUREAU, tmp_path)
    assert city.post(f"/city/{number}/steps/refuse_acceptance", data={"text": "不在申报范围。"}).status_code == 302
    assert "：不予受理。理由：不在申报范围。" in person(intake, Role.APPLICANT, tmp_path).get("/").text


def test_letter_lists_all_that_screening_found_missing(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake, is_submitted=True)
    page = person(intake, Role.CITY_BUREAU, tmp_path).get(f"/city/{number}/correction").text
    # Nothing is stated yet of the applicant (article 8) and of the operator's kind (article 5(9)).
    assert page.count('name="point"') >= 2
    assert "集群运营管理机构作为申报主体" in page


def test_letter_without_a_point_or_a_day_is_refused(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake, is_submitted=True)
    city = person(intake, Role.CITY_BUREAU, tmp_path)
    assert city.post(f"/city/{number}/correction", data={"due_on": "2026-04-10"}).status_code == 422
    assert city.post(f"/city/{number}/correction", data={"more": "封面：缺章"}).status_code == 422
    assert stored(intake, number).state == "submitted"


def test_visit_needs_its_day_and_two_people_and_keeps_what_was_typed(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake, is_submitted=True)
    city = person(intake, Role.CITY_BUREAU, tmp_path)
    stated = {"version": 1, "applicant.kind": "operator", "applicant.operator_kind": "产业园区管委会"}
    city.post(f"/declarations/{number}/particulars", data=stated)
    for step in ("accept", "pass_city_review"):
        city.post(f"/city/{number}/steps/{step}", data={"text": "同意。"})
    typed = {**VISIT, "visitors": "王某", "found:basic.area_km2": "40.10", "agrees:basic.area_km2": "no"}
    answer = city.post(f"/city/{number}/onsite", data=typed)
    assert (answer.status_code, "至少两名" in answer.text, 'value="40.10"' in answer.text) == (422, True, True)
    assert city.post(f"/city/{number}/onsite", data={**typed, "visitors": "王某、李某"}).status_code == 302
    assert stored(intake, number).context["city"] == {"on_site_verification": True}
    sheet = Document(BytesIO(city.get(f"/papers/{number}/onsite.docx").data))
    cells = {cell.text for table in sheet.tables for row in table.rows for cell in row.cells}
    assert "40.10" in cells


def test_city_orders_its_recommendations_and_prints_them(intake: Engine, tmp_path: Path) -> None:
    numbers = [declare(intake, number=at, is_submitted=True) for at in range(2)]
    city = person(intake, Role.CITY_BUREAU, tmp_path)
    for number in numbers:
        assert city.post(f"/city/{number}/recommend", data=RECOMMENDED).status_code == 302
    twice = city.post("/city/rounds/IN-1", data={f"place-{number}": "1" for number in numbers})
    assert twice.status_code == 422
    order = {f"place-{numbers[0]}": "2", f"place-{numbers[1]}": "1"}
    assert city.post("/city/rounds/IN-1", data=order).status_code == 302
    assert [stored(intake, number).city_place for number in numbers] == [2, 1]
    letter = words(city.get("/papers/rounds/IN-1/recommendation.docx").data)
    first, second = (stored(intake, number).cluster_name for number in reversed(numbers))
    assert f"现推荐“{first}”、“{second}”等2个集群申报" in letter
    sheet = load_workbook(BytesIO(city.get("/papers/rounds/IN-1/summary.xlsx").data)).worksheets[0]
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert values.index(first) < values.index(second)


def test_every_step_stands_in_the_ledger(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake, is_submitted=True)
    person(intake, Role.CITY_BUREAU, tmp_path).post(f"/city/{number}/recommend", data=RECOMMENDED)
    with reading(intake) as session:
        acts = list(session.scalars(select(LedgerEntry.action).order_by(LedgerEntry.sequence)))
    assert acts[-4:] == ["take city step", "take city step", "take city step", "recommend declaration"]


def test_copied_figures_are_shown_to_city_and_department(intake: Engine, tmp_path: Path) -> None:
    numbers = [declare(intake, number=0, is_submitted=True) for _ in range(2)]
    for role in (Role.CITY_BUREAU, Role.DEPARTMENT):
        client = person(intake, role, tmp_path)
        assert 'id="similar"' in client.get("/declarations/?round=IN-1").text
        assert "数据雷同" in client.get(f"/declarations/{numbers[0]}").text
    assert 'id="similar"' not in person(intake, Role.APPLICANT, tmp_path).get("/declarations/?round=IN-1").text


def test_very_many_resemblances_are_counted_and_not_all_written_out(
    intake: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for _ in range(3):
        declare(intake, number=0, is_submitted=True)
    department = person(intake, Role.DEPARTMENT, tmp_path)
    line, address = "涉及：", "/declarations/?round=IN-1"
    n_all = department.get(address).text.count(line)
    monkeypatch.setattr(declarations, "MOST_SIMILAR", 1)
    page = department.get(address).text
    assert "这里只列前 1 条" in page
    assert page.count(line) == 1
    assert f"雷同与矛盾（{n_all}）" in page
    assert n_all > 1


def test_other_cities_learn_nothing_and_take_no_step(intake: Engine, tmp_path: Path) -> None:
    from webapp.database import transaction
    from webapp.queries import accounts

    number = declare(intake, is_submitted=True)
    client = person(intake, Role.CITY_BUREAU, tmp_path)
    with transaction(intake) as session:
        accounts.accounts_of_role(session, Role.CITY_BUREAU)[0].city = "赤峰市"
    paths = (f"/city/{number}/correction", f"/declarations/{number}", f"/papers/{number}/onsite.docx")
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    assert client.post(f"/city/{number}/recommend", data=RECOMMENDED).status_code == 404
