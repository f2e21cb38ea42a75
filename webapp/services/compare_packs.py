"""List what differs between two rule packs, each named by id or folder."""

from rubrics.versions import Change, changes
from webapp.services.show_pack import find_pack


def compare_packs(before: str, after: str) -> tuple[Change, ...]:
    """Return every single value that differs, with both sides."""
    return changes(find_pack(before), find_pack(after))
