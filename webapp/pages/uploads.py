"""An uploaded file as bytes and a name, and its mistakes by place."""

from collections.abc import Sequence

from flask import request

from webapp.errors import Problem, Refusal
from webapp.imports.imported_declaration import CellProblem


def uploaded(field: str) -> tuple[bytes, str]:
    """Return the bytes and the name of the file, or say that none was chosen."""
    file = request.files.get(field)
    if file is None or not file.filename:
        raise Refusal("no-file", "请先选择要上传的文件。")
    return file.read(), file.filename


def as_problems(problems: Sequence[CellProblem]) -> tuple[Problem, ...]:
    """Name the place of each problem as people do: sheet, row and column."""
    places = [f"{one.sheet} {one.cell}".strip() for one in problems]
    return tuple(
        Problem(place, one.code, one.message_template, one.message_values)
        for place, one in zip(places, problems, strict=True)
    )
