"""The papers of the registry to download: yearly table, change, re-review, revocation, and the lists as tables."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from flask import Blueprint, Response, request, send_file
from flask.typing import ResponseReturnValue

from webapp.errors import NotFound
from webapp.exports.document import Document, Imprint
from webapp.exports.due_list import DueList, DueRow, due_list
from webapp.exports.registry_documents import annual_paper, change_paper, re_review_paper, revocation_paper
from webapp.exports.registry_lists import national_list, pool_list, registry_list
from webapp.exports.rendering import KINDS, MEDIA_TYPES, Kind, render_together
from webapp.exports.round_documents import Printing
from webapp.forms.cluster_acts import optional_day
from webapp.pages.door import actor, asking, guards, now, settings, today
from webapp.permissions import Action
from webapp.queries import cluster_files, national_lists, pool_entries
from webapp.services.cluster_desk import seen_cluster
from webapp.services.cluster_dues import dues_of
from webapp.services.list_dues import list_dues
from webapp.services.list_registry import list_registry
from webapp.services.report_figures import report_rows
from webapp.services.then_and_now import then_and_now

pages = Blueprint("registry_papers", __name__, url_prefix="/registry")
NO_PAPER = "没有这份文书，或您无权查看。"


def printing() -> Printing:
    """Say who prints now, in the department's time."""
    return Printing(now().astimezone(settings().time_zone), actor().name)


def sent(documents: Sequence[Document], name: str, kind: str) -> Response:
    """Send documents as one file of a kind that is known."""
    chosen: Kind | None = next((one for one in KINDS if one == kind), None)
    if chosen is None:
        raise NotFound("no-paper", NO_PAPER)
    data = render_together(documents, chosen, (settings().font_folder,))
    return send_file(BytesIO(data), MEDIA_TYPES[chosen], as_attachment=True, download_name=f"{name}.{chosen}")


@pages.get("/<int:cluster_id>/reports/<int:year>.<kind>")
@guards(Action.SEE_REGISTRY)
def annual_file(cluster_id: int, year: int, kind: str) -> ResponseReturnValue:
    """Hand out 年度发展情况表."""
    with asking() as session:
        cluster = seen_cluster(session, actor(), cluster_id)
        report = cluster_files.file_of(session, cluster.id).report_of(year)
        if report is None:
            raise NotFound("no-paper", NO_PAPER)
        paper = annual_paper(cluster, report, report_rows(session, cluster, year), printing())
    return sent((paper,), f"{cluster.certificate}-{year}年度发展情况表", kind)


@pages.get("/<int:cluster_id>/changes/<int:change_id>.<kind>")
@guards(Action.SEE_REGISTRY)
def change_file(cluster_id: int, change_id: int, kind: str) -> ResponseReturnValue:
    """Hand out 变更备案表."""
    with asking() as session:
        cluster = seen_cluster(session, actor(), cluster_id)
        paper = change_paper(cluster, cluster_files.change_by_id(session, cluster.id, change_id), printing())
    return sent((paper,), f"{cluster.certificate}-变更备案表", kind)


@pages.get("/<int:cluster_id>/re-reviews/<int:re_review_id>.<kind>")
@guards(Action.SEE_REGISTRY)
def re_review_file(cluster_id: int, re_review_id: int, kind: str) -> ResponseReturnValue:
    """Hand out 复核意见."""
    with asking() as session:
        cluster = seen_cluster(session, actor(), cluster_id)
        one = cluster_files.re_review_by_id(session, cluster.id, re_review_id)
        pairs = then_and_now(session, cluster, one).findings
        file = cluster_files.file_of(session, cluster.id)
        dues = dues_of(cluster, file, today=today(), until=one.decided_on or today())
        paper = re_review_paper(cluster, one, pairs, dues, printing())
    return sent((paper,), f"{cluster.certificate}-复核意见", kind)


@pages.get("/<int:cluster_id>/revocation/<int:case_id>.<kind>")
@guards(Action.SEE_REGISTRY)
def revocation_file(cluster_id: int, case_id: int, kind: str) -> ResponseReturnValue:
    """Hand out 撤销事项审批表."""
    with asking() as session:
        cluster = seen_cluster(session, actor(), cluster_id)
        case = cluster_files.case_by_id(session, cluster.id, case_id)
        paper = revocation_paper(cluster, case, printing())
    return sent((paper,), f"{case.number}-撤销事项审批表", kind)


@pages.get("/list.<kind>")
@guards(Action.SEE_REGISTRY)
def list_file(kind: str) -> ResponseReturnValue:
    """Hand out 名录."""
    with asking() as session:
        lines = list_registry(session, actor=actor(), today=today())
    return sent((registry_list(lines, today(), lists_imprint()),), "特色产业集群名录", kind)


@pages.get("/due.<kind>")
@guards(Action.SEE_REGISTRY)
def due_file(kind: str) -> ResponseReturnValue:
    """Hand out 到期事项清单."""
    until = optional_day(request.args, "until", "截止日期") or date(today().year, 12, 31)
    as_of = optional_day(request.args, "as_of", "基准日期") or today()
    with asking() as session:
        lines = list_dues(session, actor=actor(), today=as_of, until=until)
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
    return sent((due_list(DueList(as_of, until, rows, lists_imprint())),), f"到期事项-{until}", kind)


@pages.get("/national/<pack_id>/<int:year>.<kind>")
@guards(Action.SEE_NATIONAL_LIST)
def national_file(pack_id: str, year: int, kind: str) -> ResponseReturnValue:
    """Hand out 推荐申报国家级名单."""
    with asking() as session:
        listed = national_lists.list_of_year(session, pack_id, year)
    return sent((national_list(listed, year, lists_imprint()),), f"{year}年度推荐国家级名单", kind)


@pages.get("/pool/<pack_id>.<kind>")
@guards(Action.SEE_POOL_OF_CLUSTERS)
def pool_file(pack_id: str, kind: str) -> ResponseReturnValue:
    """Hand out 培育库名单."""
    with asking() as session:
        entries = pool_entries.entries_of(session, actor(), pack_id)
    return sent((pool_list(entries, lists_imprint()),), "集群培育库名单", kind)


def lists_imprint() -> Imprint:
    """Say when and by whom a list was printed."""
    who = printing()
    return Imprint(who.at, who.operator, "集群名录")
