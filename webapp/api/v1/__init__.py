"""Version 1: one module for each resource."""

from collections.abc import Iterator

from webapp.api.resources import Endpoint
from webapp.api.v1 import (
    after_lock,
    city,
    cluster_evidence,
    commitments,
    declarations,
    evidence,
    holidays,
    jobs,
    leaders,
    ledger,
    notices,
    opinion,
    own,
    panel,
    papers,
    pool,
    publicity,
    recusals,
    registry,
    registry_lists,
    registry_papers,
    results,
    reviews,
    rounds,
    samples,
)

RESOURCES = (
    own,
    rounds,
    holidays,
    declarations,
    evidence,
    city,
    commitments,
    pool,
    panel,
    recusals,
    samples,
    reviews,
    after_lock,
    opinion,
    results,
    publicity,
    papers,
    registry,
    registry_lists,
    registry_papers,
    cluster_evidence,
    leaders,
    ledger,
    jobs,
    notices,
)


def all_endpoints() -> Iterator[Endpoint]:
    """Yield every endpoint of the version."""
    for module in RESOURCES:
        yield from module.resource.endpoints
