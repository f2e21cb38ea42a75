"""Re-derive a round from its bundle alone: the draw, the plan, the ranking, and the ledger's hashes."""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from io import BytesIO

from webapp.errors import Unusable
from webapp.services.build_bundle import FORMAT, PROGRAM
from webapp.services.record_act import canonical
from webapp.services.replay_assignment import check_plan, check_substitutions
from webapp.services.replay_binding import check_binding, check_head, check_ledger_entries, check_title
from webapp.services.replay_bundle import (
    Each,
    Parts,
    check_decision,
    check_draw,
    check_rankings,
    check_scores,
    check_seed,
    check_settings,
    faults_of_rankings,
    first_fault,
)
from webapp.services.replay_checkpoints import check_checkpoints, check_key
from webapp.services.replay_commitments import check_commitments

LARGEST = 256 * 1024 * 1024
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

    `head` is the round's code and `public_key` that of the installation, both kept elsewhere. `each` ranks again by
    every method: one after the other, or as an executor does.
    """
    files = read_files(data)
    manifest_fault = check_manifest(files)
    lines = [CheckedLine("文件完整，未被改动", manifest_fault)]
    if manifest_fault is None:
        parts = {name: json.loads(content) for name, content in files.items() if name.endswith(".json")}
        again: dict[Callable[..., str | None], Checked] = {check_rankings: begun_rankings(parts, each)}
        lines += [CheckedLine(title, told(again.get(check, check), parts)) for title, check in CHECKS]
        if head is not None:
            lines.append(CheckedLine("与另行保存的核验码一致", told(partial(check_head, head=head), parts)))
        if public_key is not None:
            check = partial(check_key, public_key=public_key)
            lines.append(CheckedLine("检查点由公布的公钥签名", told(check, parts)))
    return tuple(lines)


def begun_rankings(parts: Parts, each: Each) -> Checked:
    """Let an executor rank again beside the other checks; the check that is returned tells what came of it."""
    try:
        faults = faults_of_rankings(parts, each)
    except Exception:  # the check meets it again and tells it in its line
        return check_rankings
    return lambda _parts: first_fault(faults)


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
                raise Unusable("bundle-too-large", "核验包解压后超过 256 MB，已拒绝。")
            files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
            if len(files) < len(archive.infolist()):
                raise Unusable("file-twice", "核验包里有重名的文件，已拒绝。")
            return files
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, EOFError, ValueError) as error:
        raise Unusable("not-a-bundle", "这不是核验包，或文件已损坏：{why}", why=error) from error


def check_manifest(files: Mapping[str, bytes]) -> str | None:
    """Compare every file with the hash the manifest gives; each must be JSON in the one canonical form."""
    if "manifest.json" not in files:
        return "缺少 manifest.json。"
    for name in sorted(files):
        if name.endswith(".json") and not is_canonical(files[name]):
            return f"文件 {name} 不是规范写法的 JSON，已被改动。"
    manifest = json.loads(files["manifest.json"])
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        return "不认识的核验包版本（manifest.json/format）。"
    hashes = manifest.get("files")
    if not isinstance(hashes, dict):
        return "manifest.json/files 被改动。"
    if files.get("verify.py", b"") != PROGRAM.read_bytes():
        return "随包的 verify.py 与本版本的不同：被改动，或来自另一版本，请勿运行。"
    return next(differing(files, hashes), None)


def is_canonical(content: bytes) -> bool:
    """Whether the bytes are the only ones that say this."""
    try:
        return canonical(json.loads(content)).encode() == content
    except (ValueError, RecursionError):
        return False


def differing(files: Mapping[str, bytes], hashes: Mapping[str, str]) -> Iterator[str]:
    """Name files that are missing, added or changed."""
    for name in sorted(set(hashes) | set(files) - {"manifest.json"}):
        if name not in files:
            yield f"缺少文件 {name}。"
        elif name not in hashes:
            yield f"多出文件 {name}。"
        elif hashlib.sha256(files[name]).hexdigest() != hashes[name]:
            yield f"文件 {name} 被改动。"
