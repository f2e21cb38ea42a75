"""Where a declaration stands with its city, and which steps the pack's procedure allows from there."""

from dataclasses import dataclass

from rubrics.loading import load_pack
from rubrics.model import Pack
from rubrics.procedure import Transition
from webapp.errors import Refusal
from webapp.models import Declaration, Round
from webapp.permissions import Action, Actor, Facts, why_not
from webapp.services.asked_particulars import Particular, asked_particulars

ACTOR = "city_bureau"
# The words of the glossary for the city's steps; a pack that states no procedure leaves all of them open.
TARGETS = {
    "ask_for_correction": "correction",
    "accept": "accepted",
    "refuse_acceptance": "not_accepted",
    "pass_city_review": "reviewed_by_city",
    "verify_on_site": "verified_on_site",
    "decline_recommendation": "not_recommended",
    "recommend": "recommended",
}
TITLES = {
    "ask_for_correction": "一次性告知补正",
    "accept": "受理",
    "refuse_acceptance": "不予受理",
    "pass_city_review": "初审通过",
    "verify_on_site": "实地核实",
    "decline_recommendation": "不予推荐",
    "recommend": "推荐",
}
STATE_TITLES = {"correction": "待补正", "submitted": "待受理"}
WAITING, FINAL = "submitted", ("recommended", "not_accepted", "not_recommended")
# What is usually settled when the city recommends; everything else has its own page.
ON_THE_WAY = ("applicant.kind", "applicant.operator_kind", "applicant.designated_by_city", "location.kind")
STAGE_OF_STATE = {
    "draft": "draft",
    "returned": "correction",
    "admitted": "in_review",
    "refused": "excluded",
    "withdrawn": "withdrawn",
}


def stage_of(declaration: Declaration) -> str:
    """Return the state of the procedure; the city's own stage counts while the declaration is submitted."""
    if declaration.state in STAGE_OF_STATE and declaration.city_stage not in FINAL[1:]:
        return STAGE_OF_STATE[declaration.state]
    return declaration.city_stage or WAITING


def stage_title(pack_id: str, declaration: Declaration) -> str:
    """Name where a declaration stands."""
    return state_title(load_pack(pack_id), stage_of(declaration))


def state_title(pack: Pack, stage: str) -> str:
    """Name a state as the pack does."""
    named = {state.key: state.title for state in pack.procedure.states}
    return named.get(stage, STATE_TITLES.get(stage, stage))


def city_steps(pack: Pack, stage: str) -> tuple[Transition, ...]:
    """Return the steps the city may take now."""
    if pack.procedure.transitions:
        return tuple(step for step in pack.procedure.allowed(stage) if step.actor == ACTOR)
    if stage in FINAL or stage in STAGE_OF_STATE.values():
        return ()
    return tuple(
        Transition(key, TITLES[key], (stage,), target, ACTOR, (), "", None, proposed=True)
        for key, target in TARGETS.items()
        if target != stage
    )


@dataclass(frozen=True)
class CityDesk:
    """What a city's clerk may do with a declaration now."""

    stage: str
    steps: tuple[Transition, ...]
    may_recommend: bool
    asked: tuple[Particular, ...]


def city_desk(actor: Actor, declaration: Declaration, found: Round) -> CityDesk | None:
    """Return the desk, or None for anybody else and where nothing is left to do."""
    facts = Facts(round_state=found.state, city=declaration.city)
    if why_not(actor, Action.TAKE_CITY_STEP, facts) is not None or declaration.state != "submitted":
        return None
    pack, stage = load_pack(found.pack_id), stage_of(declaration)
    asked = tuple(one for one in asked_particulars(found.pack_id) if one.path in ON_THE_WAY)
    return CityDesk(state_title(pack, stage), city_steps(pack, stage), stage not in FINAL, asked)


def require_step(declaration: Declaration, pack_id: str, key: str) -> Transition:
    """Return the step, or refuse with the measure's own reason."""
    pack, stage = load_pack(pack_id), stage_of(declaration)
    for step in city_steps(pack, stage):
        if step.key == key:
            return step
    rule = pack.procedure.refusal(stage, TARGETS.get(key, key))
    if rule is not None:
        raise Refusal("step-forbidden", "{reason}（第{article}条）", reason=rule.reason, article=rule.article)
    raise Refusal(
        "step-not-open",
        "申报目前为“{stage}”，不能办理“{step}”。",
        stage=state_title(pack, stage),
        step=TITLES.get(key, key),
    )
