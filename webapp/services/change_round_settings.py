"""Change the settings of a round that is not frozen yet."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.errors import StaleWrite
from webapp.models import Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.services.record_act import record_act
from webapp.services.round_settings import RoundSettings


def change_round_settings(
    session: Session, *, actor: Actor, changed: Round, settings: RoundSettings, version: int, now: datetime
) -> None:
    """Store the settings unless somebody else changed them since this person looked."""
    require(actor, Action.EDIT_ROUND, Facts(round_state=changed.state))
    if changed.version != version:
        raise StaleWrite("round-changed", "其他人刚刚修改了本轮次的设置，您的修改没有保存。请刷新后重新填写。")
    changed.settings = settings.as_json()
    changed.version += 1
    facts = {"settings": changed.settings}
    record_act(session, actor=actor, action="change round settings", facts=facts, now=now, round_id=changed.id)
