"""Version 1: one module for each resource."""

from collections.abc import Iterator

from webapp.api.resources import Endpoint
from webapp.api.v1 import (
    after_lock,
    city,
    cluster_evidence,
    commitments,
    declarations,
    holidays,
    jobs,
    leaders,
    ledger,
    own,
    panel,
    publicity,
    registry,
    registry_lists,
    registry_papers,
    results,
    reviews,
    rounds,
)

RESOURCES = (
    own,
    rounds,
    holidays,
    declarations,
    city,
    commitments,
    panel,
    reviews,
    after_lock,
    results,
    publicity,
    registry,
    registry_lists,
    registry_papers,
    cluster_evidence,
    leaders,
    ledger,
    jobs,
)


def all_endpoints() -> Iterator[Endpoint]:
    """Yield every endpoint of the version."""
    for module in RESOURCES:
        yield from module.resource.endpoints
