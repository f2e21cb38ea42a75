"""How much a remark on a ranking weighs: what decides the list comes first, what describes the method comes last."""

from collections.abc import Iterable, Mapping
from typing import Any

GRAVE, MIDDLING, PLAIN = "grave", "middling", "plain"
# Somebody must act on these, or the ranking is not what it seems.
GRAVE_CODES = {
    "floor_above_cap",
    "floor_above_supply",
    "floors_above_places",
    "islands",
    "not_corrected",
    "places_left",
    "quotas_clash",
    "quotas_not_applied",
    "tied_at_the_line",
    "too_few_to_trim",
    "too_thin",
    "unscored",
}
# These say how the figures came about; they hold for every ranking by the method.
PLAIN_CODES = {
    "additive_error",
    "corrected",
    "fine_scores",
    "fitted_by_area",
    "little_to_correct",
    "mixed_error",
    "ordinal_grades",
    "pooled_error",
    "settled_and_open",
}


def weight_of(code: str) -> str:
    """Weigh one remark by its code; one that is not known is neither hidden nor cried out."""
    return GRAVE if code in GRAVE_CODES else PLAIN if code in PLAIN_CODES else MIDDLING


def by_weight(notes: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """Sort stored remarks by weight; those of rankings stored before they had a code count as middling."""
    sorted_notes: dict[str, list[Mapping[str, Any]]] = {GRAVE: [], MIDDLING: [], PLAIN: []}
    for note in notes:
        sorted_notes[weight_of(note.get("code", ""))].append(note)
    return sorted_notes
