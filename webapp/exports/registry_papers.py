"""The papers and lists of the registry by name, the same for page, interface and command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from webapp.errors import NotFound
from webapp.exports.document import Document, Imprint
from webapp.exports.due_list import DueList, DueRow, due_list
from webapp.exports.registry_documents import annual_paper, change_paper, re_review_paper, revocation_paper
from webapp.exports.registry_lists import national_list, pool_list, registry_list
from webapp.exports.rendering import KINDS, MEDIA_TYPES, Kind, render
from webapp.exports.round_documents import MadeFile, Printing
from webapp.models import Cluster
from webapp.permissions import Action, Actor, require
from webapp.queries import cluster_files, national_lists, pool_entries
from webapp.services.cluster_desk import seen_cluster
from webapp.services.cluster_dues import dues_of
from webapp.services.list_dues import list_dues
from webapp.services.list_registry import list_registry
from webapp.services.report_figures import report_rows
from webapp.services.then_and_now import then_and_now

NO_PAPER = "没有这份文书，或您无权查看。"


@dataclass(frozen=True)
class Reader:
    """Who wants a paper, when, and how it is printed."""

    session: Session
    actor: Actor
    today: date
    printing: Printing


Paper = tuple[Document, str]


def annual(reader: Reader, cluster: Cluster, year: int) -> Paper:
    """年度发展情况表."""
    report = cluster_files.file_of(reader.session, cluster.id).report_of(year)
    if report is None:
        raise NotFound("no-paper", NO_PAPER)
    rows = report_rows(reader.session, cluster, year)
    return annual_paper(cluster, report, rows, reader.printing), f"{cluster.certificate}-{year}年度发展情况表"


def change(reader: Reader, cluster: Cluster, change_id: int) -> Paper:
    """变更备案表."""
    one = cluster_files.change_by_id(reader.session, cluster.id, change_id)
    return change_paper(cluster, one, reader.printing), f"{cluster.certificate}-变更备案表"


def re_review(reader: Reader, cluster: Cluster, re_review_id: int) -> Paper:
    """复核意见."""
    one = cluster_files.re_review_by_id(reader.session, cluster.id, re_review_id)
    pairs = then_and_now(reader.session, cluster, one).findings
    file = cluster_files.file_of(reader.session, cluster.id)
    dues = dues_of(cluster, file, today=reader.today, until=one.decided_on or reader.today)
    return re_review_paper(cluster, one, pairs, dues, reader.printing), f"{cluster.certificate}-复核意见"


def revocation(reader: Reader, cluster: Cluster, case_id: int) -> Paper:
    """撤销事项审批表."""
    case = cluster_files.case_by_id(reader.session, cluster.id, case_id)
    return revocation_paper(cluster, case, reader.printing), f"{case.number}-撤销事项审批表"


CLUSTER_PAPERS: Mapping[str, Callable[[Reader, Cluster, int], Paper]] = {
    "reports": annual,
    "changes": change,
    "re-reviews": re_review,
    "revocation": revocation,
}


def cluster_paper(reader: Reader, cluster_id: int, name: str, number: int) -> Paper:
    """Make one paper of a cluster this person may know of; ``number`` is a year for a report, else the row's."""
    if name not in CLUSTER_PAPERS:
        raise NotFound("no-paper", NO_PAPER)
    return CLUSTER_PAPERS[name](reader, seen_cluster(reader.session, reader.actor, cluster_id), number)


def clusters_list(reader: Reader) -> Paper:
    """特色产业集群名录."""
    lines = list_registry(reader.session, actor=reader.actor, today=reader.today)
    return registry_list(lines, reader.today, imprint(reader)), "特色产业集群名录"


def dues_list(reader: Reader, as_of: date, until: date) -> Paper:
    """到期事项清单: what is open on a day and falls due by another; the year-end view."""
    lines = list_dues(reader.session, actor=reader.actor, today=as_of, until=until)
    rows = tuple(
        DueRow(
            one.due.due_on,
            one.who,
            one.due.title,
            one.cluster.name,
            one.cluster.city,
            one.cluster.certificate,
            one.due.status,
            one.due.is_provisional,
        )
        for one in lines
    )
    return due_list(DueList(as_of, until, rows, imprint(reader))), f"到期事项-{until}"


def recommended_list(reader: Reader, pack_id: str, year: int) -> Paper:
    """推荐申报国家级名单."""
    require(reader.actor, Action.SEE_NATIONAL_LIST)
    listed = national_lists.list_of_year(reader.session, pack_id, year)
    return national_list(listed, year, imprint(reader)), f"{year}年度推荐国家级名单"


def cultivated_list(reader: Reader, pack_id: str) -> Paper:
    """集群培育库名单."""
    require(reader.actor, Action.SEE_POOL_OF_CLUSTERS)
    entries = pool_entries.entries_of(reader.session, reader.actor, pack_id)
    return pool_list(entries, imprint(reader)), "集群培育库名单"


def imprint(reader: Reader) -> Imprint:
    """Say when and by whom a list was printed."""
    return Imprint(reader.printing.at, reader.printing.operator, "集群名录")


def paper_file(paper: Paper, kind: str, font_folders: tuple[Path, ...]) -> MadeFile:
    """Render a paper as a kind that is known."""
    document, name = paper
    chosen: Kind | None = next((one for one in KINDS if one == kind), None)
    if chosen is None:
        raise NotFound("no-paper", NO_PAPER)
    return MadeFile(render(document, chosen, font_folders), MEDIA_TYPES[chosen], f"{name}.{chosen}")
