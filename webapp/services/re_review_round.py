"""A round for re-reviews: clusters take their declarations along, filled with what was reported since."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from rubrics.form import NUMERIC_KINDS, Field
from rubrics.loading import load_pack
from webapp.errors import Refusal
from webapp.models import AnnualReport, Cluster, Declaration, Round
from webapp.permissions import Action, Actor, require
from webapp.queries import cluster_files, clusters, declarations
from webapp.services.end_re_review import PASSED
from webapp.services.open_round import open_round
from webapp.services.record_act import record_act
from webapp.services.round_settings import RoundSettings
from webapp.services.store_declaration import create_declaration

YEARS_KEY = "application.report_years"


def open_re_review_round(
    session: Session, *, actor: Actor, pack_id: str, code: str, title: str, today: date, now: datetime
) -> Round:
    """Open a round in draft and put every re-review of the region into it that has no round yet."""
    require(actor, Action.OPEN_RE_REVIEW)
    waiting = [one for one in clusters.re_reviews_without_round(session, pack_id) if one.opened_on is not None]
    if not waiting:
        raise Refusal("no-re-review", "没有待组织的复核：请先启动复核，或由市级主管部门转报复核申请。")
    opened = open_round(session, actor=actor, code=code, title=title, pack_id=pack_id, now=now, today=today)
    for one in waiting:
        one.round_id = opened.id
    session.flush()
    return opened


def carry_declarations(session: Session, *, actor: Actor, found: Round, now: datetime) -> int:
    """Create the declarations of a frozen re-review round from the earlier ones, to be brought up to date."""
    require(actor, Action.OPEN_RE_REVIEW)
    if found.state != "declaring":
        raise Refusal("round-not-declaring", "请先冻结该轮次的规则、开始受理，再结转申报。")
    waiting = [one for one in cluster_files.re_reviews_of_round(session, found.id) if one.declaration_id is None]
    listed = clusters.clusters_by_ids(session, [one.cluster_id for one in waiting])
    years = RoundSettings.from_json(found.settings).report_years
    for one in waiting:
        cluster = listed[one.cluster_id]
        carried = create_declaration(
            session,
            actor=actor,
            found=found,
            answers=carried_answers(session, cluster, years),
            context=carried_context(session, cluster),
            source=f"复核结转 {cluster.certificate}",
            now=now,
        )
        carried.applicant_id, one.declaration_id = cluster.operator_account_id, carried.id
        told = {"cluster": cluster.certificate, "declaration": carried.number}
        record_act(session, actor=actor, action="carry declaration", facts=told, now=now, round_id=found.id)
    session.flush()
    return len(waiting)


def carried_context(session: Session, cluster: Cluster) -> dict[str, Any]:
    """Take along what was known of applicant and place; the city's steps begin anew."""
    origin = origin_of(session, cluster)
    kept = ("applicant", "location", "people")
    return {key: origin[0].context[key] for key in kept if key in origin[0].context} if origin else {}


def carried_answers(session: Session, cluster: Cluster, years: Sequence[int]) -> dict[str, Any]:
    """Fill the form: texts as declared, figures of the new years from the yearly reports or the declaration."""
    origin = origin_of(session, cluster)
    reports = cluster_files.file_of(session, cluster.id).reports
    form = load_pack(cluster.pack_id).form
    declared = origin[0].answers if origin else named_only(cluster)
    old_years = RoundSettings.from_json(origin[1].settings).report_years if origin else ()
    carried = {one.key: carried_value(one, declared.get(one.key), old_years, reports, years) for one in form.fields}
    if YEARS_KEY in form.by_key:
        carried[YEARS_KEY] = list(years)
    return {key: value for key, value in carried.items() if value is not None}


def origin_of(session: Session, cluster: Cluster) -> tuple[Declaration, Round] | None:
    """Return the declaration that was last recognised or extended, with its round."""
    passed = [one for one in cluster_files.file_of(session, cluster.id).re_reviews if one.outcome == PASSED]
    last = next((one.declaration_id for one in reversed(passed) if one.declaration_id), cluster.declaration_id)
    return declarations.declaration_by_id(session, last) if last else None


def named_only(cluster: Cluster) -> Mapping[str, Any]:
    """Return what is known of a cluster that was recognised before this installation."""
    return {
        "cover.cluster_name": cluster.name,
        "basic.cluster_name": cluster.name,
        "cover.city": cluster.city,
        "cover.county": cluster.county,
        "cover.operator": cluster.operator,
        "basic.operator": cluster.operator,
    }


def carried_value(
    one: Field, declared: Any, old_years: Sequence[int], reports: Sequence[AnnualReport], years: Sequence[int]
) -> Any:
    """Return one answer: a row year by year, a single figure from the latest report, anything else as declared."""
    if one.section == "statement" or one.key == "cover.apply_date":
        return None
    if one.kind not in NUMERIC_KINDS:
        return declared
    known = dict(zip(old_years, declared, strict=False)) if isinstance(declared, list) else {}
    known |= {report.year: report.figures[one.key] for report in reports if one.key in report.figures}
    if one.years == 1:
        latest = max((year for year in known if year <= max(years)), default=None)
        return declared if latest is None else known[latest]
    row = [known.get(year) for year in years]
    return row if any(cell is not None for cell in row) else None
