"""Start a rule pack for another region by copying the data files of a known one."""

import re
from collections.abc import Mapping
from pathlib import Path

from rubrics.loading import load_folder, pack_ids, pack_texts
from rubrics.model import Pack
from rubrics.problems import UnknownPackError
from webapp.errors import Refusal, Unusable

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_ID_LINE = re.compile(r"^id:.*$", re.MULTILINE)


def new_pack(folder: Path, origin: str) -> Pack:
    """Write the files into a new or empty folder, with the folder's name as id, and return the pack read back."""
    if not _ID.fullmatch(folder.name):
        template = "文件夹名“{name}”将作为规则包编号，只能用小写字母、数字、“-”和“_”，如 yn-2023。"
        raise Unusable("pack-id", template, name=folder.name)
    try:
        texts = pack_texts(origin)
    except UnknownPackError:
        known = "、".join(pack_ids())
        template = "没有名为“{name}”的规则包；现有：{known}。"
        raise Unusable("unknown-pack", template, name=origin, known=known) from None
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refusal("folder-in-use", "“{folder}”已存在且不是空文件夹，未写入任何内容。", folder=str(folder))
    texts["pack.yaml"] = _ID_LINE.sub(f"id: {folder.name}", texts["pack.yaml"], count=1)
    try:
        _write(folder, texts)
    except OSError as error:
        template = "写不进“{folder}”（{detail}），请换一个位置。"
        raise Refusal("cannot-write", template, folder=str(folder), detail=error.strerror) from error
    return load_folder(folder)


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
