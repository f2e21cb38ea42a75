"""Why there is no plan, as a list the organiser can work through."""

from collections.abc import Mapping, Sequence

from reviewers import NoFeasiblePlan
from reviewers.assignment.diagnosis import Change, Relaxation
from webapp.errors import Problem
from webapp.services.plan_steps import Plain

NO_PLAN = "按现有的回避、人数和上限，没有可行的分派方案。原因和办法如下（{count} 条）："
SHOWN = 6
Names = Mapping[str, Sequence[str]]


def no_plan_problems(error: NoFeasiblePlan, problem: Plain) -> tuple[Problem, ...]:
    """The clashes by the names of declarations and experts, then what would help, and where."""
    names = {"declaration": problem["declarations"], "expert": problem["experts"]}
    causes = [("原因", clash.reason(names)) for clash in error.diagnosis.clashes]
    ways = [("办法", _way(relaxation, names)) for relaxation in error.diagnosis.relaxations]
    return tuple(Problem(kind, "no-plan", "{sentence}", {"sentence": text}) for kind, text in (*causes, *ways))


def _way(relaxation: Relaxation, names: Names) -> str:
    """A relaxation and the first declarations and experts it touches."""
    told = [_change(change, names) for changes in relaxation.changes.values() for change in changes]
    told = [text for text in told if text]
    if not told:
        return relaxation.reason
    return f"{relaxation.reason}：{'、'.join(told[:SHOWN])}{'等' if len(told) > SHOWN else ''}"


def _change(change: Change, names: Names) -> str:
    ends = [("declaration", change.declaration), ("expert", change.expert)]
    whom = [names[axis][number] for axis, number in ends if number is not None]
    return f"{whom[0]}（{change.by:+d}）" if len(whom) == 1 else "与".join(whom)
