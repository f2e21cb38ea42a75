"""What stands in the addresses of the invented round, so that requests come past the first door."""

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.browser.tour import places
from webapp import models
from webapp.permissions import Role

ENDS = {
    "account_id": models.Account.id,
    "seat_id": models.Seat.id,
    "conflict_id": models.Conflict.id,
    "evidence_id": models.Evidence.id,
    "cluster_id": models.Cluster.id,
    "change_id": models.Change.id,
    "case_id": models.RevocationCase.id,
    "publicity_id": models.Publicity.id,
}
FIXED = {"name": "ranked-list", "kind": "xlsx", "pack_id": "nm-2023", "year": "2026", "key": "acceptance"}


def known_parts(engine: Engine, role: Role) -> dict[str, str]:
    """Return a value for every part of an address that some address has."""
    with Session(engine) as session:
        found = {name: str(session.scalars(select(end).order_by(end)).first() or 1) for name, end in ENDS.items()}
    return FIXED | found | places(engine, role)
