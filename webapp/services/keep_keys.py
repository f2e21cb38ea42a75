"""The keys of an installation, copied apart from its backups: without them no ledger verifies and no number is read."""

import json
import os
from pathlib import Path

from webapp.errors import Refusal, Unusable

KEY_FILES = ("secret", "ledger-key", "field-key")


def copy_keys(folder: Path, target: Path) -> None:
    """Write the keys that lie in the data folder into one file that only its owner may read."""
    keys = {name: (folder / name).read_text(encoding="ascii") for name in KEY_FILES if (folder / name).exists()}
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump(keys, file)
    except OSError as error:
        raise Refusal("cannot-write", "不能写入 {path}：{why}", path=target, why=error.strerror) from error


def put_keys_back(source: Path, folder: Path) -> None:
    """Put the keys into a data folder that has none; keys that are there are never replaced."""
    try:
        keys = json.loads(source.read_text(encoding="ascii"))
        present = [name for name in KEY_FILES if (folder / name).exists()]
        if present:
            template = "数据目录 {folder} 中已有密钥（{names}），没有改动。请恢复到一个空目录。"
            raise Refusal("keys-present", template, folder=folder, names="、".join(present))
        folder.mkdir(parents=True, exist_ok=True)
        for name in KEY_FILES:
            if name in keys:
                handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handle, "w", encoding="ascii") as file:
                    file.write(keys[name])
    except (OSError, ValueError) as error:
        raise Unusable("unreadable", "读不到密钥文件 {path}：{why}", path=source, why=error) from error
