"""The online form: live checks, two editors, what is stated beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.conftest import Backend
from tests.webapp.pages.intake_world import declare, open_intake, person, stored
from webapp.permissions import Role


@pytest.fixture
def intake(backend: Backend) -> Iterator[Engine]:
    """A round of the first pack that receives declarations."""
    engine = backend.copy("staff")
    open_intake(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def ningxia(sqlite_backend: Backend) -> Iterator[Engine]:
    """A round of the pack with eleven materials."""
    engine = sqlite_backend.copy("staff")
    open_intake(engine, "nx-2023")
    yield engine
    engine.dispose()


def test_typing_tells_counters_averages_and_findings(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake)
    typed = {
        "leading_industry.total_output.0": "14.20",
        "leading_industry.total_output.1": "16",
        "leading_industry.total_output.2": "abc",
        "leading_industry.growth.0": "10",
        "leading_industry.growth.1": "10",
        "leading_industry.growth.2": "-4",
        "leading_industry.supply_risk": "到 二〇二六年",
    }
    answer = person(intake, Role.APPLICANT, tmp_path).post(f"/declaring/{number}/check", data=typed).get_json()
    assert answer["averages"]["leading_industry.average_growth"] == "5.12"
    assert answer["counters"]["leading_industry.supply_risk"] == [6, 200]
    assert list(answer["problems"]) == ["leading_industry.total_output[2]"]
    typed["leading_industry.total_output.2"] = "18"
    answer = person(intake, Role.APPLICANT, tmp_path).post(f"/declaring/{number}/check", data=typed).get_json()
    lines = [one for one in answer["findings"]["leading_industry"] if "15亿元以上" in one["quote"]]
    assert [(one["result"], one["article"]) for one in lines] == [("fail", "第5(2)条")]
    assert "14.20" in lines[0]["reason"]


def test_checking_what_is_typed_stores_nothing(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake)
    before = stored(intake, number)
    person(intake, Role.APPLICANT, tmp_path).post(f"/declaring/{number}/check", data={"basic.area_km2": "1"})
    after = stored(intake, number)
    assert (after.answers, after.version) == (before.answers, before.version)


def test_growing_output_warns_early_of_emissions(ningxia: Engine, tmp_path: Path) -> None:
    number = declare(ningxia, pack_id="nx-2023")
    # 1.00 × 20.00 = 20.00 and 0.95 × 22.00 = 20.90: growth of 10 % asks for a fall of 1 − 1/1.10 = 9.09 %.
    typed = {
        **{f"leading_industry.total_output.{at}": value for at, value in enumerate(("20.00", "22.00", "22.00"))},
        **{f"green.co2_intensity.{at}": value for at, value in enumerate(("1.00", "0.95", "0.90"))},
    }
    answer = person(ningxia, Role.APPLICANT, tmp_path).post(f"/declaring/{number}/check", data=typed).get_json()
    warnings = [one["reason"] for one in answer["findings"]["green"] if one["result"] == "warning"]
    assert len(warnings) == 1
    assert "产值增长 10.00%" in warnings[0]
    assert "9.09% 以上" in warnings[0]


def test_second_editor_keeps_what_was_typed(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake)
    windows = person(intake, Role.APPLICANT, tmp_path)
    assert windows.post(f"/declaring/{number}", data={"version": 1, "basic.area_km2": "41"}).status_code == 302
    answer = windows.post(f"/declaring/{number}", data={"version": 1, "basic.area_km2": "42"})
    assert answer.status_code == 409
    assert "<td>42</td><td>41</td>" in answer.text
    assert 'name="basic.area_km2" value="42"' in answer.text
    assert stored(intake, number).answers["basic.area_km2"] == "41"
    assert windows.post(f"/declaring/{number}", data={"version": 2, "basic.area_km2": "42"}).status_code == 302
    assert stored(intake, number).answers["basic.area_km2"] == "42"


def test_wrong_cells_are_summed_up_with_links(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake)
    typed = {"version": 1, "basic.area_km2": "三十", "leading_industry.total_output.1": "x"}
    answer = person(intake, Role.APPLICANT, tmp_path).post(f"/declaring/{number}", data=typed)
    assert answer.status_code == 422
    assert 'href="#basic-area_km2"' in answer.text
    assert 'href="#leading_industry-total_output-1"' in answer.text
    assert answer.text.count('aria-invalid="true"') == 2


def test_particulars_are_those_the_pack_asks_for(ningxia: Engine, tmp_path: Path) -> None:
    number = declare(ningxia, pack_id="nx-2023")
    client = person(ningxia, Role.APPLICANT, tmp_path)
    page = client.get(f"/declarations/{number}/particulars").text
    assert page.count('name="material:') == 11
    stated = {"version": 1, "applicant.kind": "county_authority", "location.kind": "adjacent_counties"}
    stated |= {"location.county_output_shares": "60，40", "location.applicant_county_share": "60"}
    stated |= {"applicant.designated_by_city": "yes", "material:1": "have", "part:1": "汇总表", "material:2": "missing"}
    answer = client.post(f"/declarations/{number}/particulars", data=stated)
    assert answer.status_code == 302, answer.text
    context = stored(ningxia, number).context
    assert context["location"]["county_output_shares"] == ["60", "40"]
    assert "designated_by_city" not in context["applicant"]
    assert (context["materials"], context["material_gaps"]) == ([1], {"1": ["汇总表"]})


def test_unreadable_particular_is_named_and_kept(ningxia: Engine, tmp_path: Path) -> None:
    number = declare(ningxia, pack_id="nx-2023")
    client = person(ningxia, Role.APPLICANT, tmp_path)
    answer = client.post(f"/declarations/{number}/particulars", data={"version": 1, "co2_total": "1、二"})
    assert answer.status_code == 422
    assert 'value="1、二"' in answer.text
    assert stored(ningxia, number).context == {}
