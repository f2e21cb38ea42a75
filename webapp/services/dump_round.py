"""A round as plain tables for analysts: numbers and choices under public names, no words that people wrote."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy.orm import Session

from rubrics.loading import load_pack
from webapp.models import Round
from webapp.permissions import Action, Actor, Facts, Role, require
from webapp.queries import dumps, rankings
from webapp.services.record_act import record_act

# Kinds of answers that are figures or one of printed choices; names, texts, phones and signatures stay inside.
PLAIN_KINDS = ("choice", "count", "money", "number", "rate", "share", "ticks", "years", "yes_no", "yes_no_na")


@dataclass(frozen=True)
class DumpTable:
    """A table with typed columns (``str``, ``int`` or ``bool``); its rows are read once."""

    columns: Mapping[str, type]
    rows: Iterator[tuple[Any, ...]]


TABLES: Mapping[str, Mapping[str, type]] = {
    "declarations": {"declaration": str, "city": str, "county": str, "state": str},
    "answers": {"declaration": str, "field": str, "place": int, "value": str},
    "scores": {"declaration": str, "expert": str, "criterion": str, "hundredths": int, "not_applicable": bool},
    "reviews": {"declaration": str, "expert": str},  # and a column for each criterion
    "rankings": {
        "method": str,
        "is_decisive": bool,
        "declaration": str,
        "position": int,
        "rank": int,
        "estimate": int,
        "sd": int,
        "lo": int,
        "hi": int,
        "expected_rank": int,
        "p_top_k": int,
        "status": str,
        "standing": str,
    },
}


def note_dump(session: Session, *, actor: Actor, found: Round, name: str, now: datetime) -> None:
    """Let somebody take a table of a locked round; that is an act, also by whoever runs the machine."""
    facts = Facts(round_state=found.state)
    require(Actor(Role.DEPARTMENT) if actor.role == Role.PUBLIC else actor, Action.EXPORT_RESULT, facts)
    record_act(session, actor=actor, action="take dump", facts={"table": name}, now=now, round_id=found.id)


def dump_table(session: Session, found: Round, name: str) -> DumpTable:
    """Return one table, to be read while the session is open."""
    return DumpTable(columns_of(found, name), rows_of(session, found, name))


def columns_of(found: Round, name: str) -> Mapping[str, type]:
    """Name the columns; a review has its points side by side, in hundredths."""
    return {**TABLES[name], **(dict.fromkeys(criteria_of(found), int) if name == "reviews" else {})}


def criteria_of(found: Round) -> list[str]:
    """List the criteria of the round's score sheet."""
    return [one.key for area in load_pack(found.pack_id).rubric.areas for one in area.criteria]


def rows_of(session: Session, found: Round, name: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table."""
    if name == "scores":
        return dumps.scores_of_dump(session, found.id)
    if name == "reviews":
        return review_rows(criteria_of(found), dumps.scores_of_dump(session, found.id))
    if name == "rankings":
        return dumps.rankings_of_dump(session, [run.id for run in rankings.newest_runs(session, found.id).values()])
    if name == "declarations":
        return dumps.declarations_of_dump(session, found.id)
    declared = dumps.answers_of_dump(session, found.id)
    return (line for number, answers in declared for line in answer_rows(found.pack_id, number, answers))


def review_rows(criteria: Sequence[str], scores: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Yield each review as one row; what was not scored or does not apply is absent."""
    for (number, expert), group in groupby(scores, key=itemgetter(0, 1)):
        points = {row[2]: row[3] for row in group}
        yield number, expert, *(points.get(key) for key in criteria)


def answer_rows(pack_id: str, number: str, answers: Mapping[str, Any]) -> Iterator[tuple[str, str, int, str]]:
    """Yield the plain answers of one declaration: a row for each year or ticked option."""
    for field in load_pack(pack_id).form.fields:
        value = answers.get(field.key)
        if field.kind in PLAIN_KINDS and value not in (None, ""):
            cells = value if isinstance(value, list) else [value]
            for place, cell in enumerate(cells):
                yield number, field.key, place, "" if cell is None else str(cell)
