"""What has to be repaired, worked out from the plan in force and what became of its pairs since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from webapp.models import Round, Seat
from webapp.queries import panels
from webapp.queries.panels import LivePair
from webapp.services.conflict_standing import barred_pairs
from webapp.services.plan_steps import Plain
from webapp.services.round_settings import RoundSettings

Label = tuple[str, str]


@dataclass(frozen=True)
class RoundPeople:
    """Seats by pseudonym, names of experts by row, declarations' rows by number, and the pairs as they stand."""

    seats: Mapping[str, Seat]
    names: Mapping[int, str]
    ids: Mapping[str, int]
    pairs: Sequence[LivePair]
    barred: frozenset[Label]
    max_load: int

    def label(self, pair: LivePair) -> Label:
        """The public names of a pair."""
        return self.numbers[pair.assignment.declaration_id], pair.seat.pseudonym

    @property
    def numbers(self) -> dict[int, str]:
        """Declarations' numbers by row."""
        return {key: number for number, key in self.ids.items()}


def round_people(session: Session, found: Round) -> RoundPeople:
    """Read who sits where, who must not meet whom, and how far each pair is."""
    seats = panels.seats_of_round(session, found.id)
    ids = {row.number: row.id for row in panels.admitted_names(session, found.id)}
    numbers = {key: number for number, key in ids.items()}
    pseudonyms = {expert.id: seat.pseudonym for seat, expert in seats}
    barred = barred_pairs(panels.conflicts_of_round(session, found.id))
    return RoundPeople(
        {seat.pseudonym: seat for seat, _expert in seats},
        {expert.id: expert.name for _seat, expert in seats},
        ids,
        panels.pairs_of_round(session, found.id),
        frozenset((numbers[i], pseudonyms[j]) for i, j in barred if i in numbers and j in pseudonyms),
        RoundSettings.from_json(found.settings).max_load,
    )


def gaps_of(outcome: Mapping[str, Any], people: RoundPeople) -> list[Label]:
    """The pairs of the plan that no longer stand: open seats."""
    problem = outcome["problem"]
    planned = {(problem["declarations"][i], problem["experts"][j]) for i, j in outcome["rows"]}
    return sorted(
        label for pair in people.pairs if pair.assignment.is_withdrawn and (label := people.label(pair)) in planned
    )


def repair_step(part: Plain, people: RoundPeople, joined: list[dict[str, Any]]) -> dict[str, Any]:
    """The recorded step: who joined and left, what is newly forbidden, and what was begun and therefore stays."""
    problem = part["problem"]
    row = {number: i for i, number in enumerate(problem["declarations"])}
    column = {name: j for j, name in enumerate(problem["experts"])}
    left = sorted(j for name, j in column.items() if people.seats[name].standing == "withdrawn")
    known = {(i, j) for i, j in problem["conflicts"]}
    barred = {(row[number], column[name]) for number, name in people.barred if name in column}
    broken = {(row[number], column[name]) for number, name in gaps_of(part, people)}
    kept = {
        (row[number], column[name])
        for pair in people.pairs
        if pair.review_state is not None and not pair.assignment.is_withdrawn
        for number, name in [people.label(pair)]
    }
    return {
        "kind": "repair",
        "joined": joined,
        "left": left,
        "conflicts": [list(pair) for pair in sorted((barred | broken) - known) if pair[1] not in left],
        "kept": [list(pair) for pair in sorted(kept)],
        "max_load": people.max_load,
    }
