"""`procedure.yaml` → `Procedure`: steps that lead to known states, dates that exist."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from rubrics.procedure import Actor, ForbiddenTransition, Guard, Procedure, State, Transition
from rubrics.procedure_terms import (
    AnnualReport,
    ChangeFiling,
    Objections,
    Provision,
    Publicity,
    ReReview,
    RevocationGround,
    Validity,
)
from rubrics.reading import Node

Part = TypeVar("Part")


def make_procedure(node: Node) -> Procedure:
    """Return the procedure a document describes; problems go to the node's list.

    Examples
    --------
    >>> found = []
    >>> lists = ("actors", "states", "guards", "transitions", "forbidden", "revocation", "provisions")
    >>> empty = {name: [] for name in lists}
    >>> make_procedure(Node(empty, "procedure.yaml: ", found)).publicity is None, found
    (True, [])
    """
    procedure = Procedure(
        actors=node.each("actors", _actor),
        states=node.each("states", _state),
        guards=node.each("guards", _guard, required=False),
        transitions=node.each("transitions", _transition),
        forbidden=node.each("forbidden", _forbidden),
        publicity=_part(node, "publicity", _publicity),
        annual_report=_part(node, "annual_report", _annual_report),
        change_filing=_part(node, "change_filing", _change_filing),
        validity=_part(node, "validity", _validity),
        re_review=_part(node, "re_review", _re_review),
        revocation=node.each("revocation", _ground),
        objections=_part(node, "objections", _objections),
        provisions=node.each("provisions", _provision),
    )
    _check_steps(node, procedure)
    return procedure


def _part(node: Node, key: str, make: Callable[[Node], Part]) -> Part | None:
    return node.optional(key, make)


def _actor(node: Node) -> Actor:
    return Actor(node.text("key"), node.text("title"), node.text("duties"), node.text("article"), node.integer("line"))


def _state(node: Node) -> State:
    return State(node.text("key"), node.text("title"), node.flag("final", False))


def _guard(node: Node) -> Guard:
    return Guard(node.text("key"), node.text("title"))


def _line(node: Node) -> int | None:
    return node.integer("line") if node.has("line") else None


def _transition(node: Node) -> Transition:
    return Transition(
        key=node.text("key"),
        title=node.text("title"),
        sources=node.texts("from"),
        target=node.text("to"),
        actor=node.text("actor"),
        guards=node.texts("guards"),
        article=node.text("article"),
        source_line=_line(node),
        proposed=node.flag("proposed", False),
    )


def _forbidden(node: Node) -> ForbiddenTransition:
    return ForbiddenTransition(
        node.text("from"), node.text("to"), node.text("reason"), node.text("article"), _line(node)
    )


def _publicity(node: Node) -> Publicity:
    return Publicity(
        working_days=node.integer("working_days", least=1),
        count_publication_day=node.flag("count_publication_day"),
        place=node.text("place"),
        article=node.text("article"),
        source_line=node.integer("line"),
        proposed=node.flag("proposed", False),
    )


def _annual_report(node: Node) -> AnnualReport:
    month, day = node.integer("month"), node.integer("day")
    try:
        date(2023, month, day)
    except ValueError:
        node.problem(
            "day", "no_such_day", "{month} 月没有 {day} 日（或仅闰年有），请改正。", month=str(month), day=str(day)
        )
    return AnnualReport(
        month, day, node.text("reporter"), node.text("contents"), node.text("article"), node.integer("line")
    )


def _change_filing(node: Node) -> ChangeFiling:
    months = node.integer("months", least=1)
    return ChangeFiling(months, node.texts("kinds"), node.text("article"), node.integer("line"))


def _validity(node: Node) -> Validity:
    return Validity(
        years=node.integer("years", least=1),
        extension_years=node.integer("extension_years", least=1),
        counting=node.one_of("counting", ("anniversary", "calendar_years")),
        article=node.text("article"),
        source_line=node.integer("line"),
    )


def _re_review(node: Node) -> ReReview:
    return ReReview(
        opening=node.one_of("opening", ("department", "application")),
        without_one=node.one_of("without_one", ("wait_for_department", "lapsed")),
        article=node.text("article"),
        source_line=node.integer("line"),
        note=node.text("note", ""),
    )


def _ground(node: Node) -> RevocationGround:
    return RevocationGround(
        number=node.integer("number"),
        quote=node.text("quote"),
        during=node.one_of("during", ("validity", "re_review", "any")),
        article=node.text("article"),
        source_line=node.integer("line"),
    )


def _objections(node: Node) -> Objections:
    return Objections(
        named_with_evidence=node.flag("named_with_evidence"),
        handler=node.text("handler"),
        replacement=node.one_of("replacement", ("none", "next_in_rank_with_own_publicity")),
        article=node.text("article"),
        source_line=node.integer("line"),
        proposed=node.flag("proposed", False),
    )


def _provision(node: Node) -> Provision:
    return Provision(
        key=node.text("key"),
        title=node.text("title"),
        quote=node.text("quote"),
        mandatory=node.flag("mandatory"),
        article=node.text("article"),
        source_line=node.integer("line"),
    )


def _check_steps(node: Node, procedure: Procedure) -> None:
    states = {state.key for state in procedure.states}
    actors = {actor.key for actor in procedure.actors}
    guards = {guard.key for guard in procedure.guards}
    for index, step in enumerate(procedure.transitions):
        place = f"transitions[{index}]"
        for key in {*step.sources, step.target} - states:
            node.problem(place, "unknown_state", "没有状态“{key}”。", key=key)
        for guard in step.guards:
            if guard not in guards:
                node.problem(f"{place}.guards", "unknown_guard", "没有写明事项“{key}”。", key=guard)
        if step.actor not in actors:
            node.problem(f"{place}.actor", "unknown_actor", "没有参与方“{key}”。", key=step.actor)
    for index, rule in enumerate(procedure.forbidden):
        for key in {rule.source, rule.target} - states - {"*"}:
            node.problem(f"forbidden[{index}]", "unknown_state", "没有状态“{key}”。", key=key)
    for step in procedure.transitions:
        for source in step.sources:
            if procedure.refusal(source, step.target) is not None:
                node.problem("forbidden", "contradiction", "步骤“{key}”既允许又禁止。", key=step.key)
