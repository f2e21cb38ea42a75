"""Open a round on a rule pack with proposed settings that can be edited until the freeze."""

import re
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from rubrics.loading import load_pack, pack_ids
from rubrics.model import Pack
from webapp.errors import Refusal
from webapp.models import Round
from webapp.permissions import Action, Actor, require
from webapp.queries import rounds
from webapp.services.record_act import record_act
from webapp.services.round_fields import missing_round_fields
from webapp.services.round_settings import RoundSettings
from webapp.services.seed_parties import COMMITTED

CODE = re.compile(r"\w[\w.-]{0,31}")
LONGEST_TITLE = 120


def propose_settings(pack: Pack, today: date, code: str) -> RoundSettings:
    """Propose settings; what no measure gives is marked as our proposal on the page.

    The code is one of them, so that two rounds alike in all else have different fingerprints and seeds.
    """
    areas, publicity = pack.rubric.areas, pack.procedure.publicity
    return RoundSettings(
        declaration_year=today.year,
        declare_until=str(today + timedelta(days=30)),
        score_until=str(today + timedelta(days=40)),
        weights={area.key: str(area.weight) for area in areas},
        experts_per_declaration=5,
        panel_size=10,
        n_reserves=3,
        max_load=15,
        method="calibrated",
        objective="comparable",
        places=8,
        tie_order=tuple(area.key for area in areas[:2]),
        reason_below=60,
        reason_above=95,
        same_city_conflict=True,
        employment_years=3,
        count_publication_day=publicity is not None and publicity.count_publication_day,
        contact_person="",
        contact_phone="",
        contact_address="",
        code=code,
        seed_procedure=COMMITTED,
    )


def open_round(
    session: Session,
    *,
    actor: Actor,
    code: str,
    title: str,
    pack_id: str,
    now: datetime,
    today: date,
    is_demonstration: bool = False,
) -> Round:
    """Create the round in draft."""
    require(actor, Action.EDIT_ROUND)
    if not code.strip() or not title.strip():
        raise Refusal("round-unnamed", "请填写轮次编号和名称。")
    if not CODE.fullmatch(code) or len(title) > LONGEST_TITLE:
        template = "轮次编号请用 32 个以内的字母、汉字、数字、点和短横，名称在 {most} 字以内。"
        raise Refusal("round-name", template, most=LONGEST_TITLE)
    if pack_id not in pack_ids():
        raise Refusal("no-pack", "没有这个规则包，请从列表中选择。")
    pack = load_pack(pack_id)
    if missing := missing_round_fields(pack.form):
        template = "这个规则包的申报表缺少轮次必需的字段：{fields}。请在 form.yaml 中补上，键名照写。"
        raise Refusal("pack-without-round-fields", template, fields=missing)
    if rounds.is_code_taken(session, code):
        raise Refusal("round-code-taken", "轮次编号“{name}”已被使用，请换一个。", name=code)
    opened = Round(
        code=code,
        title=title,
        pack_id=pack_id,
        settings=propose_settings(pack, today, code).as_json(),
        is_demonstration=is_demonstration,
        created_at=now,
    )
    session.add(opened)
    session.flush()
    record_act(
        session, actor=actor, action="open round", facts={"code": code, "pack": pack_id}, now=now, round_id=opened.id
    )
    return opened
