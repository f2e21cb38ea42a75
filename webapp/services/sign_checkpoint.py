"""Sign the head of the ledger and keep the signature; the same head is signed once."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.models import Checkpoint
from webapp.queries import ledgers
from webapp.services.checkpoint_signature import FORMAT, signed_head
from webapp.services.ledger_codes import codes_of
from webapp.services.merkle import root_of


def sign_checkpoint(session: Session, now: datetime) -> Checkpoint | None:
    """Return the signed head; None where nothing has happened yet."""
    digests = ledgers.digests(session)
    if not digests:
        return None
    known = session.get(Checkpoint, len(digests))
    if known is not None:
        return known
    head = signed_head(codes_of(session).key, len(digests), digests[-1], root_of(digests), now.isoformat())
    made = Checkpoint(**{name: value for name, value in head.items() if name != "format"})
    session.add(made)
    session.flush()
    return made


def checkpoint_part(made: Checkpoint) -> dict[str, object]:
    """Write a signed head as it is handed out."""
    names = ("sequence", "digest", "root", "at", "public_key", "signature")
    return {"format": FORMAT} | {name: getattr(made, name) for name in names}


def checkpoint_parts(session: Session) -> list[dict[str, object]]:
    """Write every signed head in order, as a bundle carries them."""
    return [checkpoint_part(one) for one in ledgers.checkpoints(session)]
