"""A document of a large round, made beside the desk and fetched when it is ready."""

from sqlalchemy.orm import Session

from webapp.errors import NotFound
from webapp.exports.round_documents import DOCUMENTS, Printing, make_file
from webapp.jobs.kind import Kind, Outcome, Task, nothing_to_prepare
from webapp.queries import rounds
from webapp.services.queue_job import Handed
from webapp.services.result_of_round import read_result


def store_document(session: Session, task: Task, _prepared: None) -> Outcome:
    """Read the result, note the reading and make the document."""
    name, kind = str(task.arguments["name"]), task.arguments["kind"]
    if name not in DOCUMENTS or kind not in DOCUMENTS[name].kinds:
        raise NotFound("no-document", "没有这种文件。")
    found = rounds.round_by_id(session, task.round_id)
    result = read_result(session, actor=task.actor, found=found, purpose=f"{name}.{kind}", now=task.now)
    printing = Printing(task.now.astimezone(task.settings.time_zone), task.actor.name)
    made = make_file(result, name, kind, printing, (task.settings.font_folder,))
    return Outcome({}, Handed(made.filename, made.media_type, made.data))


EXPORT_DOCUMENT = Kind(nothing_to_prepare, store_document)
