"""The files of the packs that come with the product."""

from __future__ import annotations

from importlib import resources

from rubrics.problems import UnknownPackError

PACK_FILES = ("pack.yaml", "form.yaml", "conditions.yaml", "rubric.yaml", "procedure.yaml")


def pack_ids() -> tuple[str, ...]:
    """Return the ids of the packs that come with the product, sorted.

    Examples
    --------
    >>> "nm-2023" in pack_ids()
    True
    """
    folders = (resources.files("rubrics") / "packs").iterdir()
    return tuple(sorted(folder.name for folder in folders if (folder / "pack.yaml").is_file()))


def pack_texts(pack_id: str) -> dict[str, str]:
    """Return the files of a pack that comes with the product: file name → text.

    Raises
    ------
    UnknownPackError
        No pack has this id.

    Examples
    --------
    >>> sorted(pack_texts("nm-2023")) == sorted(PACK_FILES)
    True
    """
    if pack_id not in pack_ids():
        raise UnknownPackError(pack_id)
    folder = resources.files("rubrics") / "packs" / pack_id
    return {name: (folder / name).read_text("utf-8") for name in PACK_FILES if (folder / name).is_file()}
