"""The bundle: one file with all that a stranger needs to re-derive the result; no expert is named in it."""

import hashlib
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Round
from webapp.queries import ledgers
from webapp.services.bundle_index import index_of
from webapp.services.bundle_parts import BUILDERS, chain_head, entry_part
from webapp.services.record_act import canonical
from webapp.services.sign_checkpoint import checkpoint_parts

FORMAT = "zeyou-bundle-2"
NEEDED = ("draw.json", "plan.json", "rankings.json")
# Parts that no act binds: the list of hashes, the ledger itself, the index that only locates, the signed heads,
# and the sealed names, which the act that took them binds.
UNBOUND = ("manifest.json", "ledger.json", "index.json", "checkpoints.json", "names.json")
# The program that a stranger can read travels along, byte for byte as in this release.
PROGRAM = Path(__file__).with_name("verify_alone.py")
# The same bytes for the same content: every entry carries this moment.
STAMP = (2023, 7, 1, 0, 0, 0)


def build_bundle(session: Session, *, found: Round, names: dict[str, Any] | None = None) -> bytes:
    """Write the parts as canonical JSON with a manifest of their hashes."""
    parts = {name: build(session, found) for name, build in BUILDERS.items()}
    if not all(parts[name] for name in NEEDED):
        raise Refusal("nothing-to-bundle", "本轮次还没有完成抽取、分派和排序，不能导出核验包。")
    present = {name: part for name, part in parts.items() if part is not None}
    entries = [entry_part(entry) for entry in ledgers.entries_of_round(session, found.id)]
    own = {entry["sequence"] for entry in entries}
    heads = [head for head in checkpoint_parts(session) if head["sequence"] in own]
    tables = {"index.json": index_of(present), "ledger.json": entries, "checkpoints.json": heads}
    return packed({**present, **tables, **({"names.json": names} if names else {})}, found)


def packed(parts: dict[str, Any], found: Round) -> bytes:
    """Zip the parts with their manifest."""
    files = {name: canonical(part).encode() for name, part in parts.items()} | {"verify.py": PROGRAM.read_bytes()}
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    head = chain_head(entry["digest"] for entry in parts["ledger.json"])
    manifest = {"format": FORMAT, "round": found.code, "title": found.title, "head": head, "files": hashes}
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {"manifest.json": canonical(manifest).encode(), **files}.items():
            archive.writestr(zipfile.ZipInfo(name, STAMP), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
