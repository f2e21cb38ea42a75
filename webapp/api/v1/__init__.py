"""Version 1: one module for each resource."""

from collections.abc import Iterator

from webapp.api.resources import Endpoint
from webapp.api.v1 import rounds

RESOURCES = (rounds,)


def all_endpoints() -> Iterator[Endpoint]:
    """Yield every endpoint of the version."""
    for module in RESOURCES:
        yield from module.resource.endpoints
