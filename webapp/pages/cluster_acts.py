"""Acts on one recognised cluster: reports, changes, incidents, re-review, revocation."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.forms.chosen_numbers import row_number
from webapp.forms.cluster_acts import optional_day, read_day
from webapp.pages.door import actor, guards, now, today, writing
from webapp.permissions import Action
from webapp.queries import cluster_files
from webapp.services.apply_for_re_review import apply_for_re_review, forward_re_review
from webapp.services.cluster_desk import seen_cluster
from webapp.services.decide_re_review import decide_re_review
from webapp.services.decide_revocation import decide_revocation, state_case
from webapp.services.file_change import ChangeNotice, file_change, note_change
from webapp.services.judge_report import judge_report
from webapp.services.open_re_review import open_re_review
from webapp.services.open_revocation import Charge, open_revocation
from webapp.services.record_incident import record_incident
from webapp.services.report_year import TEXTS, YearReport, report_year

pages = Blueprint("cluster_acts", __name__, url_prefix="/registry/<int:cluster_id>")


def back(cluster_id: int, message: str) -> ResponseReturnValue:
    """Say what was done and return to the cluster."""
    flash(message)
    return redirect(url_for("registry.show_page", cluster_id=cluster_id))


@pages.post("/reports/<int:year>")
@guards(Action.REPORT_YEAR)
def report_act(cluster_id: int, year: int) -> ResponseReturnValue:
    """Hand in a yearly report."""
    form = request.form
    texts = {key: form.get(key, "") for key in TEXTS}
    report = YearReport(year, form.to_dict(), texts, optional_day(form, "received_on", _("收到日期")))
    with writing() as session:
        cluster = seen_cluster(session, actor(), cluster_id)
        stored = report_year(session, actor=actor(), cluster=cluster, report=report, today=today(), now=now())
        is_reported = stored.reported_on is not None
    return back(cluster_id, _("年度情况已报送。") if is_reported else _("已交市级主管部门，待其报送。"))


@pages.post("/reports/<int:year>/judge")
@guards(Action.JUDGE_REPORT)
def judge_act(cluster_id: int, year: int) -> ResponseReturnValue:
    """Decide whether a report on the working day after counts as on time."""
    outcome, reason = request.form.get("outcome", ""), request.form.get("reason", "")
    with writing() as session:
        cluster = seen_cluster(session, actor(), cluster_id)
        judge_report(session, actor=actor(), cluster=cluster, year=year, outcome=outcome, reason=reason, now=now())
    return back(cluster_id, _("认定已保存。"))


@pages.post("/changes")
@guards(Action.FILE_CHANGE)
def change_act(cluster_id: int) -> ResponseReturnValue:
    """Note a change, and file it at once unless it is only noted."""
    form = request.form
    notice = ChangeNotice(
        form.get("kind", ""),
        read_day(form, "changed_on", _("变动发生日期")),
        form.get("before", ""),
        form.get("after", ""),
        form.get("reason", ""),
    )
    received_on = optional_day(form, "received_on", _("收到日期"))
    with writing() as session:
        cluster = seen_cluster(session, actor(), cluster_id)
        change = note_change(session, actor=actor(), cluster=cluster, notice=notice, today=today(), now=now())
        if form.get("is_filed") == "yes":
            file_change(
                session,
                actor=actor(),
                cluster=cluster,
                change=change,
                received_on=received_on,
                today=today(),
                now=now(),
            )
    return back(cluster_id, _("变更已登记。"))


@pages.post("/changes/<int:change_id>/file")
@guards(Action.FILE_CHANGE)
def file_change_act(cluster_id: int, change_id: int) -> ResponseReturnValue:
    """File a change that was noted earlier."""
    received_on = optional_day(request.form, "received_on", _("收到日期"))
    with writing() as session:
        cluster = seen_cluster(session, actor(), cluster_id)
        change = cluster_files.change_by_id(session, cluster.id, change_id)
        file_change(
            session,
            actor=actor(),
            cluster=cluster,
            change=change,
            received_on=received_on,
            today=today(),
            now=now(),
        )
    return back(cluster_id, _("变更已备案。"))


@pages.post("/incidents")
@guards(Action.RECORD_INCIDENT)
def incident_act(cluster_id: int) -> ResponseReturnValue:
    """Record an incident."""
    form = request.form
    with writing() as session:
        record_incident(
            session,
            actor=actor(),
            cluster=seen_cluster(session, actor(), cluster_id),
            happened_on=read_day(form, "happened_on", _("发生日期")),
            text=form.get("text", ""),
            evidence=form.get("evidence", ""),
            today=today(),
            now=now(),
        )
    return back(cluster_id, _("事件已记录。"))


@pages.post("/re-review/apply")
@guards(Action.APPLY_FOR_RE_REVIEW)
def apply_act(cluster_id: int) -> ResponseReturnValue:
    """Apply for a re-review."""
    received_on = optional_day(request.form, "received_on", _("收到日期"))
    with writing() as session:
        cluster = seen_cluster(session, actor(), cluster_id)
        apply_for_re_review(session, actor=actor(), cluster=cluster, received_on=received_on, today=today(), now=now())
    return back(cluster_id, _("复核申请已提交，待市级主管部门转报。"))


@pages.post("/re-review/forward")
@guards(Action.FORWARD_RE_REVIEW)
def forward_act(cluster_id: int) -> ResponseReturnValue:
    """Forward an application."""
    opinion = request.form.get("opinion", "")
    with writing() as session:
        cluster = seen_cluster(session, actor(), cluster_id)
        forward_re_review(session, actor=actor(), cluster=cluster, opinion=opinion, today=today(), now=now())
    return back(cluster_id, _("复核申请已转报。"))


@pages.post("/re-review/open")
@guards(Action.OPEN_RE_REVIEW)
def open_re_review_act(cluster_id: int) -> ResponseReturnValue:
    """Open a re-review."""
    with writing() as session:
        cluster = seen_cluster(session, actor(), cluster_id)
        open_re_review(session, actor=actor(), cluster=cluster, today=today(), now=now())
    return back(cluster_id, _("复核已启动。"))


@pages.post("/re-review/decide")
@guards(Action.DECIDE_RE_REVIEW)
def decide_re_review_act(cluster_id: int) -> ResponseReturnValue:
    """Decide a re-review."""
    form = request.form
    with writing() as session:
        decide_re_review(
            session,
            actor=actor(),
            cluster=seen_cluster(session, actor(), cluster_id),
            outcome=form.get("outcome", ""),
            reason=form.get("reason", ""),
            today=today(),
            now=now(),
        )
    return back(cluster_id, _("复核结论已保存。"))


@pages.post("/revocation")
@guards(Action.OPEN_REVOCATION)
def open_revocation_act(cluster_id: int) -> ResponseReturnValue:
    """Open a revocation case."""
    form = request.form
    ground = form.get("ground", "")
    charge = Charge(row_number(ground) or 0, form.get("facts", ""), form.get("evidence", ""))
    with writing() as session:
        cluster = seen_cluster(session, actor(), cluster_id)
        open_revocation(session, actor=actor(), cluster=cluster, charge=charge, today=today(), now=now())
    return back(cluster_id, _("撤销事项已立案，待听取集群陈述。"))


@pages.post("/revocation/<int:case_id>/statement")
@guards(Action.STATE_CASE)
def statement_act(cluster_id: int, case_id: int) -> ResponseReturnValue:
    """Keep the cluster's statement."""
    text = request.form.get("text", "")
    with writing() as session:
        cluster = seen_cluster(session, actor(), cluster_id)
        case = cluster_files.case_by_id(session, cluster.id, case_id)
        state_case(session, actor=actor(), cluster=cluster, case=case, text=text, today=today(), now=now())
    return back(cluster_id, _("陈述意见已记录。"))


@pages.post("/revocation/<int:case_id>/decide")
@guards(Action.DECIDE_REVOCATION)
def decide_revocation_act(cluster_id: int, case_id: int) -> ResponseReturnValue:
    """Decide a revocation case."""
    form = request.form
    with writing() as session:
        cluster = seen_cluster(session, actor(), cluster_id)
        decide_revocation(
            session,
            actor=actor(),
            cluster=cluster,
            case=cluster_files.case_by_id(session, cluster.id, case_id),
            outcome=form.get("outcome", ""),
            reason=form.get("reason", ""),
            today=today(),
            now=now(),
        )
    return back(cluster_id, _("撤销事项已办结。"))
