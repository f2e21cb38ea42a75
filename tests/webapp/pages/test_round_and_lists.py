"""What a round's page leads to, how lists are searched and ordered, and where pictures put their marks."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.conftest import Backend
from tests.stories.actors import signed_in
from webapp.pages.interval_picture import round_marks
from webapp.pages.timeline_picture import CLOSE, draw_timeline
from webapp.permissions import Role
from webapp.services.cluster_timeline import Entry, Year


@pytest.fixture
def hung(sqlite_backend: Backend) -> Iterator[Engine]:
    """The invented round while its list hangs out; pages are the same on every database."""
    engine = sqlite_backend.copy("publicity")
    yield engine
    engine.dispose()


def test_next_step_leads_only_to_pages_the_person_may_open(hung: Engine, tmp_path: Path) -> None:
    sentence, way = "期满无未办结异议的，方可公布", 'href="/publicity/NM-DEMO"'
    shown = {
        role: signed_in(hung, role, tmp_path).get("/rounds/NM-DEMO").text for role in (Role.DEPARTMENT, Role.ORGANISER)
    }
    assert {role: (sentence in text, way in text) for role, text in shown.items()} == {
        Role.DEPARTMENT: (True, True),
        Role.ORGANISER: (True, False),
    }


def test_frozen_settings_are_shown_without_a_button_to_save(hung: Engine, tmp_path: Path) -> None:
    page = signed_in(hung, Role.DEPARTMENT, tmp_path).get("/rounds/NM-DEMO/settings").text
    assert ("规则已冻结" in page, "保存设置" in page) == (True, False)


@pytest.mark.parametrize(
    ("words", "n"), [("稀土", 1), ("乌海市 氟硅", 1), ("nm-demo-009", 1), ("100%", 0), ("_", 0), ("", 19)]
)
def test_declarations_are_found_by_words_inside_their_titles(hung: Engine, tmp_path: Path, words: str, n: int) -> None:
    page = signed_in(hung, Role.DEPARTMENT, tmp_path).get("/declarations/", query_string={"words": words}).text
    assert (f"共 {n} 份" in page) if n else ("没有符合条件的申报。" in page)


def test_pool_is_ordered_by_strokes_or_by_pinyin(hung: Engine, tmp_path: Path) -> None:
    organiser = signed_in(hung, Role.ORGANISER, tmp_path)
    places = {
        order: page.index("查慧敏") < page.index("马国梁")
        for order in ("strokes", "pinyin")
        for page in [organiser.get("/experts/", query_string={"order": order}).text]
    }
    # 马 has three strokes and 查 nine; in pinyin the surname 查 reads zha, after ma.
    assert places == {"strokes": False, "pinyin": False}
    first = organiser.get("/experts/", query_string={"order": "pinyin"}).text
    assert first.index("朴成浩") < first.index("仇雅琴")
    assert "没有符合条件的专家。" in organiser.get("/experts/", query_string={"words": "查无此人"}).text


def test_scale_of_the_picture_is_marked_with_round_numbers() -> None:
    assert round_marks(57.5, 90.2) == [60, 65, 70, 75, 80, 85, 90]
    assert round_marks(81.2, 81.9) == [81.2, 81.3, 81.4, 81.5, 81.6, 81.7, 81.8, 81.9]


def test_marks_of_a_timeline_never_cover_each_other() -> None:
    days = (date(2024, 1, 30), date(2024, 3, 10), date(2024, 3, 12), date(2024, 3, 20))
    year = Year(1, days[0], date(2025, 1, 29), tuple(Entry(day, "due", "事项", status="late") for day in days))
    picture = draw_timeline((year,), date(2024, 6, 1))
    marks = picture.marks
    assert [one.number for one in marks] == [1, 2, 3, 4]
    assert all(a.y != b.y for a in marks for b in marks if a != b and abs(a.x - b.x) < CLOSE)
    assert max(one.y for one in marks) < picture.height
    assert picture.today is not None


def test_start_page_shows_rounds_in_work_before_those_being_prepared(hung: Engine, tmp_path: Path) -> None:
    client = signed_in(hung, Role.DEPARTMENT, tmp_path)
    for code in ("NM-NEXT-1", "NM-NEXT-2"):
        client.post("/rounds/new", data={"code": code, "title": code, "pack": "nm-2023"})
    page = client.get("/").text
    order = sorted(("NM-DEMO", "NM-NEXT-1", "NM-NEXT-2"), key=lambda code: page.index(f"/rounds/{code}"))
    assert order == ["NM-DEMO", "NM-NEXT-2", "NM-NEXT-1"]
