"""Rounds: open one on a rule pack, set it, freeze it, follow the experts, lock the scores."""

from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from webapp.api.answers import Answer, Done, Page, page_of
from webapp.api.asked import Asked
from webapp.api.bodies import Body, Number, Word, Words
from webapp.api.resources import Resource
from webapp.errors import Refusal
from webapp.forms.round_settings import read_round_settings
from webapp.permissions import Action
from webapp.queries import homes, rounds
from webapp.queries.progress import progress_lines
from webapp.services.change_round_settings import change_round_settings
from webapp.services.describe_pack import list_packs, rubric_areas
from webapp.services.freeze_round import freeze_round
from webapp.services.lock_scores import lock_scores
from webapp.services.open_round import open_round
from webapp.services.remind_experts import remind_experts
from webapp.services.return_review import return_reviews
from webapp.services.round_settings import RoundSettings

resource = Resource("rounds")


class RoundAnswer(Answer):
    """Where a round stands."""

    code: str
    title: str
    pack_id: str
    state: str
    version: int
    is_demonstration: bool
    fingerprint: str | None
    frozen_at: datetime | None
    locked_at: datetime | None
    decided_at: datetime | None


class RoundLine(RoundAnswer):
    """A round in the list."""

    n_declarations: int


class RoundWhole(RoundAnswer):
    """A round with what it decides and how many declarations are in which state."""

    settings: dict[str, Any]
    declarations: dict[str, int]


class NewRound(Body):
    """What a round is opened with."""

    code: Word
    title: Word
    pack: Word


class SettingsChange(Body):
    """Changed settings as a person would type them, ``weight_<area>`` for the weights; others stay as they are."""

    version: Number
    fields: dict[Word, Word]


class SeatAnswer(Answer):
    """How far one expert has come; no score is in it."""

    seat_id: int
    pseudonym: str
    n_assigned: int
    n_started: int
    n_submitted: int


class ReturnOrder(Body):
    """Why submitted reviews go back."""

    reason: Words


@resource.read("/rounds", Action.SEE_ROUND, listed=True)
def list_answer(asked: Asked) -> Page[RoundLine]:
    """List all rounds, the newest first."""
    found = homes.rounds_at_a_glance(asked.session)
    return page_of(
        found,
        asked.window,
        lambda one: one.round.code,
        lambda one: RoundLine.of(one.round, n_declarations=one.n_declarations),
    )


@resource.act("/rounds", Action.EDIT_ROUND, status=201)
def open_act(asked: Asked, body: NewRound) -> RoundAnswer:
    """Open a round on a rule pack, with the settings the pack proposes."""
    if body.pack not in {pack.id for pack in list_packs()}:
        raise Refusal("no-pack", "没有规则包“{pack}”，请从列表中选择。", pack=body.pack)
    opened = open_round(
        asked.session,
        actor=asked.actor,
        code=checked_code(body.code),
        title=body.title.strip(),
        pack_id=body.pack,
        now=asked.now,
        today=asked.today,
    )
    return RoundAnswer.of(opened)


def checked_code(code: str) -> str:
    """Return a code that can stand in an address."""
    if not (code.isascii() and code.replace("-", "").isalnum() and len(code) <= 32):
        raise Refusal("bad-code", "轮次编号应由字母、数字和连字符组成，最多 32 个。")
    return code


@resource.read("/rounds/<code>", Action.SEE_ROUND)
def show_answer(asked: Asked, code: str) -> RoundWhole:
    """Show one round with its settings."""
    found = rounds.round_by_code(asked.session, code)
    return RoundWhole.of(found, declarations=rounds.declarations_by_state(asked.session, found.id))


@resource.act("/rounds/<code>/settings", Action.EDIT_ROUND)
def settings_act(asked: Asked, code: str, body: SettingsChange) -> RoundWhole:
    """Change settings before the freeze."""
    found = rounds.round_by_code(asked.session, code)
    old, areas = RoundSettings.from_json(found.settings), rubric_areas(found.pack_id)
    form = MultiDict({**as_typed(old), **body.fields})
    changed = read_round_settings(without_switched_off(form), old, areas)
    change_round_settings(
        asked.session, actor=asked.actor, changed=found, settings=changed, version=body.version, now=asked.now
    )
    return show_answer(asked, code)


def as_typed(old: RoundSettings) -> dict[str, str]:
    """Write settings the way the form sends them."""
    plain = {name: str(value) for name, value in old.as_json().items() if isinstance(value, str | int)}
    weights = {f"weight_{area}": weight for area, weight in old.weights.items()}
    ties = {f"tie_{n}": area for n, area in enumerate(old.tie_order, start=1)}
    quotas: dict[str, str] = {}
    for n, row in enumerate(old.quotas, start=1):
        names = (f"quota_by_{n}", f"quota_of_{n}", f"quota_kind_{n}", f"quota_places_{n}")
        quotas |= dict(zip(names, map(str, row), strict=True))
    return {**plain, **weights, **ties, **quotas, "replacement": old.replacement}


def without_switched_off(form: MultiDict[str, str]) -> MultiDict[str, str]:
    """Leave out switches that say no: a form names only those that are on."""
    return MultiDict({name: value for name, value in form.items() if value not in ("False", "false", "no")})


@resource.act("/rounds/<code>/freeze", Action.FREEZE_ROUND)
def freeze_act(asked: Asked, code: str) -> RoundAnswer:
    """Freeze the settings and open for declarations."""
    found = rounds.round_by_code(asked.session, code)
    freeze_round(asked.session, actor=asked.actor, frozen=found, now=asked.now)
    return RoundAnswer.of(found)


@resource.read("/rounds/<code>/progress", Action.SEE_PROGRESS, listed=True)
def progress_answer(asked: Asked, code: str) -> Page[SeatAnswer]:
    """Show who has submitted how much; never a score."""
    found = rounds.round_by_code(asked.session, code)
    rows = progress_lines(asked.session, found.id)
    return page_of(rows, asked.window, lambda one: one.pseudonym, SeatAnswer.of)


@resource.act("/rounds/<code>/remind", Action.REMIND)
def remind_act(asked: Asked, code: str) -> Done:
    """Remind every expert who is not done."""
    found = rounds.round_by_code(asked.session, code)
    return Done(done=remind_experts(asked.session, actor=asked.actor, found=found, now=asked.now))


@resource.act("/rounds/<code>/seats/<int:seat_id>/return", Action.REMIND)
def return_act(asked: Asked, code: str, seat_id: int, body: ReturnOrder) -> Done:
    """Give an expert's submitted reviews back for correction."""
    found = rounds.round_by_code(asked.session, code)
    n = return_reviews(
        asked.session, actor=asked.actor, found=found, seat_id=seat_id, reason=body.reason, now=asked.now
    )
    return Done(done=n)


@resource.act("/rounds/<code>/lock", Action.LOCK)
def lock_act(asked: Asked, code: str) -> RoundAnswer:
    """Lock the scores."""
    found = rounds.round_by_code(asked.session, code)
    lock_scores(asked.session, actor=asked.actor, found=found, now=asked.now)
    return RoundAnswer.of(found)
