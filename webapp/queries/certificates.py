"""Certificate numbers of what a round recognised."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import Cluster


def certificates_of_round(session: Session, round_id: int) -> dict[int, str]:
    """Map declarations to the certificate of the cluster that came of them."""
    query = select(Cluster.declaration_id, Cluster.certificate).where(Cluster.round_id == round_id)
    return {number: certificate for number, certificate in session.execute(query) if number is not None}
