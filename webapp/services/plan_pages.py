"""What the assignment room shows of a plan, worked out once when it is stored: page 0 the whole, then portions."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from webapp.errors import Problem
from webapp.models import AssignmentPlan, PlanPage
from webapp.models.packed_fits import packed, unpacked
from webapp.queries import panels
from webapp.services.plan_checks import Objection, objections
from webapp.services.plan_figures import PlanFigures, figures_of
from webapp.services.plan_links import PlanLinks, links_of

PER_PAGE = 50
# A plan of more declarations than one stored page is shown so many at a time; it divides what is stored.
SHOWN_OF_MANY = 10
MOST_WHOLE = PER_PAGE
MOST_TOLD = 200

Content = Mapping[str, Any]
EMPTY: Content = {"declarations": [], "panels": [], "fits": []}


def store_pages(session: Session, plan: AssignmentPlan, outcome: Mapping[str, Any]) -> None:
    """Keep the pages of a plan that has just been stored."""
    session.flush()
    contents = [whole_of(outcome), *portions_of(outcome)]
    rows = [{"plan_id": plan.id, "page": page, "content": content} for page, content in enumerate(contents)]
    session.execute(insert(PlanPage), rows)


def contents_of_plan(session: Session, plan: AssignmentPlan, page: int) -> tuple[Content, Content] | None:
    """The whole and one portion; a plan of an earlier release is read in full; one that came with scores has none."""
    stored = panels.pages_of_plan(session, plan.id, (0, page))
    if 0 in stored:
        return stored[0], stored.get(page, EMPTY) if page else EMPTY
    outcome = panels.outcome_of_plan(session, plan.id)
    return contents_of_outcome(outcome, page) if "problem" in outcome else None


def n_shown(n_declarations: int) -> int:
    """How many panels a page shows: all of an ordinary round, some of a large one."""
    return MOST_WHOLE if n_declarations <= MOST_WHOLE else SHOWN_OF_MANY


def contents_shown(session: Session, plan: AssignmentPlan, page: int) -> tuple[Content, Content] | None:
    """The whole and as many panels as a page shows."""
    per_stored = PER_PAGE // SHOWN_OF_MANY
    contents = contents_of_plan(session, plan, (page - 1) // per_stored + 1)
    if contents is None or contents[0]["n_declarations"] <= MOST_WHOLE:
        return contents if page == 1 or contents is None else (contents[0], EMPTY)
    first = (page - 1) % per_stored * SHOWN_OF_MANY
    return contents[0], cut_out(contents[1], first, first + SHOWN_OF_MANY)


def contents_of_number(session: Session, plan: AssignmentPlan, number: str) -> tuple[Content, Content] | None:
    """The whole and the one panel of a declaration, none where the plan has no such number."""
    contents = page_of_number(session, plan, number)
    if contents is None or number not in contents[1]["declarations"]:
        return contents and (contents[0], EMPTY)
    place = contents[1]["declarations"].index(number)
    return contents[0], cut_out(contents[1], place, place + 1)


def cut_out(portion: Content, first: int, end: int) -> Content:
    """Some panels of a portion."""
    return {
        "declarations": portion["declarations"][first:end],
        "panels": portion["panels"][first:end],
        "fits": unpacked(portion["fits"])[first:end],
    }


def contents_of_outcome(outcome: Mapping[str, Any], page: int) -> tuple[Content, Content]:
    """The same of a plan that is only computed."""
    portion = next(islice(portions_of(outcome), page - 1, None), EMPTY) if page > 0 else EMPTY
    return whole_of(outcome), portion


def whole_of(outcome: Mapping[str, Any]) -> dict[str, Any]:
    """Figures, loads, links, what the plan breaks, and the steps it grew by, under public names."""
    problem, rows = outcome["problem"], outcome["rows"]
    counts = Counter(j for _i, j in rows)
    figures = asdict(figures_of(outcome))
    figures["worst_declarations"] = figures["worst_declarations"][:MOST_TOLD]
    return {
        "n_declarations": len(problem["declarations"]),
        "n_pairs": len(rows),
        "first": first_of_pages(problem["declarations"]),
        "experts": problem["experts"],
        "group": problem["group"],
        "max_load": problem["max_load"],
        "loads": [counts[j] for j in range(len(problem["experts"]))],
        "figures": figures,
        "links": asdict(links_of(problem, rows)),
        "broken": [asdict(one) for one in objections(problem, rows)][:MOST_TOLD],
        "base_objective": outcome.get("base", {}).get("objective", ""),
        "steps": [step_told(problem, step) for step in outcome.get("steps", ())],
    }


def portions_of(outcome: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The panels of the declarations a portion at a time: who sits on each, and how every expert fits."""
    problem, numbers = outcome["problem"], outcome["problem"]["declarations"]
    seated: dict[int, list[int]] = {}
    for i, j in outcome["rows"]:
        seated.setdefault(i, []).append(j)
    for start in range(0, len(numbers), PER_PAGE):
        places = range(start, min(start + PER_PAGE, len(numbers)))
        yield {
            "declarations": [numbers[i] for i in places],
            "panels": [seated.get(i, []) for i in places],
            "fits": packed(problem["fit"][places.start : places.stop]),
        }


def step_told(problem: Mapping[str, Any], step: Mapping[str, Any]) -> dict[str, Any]:
    """A step under the public names of what it changed."""
    experts, numbers = problem["experts"], problem["declarations"]
    if step["kind"] == "edit":
        added, removed = ([[numbers[i], experts[j]] for i, j in step[name]] for name in ("added", "removed"))
        return {"kind": "edit", "added": added, "removed": removed, "reason": step["reason"]}
    joined = [one["expert"] for one in step["joined"]]
    left = [experts[j] for j in step["left"]]
    return {"kind": "repair", "left": left, "joined": joined, "n_conflicts": len(step["conflicts"])}


def figures_told(whole: Content) -> PlanFigures:
    """Read the figures back."""
    stored = whole["figures"]
    return PlanFigures(**{**stored, "worst_declarations": tuple(stored["worst_declarations"])})


def links_told(whole: Content) -> PlanLinks:
    """Read the links back."""
    return PlanLinks(**{name: as_tuples(value) for name, value in whole["links"].items()})


def as_tuples(value: Any) -> Any:
    """Lists as they come out of JSON are tuples where they were kept."""
    return (
        tuple(as_tuples(one) for one in value) if isinstance(value, Sequence) and not isinstance(value, str) else value
    )


def broken_told(whole: Content) -> tuple[Objection, ...]:
    """Read back what the plan breaks."""
    return tuple(Objection(Problem(**one["problem"]), one["is_hard"]) for one in whole["broken"])


def first_of_pages(numbers: Sequence[str]) -> list[str]:
    """The first number of each page, by which the page of a number is found; none where they do not ascend."""
    return list(numbers[::PER_PAGE]) if list(numbers) == sorted(numbers) else []


def page_of_number(session: Session, plan: AssignmentPlan, number: str) -> tuple[Content, Content] | None:
    """The whole and the portion that holds a declaration."""
    contents = contents_of_plan(session, plan, 0)
    if contents is None:
        return None
    whole = contents[0]
    if whole["first"] and (page := bisect_right(whole["first"], number)):
        stored = panels.pages_of_plan(session, plan.id, (page,))
        return (whole, stored[page]) if page in stored else contents_of_plan(session, plan, page)
    if whole["first"]:
        return contents
    numbers = panels.outcome_of_plan(session, plan.id)["problem"]["declarations"]
    return contents_of_plan(session, plan, numbers.index(number) // PER_PAGE + 1 if number in numbers else 0)
