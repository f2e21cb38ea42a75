"""A draw as it goes into the bundle: seed, record, and the conflicts it went by."""

from typing import Any

from webapp.models import Draw


def whole_draw(drawn: Draw) -> dict[str, Any]:
    """Put together what is needed to repeat the draw, wherever its release has kept the conflicts."""
    beside = {} if drawn.conflicts is None else {"conflicts": drawn.conflicts}
    return {"seed": drawn.seed, **drawn.record, **beside}
