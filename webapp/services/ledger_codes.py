"""What the installation holds to seal and to check the ledger: key, hash and the file of heads."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from webapp.database import settings_of


@dataclass(frozen=True)
class LedgerCodes:
    """The key, and where heads are noted; without a key nothing is noted outside the database."""

    key: str
    heads: Path | None


def codes_of(session: Session) -> LedgerCodes:
    """Return what this session's engine seals with."""
    settings = settings_of(session)
    return LedgerCodes(settings.ledger_key, settings.ledger_heads if settings.ledger_key else None)
