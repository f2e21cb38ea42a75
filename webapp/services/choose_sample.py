"""Choose the case that every expert scores for practice, and note what the discussion of it brought."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from webapp.errors import NotFound, Refusal
from webapp.models import Declaration, Round, SampleCase
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import samples
from webapp.services.describe_pack import pack_for_page
from webapp.services.example.invented import invented_answers, read_invented
from webapp.services.record_act import record_act
from webapp.services.round_settings import RoundSettings
from webapp.services.telephones import without_telephones

INVENTED = "虚构案例"
LONGEST_NOTE = 4000


def choose_sample(session: Session, *, actor: Actor, found: Round, source: str, now: datetime) -> SampleCase:
    """Take a declaration outside the competition (its id), or the invented case; until the first sample is in."""
    require(actor, Action.CHOOSE_SAMPLE, Facts(round_state=found.state))
    if not RoundSettings.from_json(found.settings).sample_scoring:
        raise Refusal("no-sample-scoring", "本轮次的设置没有试评，冻结后不能再加。")
    if samples.reviews_of_case(session, found.id):
        raise Refusal("sample-begun", "已有专家提交试评，不能再更换案例。")
    title, answers, told = invented_case(found) if source == "invented" else outside_case(session, found, source)
    case = samples.case_of_round(session, found.id)
    if case is None:
        case = SampleCase(round_id=found.id, note="")
        session.add(case)
    case.title, case.source = title[:200], told[:64]
    case.answers = without_telephones(found.pack_id, answers)
    case.account_id, case.at = actor.account_id or 0, now
    record_act(session, actor=actor, action="choose sample", facts={"source": told}, now=now, round_id=found.id)
    return case


def outside_case(session: Session, found: Round, source: str) -> tuple[str, dict[str, Any], str]:
    """Copy what a declaration outside the competition declares."""
    allowed = {str(one.id): one for one in samples.outside_declarations(session, found)}
    declaration = session.get(Declaration, int(source)) if source in allowed else None
    if declaration is None:
        raise NotFound("no-declaration", "只能选择不参加本轮评审的申报。")
    return declaration.cluster_name, dict(declaration.answers), declaration.number


def invented_case(found: Round) -> tuple[str, dict[str, Any], str]:
    """Fill the form of the round's pack for an invented cluster."""
    row = read_invented("clusters")[0]
    years = RoundSettings.from_json(found.settings).report_years
    return f"{row['name']}（虚构）", invented_answers(pack_for_page(found.pack_id), row, 1, years), INVENTED


def note_discussion(session: Session, *, actor: Actor, found: Round, note: str, now: datetime) -> None:
    """Write down what the experts agreed upon after the sample; every expert who scored it reads it."""
    require(actor, Action.CHOOSE_SAMPLE, Facts(round_state=found.state))
    case = samples.case_of_round(session, found.id)
    if case is None:
        raise NotFound("no-sample", "本轮次还没有试评案例。")
    case.note = note.strip()[:LONGEST_NOTE]
    record_act(session, actor=actor, action="note sample discussion", facts={}, now=now, round_id=found.id)
