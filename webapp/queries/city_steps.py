"""Questions about the city's steps."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import CityStep, Declaration


def steps_of(session: Session, declaration_id: int) -> list[CityStep]:
    """List the steps taken, oldest first."""
    query = select(CityStep).where(CityStep.declaration_id == declaration_id).order_by(CityStep.id)
    return list(session.scalars(query))


def newest_step(session: Session, declaration_id: int, step: str) -> CityStep | None:
    """Find the last step of a kind."""
    query = select(CityStep).where(CityStep.declaration_id == declaration_id, CityStep.step == step)
    return session.scalars(query.order_by(CityStep.id.desc()).limit(1)).one_or_none()


def recommended_of_city(session: Session, round_id: int, city: str) -> list[Declaration]:
    """List what the city recommends, in its order, those without a place last."""
    query = select(Declaration).where(
        Declaration.round_id == round_id, Declaration.city == city, Declaration.city_stage == "recommended"
    )
    return sorted(session.scalars(query), key=lambda one: (one.city_place or 10_000, one.number))
