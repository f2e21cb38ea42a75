"""The quick check of one panel tells what the check of the whole plan tells, whatever is chosen."""

import random

import pytest
from sqlalchemy.orm import Session

from tests.conftest import NOW, Backend
from tests.stories.actors import acting, statements
from webapp.database import reading, transaction
from webapp.errors import Refusal
from webapp.models import PlanPage
from webapp.permissions import Role
from webapp.queries import panels, rounds
from webapp.services.add_conflict import add_conflict
from webapp.services.check_panel import check_panel
from webapp.services.edit_plan import check_edit
from webapp.services.plan_checks import Objection


def told(raised: list[Objection]) -> list[tuple[str, bool]]:
    """Return words and weight of what was raised."""
    return sorted((one.problem.message, one.is_hard) for one in raised)


def both(session: Session, number: str, experts: list[str]) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Check a choice both ways."""
    found = rounds.round_by_code(session, "NM-DEMO")
    head, plan = panels.plan_head(session, found.id), panels.current_plan(session, found.id)
    assert head is not None
    assert plan is not None
    quick = check_panel(session, found=found, plan=head, number=number, experts=experts)
    return told(quick), told(check_edit(session, found, plan, number, experts))


def tighten_loads(session: Session) -> None:
    """One more is too many for whoever has most; half the pool are of one unit, four are barred everywhere."""
    plan = panels.current_plan(session, rounds.round_by_code(session, "NM-DEMO").id)
    assert plan is not None
    page = session.get_one(PlanPage, (plan.id, 0))
    most = max(page.content["loads"])
    found, who = rounds.round_by_code(session, "NM-DEMO"), acting(session, Role.ORGANISER)
    for row in panels.admitted_names(session, found.id):
        for _seat, expert in panels.seated_of_round(session, found.id)[:4]:
            known = {"rule": "by_hand", "evidence": "来信反映", "now": NOW}
            add_conflict(session, actor=who, found=found, pair=(row.id, expert.id), **known)
    tight = {"max_load": most, "group": [n % 2 * n for n in range(len(page.content["group"]))]}
    page.content = {**page.content, **tight}
    plan.outcome = {**plan.outcome, "problem": {**plan.outcome["problem"], **tight}}


def test_quick_check_agrees_with_the_whole_one(backend: Backend) -> None:
    chance, seen = random.Random(9), set[str]()
    engine = backend.copy("scoring")
    with transaction(engine) as session:
        tighten_loads(session)
    with reading(engine) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        plan = panels.current_plan(session, found.id)
        assert plan is not None
        problem, rows = plan.outcome["problem"], plan.outcome["rows"]
        for turn in range(40):
            i = chance.randrange(len(problem["declarations"]))
            present = [problem["experts"][j] for row, j in rows if row == i]
            free = [name for name in problem["experts"] if name not in present]
            experts = chance.sample(present, max(0, len(present) - turn % 3)) + chance.sample(free, turn % 4)
            quick, whole = both(session, problem["declarations"][i], experts)
            assert quick == whole, (problem["declarations"][i], experts)
            seen |= {message[-4:] for message, _is_hard in quick}
    assert len(seen) >= 4, f"too little was ever raised: {seen}"


def test_quick_check_refuses_what_is_not_in_the_plan(backend: Backend) -> None:
    with reading(backend.copy("scoring")) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        head = panels.plan_head(session, found.id)
        assert head is not None
        for number, experts in (("NO-1", []), ("NM-DEMO-001", ["没有的代号"])):
            with pytest.raises(Refusal, match="不在方案中"):
                check_panel(session, found=found, plan=head, number=number, experts=experts)


def test_quick_check_asks_a_few_statements(backend: Backend) -> None:
    engine = backend.copy("scoring")
    with reading(engine) as session, statements(engine) as seen:
        found = rounds.round_by_code(session, "NM-DEMO")
        head = panels.plan_head(session, found.id)
        assert head is not None
        check_panel(session, found=found, plan=head, number="NM-DEMO-001", experts=[])
        assert not any("assignment_plan.outcome" in one for one in seen)
