"""What is kept of a round's scores under a name; what is not there is to be worked out."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from webapp.models import KeptFigure
from webapp.queries import panel_figures

# How far panels are apart; where one more review helps; whom a visit is proposed for; how often scores have changed.
SPREADS, PLACES, VISITS, CHANGES = "spreads", "places", "visits", "changes"
GROUPS = "groups"  # how the list spreads over regions and industries


def known(session: Session, round_id: int, name: str) -> Mapping[str, Any] | None:
    """Return what is kept, None where it is to be worked out."""
    found = panel_figures.kept_figure(session, round_id, name)
    return None if found is None else found.content


def keep(session: Session, round_id: int, name: str, content: Mapping[str, Any]) -> None:
    """Keep it, in the place of what was kept before."""
    found = panel_figures.kept_figure(session, round_id, name)
    if found is None:
        session.add(KeptFigure(round_id=round_id, name=name, content=dict(content)))
    else:
        found.content = dict(content)
    session.flush()


def forget(session: Session, round_id: int, name: str) -> None:
    """Let it be worked out anew."""
    found = panel_figures.kept_figure(session, round_id, name)
    if found is not None:
        session.delete(found)
        session.flush()


def n_changes(session: Session, round_id: int) -> int:
    """Tell how often scores have changed after the lock: while it is the same, what was worked out of them holds."""
    return int((known(session, round_id, CHANGES) or {}).get("n", 0))
