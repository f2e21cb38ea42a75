"""The result of a round: ranking with its uncertainty, decision, documents and the bundle."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pydantic import Field
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from webapp.api.answers import Answer, Done, Page, page_of
from webapp.api.asked import Asked, Made
from webapp.api.bodies import Body, Number, Word, Words
from webapp.api.resources import Resource
from webapp.api.v1.jobs import JobAnswer
from webapp.database import snapshot
from webapp.errors import NotFound
from webapp.exports.dump_files import KINDS, MEDIA, dump_pieces
from webapp.exports.rendering import Kind
from webapp.exports.round_documents import DOCUMENTS, Printing, make_file
from webapp.models import RankingRun, Round
from webapp.permissions import Action, Facts, require
from webapp.queries import rankings, rounds
from webapp.queries.rankings import Position
from webapp.services.decide_list import decide_list
from webapp.services.dump_round import TABLES, dump_table, note_dump
from webapp.services.note_reading import note_reading
from webapp.services.queue_long_work import is_large, queue_document, queue_ranking
from webapp.services.rank_round import rank_round
from webapp.services.result_of_round import read_result
from webapp.services.take_bundle import take_bundle
from webapp.services.work_out_ranking import WorkedOut, ready_ranking

resource = Resource("results")


class PositionAnswer(Answer):
    """One declaration in the stored ranking; estimates and probabilities in millionths."""

    declaration_id: int
    declaration: str
    cluster_name: str
    position: int
    rank: int
    status: str
    standing: str
    estimate: int
    sd: int
    lo: int
    hi: int
    expected_rank: int
    p_top_k: int
    areas: dict[str, Any]


class RunAnswer(Answer):
    """How a ranking came about."""

    id: int
    method: str
    is_decisive: bool
    seed: int
    parameters: dict[str, Any]
    settings_fingerprint: str
    ratings_digest: str
    engine_version: str
    at: datetime


class Ranked(Answer):
    """The ranking, or for a large round the job that computes it."""

    runs: list[RunAnswer]
    job: JobAnswer | None


class DecisionAnswer(Answer):
    """What was decided about one declaration."""

    declaration_id: int
    is_selected: bool
    reason: str
    decider: str


class Decided(Body):
    """The list by declaration id, with a reason for every departure from the ranking."""

    selected: list[Number]
    reasons: dict[Word, Words] = Field(default_factory=dict)
    decider: Word = ""


def noted(asked: Asked, code: str, purpose: str) -> Round:
    """Find a round whose result may be read, and note who reads it."""
    found = rounds.round_by_code(asked.session, code)
    note_reading(asked.session, actor=asked.actor, found=found, purpose=purpose, now=asked.now)
    return found


def runs_of(session: Session, found: Round) -> list[RunAnswer]:
    """List the newest ranking of each method, the decisive one first."""
    return [RunAnswer.of(run) for run in rankings.newest_runs(session, found.id).values()]


@resource.read("/rounds/<code>/rankings", Action.SEE_RANKING, notes=True)
def runs_answer(asked: Asked, code: str) -> Ranked:
    """List the newest ranking of each method; the reading is noted in the ledger."""
    return Ranked(runs=runs_of(asked.session, noted(asked, code, "api rankings")), job=None)


@resource.read("/rounds/<code>/rankings/<method>", Action.SEE_RANKING, notes=True, listed=True)
def positions_answer(asked: Asked, code: str, method: str) -> Page[PositionAnswer]:
    """List the positions of one method; the reading is noted in the ledger."""
    found = noted(asked, code, "api ranking")
    run: RankingRun | None = rankings.newest_runs(asked.session, found.id).get(method)
    if run is None:
        raise NotFound("no-ranking", "本轮次没有用这种方法排序。")
    rows = rankings.positions_of(asked.session, [run.id]).get(run.id, [])
    return page_of(rows, asked.window, lambda one: one.declaration.number, position_answer)


def position_answer(one: Position) -> PositionAnswer:
    """Show one position."""
    declaration = one.declaration
    return PositionAnswer.of(one.row, declaration=declaration.number, cluster_name=declaration.cluster_name)


@resource.act("/rounds/<code>/rank", Action.DECIDE_LIST, before=ready_ranking)
def rank_act(asked: Asked, code: str, ready: WorkedOut | None) -> Ranked:
    """Compute and store the ranking; that of a large round is left to a worker."""
    found = rounds.round_by_code(asked.session, code)
    if is_large(asked.session, found):
        job = queue_ranking(asked.session, actor=asked.actor, found=found, now=asked.now)
        return Ranked(runs=[], job=JobAnswer.of(job))
    rank_round(asked.session, actor=asked.actor, found=found, now=asked.now, ready=ready)
    asked.session.flush()
    return Ranked(runs=runs_of(asked.session, found), job=None)


@resource.read("/rounds/<code>/decision", Action.SEE_LIST, listed=True)
def decision_answer(asked: Asked, code: str) -> Page[DecisionAnswer]:
    """List what was decided about each declaration."""
    found = rounds.round_by_code(asked.session, code)
    require(asked.actor, Action.SEE_LIST, Facts(round_state=found.state))
    decided = rankings.decisions_of_round(asked.session, found.id)
    rows = sorted(decided.values(), key=lambda one: one.declaration_id)
    return page_of(rows, asked.window, lambda one: str(one.declaration_id), DecisionAnswer.of)


@resource.act("/rounds/<code>/decision", Action.DECIDE_LIST)
def decide_act(asked: Asked, code: str, body: Decided) -> Done:
    """Store the list with a reason for every departure."""
    reasons = {int(key): text for key, text in body.reasons.items() if key.isdecimal()}
    decide_list(
        asked.session,
        actor=asked.actor,
        found=rounds.round_by_code(asked.session, code),
        selected=set(body.selected),
        reasons=reasons,
        decider=body.decider[:64],
        now=asked.now,
    )
    return Done(done=len(set(body.selected)))


@resource.read("/rounds/<code>/documents/<name>.<kind>", Action.EXPORT_RESULT, notes=True)
def document_file(asked: Asked, code: str, name: str, kind: Kind) -> Made:
    """Hand out a document; the reading is noted in the ledger."""
    check_document(name, kind)
    found = rounds.round_by_code(asked.session, code)
    result = read_result(asked.session, actor=asked.actor, found=found, purpose=f"{name}.{kind}", now=asked.now)
    printing = Printing(asked.now.astimezone(asked.settings.time_zone), asked.actor.name)
    made = make_file(result, name, kind, printing, (asked.settings.font_folder,))
    return Made(made.data, made.media_type, made.filename)


@resource.act("/rounds/<code>/documents/<name>.<kind>", Action.EXPORT_RESULT)
def document_act(asked: Asked, code: str, name: str, kind: str) -> JobAnswer:
    """Leave a document of a large round to a worker."""
    check_document(name, kind)
    found = rounds.round_by_code(asked.session, code)
    return JobAnswer.of(
        queue_document(asked.session, actor=asked.actor, found=found, name=name, kind=kind, now=asked.now)
    )


def check_document(name: str, kind: str) -> None:
    """Refuse a document that does not exist."""
    if name not in DOCUMENTS or kind not in DOCUMENTS[name].kinds:
        raise NotFound("no-document", "没有这种文件。")


@resource.read("/rounds/<code>/bundle", Action.TAKE_BUNDLE)
def bundle_file(asked: Asked, code: str) -> Made:
    """Hand out the bundle; taking it is noted in the ledger."""
    found = rounds.round_by_code(asked.session, code)
    require(asked.actor, Action.TAKE_BUNDLE, Facts(round_state=found.state))
    taken = take_bundle(asked.engine, actor=asked.actor, code=code, now=asked.now)
    return Made(taken.pieces, "application/zip", f"{code}-核验包.zip", taken.length)


@resource.read("/rounds/<code>/dumps/<name>.<kind>", Action.EXPORT_RESULT, notes=True)
def dump_file(asked: Asked, code: str, name: str, kind: str) -> Made:
    """Hand out a table for analysts (declarations, answers, scores, reviews, rankings as csv, xlsx or parquet)."""
    if name not in TABLES or kind not in KINDS:
        raise NotFound("no-document", "没有这种文件。")
    found = rounds.round_by_code(asked.session, code)
    note_dump(asked.session, actor=asked.actor, found=found, name=name, now=asked.now)
    return Made(pieces(asked.engine, code, name, kind), MEDIA[kind], f"{code}-{name}.{kind}")


def pieces(engine: Engine, code: str, name: str, kind: str) -> Iterator[bytes]:
    """Read one unchanging state while it is sent; nobody has to wait for a write meanwhile."""
    with snapshot(engine) as session:
        yield from dump_pieces(dump_table(session, rounds.round_by_code(session, code), name), kind)
