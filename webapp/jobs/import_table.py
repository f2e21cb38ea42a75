"""The import of a long table of declarations: every cell is read first, then all is stored or nothing."""

from typing import Any

from sqlalchemy.orm import Session

from webapp.database import reading
from webapp.errors import NotFound, Problem, ProblemsFound
from webapp.imports.declaration_table import import_declaration_table
from webapp.jobs.kind import Kind, Outcome, Task
from webapp.queries import jobs, rounds
from webapp.services.describe_pack import pack_for_page
from webapp.services.import_declarations import import_declarations

MOST_LISTED = 200


def read_table(task: Task) -> tuple[str, list[Any]]:
    """Read the table that came with the job; mistakes are listed by their cells."""
    with reading(task.engine) as session:
        found = rounds.round_by_id(session, task.round_id)
        file = jobs.file_of_job(session, task.job_id, "input")
    if file is None:
        raise NotFound("file-gone", "随任务提交的文件已过保存期，请重新上传。")
    table = import_declaration_table(file.content, file.filename, pack_for_page(found.pack_id).form, task.report)
    if table.all_problems:
        listed = tuple(
            Problem(f"{one.sheet} {one.cell}", one.code, "{text}", {"text": one.message})
            for one in table.all_problems[:MOST_LISTED]
        )
        raise ProblemsFound("table-wrong", listed)
    return file.filename, [one.fields for one in table.declarations]


def store_declarations(session: Session, task: Task, read: tuple[str, list[Any]]) -> Outcome:
    """Store all of them."""
    filename, answers = read
    numbers = import_declarations(
        session,
        actor=task.actor,
        found=rounds.round_by_id(session, task.round_id),
        answers=answers,
        source=filename,
        is_submitted=bool(task.arguments.get("submit")),
        now=task.now,
        progress=lambda _stage, done, total: task.report(done, total),
    )
    return Outcome({"declarations": len(numbers), "first": numbers[0], "last": numbers[-1]})


IMPORT_TABLE = Kind(read_table, store_declarations)
