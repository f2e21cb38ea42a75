"""Freeze a round: from then on its pack and settings carry a fingerprint and cannot change unseen."""

from datetime import datetime

from sqlalchemy.orm import Session

from rubrics.loading import load_pack
from rubrics.versions import fingerprint
from webapp.errors import Refusal
from webapp.models import Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.services.bundle_parts import bound_parts
from webapp.services.derived_numbers import settings_fingerprint
from webapp.services.record_act import record_act


def freeze_round(session: Session, *, actor: Actor, frozen: Round, now: datetime) -> None:
    """Open the round for declarations under settings that no longer change."""
    require(actor, Action.FREEZE_ROUND, Facts(round_state=frozen.state))
    frozen.pack_fingerprint = fingerprint(load_pack(frozen.pack_id))
    frozen.fingerprint = settings_fingerprint(frozen.pack_fingerprint, frozen.settings)
    frozen.state = "declaring"
    frozen.frozen_at = now
    frozen.version += 1
    record_act(
        session,
        actor=actor,
        action="freeze round",
        facts={"fingerprint": frozen.fingerprint, **bound_parts(session, frozen, "settings.json")},
        now=now,
        round_id=frozen.id,
    )


def check_frozen(found: Round) -> None:
    """Refuse to go on when pack or settings are no longer those that were frozen."""
    if found.fingerprint is None or found.pack_fingerprint is None:
        raise Refusal("round-not-frozen", "本轮次的规则尚未冻结，请先冻结设置。")
    present = fingerprint(load_pack(found.pack_id))
    if present != found.pack_fingerprint or settings_fingerprint(present, found.settings) != found.fingerprint:
        raise Refusal(
            "frozen-changed", "本轮次冻结后的规则包或设置被改动，指纹不符，已停止计算。请联系系统管理员核查。"
        )
