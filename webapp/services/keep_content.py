"""Contents of files, found by their hash: written whole or not at all, synced before anybody relies on them."""

import os
import tempfile
from pathlib import Path

from webapp.errors import NotFound, Refusal


def content_path(folder: Path, sha256: str) -> Path:
    """Return where a content lies."""
    return folder / "evidence" / sha256[:2] / sha256


def keep_content(folder: Path, sha256: str, data: bytes) -> None:
    """Write a content unless it is there; a reader never sees half of it."""
    path = content_path(folder, sha256)
    if path.exists():
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
    except OSError as error:
        template = "佐证材料没有保存（{why}）：请清理磁盘空间或检查数据目录后重新上传。"
        raise Refusal("disk-full", template, why=error.strerror or str(error)) from error


def sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_content(folder: Path, sha256: str) -> bytes:
    """Read a content back."""
    try:
        return content_path(folder, sha256).read_bytes()
    except FileNotFoundError as error:
        raise NotFound("content-gone", "这份佐证材料的文件不在数据目录中，请联系系统管理员从备份恢复。") from error


def drop_content(folder: Path, sha256: str) -> None:
    """Remove a content that nothing refers to any more."""
    content_path(folder, sha256).unlink(missing_ok=True)
