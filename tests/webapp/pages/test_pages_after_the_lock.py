"""After the lock no page goes through the scores again, and none asks more often because it lists more."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from tests.conftest import NOW, Backend, let_worker_work
from tests.stories.actors import acting, signed_in, statements
from webapp.database import reading, transaction
from webapp.models import Job, KeptFigure, ListEntry, PanelSpread, RankingExplanation, SpotCandidate
from webapp.permissions import Role
from webapp.queries import panels, rounds
from webapp.services import queue_long_work
from webapp.services.rank_round import rank_round

CODE = "NM-DEMO"
SHARES = {"leading_industry": 60, "innovation": 10, "digital": 10, "green": 10, "openness": 5, "governance": 5}
PAGES = {
    Role.ORGANISER: (f"/panel/{CODE}/divergence", f"/panel/{CODE}/extra", f"/panel/{CODE}/opinion"),
    Role.DEPARTMENT: (
        f"/spot-checks/{CODE}",
        f"/publicity/{CODE}",
        f"/public/{CODE}",
        f"/public/{CODE}/embed",
        f"/objections/{CODE}",
        f"/studies/{CODE}",
        f"/studies/{CODE}/what-if",
        f"/rankings/{CODE}/{CODE}-005",
    ),
}


def opened(client: FlaskClient, engine: Engine, paths: tuple[str, ...]) -> dict[str, list[str]]:
    """Return what each page asks when it is not the first to look."""
    asked = {}
    for path in paths:
        client.get(path)
        with statements(engine) as sent:
            assert client.get(path).status_code == 200, path
        asked[path] = list(sent)
    return asked


def thin_out(engine: Engine) -> None:
    """Leave half of what these pages list."""
    with transaction(engine) as session:
        for table, key in ((PanelSpread, PanelSpread.declaration_id), (SpotCandidate, SpotCandidate.place)):
            middle = session.scalar(select(func.max(key))) or 0
            session.execute(delete(table).where(key > middle // 2))
        session.execute(delete(ListEntry).where(ListEntry.id > 1))


@pytest.mark.parametrize("role", list(PAGES))
def test_page_asks_as_often_for_half_of_the_rows_and_never_for_scores(
    published: Engine, role: Role, tmp_path: Path
) -> None:
    client = signed_in(published, role, tmp_path)
    many = opened(client, published, PAGES[role])
    assert [path for path, sent in many.items() if any(" score" in one for one in sent)] == []
    thin_out(published)
    few = opened(client, published, PAGES[role])
    assert {path: len(sent) for path, sent in few.items()} == {path: len(sent) for path, sent in many.items()}


@pytest.fixture
def locked(backend: Backend) -> Iterator[Engine]:
    """The invented round just after the lock."""
    engine = backend.copy("locked")
    yield engine
    engine.dispose()


@pytest.fixture
def large(locked: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The same, counted as a large round."""
    monkeypatch.setattr(queue_long_work, "MOST_AT_ONCE", 3)
    return locked


def forget_look(engine: Engine) -> None:
    """Take away what the worker has worked out after the lock."""
    with transaction(engine) as session:
        session.execute(delete(PanelSpread))
        session.execute(delete(KeptFigure))


def shown(page: str) -> str:
    """Return a page without what differs each time."""
    return re.sub(r'(content|value)="[^"]{40,}"', "", page)


def kinds(session: Session) -> list[tuple[str, str]]:
    """List the jobs there are with their states."""
    return [(one.kind, one.state) for one in session.scalars(select(Job).order_by(Job.id))]


def test_what_follows_from_scores_of_a_large_round_is_left_to_a_worker_once(large: Engine, tmp_path: Path) -> None:
    forget_look(large)
    organiser = signed_in(large, Role.ORGANISER, tmp_path)
    for path in ("divergence", "extra", "divergence"):
        with statements(large) as sent:
            assert "正在后台统计" in organiser.get(f"/panel/{CODE}/{path}").text
        assert [one for one in sent if " score" in one] == []
    let_worker_work(large, tmp_path)
    with reading(large) as session:
        assert kinds(session) == [("look after lock", "done")] * 2  # the first by the lock itself
    page = organiser.get(f"/panel/{CODE}/divergence").text
    assert f"{CODE}-005" in page
    assert "正在后台统计" not in page + organiser.get(f"/panel/{CODE}/extra").text


def test_what_follows_from_scores_of_a_small_round_waits_for_no_worker(locked: Engine, tmp_path: Path) -> None:
    organiser = signed_in(locked, Role.ORGANISER, tmp_path)
    for path in ("divergence", "extra"):
        seen = organiser.get(f"/panel/{CODE}/{path}").text
        forget_look(locked)
        again = organiser.get(f"/panel/{CODE}/{path}").text
        assert shown(again) == shown(seen)
        assert "正在后台统计" not in again


def test_position_of_a_large_round_is_explained_by_a_worker(large: Engine, tmp_path: Path) -> None:
    with transaction(large) as session:
        found = rounds.round_by_code(session, CODE)
        rank_round(session, actor=acting(session, Role.DEPARTMENT), found=found, now=NOW)
        session.execute(delete(RankingExplanation))
    department = signed_in(large, Role.DEPARTMENT, tmp_path)
    address = f"/rankings/{CODE}/{CODE}-005"
    assert "正在后台统计" in department.get(address).text
    let_worker_work(large, tmp_path)
    page = department.get(address).text
    assert "正在后台统计" not in page
    assert "得分怎样算出" in page
    with reading(large) as session:
        assert kinds(session) == [("look after lock", "done"), ("explain position", "done")]
        assert (
            session.scalar(select(func.count()).select_from(RankingExplanation)) == 15
        )  # five before, itself, nine after


def test_trial_in_a_large_round_is_done_by_a_worker_and_kept_for_who_asks_the_same(
    published: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    department, asked = signed_in(published, Role.DEPARTMENT, tmp_path), f"/studies/{CODE}/what-if?places=3"
    asked += "".join(f"&weight_{area}={share}" for area, share in SHARES.items())
    at_once = department.get(asked).text
    monkeypatch.setattr(queue_long_work, "MOST_AT_ONCE", 3)
    with statements(published) as sent:
        job = department.get(asked).headers["Location"]
    assert [one for one in sent if "FROM ranking_row" in one] == []
    assert department.get(asked).headers["Location"] == job  # the same while it is under way
    let_worker_work(published, tmp_path)
    page = department.get(job).text
    assert "下载文件" not in page
    after = re.search(r'href="([^"]*what-if[^"]*)"', page)
    assert after is not None
    kept = department.get(html.unescape(after[1])).text
    assert rows_of(kept) == rows_of(at_once)
    assert "退出名单" in kept
    with statements(published) as sent:
        observer = signed_in(published, Role.OBSERVER, tmp_path).get(asked)
    assert rows_of(observer.text) == rows_of(at_once)
    assert [one for one in sent if "INTO job" in one] == []
    other = department.get(asked.replace("places=3", "places=4")).headers["Location"]
    assert other != job


def test_trial_of_a_large_round_by_region_and_industry_at_once_is_refused_before_it_is_queued(
    published: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(queue_long_work, "MOST_AT_ONCE", 3)
    asked = f"/studies/{CODE}/what-if?places=3" + "".join(f"&weight_{area}={share}" for area, share in SHARES.items())
    asked += (
        "&quota_by_1=city&quota_kind_1=floor&quota_places_1=1&quota_by_2=industry&quota_kind_2=cap&quota_places_2=2"
    )
    assert "试算一次只能" in signed_in(published, Role.DEPARTMENT, tmp_path).get(asked).text
    with reading(published) as session:
        assert "try settings" not in {kind for kind, _state in kinds(session)}


def rows_of(page: str) -> list[str]:
    """Return the rows a trial lists."""
    return re.findall(r"<tr[ >].*?</tr>", page.partition("试算结果")[2], re.DOTALL)


def test_spot_checks_ticked_and_typed_are_both_picked(published: Engine, tmp_path: Path) -> None:
    client = signed_in(published, Role.DEPARTMENT, tmp_path)
    with reading(published) as session:
        first = session.scalars(select(SpotCandidate).order_by(SpotCandidate.place)).first()
        assert first is not None
        chosen = first.declaration_id
        taken = set(session.scalars(select(SpotCandidate.declaration_id)))
        listed = rounds.round_by_code(session, CODE).id
        other = next(one for one in panels.admitted_names(session, listed) if one.id not in taken)
    answer = client.post(f"/spot-checks/{CODE}", data={"chosen": str(chosen), "numbers": f" {other.number} "})
    assert answer.status_code == 302
    page = client.get(f"/spot-checks/{CODE}").text
    assert "已列入抽查（2）" in page
    assert "主管部门决定抽查" in page
    assert client.post(f"/spot-checks/{CODE}", data={"numbers": "没有这个编号"}).status_code in {400, 409, 422}
