"""What a choice of experts for one declaration would newly break, told while it is made: by its page alone."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from webapp import models
from webapp.errors import Problem, Refusal
from webapp.models.packed_fits import unpacked
from webapp.queries import panel_windows, panels
from webapp.services.conflict_standing import is_barring
from webapp.services.plan_checks import TEMPLATES, Objection, objections
from webapp.services.plan_pages import Content, page_of_number
from webapp.services.round_settings import RoundSettings


def check_panel(
    session: Session, *, found: models.Round, plan: models.AssignmentPlan, number: str, experts: Sequence[str]
) -> list[Objection]:
    """List the same as the check of the whole plan when it is stored, however large the round is."""
    contents = page_of_number(session, plan, number)
    row = panels.admitted_of_numbers(session, found.id, [number]).get(number)
    if contents is None or row is None or number not in contents[1]["declarations"]:
        raise Refusal("unknown-pair", "申报或专家不在方案中，请刷新页面。")
    whole, portion = contents
    place, names = portion["declarations"].index(number), whole["experts"]
    if not set(experts) <= set(names):
        raise Refusal("unknown-pair", "申报或专家不在方案中，请刷新页面。")
    raised = [one for one in panels.conflicts_of_declaration(session, found.id, row.id) if is_barring(one)]
    barred = set(panel_windows.pseudonyms_of(session, found.id, {one.expert_id for one in raised}).values())
    fits, on, named = unpacked(portion["fits"])[place], set(portion["panels"][place]), set(experts)
    # Only those it is about: however many experts there are, a panel is a few.
    columns = [j for j, name in enumerate(names) if j in on or name in named]
    problem = {
        "declarations": [number],
        "experts": [names[j] for j in columns],
        "fit": [[fits[j] for j in columns]],
        "conflicts": [[0, at] for at, j in enumerate(columns) if names[j] in barred],
        "group": [whole["group"][j] for j in columns],
        "demand": RoundSettings.from_json(found.settings).experts_per_declaration,
        "max_load": 1,
    }
    present = {at for at, j in enumerate(columns) if j in on}
    wanted = {at for at, j in enumerate(columns) if names[j] in named}
    known = {one.problem.message for one in judged(problem, present)}
    new = [one for one in judged(problem, wanted) if one.problem.message not in known]
    return [*new, *too_loaded(whole, [columns[at] for at in sorted(wanted - present)])]


def judged(problem: dict[str, Any], panel: set[int]) -> list[Objection]:
    """List what one panel breaks."""
    return objections(problem, [[0, j] for j in sorted(panel)])


def too_loaded(whole: Content, added: Sequence[int]) -> list[Objection]:
    """List the experts who would have more than they may."""
    most = whole["max_load"]
    raised = []
    for j in added:
        count, limit = whole["loads"][j] + 1, most if isinstance(most, int) else most[j]
        if count > limit:
            values: dict[str, object] = {"who": whole["experts"][j], "count": str(count), "most": str(limit)}
            template = TEMPLATES["too_many", "experts"]
            raised.append(Objection(Problem(f"expert[{j}]", "too_many", template, values), is_hard=False))
    return raised
