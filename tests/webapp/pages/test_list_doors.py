"""The doors of the list: what only some may open, what another site may frame, what is refused with its reason."""

from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from sqlalchemy import Engine

from tests.stories.actors import signed_in, web
from tests.stories.list_world import MONDAY, published_round
from webapp.database import transaction
from webapp.permissions import Role
from webapp.queries import lists, rounds

FRAMED = "/public/NM-DEMO/embed"


def publish(engine: Engine) -> int:
    """Hang out the list; return the number of its publicity."""
    with transaction(engine) as session:
        published_round(session, "nm-2023")
        return lists.publicities_of_round(session, rounds.round_by_code(session, "NM-DEMO").id)[0].id


def test_only_the_embedded_page_may_be_framed_elsewhere(published: Engine, tmp_path: Path) -> None:
    publish(published)
    stranger = web(published, tmp_path).test_client()
    framed, page = stranger.get(FRAMED), stranger.get("/public/NM-DEMO")
    assert (framed.status_code, "frame-ancestors *" in framed.headers["Content-Security-Policy"]) == (200, True)
    assert (framed.headers.get("X-Frame-Options"), page.headers["X-Frame-Options"]) == (None, "DENY")
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


def test_public_list_is_handed_out_without_scores(published: Engine, tmp_path: Path) -> None:
    number = publish(published)
    answer = web(published, tmp_path).test_client().get(f"/public/NM-DEMO/{number}.xlsx")
    sheet = load_workbook(BytesIO(answer.data)).worksheets[0]
    headings = [[cell.value for cell in row] for row in sheet.iter_rows() if row[0].value == "序号"]
    assert [one for one in headings[0] if one] == ["序号", "集群名称", "所在地区", "集群运营管理机构", "备注"]


def test_announcement_from_the_page_is_refused_with_the_measures_reason(published: Engine, tmp_path: Path) -> None:
    publish(published)
    department = signed_in(published, Role.DEPARTMENT, tmp_path)
    answer = department.post("/publicity/NM-DEMO/announce", data={"announced_on": str(MONDAY)})
    assert (answer.status_code, "尚未满足：公示期满（第10条）" in answer.text) == (422, True)
    future = department.post("/publicity/NM-DEMO/announce", data={"announced_on": str(date(2026, 4, 1))})
    assert (future.status_code, "公布日期不能晚于今天。" in future.text) == (422, True)


def test_observer_reads_objections_and_organiser_does_not(published: Engine, tmp_path: Path) -> None:
    publish(published)
    paths = ("/objections/NM-DEMO", "/publicity/NM-DEMO", "/spot-checks/NM-DEMO")
    for role, expected in ((Role.OBSERVER, 200), (Role.ORGANISER, 403), (Role.CITY_BUREAU, 403)):
        client = signed_in(published, role, tmp_path)
        assert [client.get(path).status_code for path in paths] == [expected] * 3
    observer = signed_in(published, Role.OBSERVER, tmp_path)
    assert observer.post("/objections/NM-DEMO", data={"claim": "x"}).status_code == 403
