"""Hand out the bundle of a round, plain or with the sealed names; taking it is an act."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.models import Round
from webapp.permissions import Actor
from webapp.services.build_bundle import build_bundle
from webapp.services.derived_numbers import part_digest
from webapp.services.record_act import record_act
from webapp.services.seal_names import names_of_round, seal_names


def take_bundle(
    session: Session, *, actor: Actor, found: Round, now: datetime, holders: tuple[str, str] | None = None
) -> bytes:
    """Build the file; with the passphrases of two holders it carries the names, sealed and bound by the act."""
    if holders is None:
        data = build_bundle(session, found=found)
        record_act(session, actor=actor, action="take bundle", facts={}, now=now, round_id=found.id)
        return data
    names = seal_names(names_of_round(session, found), holders)
    facts = {"sealed": part_digest(names)}
    record_act(session, actor=actor, action="take sealed bundle", facts=facts, now=now, round_id=found.id)
    return build_bundle(session, found=found, names=names)
