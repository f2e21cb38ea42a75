"""The open seats of a plan in force: pairs of the plan that no longer stand."""

from bisect import bisect_right

from sqlalchemy.orm import Session

from webapp.models import AssignmentPlan, Round
from webapp.queries import panels
from webapp.services.plan_pages import contents_of_plan
from webapp.services.repair_step import Label, gaps_of, round_people


def open_gaps(session: Session, found: Round, plan: AssignmentPlan) -> list[Label]:
    """List them while the round is scored; a plan that is only proposed has none."""
    withdrawn = panels.withdrawn_pairs(session, found.id) if found.state == "scoring" else []
    contents = contents_of_plan(session, plan, 0) if withdrawn else None
    if contents is None:
        return []
    whole = contents[0]
    page_of = {number: bisect_right(whole["first"], number) for number, _name in withdrawn}
    stored = panels.pages_of_plan(session, plan.id, set(page_of.values()) - {0})
    if not stored:
        return gaps_of(panels.outcome_of_plan(session, plan.id), round_people(session, found))
    planned = {
        (number, whole["experts"][j])
        for page in stored.values()
        for number, columns in zip(page["declarations"], page["panels"], strict=True)
        for j in columns
    }
    return sorted(label for label in withdrawn if label in planned)
