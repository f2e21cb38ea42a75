"""A file as it was sent becomes one that was let in, the same for page, interface and command."""

from webapp.imports.evidence import check_evidence
from webapp.services.store_evidence import CheckedFile


def checked_evidence(data: bytes, filename: str) -> CheckedFile:
    """Let a file in by its content, under a safe name."""
    checked = check_evidence(data, filename)
    return CheckedFile(checked.name, checked.media_type, checked.sha256, data)
