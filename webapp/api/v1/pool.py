"""What is known beside the pool: the tables of units and ties, and whether namesakes are one person."""

from dataclasses import asdict

from pydantic import Field

from webapp.api.answers import Answer, Done, Page, page_of
from webapp.api.asked import Asked
from webapp.api.bodies import Body, Number, Words
from webapp.api.resources import Resource
from webapp.api.v1.declarations import placed
from webapp.errors import ProblemsFound
from webapp.imports.known_tables import read_known_tables
from webapp.permissions import Action
from webapp.queries import pool
from webapp.services.answer_pool_question import answer_pool_question
from webapp.services.known_tables import store_known_tables, tie_texts, unit_texts
from webapp.services.pool_questions import AskedAbout, pool_questions

resource = Resource("pool")


class KnownAnswer(Answer):
    """Both tables as they are printed, a list of cells for each row."""

    units: list[list[str]]
    ties: list[list[str]]


class KnownChange(Answer):
    """How many rows each table has now; null for a table that was not sent."""

    units: int | None
    ties: int | None


class NamesakeLine(Answer):
    """One entry of the pool that may be the same person as the others."""

    expert_id: int
    name: str
    unit: str


class QuestionLine(Answer):
    """Entries that may be one person."""

    experts: list[NamesakeLine]


class SamePerson(Body):
    """Which entries, whether they are one person, and on what ground."""

    experts: list[Number] = Field(min_length=2, max_length=100)
    is_same: bool
    reason: Words


@resource.read("/experts/known", Action.SEE_POOL)
def known_answer(asked: Asked) -> KnownAnswer:
    """Show the tables of units and ties."""
    units = [list(unit_texts(row)) for row in pool.known_units(asked.session)]
    return KnownAnswer(units=units, ties=[list(tie_texts(row)) for row in pool.known_ties(asked.session)])


@resource.act("/experts/known", Action.IMPORT_POOL, takes_file=True)
def known_act(asked: Asked) -> KnownChange:
    """Take over the tables of a workbook; with one wrong cell nothing is stored."""
    found, problems = read_known_tables(asked.upload.data, asked.upload.name)
    if problems:
        raise ProblemsFound("known-wrong", placed(problems))
    units = None if found.units is None else [asdict(row) for row in found.units]
    ties = None if found.ties is None else [asdict(row) for row in found.ties]
    store_known_tables(asked.session, actor=asked.actor, units=units, ties=ties, now=asked.now)
    return KnownChange(units=None if units is None else len(units), ties=None if ties is None else len(ties))


@resource.read("/experts/questions", Action.SEE_POOL, listed=True)
def questions_answer(asked: Asked) -> Page[QuestionLine]:
    """List the experts who may be one person and about whom nobody has answered."""
    return page_of(pool_questions(asked.session), asked.window, question_cursor, question_line)


def question_cursor(one: AskedAbout) -> str:
    """Name a question by its entries."""
    return "-".join(str(row.id) for row in one.experts)


def question_line(one: AskedAbout) -> QuestionLine:
    """Show one question."""
    return QuestionLine(experts=[NamesakeLine(expert_id=row.id, name=row.name, unit=row.unit) for row in one.experts])


@resource.act("/experts/questions", Action.IMPORT_POOL)
def answer_act(asked: Asked, body: SamePerson) -> Done:
    """Keep an answer; entries of one person are merged."""
    answer_pool_question(
        asked.session,
        actor=asked.actor,
        expert_ids=body.experts,
        is_same=body.is_same,
        reason=body.reason,
        now=asked.now,
    )
    return Done()
