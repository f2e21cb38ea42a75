"""Declarations of a round that resemble or contradict: shown with the evidence to those who check them."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from rubrics.loading import load_pack
from rubrics.similarity import Similarity
from webapp.models import Declaration, Round
from webapp.permissions import Action, Actor, Facts, Role, why_not
from webapp.queries import declarations, rounds
from webapp.services.remembered_similarity import similarities


@dataclass(frozen=True)
class Resemblance:
    """One resemblance with the declarations it is about and the names of the fields that show it."""

    kind: str
    declarations: tuple[Declaration, ...]
    labels: tuple[str, ...]
    template: str
    values: Mapping[str, str]

    @property
    def numbers(self) -> tuple[str, ...]:
        """Return the numbers of the declarations."""
        return tuple(one.number for one in self.declarations)

    @property
    def reason(self) -> str:
        """Return the evidence with its places filled."""
        return self.template.format(**self.values)


# Up to here everything is compared with everything while the person waits.
MOST_AT_ONCE = 1_000


def similar_in_round(session: Session, actor: Actor, found: Round) -> tuple[Resemblance, ...] | None:
    """Return what is alike in a round; None where it is too large to compare while somebody waits."""
    if rounds.n_declarations(session, found.id) > MOST_AT_ONCE:
        return None
    return every_resemblance(session, actor, found)


def similar_to(
    session: Session, actor: Actor, found: Round, declaration: Declaration
) -> tuple[Resemblance, ...] | None:
    """Return what is alike between one declaration and the others of its round; None where that takes too long."""
    if rounds.n_declarations(session, found.id) > MOST_AT_ONCE:
        return None
    return every_resemblance(session, actor, found, with_number=declaration.number)


def every_resemblance(session: Session, actor: Actor, found: Round, with_number: str = "") -> tuple[Resemblance, ...]:
    """Compare the declarations of a round, or one with the others; a city bureau learns of its own city only."""
    city = actor.city if actor.role is Role.CITY_BUREAU else None
    if why_not(actor, Action.SEE_SIMILAR, Facts(round_state=found.state, city=city)) is not None:
        return ()
    alike = similarities(session, found, city)
    if with_number:
        alike = tuple(one for one in alike if with_number in one.declarations)
    named = {number for one in alike for number in one.declarations}
    by_number = {one.number: one for one in declarations.names_by_number(session, found.id, named)}
    labels = {field.key: field.label for field in load_pack(found.pack_id).form.fields}
    return tuple(resemblance(one, by_number, labels) for one in alike)


def resemblance(similarity: Similarity, by_number: Mapping[str, Declaration], labels: Mapping[str, str]) -> Resemblance:
    """Put declarations and labels in the place of numbers and keys."""
    return Resemblance(
        similarity.kind,
        tuple(by_number[number] for number in similarity.declarations),
        tuple(labels.get(key, key) for key in similarity.fields),
        similarity.reason_template,
        similarity.reason_values,
    )
