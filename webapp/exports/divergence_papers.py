"""分歧复议记录 of a round as one file, a record per declaration."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from webapp.exports.divergence_record import DivergenceRecord, Reconsidered, divergence_record
from webapp.exports.document import Document, Imprint
from webapp.exports.rendering import Kind, render_together
from webapp.exports.round_documents import DEMONSTRATION, Printing
from webapp.models import Round
from webapp.services.reconsidered_clusters import ReconsideredCluster, ReconsideredReview

UNANSWERED = {"open": "（复议中）", "unanswered": "（未答复，按原评分计）"}
NOTE = "原评分与复议后评分均予保存；汇总以复议后评分为准。专家以代号表示，签字时书写本人姓名。"


def divergence_papers(
    found: Round,
    clusters: Sequence[ReconsideredCluster],
    kind: Kind,
    printing: Printing,
    font_folders: Sequence[Path] = (),
) -> bytes:
    """Render every record."""
    pages = [one_record(found, cluster, printing) for cluster in clusters]
    if found.is_demonstration:
        pages = [replace(page, mark=DEMONSTRATION) for page in pages]
    return render_together(pages, kind, font_folders)


def one_record(found: Round, cluster: ReconsideredCluster, printing: Printing) -> Document:
    """Fill one record; the conclusion is written by hand where the panel wants more than the figures say."""
    n_revised = sum(one.state == "revised" for one in cluster.reviews)
    record = DivergenceRecord(
        round_title=found.title,
        number=cluster.number,
        cluster_name=cluster.cluster_name,
        areas=cluster.areas or "/",
        spread_before=cluster.spread_before,
        spread_after=cluster.spread_after,
        held_at=cluster.asked_at.astimezone(printing.at.tzinfo).strftime("%Y-%m-%d %H:%M"),
        chair=cluster.chair,
        lines=tuple(one_line(one) for one in cluster.reviews),
        conclusion=f"请{len(cluster.reviews)}位专家复议，其中{n_revised}位修改评分，其余维持原评分。",
        notes=(NOTE,),
        imprint=Imprint(printing.at, printing.operator, (found.fingerprint or "")[:12]),
    )
    return divergence_record(record)


def one_line(one: ReconsideredReview) -> Reconsidered:
    """Fill one line."""
    return Reconsidered(one.expert, one.original, one.revised, one.change, one.reason or UNANSWERED.get(one.state, ""))
