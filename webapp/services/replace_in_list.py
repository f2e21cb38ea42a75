"""Let the next in rank move up for a name that left, only by the announced rule and in a publicity of its own."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from rubrics.loading import load_pack
from webapp.errors import Refusal
from webapp.models import Declaration, Publicity, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import lists, rankings
from webapp.queries.rankings import Position
from webapp.services.bundle_parts import bound_parts
from webapp.services.decide_list import decisive_positions, decisive_run
from webapp.services.freeze_round import check_frozen
from webapp.services.list_procedure import list_stage
from webapp.services.next_in_rank import BELOW, next_in_rank
from webapp.services.record_act import record_act
from webapp.services.register_objection import UPHELD
from webapp.services.round_settings import RoundSettings
from webapp.services.start_publicity import REMOVED, REPLACEMENT, hang_out
from webapp.services.working_days import local_day

NONE, NEXT = "none", "next_in_rank"


@dataclass(frozen=True)
class Vacancy:
    """A name that left, since when it hung, and who may move up by the announced rule; several where they are tied."""

    left: Declaration
    hung_on: date
    offered: tuple[Position, ...]


def replacement_rule(pack_id: str, settings: RoundSettings) -> str:
    """Return the frozen rule: the round's own, else the pack's."""
    rule = load_pack(pack_id).procedure.objections
    return settings.replacement or (rule.replacement if rule else NONE)


def vacancies(session: Session, found: Round) -> tuple[Vacancy, ...]:
    """List the places that came free and were not filled, each with whom the rule offers."""
    settings = RoundSettings.from_json(found.settings)
    free = lists.not_replaced(session, found.id)
    if not free or replacement_rule(found.pack_id, settings) != NEXT:
        return tuple(Vacancy(one.declaration, one.publicity.published_on, ()) for one in free)
    offered = tuple(offered_by_rule(session, found, settings))
    return tuple(Vacancy(one.declaration, one.publicity.published_on, offered) for one in free)


def offered_by_rule(session: Session, found: Round, settings: RoundSettings) -> list[Position]:
    """Return the next allowed by rank; only floors and caps ask for the whole list and ranking."""
    if not settings.quotas:
        return rankings.next_waiting(session, decisive_run(session, found).id, found.id, below=BELOW)
    standing = lists.standing_of_round(session, found.id)
    return next_in_rank(
        decisive_positions(session, found),
        settings,
        listed={key for key, one in standing.items() if one != REMOVED},
        gone={key for key, one in standing.items() if one == REMOVED}
        | rankings.left_out_by_decision(session, found.id),
    )


def replace_in_list(
    session: Session,
    *,
    actor: Actor,
    found: Round,
    left: str,
    newcomer: str,
    reason: str,
    published_on: date,
    now: datetime,
) -> Publicity:
    """Start the newcomer's own publicity; ``left`` and ``newcomer`` are numbers of declarations."""
    require(actor, Action.REPLACE_IN_LIST, Facts(round_state=found.state))
    check_frozen(found)
    vacancy = vacancy_of(session, found, left)
    chosen = next((one for one in vacancy.offered if one.declaration.number == newcomer), None)
    if chosen is None:
        raise Refusal("not-next", "只能由名次紧随其后的申报递补，请刷新页面后重新选择。")
    if len(vacancy.offered) > 1 and not reason.strip():
        raise Refusal("tied-next", "名次并列，请写明由谁表决、为何选择这一个。")
    if published_on <= vacancy.hung_on:
        raise Refusal("too-early", "递补公示的发布日期应晚于原公示的发布日期。")
    check_upheld_before(session, found, vacancy, published_on)
    chosen_id = chosen.declaration.id
    started = hang_out(
        session, found, [chosen_id], published_on, REPLACEMENT, now, replaces={chosen_id: vacancy.left.id}
    )
    told = {"left": left, "newcomer": newcomer, "reason": reason.strip(), "last_day": str(started.last_day)}
    bound = bound_parts(session, found, "publicity.json")
    record_act(session, actor=actor, action="replace in list", facts={**told, **bound}, now=now, round_id=found.id)
    return started


def check_upheld_before(session: Session, found: Round, vacancy: Vacancy, published_on: date) -> None:
    """Refuse a publicity of the newcomer from before the objection that made room was upheld."""
    days = [
        local_day(session, objection.decided_at)
        for objection, declaration in lists.objections_of_round(session, found.id)
        if objection.state == UPHELD and declaration.id == vacancy.left.id and objection.decided_at is not None
    ]
    if days and published_on < min(days):
        raise Refusal("before-upheld", "递补公示的发布日期不能早于异议成立的日期（{day}）。", day=min(days))


def vacancy_of(session: Session, found: Round, left: str) -> Vacancy:
    """Find the place, or say why nobody moves up."""
    if list_stage(found) != "in_publicity":
        raise Refusal("not-in-publicity", "名单不在公示阶段，不能递补。")
    settings = RoundSettings.from_json(found.settings)
    if replacement_rule(found.pack_id, settings) != NEXT:
        raise Refusal("no-replacement-rule", "本轮次公布的规则是异议成立后不递补，不能增补名单。")
    for vacancy in vacancies(session, found):
        if vacancy.left.number == left:
            return vacancy
    raise Refusal("no-vacancy", "“{number}”没有空出名额，或已经递补。", number=left)
