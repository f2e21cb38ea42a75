"""Re-derive a round from its bundle alone: the draw, the plan, the ranking, and the ledger's hashes."""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any

from webapp.errors import Unusable
from webapp.services.bundle_format import FORMAT, PROGRAM
from webapp.services.ledger_digest import canonical
from webapp.services.packed_scores import read_packed
from webapp.services.replay_assignment import begin_plan, check_plan, check_substitutions
from webapp.services.replay_binding import check_binding, check_head, check_ledger_entries, check_title
from webapp.services.replay_bundle import (
    Each,
    Parts,
    begin_rankings,
    check_decision,
    check_draw,
    check_rankings,
    check_scores,
    check_seed,
    check_settings,
)
from webapp.services.replay_checkpoints import check_checkpoints, check_key
from webapp.services.replay_commitments import check_commitments
from webapp.services.verify_alone import smuggled

LARGEST = 1024 * 1024 * 1024
Checked = Callable[[Parts], str | None]
CHECKS: tuple[tuple[str, Checked], ...] = (
    ("轮次与冻结的一致", check_title),
    ("留痕记录的哈希与先后次序无误", check_ledger_entries),
    ("检查点的签名无误，与留痕一致", check_checkpoints),
    ("各部分与形成时留痕的摘要一致", check_binding),
    ("规则指纹与冻结的设置一致", check_settings),
    ("各方先承诺、后公开，再抽取", check_commitments),
    ("种子由各方随机数合成", check_seed),
    ("用种子重新抽取，结果一致", check_draw),
    ("退出与递补符合抽取顺序", check_substitutions),
    ("重新分派并重做各步调整，方案一致", check_plan),
    ("评分与锁定时一致", check_scores),
    ("由评分重新排序，结果逐位一致", check_rankings),
    ("名单与排序不一致处都有理由", check_decision),
)


@dataclass(frozen=True)
class CheckedLine:
    """One thing that was checked; `fault` says what differs, None when it holds."""

    title: str
    fault: str | None

    @property
    def holds(self) -> bool:
        """Whether nothing differs."""
        return self.fault is None


def verify_bundle(
    data: bytes, head: str | None = None, public_key: str | None = None, each: Each = map
) -> tuple[CheckedLine, ...]:
    """Check every line; a damaged file fails the first and ends there.

    `head` is the round's code and `public_key` that of the installation, both kept elsewhere. `each` does again what
    takes long: one after the other, or as an executor does, beside the other checks.
    """
    parts, damage = read_parts(read_files(data))
    lines = [CheckedLine("文件完整，未被改动", damage or smuggled_fault(data))]
    if damage is None:
        begun = {check_plan: begin(begin_plan, parts, each), check_rankings: begin(begin_rankings, parts, each)}
        faults = {check: told(check, parts) for _title, check in CHECKS if check not in begun}
        faults |= {check: told(again, parts) for check, again in reversed(begun.items())}
        lines += [CheckedLine(title, faults[check]) for title, check in CHECKS]
        if head is not None:
            lines.append(CheckedLine("与另行保存的核验码一致", told(partial(check_head, head=head), parts)))
        if public_key is not None:
            check = partial(check_key, public_key=public_key)
            lines.append(CheckedLine("检查点由公布的公钥签名", told(check, parts)))
    return tuple(lines)


def begin(start: Callable[[Parts, Each], Checked], parts: Parts, each: Each) -> Checked:
    """Begin what takes long; parts of the wrong shape are told in the line of the check, as everywhere."""
    try:
        return start(parts, each)
    except Exception as error:  # whatever a forged value leads to
        return partial(raise_again, error)


def raise_again(error: Exception, _parts: Parts) -> None:
    """Tell what went wrong at the beginning."""
    raise error


def told(check: Callable[[Parts], str | None], parts: Parts) -> str | None:
    """Run one check; parts of the wrong shape are a fault, not a crash."""
    try:
        return check(parts)
    except Exception as error:  # whatever a forged value leads to
        return f"内容不完整或格式不对（{type(error).__name__}: {error}）"


def read_files(data: bytes) -> dict[str, bytes]:
    """Unpack within limits."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                raise Unusable("bundle-too-large", "核验包解压后超过 1 GB，已拒绝。")
            files = {entry.orig_filename: archive.read(entry) for entry in archive.infolist()}
            if len(files) < len(archive.infolist()):
                raise Unusable("file-twice", "核验包里有重名的文件，已拒绝。")
            return files
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, EOFError, ValueError) as error:
        raise Unusable("not-a-bundle", "这不是核验包，或文件已损坏：{why}", why=error) from error


def smuggled_fault(data: bytes) -> str | None:
    """What the zip says beside its files would travel unseen."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return "压缩包里夹带了附言，或文件之前、之间、之后的字节，已被改动。" if smuggled(archive, data) else None


def read_parts(files: Mapping[str, bytes]) -> tuple[dict[str, Any], str | None]:
    """Read every part, once; else say what was changed.

    Each has to be JSON in the one canonical form, with the hash the manifest gives: afterwards that hash is the digest
    of the part.
    """
    if "manifest.json" not in files:
        return {}, "缺少 manifest.json。"
    parts = {}
    for name in sorted(name for name in files if name.endswith(".json")):
        packed = read_packed(files[name]) if name == "scores.json" else None
        try:
            parts[name] = json.loads(files[name]) if packed is None else packed
            is_canonical = packed is not None or canonical(parts[name]).encode() == files[name]
        except (ValueError, RecursionError):
            is_canonical = False
        if not is_canonical:
            return {}, f"文件 {name} 不是规范写法的 JSON，已被改动。"
    return parts, manifest_fault(parts["manifest.json"], files)


def manifest_fault(manifest: Any, files: Mapping[str, bytes]) -> str | None:
    """Compare every file with the hash the manifest gives."""
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        return "不认识的核验包版本（manifest.json/format）。"
    hashes = manifest.get("files")
    if not isinstance(hashes, dict):
        return "manifest.json/files 被改动。"
    if files.get("verify.py", b"") != PROGRAM.read_bytes():
        return "随包的 verify.py 与本版本的不同：被改动，或来自另一版本，请勿运行。"
    return next(differing(files, hashes), None)


def differing(files: Mapping[str, bytes], hashes: Mapping[str, str]) -> Iterator[str]:
    """Name files that are missing, added or changed."""
    for name in sorted(set(hashes) | set(files) - {"manifest.json"}):
        if name not in files:
            yield f"缺少文件 {name}。"
        elif name not in hashes:
            yield f"多出文件 {name}。"
        elif hashlib.sha256(files[name]).hexdigest() != hashes[name]:
            yield f"文件 {name} 被改动。"
