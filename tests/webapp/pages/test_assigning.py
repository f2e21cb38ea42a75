"""The assignment room through its doors: plan, edits with instant checks, comparison, answers, withdrawal, papers."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, select

from tests.conftest import NOW, TODAY, Backend
from tests.stories.actors import acting, signed_in, statements
from webapp.database import reading, transaction
from webapp.models import AssignmentPlan, Conflict
from webapp.permissions import Role
from webapp.queries import panels, rounds
from webapp.services.draw_round_panel import draw_round_panel
from webapp.services.example.invented import invented_experts
from webapp.services.example.play_round import play_round
from webapp.services.find_round_conflicts import find_round_conflicts
from webapp.services.plan_steps import replay_steps
from webapp.services.plan_store import plan_part
from webapp.services.propose_plan import propose_plan
from webapp.services.store_experts import store_experts

NUMBERS = {"主管部门": "1", "评审机构": "2"}


@pytest.fixture
def proposed(sqlite_backend: Backend) -> Engine:
    """The invented round with a plan that is not accepted yet."""
    engine = sqlite_backend.copy("staff")
    with transaction(engine) as session:
        found, _accounts = play_round(
            session, code="NM-DEMO", title="演示轮次", today=TODAY, now=NOW, until="declaring"
        )
        organiser = acting(session, Role.ORGANISER)
        store_experts(session, actor=organiser, experts=invented_experts(), now=NOW)
        find_round_conflicts(session, actor=organiser, found=found, today=TODAY, now=NOW)
        draw_round_panel(session, actor=organiser, found=found, contributions=NUMBERS, now=NOW)
        propose_plan(session, actor=organiser, found=found, now=NOW)
    return engine


@pytest.fixture
def running(sqlite_backend: Backend) -> Engine:
    """The invented round while experts score."""
    return sqlite_backend.copy("scoring")


def newest(engine: Engine) -> AssignmentPlan:
    """Return the newest plan."""
    with reading(engine) as session:
        plan = panels.current_plan(session, rounds.round_by_code(session, "NM-DEMO").id)
    assert plan is not None
    return plan


def first_panel(engine: Engine) -> tuple[str, list[str], str]:
    """Return the first declaration, its experts, and an expert who could join without breaking a rule."""
    outcome = newest(engine).outcome
    problem = outcome["problem"]
    on = [j for i, j in outcome["rows"] if i == 0]
    barred = {j for i, j in problem["conflicts"] if i == 0}
    units = {problem["group"][j] for j in on[1:]}
    free = next(
        j
        for j in range(len(problem["experts"]))
        if j not in on and j not in barred and problem["group"][j] not in units
    )
    return problem["declarations"][0], [problem["experts"][j] for j in on], problem["experts"][free]


def test_plan_page_takes_every_fit_apart(proposed: Engine, tmp_path: Path) -> None:
    page = signed_in(proposed, Role.ORGANISER, tmp_path).get("/assigning/NM-DEMO").text
    shown = re.findall(r"(0\.\d{3})</summary><ul class=\"small\">(.*?)</ul>", page)
    fits, lists = [float(fit) for fit, _ in shown], [parts for _, parts in shown]
    sums = [sum(float(text) for text in re.findall(r"= (\d\.\d{3})", parts)) for parts in lists]
    assert len(fits) == len(newest(proposed).outcome["rows"])
    # Each of at most four parts is rounded to a thousandth, so is their sum.
    assert all(abs(whole - parts) <= 0.0025 for whole, parts in zip(fits, sums, strict=True))


def test_observer_reads_the_plan_but_cannot_edit(proposed: Engine, tmp_path: Path) -> None:
    client = signed_in(proposed, Role.OBSERVER, tmp_path)
    number = first_panel(proposed)[0]
    assert client.get("/assigning/NM-DEMO").status_code == 200
    assert client.get(f"/assigning/NM-DEMO/edit/{number}").status_code == 403
    assert client.post(f"/assigning/NM-DEMO/edit/{number}", data={}).status_code == 403


def test_statement_count_stays_when_panel_grows(proposed: Engine, tmp_path: Path) -> None:
    client = signed_in(proposed, Role.ORGANISER, tmp_path)

    def count() -> list[int]:
        sent = []
        for path in ("", "/compare?other=total", "/conflicts", "/people"):
            with statements(proposed) as said:
                assert client.get(f"/assigning/NM-DEMO{path}").status_code == 200
            sent.append(len(said))
        return sent

    full = count()
    with transaction(proposed) as session:
        plan = session.get(AssignmentPlan, newest(proposed).id)
        assert plan is not None
        plan.outcome = {**plan.outcome, "rows": [row for row in plan.outcome["rows"] if row[0] == 0]}
        for conflict in session.scalars(select(Conflict)):
            session.delete(conflict)
    assert count() == full


def test_check_names_conflict_before_anything_is_saved(proposed: Engine, tmp_path: Path) -> None:
    number, on, free = first_panel(proposed)
    client = signed_in(proposed, Role.ORGANISER, tmp_path)
    with transaction(proposed) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        declaration = next(row for row in panels.admitted_declarations(session, found.id) if row.number == number)
        seat = next(seat for seat, _e in panels.seats_of_round(session, found.id) if seat.pseudonym == free)
        form = {"expert": seat.expert_id, "declaration": declaration.id, "rule": "by_hand", "evidence": "曾任顾问"}
    assert client.post("/assigning/NM-DEMO/conflicts", data=form).status_code == 302
    plan = newest(proposed).id
    wanted = [*on[1:], free]
    answer = client.get(f"/assigning/NM-DEMO/check/{number}", query_string={"plan": plan, "expert": wanted})
    assert answer.get_json()["objections"] == [{"text": f"{free}与申报{number}须回避", "is_hard": True}]
    stored = client.post(
        f"/assigning/NM-DEMO/edit/{number}", data={"plan": plan, "expert": wanted, "reason": "补充方向"}
    )
    assert stored.status_code == 422
    assert newest(proposed).id == plan


def test_edit_is_stored_with_base_reason_and_accepted(proposed: Engine, tmp_path: Path) -> None:
    number, on, free = first_panel(proposed)
    client, before = signed_in(proposed, Role.ORGANISER, tmp_path), newest(proposed)
    data = {"plan": before.id, "expert": [*on[1:], free], "reason": "补充绿色低碳方向"}
    assert client.post(f"/assigning/NM-DEMO/edit/{number}", data=data).status_code == 302
    after = newest(proposed)
    names = after.outcome["problem"]["experts"]
    assert (after.objective, after.outcome["base_plan"], after.outcome["base"]["objective"]) == (
        "by_hand",
        before.id,
        before.objective,
    )
    assert after.outcome["steps"] == [
        {
            "kind": "edit",
            "added": [[0, names.index(free)]],
            "removed": [[0, names.index(on[0])]],
            "reason": "补充绿色低碳方向",
        }
    ]
    assert replay_steps(plan_part(after)) == (after.outcome["problem"], after.outcome["rows"])
    assert "补充绿色低碳方向" in client.get("/assigning/NM-DEMO").text
    assert client.post("/experts/rounds/NM-DEMO/open").status_code == 200


def test_edit_from_an_old_page_is_refused(proposed: Engine, tmp_path: Path) -> None:
    number, on, free = first_panel(proposed)
    client = signed_in(proposed, Role.ORGANISER, tmp_path)
    data = {"plan": newest(proposed).id, "expert": [*on[1:], free], "reason": "补充方向"}
    assert client.post(f"/assigning/NM-DEMO/edit/{number}", data=data).status_code == 302
    again = client.post(f"/assigning/NM-DEMO/edit/{number}", data={**data, "expert": on})
    assert again.status_code == 409


def test_reason_that_names_an_expert_is_refused(proposed: Engine, tmp_path: Path) -> None:
    number, on, free = first_panel(proposed)
    with reading(proposed) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        name = panels.seats_of_round(session, found.id)[0][1].name
    client, plan = signed_in(proposed, Role.ORGANISER, tmp_path), newest(proposed).id
    data = {"plan": plan, "expert": [*on[1:], free], "reason": f"{name}更合适"}
    answer = client.post(f"/assigning/NM-DEMO/edit/{number}", data=data)
    assert (answer.status_code >= 400, newest(proposed).id) == (True, plan)


def test_comparison_shows_other_objective_and_stores_nothing(proposed: Engine, tmp_path: Path) -> None:
    client, before = signed_in(proposed, Role.ORGANISER, tmp_path), newest(proposed).id
    answer = client.get("/assigning/NM-DEMO/compare?other=total")
    assert (answer.status_code, newest(proposed).id) == (200, before)
    assert "只在当前方案" in answer.text


def test_mixture_is_compared_by_its_total_and_replayed(proposed: Engine, tmp_path: Path) -> None:
    client, plan = signed_in(proposed, Role.ORGANISER, tmp_path), newest(proposed)
    answer = client.get("/assigning/NM-DEMO/compare?other=total_fair")
    assert "匹配总和六成、照顾最差四成" in answer.text
    with transaction(proposed) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        found.settings = {**found.settings, "objective": "all_three"}
        mixed = propose_plan(session, actor=acting(session, Role.ORGANISER), found=found, now=NOW)
        base = {"objective": mixed.objective, "seed": mixed.seed, **mixed.outcome}
        assert replay_steps(base)[1] == mixed.outcome["rows"]
        assert plan.outcome["total"] <= mixed.outcome["bound"] + 1e-6


def test_conflict_after_the_plan_makes_it_stale(proposed: Engine, tmp_path: Path) -> None:
    client, outcome = signed_in(proposed, Role.ORGANISER, tmp_path), newest(proposed).outcome
    with reading(proposed) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        declaration = panels.admitted_declarations(session, found.id)[0].id
        expert = panels.seated_of_round(session, found.id)[outcome["rows"][0][1]][1].id
    form = {"expert": expert, "declaration": declaration, "rule": "by_hand", "evidence": "曾任顾问"}
    client.post("/assigning/NM-DEMO/conflicts", data=form)
    answer = client.post("/experts/rounds/NM-DEMO/open")
    assert "请重新计算分派" in answer.text
    with reading(proposed) as session:
        assert rounds.round_by_code(session, "NM-DEMO").state == "declaring"


def test_fourth_request_of_one_applicant_is_refused(proposed: Engine, tmp_path: Path) -> None:
    client = signed_in(proposed, Role.ORGANISER, tmp_path)
    with reading(proposed) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        declaration = panels.admitted_declarations(session, found.id)[0].id
        experts = [row.id for row in panels.active_experts(session)][:4]
    form = {"declaration": declaration, "rule": "requested", "evidence": "存在商业竞争"}
    codes = [client.post("/assigning/NM-DEMO/conflicts", data={**form, "expert": key}).status_code for key in experts]
    assert codes[:3] == [302, 302, 302]
    assert codes[3] >= 400


def test_dismissed_clue_is_not_asked_again(proposed: Engine, tmp_path: Path) -> None:
    client = signed_in(proposed, Role.ORGANISER, tmp_path)
    with transaction(proposed) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        place = {"round_id": found.id, "declaration_id": panels.admitted_declarations(session, found.id)[0].id}
        expert = panels.seated_of_round(session, found.id)[0][1].id
        clue = Conflict(**place, expert_id=expert, rule="named_on_form", evidence="同名", source="question", at=NOW)
        session.add(clue)
        session.flush()
        key = clue.id
    data = {"answer": "dismiss", "reason": "经电话核实，非同一人"}
    assert client.post(f"/assigning/NM-DEMO/conflicts/{key}", data=data).status_code == 302
    assert client.post("/experts/rounds/NM-DEMO/conflicts").status_code == 302
    with reading(proposed) as session:
        kept = session.get(Conflict, key)
        assert kept is not None
        assert (kept.source, kept.evidence) == ("dismissed", "同名（核实：经电话核实，非同一人）")


def test_withdrawal_shows_new_password_once(running: Engine, tmp_path: Path) -> None:
    client = signed_in(running, Role.ORGANISER, tmp_path)
    with reading(running) as session:
        seat = panels.seated_of_round(session, rounds.round_by_code(session, "NM-DEMO").id)[0][0]
    answer = client.post(f"/assigning/NM-DEMO/seats/{seat.id}/withdraw", data={"reason": "duty"})
    assert "nm-demo-11" in answer.text
    assert "其他专家的任务没有任何变动" in answer.text
    page = client.get("/assigning/NM-DEMO/people").text
    assert "由专家11递补" in page
    assert "一键补齐" not in page


def test_papers_come_in_every_form_for_observer(running: Engine, tmp_path: Path) -> None:
    client = signed_in(running, Role.OBSERVER, tmp_path)
    lists = client.get("/assigning/NM-DEMO/papers/expert-lists.xlsx")
    assert len(load_workbook(BytesIO(lists.data)).sheetnames) == 10
    starts = {
        path: client.get(f"/assigning/NM-DEMO/papers/{path}").data[:2]
        for path in ("draw-record.docx", "draw-record.xlsx", "undertakings.docx")
    }
    assert set(starts.values()) == {b"PK"}
    assert client.get("/assigning/NM-DEMO/papers/draw-record.pdf").data[:4] == b"%PDF"


def test_withdrawal_before_scoring_seats_reserve_and_asks_for_new_plan(proposed: Engine, tmp_path: Path) -> None:
    client = signed_in(proposed, Role.ORGANISER, tmp_path)
    with reading(proposed) as session:
        seat = panels.seated_of_round(session, rounds.round_by_code(session, "NM-DEMO").id)[0][0]
    data = {"reason": "own_request"}
    assert client.post(f"/assigning/NM-DEMO/seats/{seat.id}/withdraw", data=data).status_code == 302
    assert "请重新计算分派" in client.post("/experts/rounds/NM-DEMO/open").text
    client.post("/experts/rounds/NM-DEMO/plan")
    experts = newest(proposed).outcome["problem"]["experts"]
    assert (seat.pseudonym in experts, "专家11" in experts, len(experts)) == (False, True, 10)
    assert client.post("/experts/rounds/NM-DEMO/open").status_code == 200
