"""Lists beside the registry: re-reviews and their rounds, the national recommendation, the cultivation pool."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.forms.chosen_numbers import chosen_numbers
from webapp.forms.cluster_acts import read_choices
from webapp.pages.door import actor, asking, guards, now, today, writing
from webapp.permissions import Action
from webapp.queries import clusters, national_lists, pool_entries, rounds
from webapp.services.cluster_desk import cluster_desk
from webapp.services.describe_pack import list_packs
from webapp.services.keep_pool import (
    PoolCandidate,
    enter_candidate,
    enter_declarations,
    leave_pool,
    packs_with_pool,
)
from webapp.services.re_review_round import carry_declarations, open_re_review_round
from webapp.services.recommend_nationally import candidates, recommend_nationally
from webapp.services.then_and_now import then_and_now

pages = Blueprint("registry_lists", __name__, url_prefix="/registry")


def asked_pack(choices: list[str]) -> str:
    """Return the region the address asks for, else the first."""
    asked = request.values.get("pack", "")
    return asked if asked in choices else choices[0] if choices else ""


@pages.get("/re-reviews")
@guards(Action.OPEN_RE_REVIEW)
def re_reviews_page() -> ResponseReturnValue:
    """List the re-reviews that are open, with the rounds they are worked in."""
    with asking() as session:
        waiting = clusters.open_re_reviews(session)
    packs = sorted({one.cluster.pack_id for one in waiting if one.round is None and one.re_review.opened_on})
    titles = {one.id: one.title for one in list_packs()}
    return render_template(
        "registry/re_reviews.html", waiting=waiting, packs=[(one, titles[one]) for one in packs], year=today().year
    )


@pages.post("/re-reviews")
@guards(Action.OPEN_RE_REVIEW)
def open_round_act() -> ResponseReturnValue:
    """Open a round for the re-reviews of a region."""
    form = request.form
    with writing() as session:
        opened = open_re_review_round(
            session,
            actor=actor(),
            pack_id=form.get("pack", ""),
            code=form.get("code", "").strip(),
            title=form.get("title", "").strip(),
            today=today(),
            now=now(),
        )
        code = opened.code
    flash(_("复核轮次已新建：请核对设置、冻结规则，然后回到这里结转申报。"))
    return redirect(url_for("rounds.settings_page", code=code))


@pages.post("/re-reviews/<code>/carry")
@guards(Action.OPEN_RE_REVIEW)
def carry_act(code: str) -> ResponseReturnValue:
    """Carry the declarations of the clusters into their re-review round."""
    with writing() as session:
        n_carried = carry_declarations(session, actor=actor(), found=rounds.round_by_code(session, code), now=now())
    flash(_("已结转 %(n)s 份申报，由运营管理机构更新后提交。", n=n_carried))
    return redirect(url_for("registry_lists.re_reviews_page"))


@pages.get("/<int:cluster_id>/then-and-now")
@guards(Action.SEE_REGISTRY)
def compare_page(cluster_id: int) -> ResponseReturnValue:
    """Show the recognised declaration beside the one of the re-review."""
    with asking() as session:
        desk = cluster_desk(session, actor=actor(), cluster_id=cluster_id, today=today())
        newest = desk.file.re_reviews[-1] if desk.file.re_reviews else None
        compared = then_and_now(session, desk.cluster, newest) if newest else None
    return render_template("registry/compare.html", desk=desk, cluster=desk.cluster, compared=compared)


@pages.get("/national")
@guards(Action.SEE_NATIONAL_LIST)
def national_page() -> ResponseReturnValue:
    """Show the candidates of a region and a year's list."""
    packs = [one for one in list_packs() if one.is_complete]
    pack_id = asked_pack([one.id for one in packs])
    year = request.args.get("year", default=today().year, type=int)
    with asking() as session:
        found = candidates(session, actor=actor(), pack_id=pack_id, today=today())
        listed = national_lists.list_of_year(session, pack_id, year)
    chosen = {one.cluster.id: one.recommendation for one in listed}
    return render_template(
        "registry/national.html", packs=packs, pack_id=pack_id, year=year, found=found, chosen=chosen, listed=listed
    )


@pages.post("/national")
@guards(Action.RECOMMEND_NATIONALLY)
def recommend_act() -> ResponseReturnValue:
    """Store a year's list."""
    pack_id, year = request.form.get("pack", ""), request.form.get("year", default=today().year, type=int)
    choices = read_choices(request.form)
    with writing() as session:
        recommend_nationally(
            session, actor=actor(), pack_id=pack_id, year=year, choices=choices, today=today(), now=now()
        )
    flash(_("推荐名单已保存。"))
    return redirect(url_for("registry_lists.national_page", pack=pack_id, year=year))


@pages.get("/pool")
@guards(Action.SEE_POOL_OF_CLUSTERS)
def pool_page() -> ResponseReturnValue:
    """Show the cultivation pool of a region that has one."""
    packs = packs_with_pool([one.id for one in list_packs()])
    pack_id = asked_pack([one for one, _title in packs])
    with asking() as session:
        entries = pool_entries.entries_of(session, actor(), pack_id)
        declared = pool_entries.not_recognised(session, pack_id)
    return render_template("registry/pool.html", packs=packs, pack_id=pack_id, entries=entries, declared=declared)


@pages.post("/pool/<pack_id>/declarations")
@guards(Action.KEEP_POOL)
def enter_declarations_act(pack_id: str) -> ResponseReturnValue:
    """Enter declarations that were not recognised."""
    ids = chosen_numbers(request.form.getlist("declaration"))
    with writing() as session:
        n_entered = enter_declarations(
            session, actor=actor(), pack_id=pack_id, declaration_ids=ids, today=today(), now=now()
        )
    flash(_("已入库 %(n)s 个。", n=n_entered))
    return redirect(url_for("registry_lists.pool_page", pack=pack_id))


@pages.post("/pool/<pack_id>/candidates")
@guards(Action.KEEP_POOL)
def enter_candidate_act(pack_id: str) -> ResponseReturnValue:
    """Enter a cluster that never declared."""
    texts = {name: request.form.get(name, "") for name in ("name", "city", "county", "operator", "reason")}
    with writing() as session:
        enter_candidate(
            session, actor=actor(), pack_id=pack_id, candidate=PoolCandidate(**texts), today=today(), now=now()
        )
    flash(_("已入库 %(n)s 个。", n=1))
    return redirect(url_for("registry_lists.pool_page", pack=pack_id))


@pages.post("/pool/entries/<int:entry_id>/leave")
@guards(Action.KEEP_POOL)
def leave_act(entry_id: int) -> ResponseReturnValue:
    """Take a cluster out of the pool."""
    with writing() as session:
        entry = pool_entries.entry_by_id(session, entry_id)
        pack_id = entry.pack_id
        reason = request.form.get("reason", "")
        leave_pool(session, actor=actor(), entry=entry, reason=reason, today=today(), now=now())
    flash(_("已出库。"))
    return redirect(url_for("registry_lists.pool_page", pack=pack_id))
