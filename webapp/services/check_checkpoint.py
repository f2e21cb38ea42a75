"""Hold the ledger against a signed head that somebody has kept elsewhere."""

from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from webapp.errors import Problem
from webapp.queries import ledgers
from webapp.services.checkpoint_signature import signature_holds, signed_head
from webapp.services.ledger_codes import codes_of
from webapp.services.merkle import root_of
from webapp.services.sign_checkpoint import checkpoint_part


def check_checkpoint(session: Session, head: Mapping[str, object]) -> Iterator[Problem]:
    """Say whether the head is genuine and the ledger still begins with all it stands for."""
    where = f"检查点（第{head.get('sequence')}条）"
    named = {"table": "ledger_entry", "key": str(head.get("sequence"))}
    if not signature_holds(head):
        yield Problem(where, "signature-wrong", "签名不符：检查点文件被改动。", named)
        return
    own = signed_head(codes_of(session).key, 0, "", "", "")["public_key"]
    if head["public_key"] != own:
        yield Problem(where, "other-key", "检查点不是本安装的密钥签的。", named)
    digests = ledgers.digests(session)
    size = int(str(head["sequence"]))
    if len(digests) < size:
        facts = {**named, "have": len(digests)}
        yield Problem(where, "head-missing", "库中只有 {have} 条留痕，检查点之前的记录被删除。", facts)
    elif digests[size - 1] != head["digest"] or root_of(digests[:size]) != head["root"]:
        yield Problem(where, "head-differs", "检查点之前的记录被改动、删除、插入或调换。", named)


def check_kept_checkpoints(session: Session) -> Iterator[Problem]:
    """Hold the ledger against every signed head in the database itself."""
    digests = ledgers.digests(session)
    for kept in ledgers.checkpoints(session):
        where, named = f"检查点（第{kept.sequence}条）", {"table": "checkpoint", "key": str(kept.sequence)}
        if not signature_holds(checkpoint_part(kept)):
            yield Problem(where, "signature-wrong", "签名不符：检查点被改动。", named)
        elif digests[kept.sequence - 1 : kept.sequence] != [kept.digest]:
            yield Problem(where, "head-differs", "检查点之前的记录被改动、删除、插入或调换。", named)
