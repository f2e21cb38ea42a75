"""Why there is no plan, as a list the organiser can work through."""

from reviewers import NoFeasiblePlan
from webapp.errors import Problem
from webapp.services.plan_steps import Plain

NO_PLAN = "按现有的回避、人数和上限，没有可行的分派方案。原因和办法如下（{count} 条）："


def no_plan_problems(error: NoFeasiblePlan, problem: Plain) -> tuple[Problem, ...]:
    """The clashes by the names of declarations and experts, then what would help."""
    names = {"declaration": problem["declarations"], "expert": problem["experts"]}
    sentences = [clash.reason(names) for clash in error.diagnosis.clashes]
    sentences += [relaxation.reason for relaxation in error.diagnosis.relaxations]
    return tuple(Problem("分派", "no-plan", "{sentence}", {"sentence": text}) for text in sentences)
