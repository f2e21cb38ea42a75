"""The pool through its doors: units and ties that bar, namesakes answered, requests of recusal, past work."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from reviewers.people import Expert as Person
from reviewers.people import Unit
from tests.conftest import NOW, TODAY, Backend
from tests.stories.actors import account_of, acting, signed_in, statements
from webapp.database import reading, transaction
from webapp.exports.known_tables import known_workbook
from webapp.models import Conflict, Declaration, Expert, LedgerEntry, PoolAnswer, RecusalRequest, Review
from webapp.permissions import Role
from webapp.queries import panels, pool, rounds
from webapp.services.example.invented import invented_experts
from webapp.services.example.play_round import play_round
from webapp.services.find_round_conflicts import find_round_conflicts
from webapp.services.pool_history import last_moment, pool_history
from webapp.services.round_settings import RoundSettings
from webapp.services.store_experts import store_experts

BLANK_UNIT = {"aliases": "", "former_names": "", "parents": "", "english_name": ""}


@pytest.fixture
def declared(sqlite_backend: Backend) -> Engine:
    """The invented round with its pool, before the draw; the first declaration belongs to the applicant."""
    engine = sqlite_backend.copy("staff")
    with transaction(engine) as session:
        play_round(session, code="NM-DEMO", title="演示轮次", today=TODAY, now=NOW, until="declaring")
        store_experts(session, actor=acting(session, Role.ORGANISER), experts=invented_experts(), now=NOW)
        first = session.scalars(select(Declaration).order_by(Declaration.id)).first()
        assert first is not None
        first.applicant_id = account_of(session, Role.APPLICANT).id
    return engine


def posted(client: FlaskClient, path: str, **fields: object) -> str:
    """Post a form with its token and return the page it leads to."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/").text)
    data = {**fields, "csrf_token": token[1] if token else ""}
    return client.post(path, data=data, content_type="multipart/form-data", follow_redirects=True).text


def first_of_pool(engine: Engine) -> Expert:
    """The first expert of the pool."""
    with reading(engine) as session:
        return panels.active_experts(session)[0]


def add_people(engine: Engine, *people: Person) -> None:
    """Import people."""
    with transaction(engine) as session:
        store_experts(session, actor=acting(session, Role.ORGANISER), experts=people, now=NOW)


def rules_of(engine: Engine, expert_id: int) -> set[tuple[str, int]]:
    """Find the conflicts and return those of an expert as rule and declaration."""
    with transaction(engine) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        organiser = acting(session, Role.ORGANISER)
        find_round_conflicts(session, actor=organiser, found=found, today=TODAY, now=NOW)
        session.flush()
        listed = panels.conflicts_of_round(session, found.id)
        return {(one.rule, one.declaration_id) for one in listed if one.expert_id == expert_id}


def test_imported_tie_and_unit_bar_an_expert(declared: Engine, tmp_path: Path) -> None:
    client, expert = signed_in(declared, Role.ORGANISER, tmp_path), first_of_pool(declared)
    with reading(declared) as session:
        declaration = panels.admitted_declarations(session, rounds.round_by_code(session, "NM-DEMO").id)[0]
    before = rules_of(declared, expert.id)
    unit = {**BLANK_UNIT, "name": str(declaration.answers["cover.operator"]), "aliases": expert.unit}
    tie = {
        "person_a": expert.name,
        "unit_a": expert.unit,
        "person_b": str(declaration.answers["cover.contact_name"]),
        "unit_b": "",
        "kind": "亲属",
        "evidence": "夫妻",
    }
    table = (BytesIO(known_workbook([unit], [tie])), "t.xlsx")
    page = posted(client, "/experts/known", table=table)
    assert ("单位表已更新，共 1 个单位。" in page, "关系表已更新，共 1 条关系。" in page) == (True, True)
    found = rules_of(declared, expert.id) - before
    assert {rule for rule, number in found if number == declaration.id} == {"same_unit", "tie"}


def test_wrong_cell_of_known_tables_stores_nothing(declared: Engine, tmp_path: Path) -> None:
    client = signed_in(declared, Role.ORGANISER, tmp_path)
    bad = {"person_a": "王伟", "unit_a": "", "person_b": "", "unit_b": "", "kind": "朋友", "evidence": ""}
    page = posted(client, "/experts/known", table=(BytesIO(known_workbook([], [bad])), "t.xlsx"))
    with reading(declared) as session:
        assert ("关系 C2" in page, pool.known_ties(session)) == (True, [])


def test_one_person_twice_is_merged_with_conflicts_kept(declared: Engine, tmp_path: Path) -> None:
    expert = first_of_pool(declared)
    add_people(declared, Person("", expert.name, (Unit("某某咨询公司"),), keywords=("稀土",)))
    with transaction(declared) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        twin = session.scalars(select(Expert).where(Expert.unit == "某某咨询公司")).one()
        declaration = panels.admitted_declarations(session, found.id)[0]
        place = {"round_id": found.id, "expert_id": twin.id, "declaration_id": declaration.id}
        session.add(Conflict(**place, rule="by_hand", evidence="顾问", source="hand", at=NOW))
    client = signed_in(declared, Role.ORGANISER, tmp_path)
    assert f"{expert.name}」同名但单位不同" in client.get("/experts/questions").text
    answer = {"expert": [str(expert.id), str(twin.id)], "answer": "same", "reason": "电话核实"}
    posted(client, "/experts/questions", **answer)
    assert "没有需要核实的同名专家" in client.get("/experts/questions").text
    add_people(declared, Person("", expert.name, (Unit("某某咨询公司"),), keywords=("永磁",)))
    with reading(declared) as session:
        kept = [row for row in panels.active_experts(session) if row.name == expert.name]
        conflict = session.scalars(select(Conflict).where(Conflict.rule == "by_hand")).one()
        act = session.scalars(select(LedgerEntry).where(LedgerEntry.action == "answer pool question")).one()
        assert [row.id for row in kept] == [expert.id]
        assert [unit["name"] for unit in kept[0].profile["units"]] == [expert.unit, "某某咨询公司"]
        assert kept[0].profile["keywords"][-2:] == ["稀土", "永磁"]
        assert conflict.expert_id == expert.id
        assert expert.name not in str(act.facts)


def test_namesakes_told_apart_are_not_asked_about_again(declared: Engine, tmp_path: Path) -> None:
    expert = first_of_pool(declared)
    add_people(declared, Person("", expert.name, (Unit("某某咨询公司"),)))
    client = signed_in(declared, Role.ORGANISER, tmp_path)
    page = client.get("/experts/questions").text
    ids = re.findall(r'name="expert" value="(\d+)"', page)
    posted(client, "/experts/questions", expert=ids, answer="different", reason="")
    assert "没有需要核实的同名专家" not in client.get("/experts/questions").text
    posted(client, "/experts/questions", expert=ids, answer="different", reason="经核实为两人")
    with reading(declared) as session:
        assert [row.is_same for row in session.scalars(select(PoolAnswer))] == [False]
        assert len([row for row in panels.active_experts(session) if row.name == expert.name]) == 2
    assert "没有需要核实的同名专家" in client.get("/experts/questions").text


def test_applicant_asks_within_its_number_and_never_sees_the_pool(declared: Engine, tmp_path: Path) -> None:
    expert = first_of_pool(declared)
    with reading(declared) as session:
        number = session.scalars(select(Declaration.id).order_by(Declaration.id)).first()
    applicant = signed_in(declared, Role.APPLICANT, tmp_path)
    path = f"/recusals/{number}"
    for turn in range(4):
        page = posted(applicant, path, asked=f"{expert.unit}的{expert.name}", reason=f"竞争关系{turn}")
    assert "每份申报最多可申请3位专家回避，已达上限。" in page
    organiser = signed_in(declared, Role.ORGANISER, tmp_path)
    desk = organiser.get("/recusals/rounds/NM-DEMO").text
    assert desk.count(f'name="expert" value="{expert.id}" checked') == 3
    with reading(declared) as session:
        first, second, _third = session.scalars(select(RecusalRequest).order_by(RecusalRequest.id)).all()
    posted(organiser, f"/recusals/rounds/NM-DEMO/{first.id}", decision="accept", expert=str(expert.id), answer="")
    posted(organiser, f"/recusals/rounds/NM-DEMO/{second.id}", decision="refuse", answer="理由不成立")
    with reading(declared) as session:
        barred = session.scalars(select(Conflict).where(Conflict.source == "applicant")).one()
        assert (barred.expert_id, barred.declaration_id, barred.rule) == (expert.id, number, "requested")
    told = applicant.get(path).text
    assert ("已采纳" in told, "不予采纳：理由不成立" in told, "待办理" in told) == (True, True, True)


def test_round_that_takes_no_requests_refuses_them(declared: Engine, tmp_path: Path) -> None:
    with transaction(declared) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        found.settings = {**found.settings, "recusal_limit": "0"}
        number = session.scalars(select(Declaration.id).order_by(Declaration.id)).first()
    page = posted(signed_in(declared, Role.APPLICANT, tmp_path), f"/recusals/{number}", asked="王伟", reason="竞争")
    assert "每份申报最多可申请0位专家回避，已达上限。" in page


def test_another_applicants_declaration_is_not_found(declared: Engine, tmp_path: Path) -> None:
    with reading(declared) as session:
        numbers = session.scalars(select(Declaration.id).order_by(Declaration.id)).all()
    client = signed_in(declared, Role.APPLICANT, tmp_path)
    assert client.get(f"/recusals/{numbers[1]}").status_code in (403, 404)


def test_pool_counts_work_and_seats_given_up_in_three_statements(scoring: Engine, tmp_path: Path) -> None:
    with transaction(scoring) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        seats = panels.seated_of_round(session, found.id)
        pairs = [one for one in panels.pairs_of_round(session, found.id) if one.seat.id == seats[0][0].id]
        seats[1][0].standing = "withdrawn"
        history = pool_history(session, UTC)
        assert history[seats[0][1].id].n_assigned == len(pairs)
        assert (history[seats[1][1].id].n_withdrawn, history[seats[0][1].id].n_withdrawn) == (1, 0)
        with statements(scoring) as sent:
            pool_history(session, UTC)
        assert len(sent) == 3


def test_pool_tells_late_reviews_from_those_in_time(scoring: Engine) -> None:
    with transaction(scoring) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        seats = panels.seated_of_round(session, found.id)
        pairs = [one for one in panels.pairs_of_round(session, found.id) if one.seat.id == seats[0][0].id]
        end = last_moment(RoundSettings.from_json(found.settings).score_until, UTC)
        for pair, moment in zip(pairs[:3], (end, end + timedelta(seconds=1), None), strict=True):
            state = "submitted" if moment else "draft"
            session.add(Review(assignment_id=pair.assignment.id, state=state, submitted_at=moment, updated_at=end))
    with transaction(scoring) as session:
        work = pool_history(session, UTC)[seats[0][1].id]
        assert (work.n_assigned, work.n_submitted, work.n_in_time) == (len(pairs), 2, 1)


def test_last_day_counts_until_its_end() -> None:
    after = last_moment("2026-11-22", UTC) + timedelta(microseconds=1)
    assert after == datetime(2026, 11, 23, tzinfo=UTC)
