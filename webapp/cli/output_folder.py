"""Files for people: either all of them appear, or none."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from webapp.errors import Refusal


def write_files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write beside, then rename into place; a full disk leaves nothing half-written."""
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            beside = folder / f".{name}.part"
            written.append(beside)
            beside.write_bytes(data)
        return list(settle(folder, files))
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise Refusal(
            "cannot-write",
            "不能写入目录 {folder}（{why}），没有留下半成品。请清理磁盘空间或换一个目录后重试。",
            folder=folder,
            why=error.strerror,
        ) from error


def settle(folder: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    """Give every finished file its name."""
    for name in files:
        os.replace(folder / f".{name}.part", folder / name)
        yield folder / name
