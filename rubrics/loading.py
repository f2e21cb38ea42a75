"""A pack by its id or from a folder: the one door to rule packs."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from rubrics.model import Pack
from rubrics.pack_files import PACK_FILES, pack_ids, pack_texts
from rubrics.pack_reading import read_pack
from rubrics.problems import PackProblemsError, Problem, UnknownPackError
from rubrics.yaml_text import MAX_CHARS

__all__ = ["PACK_FILES", "load_folder", "load_pack", "open_pack", "pack_ids", "pack_texts", "read_pack"]


@lru_cache(maxsize=32)
def load_pack(pack_id: str) -> Pack:
    """Return a pack that comes with the product; read once, then remembered.

    Raises
    ------
    UnknownPackError
        No pack has this id.
    PackProblemsError
        The pack's files hold problems.

    Examples
    --------
    >>> load_pack("nm-2023").region
    '内蒙古自治区'
    """
    return read_pack(pack_texts(pack_id))


def open_pack(name: str) -> Pack:
    """Return the pack named by an id, or by the path of a folder.

    A name with a path separator, or of an existing folder that is no pack's id, is read as a folder.

    Raises
    ------
    UnknownPackError
        Neither an id nor a folder.
    PackProblemsError
        The files hold problems.

    Examples
    --------
    >>> open_pack("nx-2023").id
    'nx-2023'
    """
    if name in pack_ids():
        return load_pack(name)
    folder = Path(name)
    if not folder.is_dir():
        raise UnknownPackError(name)
    return load_folder(folder)


def load_folder(folder: Path) -> Pack:
    """Return the pack whose files lie in a folder.

    Only the five files of a pack are read; each at most one million characters of UTF-8.

    Raises
    ------
    PackProblemsError
        The folder's files hold problems; all of them are listed.

    Examples
    --------
    >>> from importlib import resources
    >>> load_folder(Path(str(resources.files("rubrics") / "packs" / "nm-2023"))).id
    'nm-2023'
    """
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.y*ml")):
        try:
            if path.stat().st_size > 4 * MAX_CHARS:
                problems.append(Problem(path.name, "too_large", "文件超过 100 万字，请拆小。"))
            else:
                texts[path.name] = path.read_text("utf-8-sig")
        except UnicodeDecodeError:
            problems.append(Problem(path.name, "not_utf8", "文件不是 UTF-8 编码，请另存为 UTF-8。"))
        except OSError:
            problems.append(
                Problem(path.name, "unreadable", "无法读取这个文件，请检查它是否为普通文件、有无读取权限。")
            )
    if problems:
        raise PackProblemsError(tuple(problems))
    return read_pack(texts)
