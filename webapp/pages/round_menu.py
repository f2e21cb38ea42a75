"""The pages of one round that a person may open, grouped as the work goes."""

from flask import current_app, url_for
from flask_babel import gettext as _

from webapp.models import Round
from webapp.pages.door import actor
from webapp.pages.next_step import Pages
from webapp.permissions import ROUND_STATES, why_not

# From which state on a page has something to show.
SINCE = {
    "progress.progress_page": "scoring",
    "samples.sample_page": "declaring",
    "panel_room.divergence_page": "locked",
    "extra_reviews.extra_page": "locked",
    "panel_opinions.opinion_page": "locked",
    "rankings.ranking_page": "locked",
    "spot_checks.list_page": "locked",
    "publication.publicity_page": "decided",
    "objections.list_page": "publicity",
    "observation.bundle_page": "locked",
}


def may_open(endpoint: str) -> bool:
    """Tell whether the person's role may open the page at all."""
    action = getattr(current_app.view_functions[endpoint], "asks_for", None)
    return action is not None and why_not(actor(), action) is None


def address_in_round(endpoint: str, code: str) -> str:
    """Return the address of a page of the round; some are of no round, one is asked for it."""
    if endpoint in ("registry.list_page", "observation.ledger_page"):
        return url_for(endpoint)
    return url_for(endpoint, round=code) if endpoint == "declarations.list_page" else url_for(endpoint, code=code)


def round_menu(found: Round) -> list[tuple[str, Pages]]:
    """List the groups that have a page open to this person in this state."""
    place = ROUND_STATES.index(found.state)
    shown = []
    for title, pages in groups():
        is_ready = {one: ROUND_STATES.index(SINCE.get(one, "declaring")) <= place for one, _title in pages}
        kept = tuple((one, name) for one, name in pages if is_ready[one] and may_open(one))
        shown += [(title, kept)] if kept else []
    return shown


def groups() -> tuple[tuple[str, Pages], ...]:
    """Name every page of a round."""
    return (
        (
            _("申报与专家"),
            (
                ("declarations.list_page", _("申报与审查情况")),
                ("experts.panel_page", _("回避、抽取与分派")),
                ("samples.sample_page", _("试评")),
            ),
        ),
        (
            _("评审"),
            (
                ("progress.progress_page", _("评审进度")),
                ("panel_room.divergence_page", _("分歧与复议")),
                ("extra_reviews.extra_page", _("补评")),
                ("panel_opinions.opinion_page", _("专家组意见")),
            ),
        ),
        (
            _("排序与名单"),
            (
                ("rankings.ranking_page", _("排序、把握程度与名单")),
                ("spot_checks.list_page", _("实地抽查")),
                ("publication.publicity_page", _("公示与公布")),
                ("objections.list_page", _("异议登记与处理")),
            ),
        ),
        (
            _("汇报与监督"),
            (
                ("leaders.round_page", _("一页概览")),
                ("meeting.meeting_page", _("会场大屏")),
                ("commitments.commitments_page", _("承诺与公开")),
                ("observation.bundle_page", _("核验包")),
            ),
        ),
    )
