"""The panel of a round: pool, commitments, conflicts, draw, plan, and the changes people make to it."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from pydantic import Field

from webapp.api.answers import Answer, Done, Page, page_from, page_of
from webapp.api.asked import Asked
from webapp.api.bodies import Body, Number, Word, Words
from webapp.api.resources import Resource
from webapp.api.v1.declarations import placed
from webapp.api.v1.jobs import JobAnswer
from webapp.errors import NotFound, ProblemsFound
from webapp.imports.expert_table import read_expert_table
from webapp.models import Draw
from webapp.permissions import Action
from webapp.queries import panels, rounds, windows
from webapp.services.add_conflict import add_conflict
from webapp.services.answer_conflict import answer_conflict
from webapp.services.create_account import NewPassword
from webapp.services.draw_round_panel import draw_round_panel
from webapp.services.edit_plan import edit_plan
from webapp.services.find_round_conflicts import find_round_conflicts
from webapp.services.open_scoring import open_scoring, ready_passwords
from webapp.services.plan_store import plan_part
from webapp.services.pool_rows import expert_of_row
from webapp.services.propose_plan import propose_plan
from webapp.services.queue_long_work import is_large, queue_plan
from webapp.services.repair_plan import repair_plan
from webapp.services.store_experts import store_experts
from webapp.services.whole_draw import whole_draw
from webapp.services.withdraw_expert import withdraw_expert

resource = Resource("panel")


class ExpertAnswer(Answer):
    """An expert of the pool."""

    id: int
    name: str
    unit: str


class PoolChange(Answer):
    """What an import changed."""

    added: int
    updated: int


class ConflictAnswer(Answer):
    """A pair that is forbidden, or a clue that waits for an answer."""

    id: int
    expert_id: int
    declaration_id: int
    rule: str
    evidence: str
    source: str


class DrawAnswer(Answer):
    """The draw with all that is needed to repeat it."""

    seed: str
    at: datetime
    record: dict[str, Any]


class PlanAnswer(Answer):
    """The newest plan: rows pair the places of declarations and experts in the problem."""

    id: int
    objective: str
    seed: str
    at: datetime
    accepted_at: datetime | None
    plan: dict[str, Any]


class Proposed(Answer):
    """The plan, or for a large round the job that works it out."""

    plan: PlanAnswer | None
    job: JobAnswer | None


class AccountAnswer(Answer):
    """An account just opened, its password shown this once."""

    login: str
    name: str
    password: str


class Opened(Answer):
    """The accounts of the experts; a call with the same key does not show the passwords again."""

    accounts: list[AccountAnswer]


class Contributions(Body):
    """The numbers of the parties by party, where the round puts its seed together at the draw."""

    contributions: dict[Word, Word] = Field(default_factory=dict)


class PanelEdit(Body):
    """Who shall judge one declaration, by pseudonym, and why."""

    plan: Number
    experts: list[Word]
    reason: Words


class NewConflict(Body):
    """A conflict that somebody knows of."""

    declaration: Number
    expert: Number
    rule: Word
    evidence: Words


class ClueAnswer(Body):
    """Whether a clue is what it seems."""

    is_same: bool
    reason: Words = ""


class Leaving(Body):
    """Why an expert leaves."""

    reason: Words


class Left(Answer):
    """Who left and who moved up."""

    withdrawn: str
    joined: str | None


class Repaired(Answer):
    """Pairs of declaration and pseudonym: added, and moved; new accounts with passwords shown this once."""

    added: list[tuple[str, str]]
    moved: list[tuple[str, str]]
    accounts: list[AccountAnswer]


@resource.read("/experts", Action.SEE_POOL, listed=True)
def pool_answer(asked: Asked) -> Page[ExpertAnswer]:
    """List the pool."""
    found = windows.experts_after(asked.session, asked.window.after_number, asked.window.limit)
    return page_from(found, asked.window, lambda one: str(one.id), ExpertAnswer.of)


@resource.act("/experts/table", Action.IMPORT_POOL, takes_file=True)
def import_act(asked: Asked) -> PoolChange:
    """Import a table of experts; with one wrong cell nothing is stored."""
    rows, problems = read_expert_table(asked.upload.data, asked.upload.name)
    if problems:
        raise ProblemsFound("pool-wrong", placed(problems))
    experts = [expert_of_row(asdict(row)) for row in rows]
    change = store_experts(asked.session, actor=asked.actor, experts=experts, now=asked.now)
    return PoolChange(added=change.n_added, updated=change.n_updated)


@resource.read("/rounds/<code>/conflicts", Action.SEE_DRAW, listed=True)
def conflicts_answer(asked: Asked, code: str) -> Page[ConflictAnswer]:
    """List conflicts and clues."""
    listed = panels.conflicts_of_round(asked.session, rounds.round_by_code(asked.session, code).id)
    return page_of(listed, asked.window, lambda one: str(one.id), ConflictAnswer.of)


@resource.act("/rounds/<code>/conflicts/search", Action.DRAW_PANEL)
def search_conflicts_act(asked: Asked, code: str) -> Done:
    """Look for conflicts by the rules."""
    found = rounds.round_by_code(asked.session, code)
    n_listed = find_round_conflicts(asked.session, actor=asked.actor, found=found, today=asked.today, now=asked.now)
    return Done(done=n_listed)


@resource.act("/rounds/<code>/conflicts", Action.SETTLE_CONFLICT, status=201)
def add_conflict_act(asked: Asked, code: str, body: NewConflict) -> ConflictAnswer:
    """Add a conflict with its evidence."""
    added = add_conflict(
        asked.session,
        actor=asked.actor,
        found=rounds.round_by_code(asked.session, code),
        pair=(body.declaration, body.expert),
        rule=body.rule,
        evidence=body.evidence,
        now=asked.now,
    )
    asked.session.flush()
    return ConflictAnswer.of(added)


@resource.act("/rounds/<code>/conflicts/<int:conflict_id>", Action.SETTLE_CONFLICT)
def answer_conflict_act(asked: Asked, code: str, conflict_id: int, body: ClueAnswer) -> ConflictAnswer:
    """Confirm or dismiss a clue."""
    settled = answer_conflict(
        asked.session,
        actor=asked.actor,
        found=rounds.round_by_code(asked.session, code),
        conflict_id=conflict_id,
        is_same=body.is_same,
        reason=body.reason,
        now=asked.now,
    )
    return ConflictAnswer.of(settled)


@resource.read("/rounds/<code>/draw", Action.SEE_DRAW)
def draw_answer(asked: Asked, code: str) -> DrawAnswer:
    """Show the draw."""
    drawn = panels.draw_of_round(asked.session, rounds.round_by_code(asked.session, code).id)
    if drawn is None:
        raise NotFound("no-draw", "本轮次还没有抽取专家。")
    return draw_told(drawn)


def draw_told(drawn: Draw) -> DrawAnswer:
    """Show a draw with all that is needed to repeat it."""
    return DrawAnswer.of(drawn, record={key: one for key, one in whole_draw(drawn).items() if key != "seed"})


@resource.act("/rounds/<code>/draw", Action.DRAW_PANEL)
def draw_act(asked: Asked, code: str, body: Contributions) -> DrawAnswer:
    """Draw the panel."""
    found = rounds.round_by_code(asked.session, code)
    given = dict(body.contributions)
    drawn = draw_round_panel(asked.session, actor=asked.actor, found=found, contributions=given, now=asked.now)
    return draw_told(drawn)


@resource.read("/rounds/<code>/plan", Action.SEE_DRAW)
def plan_answer(asked: Asked, code: str) -> PlanAnswer:
    """Show the newest plan."""
    plan = panels.current_plan(asked.session, rounds.round_by_code(asked.session, code).id)
    if plan is None:
        raise NotFound("no-plan", "没有这个分派方案。")
    return PlanAnswer.of(plan, plan=plan_part(plan))


@resource.act("/rounds/<code>/plan", Action.ASSIGN)
def plan_act(asked: Asked, code: str) -> Proposed:
    """Work out who judges what; for a large round a worker does."""
    found = rounds.round_by_code(asked.session, code)
    if is_large(asked.session, found):
        job = queue_plan(asked.session, actor=asked.actor, found=found, now=asked.now)
        return Proposed(plan=None, job=JobAnswer.of(job))
    plan = propose_plan(asked.session, actor=asked.actor, found=found, now=asked.now)
    asked.session.flush()
    return Proposed(plan=PlanAnswer.of(plan, plan=plan_part(plan)), job=None)


@resource.act("/rounds/<code>/plan/<number>", Action.ASSIGN)
def edit_act(asked: Asked, code: str, number: str, body: PanelEdit) -> PlanAnswer:
    """Say by hand who judges one declaration."""
    plan = edit_plan(
        asked.session,
        actor=asked.actor,
        found=rounds.round_by_code(asked.session, code),
        plan_id=body.plan,
        declaration=number,
        experts=body.experts,
        reason=body.reason,
        now=asked.now,
    )
    asked.session.flush()
    return PlanAnswer.of(plan, plan=plan_part(plan))


@resource.act("/rounds/<code>/scoring", Action.ASSIGN, keeps_answer=False, before=ready_passwords)
def open_act(asked: Asked, code: str, ready: list[NewPassword]) -> Opened:
    """Accept the plan and open the scoring; the experts' passwords are shown this once."""
    found = rounds.round_by_code(asked.session, code)
    opened = open_scoring(asked.session, actor=asked.actor, found=found, now=asked.now, passwords=ready)
    return Opened(accounts=[account_answer(one) for one in opened])


def account_answer(opened: Any) -> AccountAnswer:
    """Show an account with its password."""
    return AccountAnswer(login=opened.login, name=opened.display_name, password=opened.password)


@resource.act("/rounds/<code>/experts/<int:seat_id>/withdraw", Action.REPLACE_EXPERT)
def withdraw_act(asked: Asked, code: str, seat_id: int, body: Leaving) -> Left:
    """Withdraw an expert; the next in the draw moves up."""
    found = rounds.round_by_code(asked.session, code)
    done = withdraw_expert(
        asked.session, actor=asked.actor, found=found, seat_id=seat_id, reason=body.reason, now=asked.now
    )
    return Left(withdrawn=done.withdrawn.pseudonym, joined=done.joined.pseudonym if done.joined else None)


@resource.act("/rounds/<code>/repair", Action.REPLACE_EXPERT, keeps_answer=False)
def repair_act(asked: Asked, code: str) -> Repaired:
    """Fill the open seats with the fewest changes."""
    found = rounds.round_by_code(asked.session, code)
    done = repair_plan(asked.session, actor=asked.actor, found=found, now=asked.now)
    accounts = [account_answer(one) for one in done.accounts]
    return Repaired(added=list(done.added), moved=list(done.moved), accounts=accounts)
