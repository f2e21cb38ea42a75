"""Which steps are open from where, and what is said of those that are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.loading import load_pack
from rubrics.procedure import Guard, Procedure, Transition
from rubrics.steps import StepRefusal, judge_step, required_by_provisions

NM, NX = load_pack("nm-2023").procedure, load_pack("nx-2023").procedure
OVER = {"publicity_over", "no_open_objection"}


def refusal(verdict: Transition | StepRefusal) -> tuple[str, str]:
    """Return code and sentence of a refusal."""
    assert isinstance(verdict, StepRefusal)
    return verdict.code, verdict.reason


def test_announcement_after_publicity_without_objection_is_allowed() -> None:
    for procedure in (NM, NX):
        verdict = judge_step(procedure, state="in_publicity", key="announce", facts=OVER)
        assert isinstance(verdict, Transition)
        assert verdict.target == "recognised"


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("scored", "未经公示，不得公布认定。（第10条）"),
        ("proposed", "未经公示，不得公布认定。（第10条）"),
        ("objected", "异议尚未处理完毕，不得公布认定。（第10条）"),
    ],
)
def test_forbidden_way_is_told_with_its_article(state: str, told: str) -> None:
    assert refusal(judge_step(NM, state=state, key="announce", facts=OVER)) == ("step-forbidden", told)


def test_way_no_rule_names_is_told_by_state_and_step() -> None:
    verdict = judge_step(NX, state="in_review", key="announce", facts=OVER)
    assert refusal(verdict) == ("step-not-open", "目前为“复审中”，不能办理“确定并向社会公开发布”。")


def test_every_missing_fact_is_told_at_once() -> None:
    verdict = judge_step(NM, state="in_publicity", key="announce", facts=())
    assert isinstance(verdict, StepRefusal)
    assert verdict.missing == ("publicity_over", "no_open_objection")
    assert verdict.reason == "不能办理“公布名单”，尚未满足：公示期满、没有未办结的异议（第10条）。"


def test_visit_on_site_is_asked_in_mongolia_only() -> None:
    asked = required_by_provisions(NM, {"on_site_verification"})
    assert asked == (Guard("on_site_verification", "盟市实地核实"),)
    assert required_by_provisions(NX, {"on_site_verification"}) == ()
    verdict = judge_step(NM, state="in_publicity", key="announce", facts=OVER, further=asked)
    assert refusal(verdict) == ("guard-unmet", "不能办理“公布名单”，尚未满足：盟市实地核实（第10条）。")


def test_provision_that_is_not_mandatory_is_not_asked() -> None:
    assert required_by_provisions(NM, {"spot_check"}) == ()


def test_step_the_pack_lacks_is_told_by_name() -> None:
    verdict = judge_step(load_pack("cn-2022").procedure, state="in_publicity", key="announce", facts=OVER)
    assert refusal(verdict) == ("step-unknown", "规则包没有规定“announce”这一步骤。")


@given(st.sampled_from([NM, NX]), st.data())
def test_step_is_allowed_just_when_state_and_guards_are_met(procedure: Procedure, data: st.DataObject) -> None:
    step = data.draw(st.sampled_from(procedure.transitions))
    state = data.draw(st.sampled_from([one.key for one in procedure.states]))
    facts = data.draw(st.sets(st.sampled_from([guard.key for guard in procedure.guards])))
    allowed = isinstance(judge_step(procedure, state=state, key=step.key, facts=facts), Transition)
    assert allowed == (state in step.sources and set(step.guards) <= facts)
