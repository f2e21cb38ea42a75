"""Where a declaration stands from review to announcement, in the pack's words, and whether a step may follow."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy.orm import Session

from rubrics.loading import load_pack
from rubrics.procedure import Guard, Transition
from rubrics.steps import StepRefusal, judge_step, required_by_provisions
from webapp.errors import Problem, ProblemsFound, Refusal
from webapp.models import Declaration, ListEntry, Round
from webapp.queries import lists
from webapp.services.screen_stored import OPEN, overall_after_decisions

VISIT, WRITTEN = "on_site_verification", "decisions_written"
STAGE_OF_ROUND = {
    "draft": "draft",
    "declaring": "recommended",
    "scoring": "in_review",
    "locked": "scored",
    "decided": "proposed",
    "announced": "recognised",
}


def list_stage(
    found: Round, entry: ListEntry | None = None, *, is_objected: bool = False, is_deciding: bool = False
) -> str:
    """Return where an entry of the list stands; without an entry, where the round's list stands.

    Until it is published, a list that was decided may be decided again.
    """
    if is_deciding and found.state == "decided":
        return STAGE_OF_ROUND["locked"]
    if found.state != "publicity":
        return STAGE_OF_ROUND[found.state]
    if entry is not None and entry.standing == "removed":
        return "removed"
    return "objected" if is_objected else "in_publicity"


def require_list_step(
    found: Round, key: str, stage: str, facts: Collection[str], further: Sequence[Guard] = ()
) -> Transition:
    """Return the step, or refuse with the pack's own reason."""
    verdict = judge_step(load_pack(found.pack_id).procedure, state=stage, key=key, facts=facts, further=further)
    if isinstance(verdict, StepRefusal):
        raise Refusal(verdict.code, verdict.reason_template, **verdict.reason_values)
    return verdict


def require_list_steps(
    found: Round,
    key: str,
    standing: Iterable[tuple[Declaration, str, Collection[str]]],
    further: Sequence[Guard] = (),
) -> None:
    """Refuse unless every declaration may take the step, each with its own reason."""
    procedure = load_pack(found.pack_id).procedure
    problems = []
    for declaration, stage, facts in standing:
        verdict = judge_step(procedure, state=stage, key=key, facts=facts, further=further)
        if isinstance(verdict, StepRefusal):
            where = f"{declaration.number} {declaration.cluster_name}"
            problems.append(Problem(where, verdict.code, verdict.reason_template, dict(verdict.reason_values)))
    if problems:
        raise ProblemsFound("list-step-refused", tuple(problems), "不能办理，请先处理以下 {count} 处：")


def asked_beside(found: Round) -> tuple[Guard, ...]:
    """Return what must hold of each recognised declaration beside the step's own guards."""
    procedure = load_pack(found.pack_id).procedure
    written = tuple(guard for guard in procedure.guards if guard.key == WRITTEN)
    return (*required_by_provisions(procedure, {VISIT}), *written)


def facts_of_declarations(session: Session, declarations: Sequence[Declaration]) -> dict[int, set[str]]:
    """Tell for each declaration whether the city was on site and nothing waits for a written decision."""
    ids = [one.id for one in declarations]
    visited = lists.visited_by_city(session, ids)
    screenings, outcomes = lists.screenings_of(session, ids), lists.outcomes_of(session, ids)
    facts: dict[int, set[str]] = {}
    for one in declarations:
        screening = screenings.get(one.id)
        holds = facts.setdefault(one.id, set())
        if one.id in visited or one.context.get("city", {}).get(VISIT):
            holds.add(VISIT)
        if screening is None or overall_after_decisions(screening.result, outcomes.get(one.id, {})) != OPEN:
            holds.add(WRITTEN)
    return facts
