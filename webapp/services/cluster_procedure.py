"""Where a cluster stands on a day, and whether a step of its pack's procedure may be taken from there."""

from collections.abc import Callable, Collection, Mapping
from datetime import date

from rubrics.procedure import Transition
from rubrics.re_review_window import is_re_review_due
from rubrics.steps import NOT_OPEN, StepRefusal, judge_step
from webapp.errors import Refusal
from webapp.models import Cluster
from webapp.queries.cluster_files import ClusterFile
from webapp.services.cluster_rules import ClusterRules, rules_of

LIVE, AGAIN, CASE, REVOKED, LAPSED = "recognised", "in_re_review", "revocation_case", "revoked", "lapsed"

# The packs name their steps differently; an act is known by where it leads and what it asks.
ACTS: Mapping[str, Callable[[Transition], bool]] = {
    "open_re_review": lambda step: step.target == AGAIN and CASE not in step.sources,
    "extend": lambda step: AGAIN in step.sources and step.target == LIVE,
    "fail_re_review": lambda step: AGAIN in step.sources and "ground_named" not in step.guards and step.target != LIVE,
    "end_validity": lambda step: "validity_over" in step.guards,
    "open_revocation": lambda step: step.target == CASE and "ground_named" in step.guards,
    "keep": lambda step: CASE in step.sources and step.target == LIVE,
    "resume": lambda step: CASE in step.sources and step.target == AGAIN,
    "revoke": lambda step: step.target == REVOKED,
}


def step_of(rules: ClusterRules, act: str) -> Transition:
    """Return the pack's step for an act, or refuse where the pack has none."""
    for step in rules.procedure.transitions:
        if ACTS[act](step):
            return step
    raise Refusal("step-unknown", "规则包“{pack}”没有规定这一步骤。", pack=rules.pack_id)


def ending_step(rules: ClusterRules) -> Transition | None:
    """Return what becomes of a cluster whose validity runs out, if the pack says."""
    return next((step for step in rules.procedure.transitions if ACTS["end_validity"](step)), None)


def standing_on(cluster: Cluster, today: date, *, applied: bool, state: str = "") -> str:
    """Return the state on a day: validity that has run out counts even before anybody recorded it."""
    state = state or cluster.state
    step = ending_step(rules_of(cluster.pack_id))
    if step is None or state not in step.sources or today <= cluster.expires_on:
        return state
    return state if applied and "no_re_review_applied" in step.guards else step.target


def has_applied(cluster: Cluster, file: ClusterFile) -> bool:
    """Tell whether an application for a re-review reached somebody before the validity ran out and waits still."""
    waiting = file.open_re_review
    return waiting is not None and waiting.applied_on is not None and waiting.applied_on <= cluster.expires_on


def date_facts(cluster: Cluster, today: date, applied: bool) -> set[str]:
    """Return the guards that hold because of the day."""
    facts = {"validity_running" if today <= cluster.expires_on else "validity_over"}
    if is_re_review_due(cluster.expires_on, today):
        facts.add("re_review_due")
    return facts if applied else facts | {"no_re_review_applied"}


def require_step(
    cluster: Cluster, act: str, *, facts: Collection[str], today: date, applied: bool = False, state: str = ""
) -> Transition:
    """Return the step that may be taken from where the cluster stands or from a state; or refuse as the pack does."""
    rules = rules_of(cluster.pack_id)
    step = step_of(rules, act)
    state = cluster.state if act == "end_validity" else standing_on(cluster, today, applied=applied, state=state)
    held = {*facts, *date_facts(cluster, today, applied)}
    verdict = judge_step(rules.procedure, state=state, key=step.key, facts=held)
    if not isinstance(verdict, StepRefusal):
        return verdict
    rule = rules.procedure.refusal(state, REVOKED)
    if act == "open_revocation" and verdict.code == NOT_OPEN and rule is not None:
        raise Refusal("step-forbidden", "{reason}（第{article}条）", reason=rule.reason, article=rule.article)
    raise Refusal(verdict.code, verdict.reason_template, **verdict.reason_values)


def may_step(
    cluster: Cluster, act: str, *, facts: Collection[str], today: date, applied: bool = False, state: str = ""
) -> bool:
    """Tell a page whether to offer an act; the act asks again."""
    try:
        require_step(cluster, act, facts=facts, today=today, applied=applied, state=state)
    except Refusal:
        return False
    return True
