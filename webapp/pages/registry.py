"""The registry: recognised clusters as a list, one cluster with its years, what is due by whom, earlier batches."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.forms.cluster_acts import optional_day, read_day
from webapp.pages.door import actor, asking, guards, now, today, writing
from webapp.pages.timeline_picture import draw_timeline
from webapp.permissions import Action
from webapp.services.cluster_desk import cluster_desk, seen_cluster
from webapp.services.describe_pack import list_packs
from webapp.services.enter_known_cluster import KnownCluster, enter_known_cluster
from webapp.services.list_dues import list_dues
from webapp.services.list_registry import list_registry, registry_choices
from webapp.services.operator_accounts import operator_account
from webapp.services.report_figures import report_rows
from webapp.services.settle_expiry import settle_expiry

pages = Blueprint("registry", __name__, url_prefix="/registry")
SEARCH = ("words", "city", "industry", "pack_id", "order")


def search_of() -> dict[str, str]:
    """Return what the address asks for."""
    return {name: request.args[name].strip() for name in SEARCH if request.args.get(name)}


@pages.get("/")
@guards(Action.SEE_REGISTRY)
def list_page() -> ResponseReturnValue:
    """List the clusters this person may know of."""
    with asking() as session:
        state = request.args.get("state", "")
        lines = list_registry(session, actor=actor(), today=today(), state=state, search=search_of())
        choices = registry_choices(session, actor())
    return render_template("registry/list.html", lines=lines, choices=choices, asked=request.args)


@pages.get("/<int:cluster_id>")
@guards(Action.SEE_REGISTRY)
def show_page(cluster_id: int) -> ResponseReturnValue:
    """Show one cluster, its years and what may be done now."""
    with asking() as session:
        desk = cluster_desk(session, actor=actor(), cluster_id=cluster_id, today=today())
    picture = draw_timeline(desk.years, today())
    return render_template("registry/show.html", desk=desk, cluster=desk.cluster, today=today(), picture=picture)


@pages.get("/<int:cluster_id>/reports/<int:year>")
@guards(Action.SEE_REGISTRY)
def report_page(cluster_id: int, year: int) -> ResponseReturnValue:
    """Show a yearly report, or the form to fill it."""
    with asking() as session:
        desk = cluster_desk(session, actor=actor(), cluster_id=cluster_id, today=today())
        rows = report_rows(session, desk.cluster, year)
    report = desk.file.report_of(year)
    return render_template(
        "registry/report.html", desk=desk, cluster=desk.cluster, year=year, rows=rows, report=report, today=today()
    )


@pages.get("/due")
@guards(Action.SEE_REGISTRY)
def due_page() -> ResponseReturnValue:
    """Show what is due by whom until a day."""
    until = optional_day(request.args, "until", _("截止日期")) or date(today().year, 12, 31)
    as_of = optional_day(request.args, "as_of", _("基准日期")) or today()
    with asking() as session:
        lines = list_dues(session, actor=actor(), today=as_of, until=until)
    return render_template("registry/due.html", lines=lines, until=until, as_of=as_of)


@pages.post("/settle")
@guards(Action.SETTLE_EXPIRY)
def settle_act() -> ResponseReturnValue:
    """Record every validity that ran out."""
    with writing() as session:
        ended = settle_expiry(session, actor=actor(), today=today(), now=now())
    flash(_("已办理有效期满 %(n)s 个。", n=len(ended)))
    return redirect(url_for("registry.list_page"))


@pages.get("/enter")
@guards(Action.ENTER_REGISTRY)
def enter_page() -> ResponseReturnValue:
    """Ask for a cluster of an earlier batch."""
    return render_template("registry/enter.html", packs=list_packs())


@pages.post("/enter")
@guards(Action.ENTER_REGISTRY)
def enter_act() -> ResponseReturnValue:
    """Enter a cluster of an earlier batch."""
    form = request.form
    texts = {name: form.get(name, "") for name in ("name", "city", "county", "operator", "industry", "certificate")}
    known = KnownCluster(
        pack_id=form.get("pack_id", ""), announced_on=read_day(form, "announced_on", _("公布日期")), **texts
    )
    with writing() as session:
        account_id = operator_account(session, form.get("login", ""))
        entered = enter_known_cluster(
            session, actor=actor(), known=known, today=today(), now=now(), operator_account_id=account_id
        )
        cluster_id = seen_cluster(session, actor(), entered.id).id
    flash(_("已登记。"))
    return redirect(url_for("registry.show_page", cluster_id=cluster_id))
