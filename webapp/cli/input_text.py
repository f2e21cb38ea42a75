"""Text that a person hands to a command, as a file or on standard input."""

import sys
from pathlib import Path

from webapp.errors import Unusable

_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (FileNotFoundError, "没有这个文件"),
    (IsADirectoryError, "这是文件夹，不是文件"),
    (PermissionError, "没有读取权限"),
    (UnicodeDecodeError, "不是 UTF-8 编码，请另存为 UTF-8"),
)


def input_text(name: str) -> str:
    """Return the UTF-8 text of a file, or of standard input for ``-``."""
    try:
        return (sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(name, error) from None


def input_bytes(path: Path) -> bytes:
    """Return the content of a file."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(str(path), error) from None


def unreadable(name: str, error: Exception) -> Unusable:
    """Say why a file cannot be read."""
    reason = next((words for kind, words in _REASONS if isinstance(error, kind)), str(error))
    return Unusable("unreadable", "读不了“{name}”：{reason}。", name=name, reason=reason)
