"""How pages show titles, sizes, long lists and remarks."""

from pathlib import Path

import pytest
from markupsafe import Markup
from sqlalchemy import Engine, select

from tests.conftest import Backend
from tests.stories.actors import signed_in
from webapp.database import transaction
from webapp.models import Declaration, RankingRun
from webapp.pages.leaves import leaf_of
from webapp.pages.phrases import file_size, phrased
from webapp.permissions import Role


@pytest.fixture
def ranked(sqlite_backend: Backend) -> Engine:
    """The invented round with its list in publicity."""
    return sqlite_backend.copy("publicity")


def test_title_may_break_between_words_only_and_stays_escaped() -> None:
    title = "2026年度宁夏回族自治区中小企业特色产业集群（演示）<b>"
    parts = ("2026年度", "宁夏回族自治区", "中小企业特色产业集群", "（演示）", "&lt;b&gt;")
    assert phrased(title) == f'<span class="phrased">{"<wbr>".join(parts)}</span>'
    assert phrased(Markup("甲&amp;乙")) == '<span class="phrased">甲&amp;乙</span>'


@pytest.mark.parametrize(
    ("size", "shown"), [(17, "1 KB"), (1_499, "1 KB"), (20_000, "20 KB"), (999_999, "1000 KB"), (2_540_000, "2.5 MB")]
)
def test_size_of_a_file_reads_the_same_in_both_languages(size: int, shown: str) -> None:
    assert file_size(size) == shown


@pytest.mark.parametrize(("page", "shown"), [(1, [0, 1]), (3, [4]), (0, [0, 1]), (99, [4])])
def test_leaf_beyond_either_end_is_the_nearest(page: int, shown: list[int]) -> None:
    assert list(leaf_of(range(5), page, 2).rows) == shown
    assert leaf_of(range(5), page, 2).n_pages == 3


def test_remark_that_decides_the_list_is_amber_and_what_describes_the_method_is_folded(
    ranked: Engine, tmp_path: Path
) -> None:
    tied = {"code": "tied_at_the_line", "template": "并列须表决。", "values": {}}
    lone = {"code": "single_score_experts", "template": "只评了一项。", "values": {}}
    with transaction(ranked) as session:
        run = session.scalars(select(RankingRun).where(RankingRun.is_decisive)).one()
        assert "fitted_by_area" in {note["code"] for note in run.notes}
        n_plain = len(run.notes)
        run.notes = [*run.notes, lone, tied]
    page = signed_in(ranked, Role.DEPARTMENT, tmp_path).get("/rankings/NM-DEMO").text
    assert page.count('class="note warn"') == 1
    assert '<p class="note warn">并列须表决。</p>' in page
    assert page.index("并列须表决。") < page.index("只评了一项。") < page.index(f"计算说明（{n_plain}）")


def test_expert_is_named_once_where_a_position_is_worked_out(ranked: Engine, tmp_path: Path) -> None:
    client = signed_in(ranked, Role.DEPARTMENT, tmp_path)
    page = client.get("/rankings/NM-DEMO/NM-DEMO-001").text
    assert ("专家 专家" in page, "专家 01" in page or "专家 02" in page) == (False, True)
    assert "Expert 专家" not in client.get("/rankings/NM-DEMO/NM-DEMO-001?lang=en").text


def test_character_no_font_can_draw_is_refused_by_name_at_the_door(ranked: Engine, tmp_path: Path) -> None:
    with transaction(ranked) as session:
        declaration = session.scalars(select(Declaration).where(Declaration.number == "NM-DEMO-001")).one()
        declaration.cluster_name = "包头市\U0001f98a特色产业集群"
    client = signed_in(ranked, Role.DEPARTMENT, tmp_path)
    answer = client.get("/rankings/NM-DEMO/export/ranked-list.pdf")
    assert (answer.status_code, "U+1F98A" in answer.text, "docx" in answer.text) == (422, True, True)
    assert client.get("/rankings/NM-DEMO/export/ranked-list.docx").status_code == 200
