"""The doors of the registry: who sees what, what is refused in words, papers, statements independent of rows."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.conftest import Backend
from tests.stories.actors import signed_in, statements
from tests.stories.registry_world import recognised
from webapp.database import transaction
from webapp.models import AnnualReport, Cluster
from webapp.permissions import Role

PAGES = ("/registry/", "/registry/due", "/registry/1", "/registry/national?pack=nx-2023", "/registry/re-reviews")


@pytest.fixture
def world(sqlite_backend: Backend) -> Iterator[Engine]:
    """One cluster in each region, a year before today's clock ends their validity; the city bureau is 包头市's."""
    engine = sqlite_backend.copy("staff")
    with transaction(engine) as session:
        nx = recognised(session, "nx-2023", date(2023, 6, 1))
        nx.cluster.name = "枸杞集群"
        nx.file(nx.change("主导产业", date(2024, 9, 7), date(2024, 9, 20)), date(2024, 10, 8))
        nx.report(nx.city, 2024, date(2025, 3, 28))
        recognised(session, "nm-2023", date(2023, 9, 15)).cluster.name = "稀土新材料集群"
    yield engine
    engine.dispose()


def test_operator_hands_in_and_city_reports_late(world: Engine, tmp_path: Path) -> None:
    filled = {"leading_industry.total_output": "60.00", "progress": "平稳"}
    operator = signed_in(world, Role.APPLICANT, tmp_path)
    assert operator.post("/registry/2/reports/2025", data=filled).status_code == 302
    city = signed_in(world, Role.CITY_BUREAU, tmp_path)
    assert city.get("/registry/1").status_code == 404
    assert city.post("/registry/2/reports/2025", data=filled).status_code == 302
    with Session(world) as session:
        report = session.scalars(select(AnnualReport).where(AnnualReport.cluster_id == 2)).one()
    # The clock says 23 March 2026; Inner Mongolia's report was due on the 10th.
    assert (report.handed_in_on, report.reported_on, report.result) == (date(2026, 3, 23), date(2026, 3, 23), "late")


def test_unreadable_figures_are_listed_by_indicator(world: Engine, tmp_path: Path) -> None:
    client = signed_in(world, Role.DEPARTMENT, tmp_path)
    answer = client.post("/registry/2/reports/2025", data={"leading_industry.total_output": "六十"})
    assert answer.status_code == 422
    assert "集群总产值（亿元）" in answer.text


def test_forbidden_steps_are_refused_with_the_reason_of_the_pack(world: Engine, tmp_path: Path) -> None:
    client = signed_in(world, Role.DEPARTMENT, tmp_path)
    refused = client.post("/registry/1/re-review/open")
    assert refused.status_code == 422
    assert "已由市级主管部门转报" in refused.text
    early = client.post("/registry/2/re-review/decide", data={"outcome": "passed", "reason": "好"})
    assert "没有正在办理的复核" in early.text
    case = {"ground": "1", "facts": "数据不符", "evidence": "核查记录"}
    assert "须先办理复核" in client.post("/registry/2/revocation", data=case).text
    assert client.post("/registry/1/revocation", data=case).status_code == 302
    decided = client.post("/registry/1/revocation/1/decide", data={"outcome": "revoke", "reason": "属实"})
    assert "已听取集群陈述" in decided.text
    client.post("/registry/1/revocation/1/statement", data={"text": "放弃陈述"})
    assert (
        client.post("/registry/1/revocation/1/decide", data={"outcome": "revoke", "reason": "属实"}).status_code == 302
    )
    with Session(world) as session:
        assert session.get_one(Cluster, 1).state == "revoked"


def test_every_paper_of_a_cluster_can_be_taken(world: Engine, tmp_path: Path) -> None:
    client = signed_in(world, Role.DEPARTMENT, tmp_path)
    client.post("/registry/1/re-review/apply")
    client.post("/registry/2/revocation", data={"ground": "2", "facts": "数据不符", "evidence": "核查记录"})
    papers = (
        "/registry/1/reports/2024.docx",
        "/registry/1/changes/1.docx",
        "/registry/1/re-reviews/1.docx",
        "/registry/2/revocation/1.docx",
        "/registry/list.xlsx",
        "/registry/due.xlsx",
        "/registry/national/nx-2023/2026.xlsx",
        "/registry/pool/nx-2023.xlsx",
    )
    assert {path: client.get(path).status_code for path in papers} == dict.fromkeys(papers, 200)
    assert client.get("/registry/list.exe").status_code == 404


def test_list_answers_search_by_words_region_and_state(world: Engine, tmp_path: Path) -> None:
    client = signed_in(world, Role.OBSERVER, tmp_path)
    found = client.get("/registry/?words=稀土&pack_id=nm-2023&state=recognised&order=pinyin").text
    assert ("稀土新材料集群" in found, "枸杞集群" in found) == (True, False)


def test_earlier_cluster_is_entered_by_the_department(world: Engine, tmp_path: Path) -> None:
    client = signed_in(world, Role.DEPARTMENT, tmp_path)
    known = {"pack_id": "nx-2023", "name": "葡萄酒集群", "city": "银川市", "announced_on": "2024-02-29"}
    assert client.post("/registry/enter", data=known | {"login": "applicant"}).status_code == 302
    with Session(world) as session:
        entered = session.scalars(select(Cluster).where(Cluster.name == "葡萄酒集群")).one()
        assert (entered.certificate, entered.expires_on) == ("NX-2024-001", date(2027, 2, 28))
    blank = client.post("/registry/enter", data=known | {"name": " "})
    assert "请填写集群名称" in blank.text


def test_registry_pages_ask_the_same_number_of_statements_for_more_clusters(world: Engine, tmp_path: Path) -> None:
    client = signed_in(world, Role.DEPARTMENT, tmp_path)
    few = {path: n_statements(world, client, path) for path in PAGES}
    with transaction(world) as session:
        for day in (1, 2, 3):
            recognised(session, "nx-2023", date(2024, 5, day)).change("主导产业", date(2025, 1, day), date(2025, 2, 1))
    assert {path: n_statements(world, client, path) for path in PAGES} == few


def n_statements(engine: Engine, client: FlaskClient, path: str) -> int:
    """Count what one page asks the database."""
    with statements(engine) as sent:
        assert client.get(path).status_code == 200
    return len(sent)
