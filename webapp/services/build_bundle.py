"""The bundle: one file with all that a stranger needs to re-derive the result; no expert is named in it."""

import hashlib
import zipfile
from collections.abc import Iterable
from io import BytesIO
from typing import IO, Any

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Round
from webapp.queries import ledgers, panels, rankings
from webapp.services.bundle_format import FORMAT, PROGRAM
from webapp.services.bundle_index import index_of
from webapp.services.bundle_parts import BUILDERS, entry_part
from webapp.services.derived_numbers import chain_head
from webapp.services.ledger_digest import canonical, canonical_pieces
from webapp.services.sign_checkpoint import checkpoint_parts

# The same bytes for the same content: every entry carries this moment.
STAMP = (2023, 7, 1, 0, 0, 0)


def build_bundle(session: Session, *, found: Round) -> bytes:
    """Return the bundle whole."""
    buffer = BytesIO()
    write_bundle(session, found=found, target=buffer)
    return buffer.getvalue()


def refuse_unfinished(session: Session, found: Round) -> None:
    """Refuse a round in which nothing can be derived anew yet."""
    drawn, planned = panels.draw_of_round(session, found.id), panels.plan_head(session, found.id)
    if not (drawn and planned and rankings.newest_runs(session, found.id)):
        raise Refusal("nothing-to-bundle", "本轮次还没有完成抽取、分派和排序，不能导出核验包。")


def write_bundle(session: Session, *, found: Round, target: IO[bytes], names: dict[str, Any] | None = None) -> None:
    """Write the parts as canonical JSON with a manifest of their hashes."""
    refuse_unfinished(session, found)
    parts = {name: build(session, found) for name, build in BUILDERS.items()}
    present = {name: part for name, part in parts.items() if part is not None}
    entries = [entry_part(entry) for entry in ledgers.entries_of_round(session, found.id)]
    own = {entry["sequence"] for entry in entries}
    heads = [head for head in checkpoint_parts(session) if head["sequence"] in own]
    tables = {"index.json": index_of(present), "ledger.json": entries, "checkpoints.json": heads}
    pack({**present, **tables, **({"names.json": names} if names else {})}, found, target)


def pack(parts: dict[str, Any], found: Round, target: IO[bytes]) -> None:
    """Zip the parts with their manifest."""
    head = chain_head(entry["digest"] for entry in parts["ledger.json"])
    with zipfile.ZipFile(target, "w") as archive:
        hashes = {name: written(archive, name, canonical_pieces(part)) for name, part in parts.items()}
        hashes["verify.py"] = written(archive, "verify.py", [PROGRAM.read_text(encoding="utf-8")])
        manifest = {"format": FORMAT, "round": found.code, "title": found.title, "head": head, "files": hashes}
        written(archive, "manifest.json", [canonical(manifest)])


def written(archive: zipfile.ZipFile, name: str, pieces: Iterable[str]) -> str:
    """Write one file piece by piece and return its hash."""
    total, entry = hashlib.sha256(), zipfile.ZipInfo(name, STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(entry, "w") as file:
        for piece in pieces:
            data = piece.encode()
            total.update(data)
            file.write(data)
    return total.hexdigest()
