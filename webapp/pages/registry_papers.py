"""The papers of the registry to download: yearly table, change, re-review, revocation, and the lists as tables."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

from flask import Blueprint, Response, request, send_file
from flask.typing import ResponseReturnValue

from webapp.exports import registry_papers as papers
from webapp.exports.registry_papers import Paper, Reader
from webapp.exports.round_documents import Printing
from webapp.forms.cluster_acts import optional_day
from webapp.pages.door import actor, asking, guards, now, settings, today
from webapp.permissions import Action

pages = Blueprint("registry_papers", __name__, url_prefix="/registry")


def printing() -> Printing:
    """Say who prints now, in the department's time."""
    return Printing(now().astimezone(settings().time_zone), actor().name)


def sent(make: Callable[[Reader], Paper], kind: str) -> Response:
    """Send what is made for this reader as a file of a kind that is known."""
    with asking() as session:
        paper = make(Reader(session, actor(), today(), printing()))
    file = papers.paper_file(paper, kind, (settings().font_folder,))
    return send_file(BytesIO(file.data), file.media_type, as_attachment=True, download_name=file.filename)


@pages.get("/<int:cluster_id>/reports/<int:year>.<kind>")
@guards(Action.SEE_REGISTRY)
def annual_file(cluster_id: int, year: int, kind: str) -> ResponseReturnValue:
    """Hand out 年度发展情况表."""
    return sent(lambda reader: papers.cluster_paper(reader, cluster_id, "reports", year), kind)


@pages.get("/<int:cluster_id>/changes/<int:change_id>.<kind>")
@guards(Action.SEE_REGISTRY)
def change_file(cluster_id: int, change_id: int, kind: str) -> ResponseReturnValue:
    """Hand out 变更备案表."""
    return sent(lambda reader: papers.cluster_paper(reader, cluster_id, "changes", change_id), kind)


@pages.get("/<int:cluster_id>/re-reviews/<int:re_review_id>.<kind>")
@guards(Action.SEE_REGISTRY)
def re_review_file(cluster_id: int, re_review_id: int, kind: str) -> ResponseReturnValue:
    """Hand out 复核意见."""
    return sent(lambda reader: papers.cluster_paper(reader, cluster_id, "re-reviews", re_review_id), kind)


@pages.get("/<int:cluster_id>/revocation/<int:case_id>.<kind>")
@guards(Action.SEE_REGISTRY)
def revocation_file(cluster_id: int, case_id: int, kind: str) -> ResponseReturnValue:
    """Hand out 撤销事项审批表."""
    return sent(lambda reader: papers.cluster_paper(reader, cluster_id, "revocation", case_id), kind)


@pages.get("/list.<kind>")
@guards(Action.SEE_REGISTRY)
def list_file(kind: str) -> ResponseReturnValue:
    """Hand out 名录."""
    return sent(papers.clusters_list, kind)


@pages.get("/due.<kind>")
@guards(Action.SEE_REGISTRY)
def due_file(kind: str) -> ResponseReturnValue:
    """Hand out 到期事项清单."""
    until = optional_day(request.args, "until", "截止日期") or date(today().year, 12, 31)
    as_of = optional_day(request.args, "as_of", "基准日期") or today()
    return sent(lambda reader: papers.dues_list(reader, as_of, until), kind)


@pages.get("/national/<pack_id>/<int:year>.<kind>")
@guards(Action.SEE_NATIONAL_LIST)
def national_file(pack_id: str, year: int, kind: str) -> ResponseReturnValue:
    """Hand out 推荐申报国家级名单."""
    return sent(lambda reader: papers.recommended_list(reader, pack_id, year), kind)


@pages.get("/pool/<pack_id>.<kind>")
@guards(Action.SEE_POOL_OF_CLUSTERS)
def pool_file(pack_id: str, kind: str) -> ResponseReturnValue:
    """Hand out 培育库名单."""
    return sent(lambda reader: papers.cultivated_list(reader, pack_id), kind)
