"""The registry as a list: every cluster a person may know of with where it stands today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from reviewers.names import stroke_key
from rubrics.loading import load_pack
from webapp.models import Cluster
from webapp.permissions import Action, Actor, require
from webapp.queries import cluster_files, clusters
from webapp.services.cluster_dues import OVERDUE, dues_of
from webapp.services.cluster_procedure import has_applied, standing_on
from webapp.services.cluster_rules import rules_of

AFTER_RECOGNITION = ("recognised", "expired", "in_re_review", "revocation_case", "lapsed", "revoked")


@dataclass(frozen=True)
class RegistryLine:
    """One cluster with its state on the day and how much of it is overdue."""

    cluster: Cluster
    state: str
    state_title: str
    n_overdue: int


def list_registry(
    session: Session, *, actor: Actor, today: date, state: str = "", search: Mapping[str, str] | None = None
) -> list[RegistryLine]:
    """List clusters that answer the search; the state is the one of today, recorded or not."""
    require(actor, Action.SEE_REGISTRY)
    listed = clusters.find_clusters(session, actor, **(search or {}))
    files = cluster_files.files_of(session, [one.id for one in listed])
    lines = []
    for cluster in listed:
        file = files[cluster.id]
        standing = standing_on(cluster, today, applied=has_applied(cluster, file))
        if state and state != standing:
            continue
        dues = dues_of(cluster, file, today=today, until=today)
        n_overdue = sum(one.status == OVERDUE for one in dues)
        lines.append(RegistryLine(cluster, standing, rules_of(cluster.pack_id).state_title(standing), n_overdue))
    return lines


def cluster_as_json(line: RegistryLine) -> dict[str, Any]:
    """Return a line as plain values."""
    one = line.cluster
    return {
        "certificate": one.certificate,
        "name": one.name,
        "city": one.city,
        "county": one.county,
        "operator": one.operator,
        "industry": one.industry,
        "pack": one.pack_id,
        "announced_on": one.announced_on.isoformat(),
        "expires_on": one.expires_on.isoformat(),
        "extensions": one.n_extensions,
        "state": line.state,
        "state_title": line.state_title,
        "overdue": line.n_overdue,
    }


@dataclass(frozen=True)
class RegistryChoices:
    """What the list can be narrowed to: cities, industries, regions and states that occur."""

    cities: tuple[str, ...]
    industries: tuple[str, ...]
    packs: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, str], ...]


def registry_choices(session: Session, actor: Actor) -> RegistryChoices:
    """Return the choices over everything this person may know of."""
    listed = clusters.clusters_of_actor(session, actor)
    packs = sorted({one.pack_id for one in listed})
    states = {
        state.key: state.title
        for pack in packs
        for state in rules_of(pack).procedure.states
        if state.key in AFTER_RECOGNITION
    }
    return RegistryChoices(
        tuple(sorted({one.city for one in listed if one.city}, key=stroke_key)),
        tuple(sorted({one.industry for one in listed if one.industry}, key=stroke_key)),
        tuple((one, load_pack(one).region) for one in packs),
        tuple(states.items()),
    )
