"""Whether a step may be taken from where a thing stands, given the facts that hold; if not, why in the pack's words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from rubrics.procedure import Guard, Procedure, Transition

FORBIDDEN, NOT_OPEN, UNKNOWN, UNMET = "step-forbidden", "step-not-open", "step-unknown", "guard-unmet"


@dataclass(frozen=True, slots=True)
class StepRefusal:
    """Why a step may not be taken.

    Parameters
    ----------
    code
        ``step-forbidden`` (a rule of the pack names it), ``guard-unmet`` (a fact is missing), ``step-not-open``
        (nothing leads there from here) or ``step-unknown`` (the pack has no such step).
    reason_template, reason_values
        The Chinese sentence with its named places.
    article
        Place in the measure, empty where the pack names none.
    missing
        Keys of the guards that do not hold.

    Examples
    --------
    >>> StepRefusal("guard-unmet", "不能办理“{step}”。", {"step": "公布名单"}, "10").reason
    '不能办理“公布名单”。'
    """

    code: str
    reason_template: str
    reason_values: Mapping[str, str] = field(default_factory=dict)
    article: str = ""
    missing: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Return the Chinese sentence with its places filled."""
        return self.reason_template.format(**self.reason_values)


def judge_step(
    procedure: Procedure, *, state: str, key: str, facts: Collection[str], further: Sequence[Guard] = ()
) -> Transition | StepRefusal:
    """Return the step where it may be taken, else the refusal.

    Parameters
    ----------
    procedure
        The region's procedure.
    state, key
        Where the declaration or cluster stands, and the step; both in the pack's words.
    facts
        Keys of the guards that hold.
    further
        Facts asked beside the step's own guards, such as those of a mandatory provision of the measure.

    Returns
    -------
    Transition or StepRefusal
        A rule of the pack that forbids the way is told before anything else; then that nothing leads there; then every
        guard that does not hold, in the guards' order.

    Notes
    -----
    Cost: linear in the steps and rules. A fact that no guard asks for changes nothing.

    Examples
    --------
    >>> from rubrics.loading import load_pack
    >>> procedure = load_pack("nm-2023").procedure
    >>> refused = judge_step(procedure, state="in_publicity", key="announce", facts={"publicity_over"})
    >>> refused.reason
    '不能办理“公布名单”，尚未满足：没有未办结的异议（第10条）。'
    >>> judge_step(procedure, state="objected", key="announce", facts=set()).reason
    '异议尚未处理完毕，不得公布认定。（第10条）'
    >>> over = {"publicity_over", "no_open_objection"}
    >>> judge_step(procedure, state="in_publicity", key="announce", facts=over).target
    'recognised'
    """
    step = next((one for one in procedure.transitions if one.key == key), None)
    if step is None:
        return StepRefusal(UNKNOWN, "规则包没有规定“{step}”这一步骤。", {"step": key})
    if state not in step.sources:
        return _no_way(procedure, state, step)
    missing = [procedure.guard(name) for name in step.guards if name not in facts]
    missing += [guard for guard in further if guard.key not in facts]
    if not missing:
        return step
    values = {"step": step.title, "missing": "、".join(guard.title for guard in missing), "article": step.article}
    template = "不能办理“{step}”，尚未满足：{missing}（第{article}条）。"
    return StepRefusal(UNMET, template, values, step.article, tuple(guard.key for guard in missing))


def _no_way(procedure: Procedure, state: str, step: Transition) -> StepRefusal:
    rule = procedure.refusal(state, step.target)
    if rule is not None:
        values = {"reason": rule.reason, "article": rule.article}
        return StepRefusal(FORBIDDEN, "{reason}（第{article}条）", values, rule.article)
    title = next((one.title for one in procedure.states if one.key == state), state)
    return StepRefusal(NOT_OPEN, "目前为“{state}”，不能办理“{step}”。", {"state": title, "step": step.title})


def required_by_provisions(procedure: Procedure, keys: Collection[str]) -> tuple[Guard, ...]:
    """Return the mandatory provisions among the named ones, as facts to ask for beside a step's own guards.

    Parameters
    ----------
    procedure
        The region's procedure.
    keys
        Provisions that a caller can tell whether they hold, such as ``on_site_verification``.

    Returns
    -------
    tuple of Guard
        In the order of the pack; empty in a region without them.

    Examples
    --------
    Inner Mongolia's cities must have been on site (NM 9); Ningxia has no such rule.

    >>> from rubrics.loading import load_pack
    >>> [guard.title for guard in required_by_provisions(load_pack("nm-2023").procedure, {"on_site_verification"})]
    ['盟市实地核实']
    >>> required_by_provisions(load_pack("nx-2023").procedure, {"on_site_verification"})
    ()
    """
    return tuple(Guard(one.key, one.title) for one in procedure.provisions if one.mandatory and one.key in keys)
