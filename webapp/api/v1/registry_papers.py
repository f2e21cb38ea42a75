"""Everything kept of a cluster, and the papers and lists of the registry as files."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from webapp.api.answers import Answer
from webapp.api.asked import Asked, Made
from webapp.api.resources import Resource
from webapp.exports import registry_papers as papers
from webapp.exports.registry_papers import Paper, Reader
from webapp.exports.round_documents import Printing
from webapp.permissions import Action
from webapp.queries import cluster_files
from webapp.services.cluster_desk import seen_cluster

resource = Resource("registry_papers")
ONE = "/clusters/<int:cluster_id>"


class ReportLine(Answer):
    """A yearly report as it stands to its deadline."""

    year: int
    due_on: date
    is_provisional: bool
    handed_in_on: date | None
    reported_on: date | None
    result: str | None
    reason: str
    figures: dict[str, str]
    texts: dict[str, str]


class ChangeLine(Answer):
    """A change as it stands to its deadline."""

    id: int
    kind: str
    changed_on: date
    before: str
    after: str
    due_on: date
    is_provisional: bool
    filed_on: date | None
    result: str | None


class IncidentLine(Answer):
    """An incident."""

    id: int
    happened_on: date
    text: str
    evidence: str


class ReReviewLine(Answer):
    """A re-review from application or opening to its outcome."""

    id: int
    applied_on: date | None
    opened_on: date | None
    old_expiry: date
    new_expiry: date | None
    outcome: str | None
    decided_on: date | None
    reason: str


class CaseLine(Answer):
    """A revocation case."""

    id: int
    number: str
    ground: int
    article: str
    facts: str
    evidence: str
    opened_on: date
    statement: str
    stated_on: date | None
    outcome: str | None
    reason: str
    decided_on: date | None


class StepLine(Answer):
    """A step as it was taken."""

    step: str
    source: str
    target: str
    article: str
    taken_on: date
    text: str
    at: datetime


class FileLine(Answer):
    """A file of an incident, a charge or a statement."""

    id: int
    side: str
    incident_id: int | None
    case_id: int | None
    filename: str
    size: int
    sha256: str
    at: datetime


class FileAnswer(Answer):
    """Everything kept of one cluster, each kind oldest first."""

    reports: list[ReportLine]
    changes: list[ChangeLine]
    incidents: list[IncidentLine]
    re_reviews: list[ReReviewLine]
    cases: list[CaseLine]
    steps: list[StepLine]
    evidence: list[FileLine]


LINES: Mapping[str, type[Answer]] = {
    "reports": ReportLine,
    "changes": ChangeLine,
    "incidents": IncidentLine,
    "re_reviews": ReReviewLine,
    "cases": CaseLine,
    "steps": StepLine,
    "evidence": FileLine,
}


@resource.read(f"{ONE}/file", Action.SEE_REGISTRY)
def show_answer(asked: Asked, cluster_id: int) -> FileAnswer:
    """Show everything kept of one cluster, with the numbers its acts are addressed by."""
    cluster = seen_cluster(asked.session, asked.actor, cluster_id)
    kept = cluster_files.file_of(asked.session, cluster.id)
    return FileAnswer.model_validate({name: shown(line, getattr(kept, name)) for name, line in LINES.items()})


def shown(line: type[Answer], rows: Sequence[Any]) -> list[Answer]:
    """Show the rows of one kind."""
    return [line.of(one) for one in rows]


@resource.read(f"{ONE}/papers/<name>/<int:row_number>.<kind>", Action.SEE_REGISTRY)
def cluster_file(asked: Asked, cluster_id: int, name: str, row_number: int, kind: str) -> Made:
    """Hand out a paper: reports (by year), changes, re-reviews, revocation; as docx, pdf or xlsx."""
    return made(asked, lambda reader: papers.cluster_paper(reader, cluster_id, name, row_number), kind)


@resource.read("/clusters.<kind>", Action.SEE_REGISTRY)
def clusters_file(asked: Asked, kind: str) -> Made:
    """Hand out the registry as a table."""
    return made(asked, papers.clusters_list, kind)


@resource.read("/dues/<int:year>.<kind>", Action.SEE_REGISTRY)
def dues_file(asked: Asked, year: int, kind: str) -> Made:
    """Hand out what is due by whom until the end of a year."""
    until = date(min(max(year, date.min.year), date.max.year), 12, 31)
    return made(asked, lambda reader: papers.dues_list(reader, asked.today, until), kind)


@resource.read("/regions/<pack_id>/national/<int:year>.<kind>", Action.SEE_NATIONAL_LIST)
def national_file(asked: Asked, pack_id: str, year: int, kind: str) -> Made:
    """Hand out a year's list of clusters recommended to the national level."""
    return made(asked, lambda reader: papers.recommended_list(reader, pack_id, year), kind)


@resource.read("/regions/<pack_id>/pool.<kind>", Action.SEE_POOL_OF_CLUSTERS)
def pool_file(asked: Asked, pack_id: str, kind: str) -> Made:
    """Hand out the cultivation pool."""
    return made(asked, lambda reader: papers.cultivated_list(reader, pack_id), kind)


def made(asked: Asked, make: Callable[[Reader], Paper], kind: str) -> Made:
    """Print for whoever asks."""
    printing = Printing(asked.now.astimezone(asked.settings.time_zone), asked.actor.name)
    paper = make(Reader(asked.session, asked.actor, asked.today, printing))
    file = papers.paper_file(paper, kind, (asked.settings.font_folder,))
    return Made(file.data, file.media_type, file.filename)
