"""The papers of a panel by name, filled from the stored draw and the plan in force."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from webapp.errors import Refusal
from webapp.exports.document import Document, Imprint
from webapp.exports.draw_record import DrawnExpert, DrawRecord, ExcludedExpert, draw_record
from webapp.exports.expert_list import ExpertList, ListedCluster, expert_list
from webapp.exports.recusal_undertaking import DeclaredTie, RecusalUndertaking, recusal_undertaking
from webapp.exports.rendering import KINDS, MEDIA_TYPES, Kind, render_together
from webapp.exports.round_documents import DEMONSTRATION, MadeFile, Printing
from webapp.models import Expert, Seat
from webapp.services.panel_papers import PanelPapers
from webapp.services.undertaking_text import UNDERTAKINGS, undertaking_digest
from webapp.services.withdraw_expert import REASONS

STANDINGS = {"seated": "参加评审", "reserve": "候补", "withdrawn": "已退出"}


@dataclass(frozen=True)
class Paper:
    """One paper a panel can hand out."""

    title: str
    kinds: tuple[Kind, ...]
    make: Callable[[PanelPapers, Printing], Sequence[Document]]


def make_paper(
    papers: PanelPapers, name: str, kind: str, printing: Printing, font_folders: Sequence[Path] = ()
) -> MadeFile:
    """Fill and render one paper."""
    paper = PAPERS[name]
    form = next(one for one in paper.kinds if one == kind)
    sheets = paper.make(papers, printing)
    if papers.found.is_demonstration:
        sheets = [replace(sheet, mark=DEMONSTRATION) for sheet in sheets]
    return MadeFile(
        render_together(sheets, form, font_folders), MEDIA_TYPES[form], f"{papers.found.code}-{paper.title}.{form}"
    )


def imprint_of(papers: PanelPapers, printing: Printing) -> Imprint:
    """Who printed what when."""
    return Imprint(printing.at, printing.operator, (papers.found.fingerprint or "")[:12])


def told_time(moment: datetime | None, printing: Printing) -> str:
    """A moment where the department works."""
    return "" if moment is None else moment.astimezone(printing.at.tzinfo).strftime("%Y-%m-%d %H:%M")


def make_draw_record(papers: PanelPapers, printing: Printing) -> list[Document]:
    """抽取记录."""
    record = papers.record
    excluded = [one for one in record["entries"] if one["outcome"] == "excluded"]
    given = "；".join(f"{party}：{value}" for party, value in record["contributions"].items())
    notes = [
        f"随机种子由以下各方提供的随机数合成：{given}。",
        f"抽取记录指纹（SHA-256）：{record['fingerprint']}。用同一种子重新抽取，结果应完全一致。",
        *(f"{one.withdrawn}退出（{REASONS[one.reason]}），{succession(one.joined)}。" for one in papers.withdrawals),
    ]
    sheet = DrawRecord(
        round_title=papers.found.title,
        drawn_at=told_time(papers.drawn.at, printing),
        place="",
        n_pool=len(record["entries"]),
        n_eligible=len(record["entries"]) - len(excluded),
        seed=papers.drawn.seed,
        commitment="未采用承诺，各方当场填写",
        pool_digest=record["pool"],
        drawn=tuple(drawn_expert(papers, seat, expert) for seat, expert in papers.seats),
        excluded=tuple(excluded_expert(papers, one["candidate"], "；".join(one["reasons"])) for one in excluded),
        notes=tuple(notes),
        imprint=imprint_of(papers, printing),
    )
    return [draw_record(sheet)]


def succession(joined: str | None) -> str:
    """Who stepped in."""
    return f"由{joined}按抽取顺序递补" if joined else "没有递补"


def drawn_expert(papers: PanelPapers, seat: Seat, expert: Expert) -> DrawnExpert:
    """One drawn expert."""
    profile = expert.profile
    return DrawnExpert(
        role="正选" if seat.position <= papers.record["places"] else "候补",
        name=expert.name,
        unit=expert.unit,
        position="、".join(profile.get("titles", ())),
        speciality="、".join(profile.get("industries", ()) or profile.get("keywords", ())),
        outcome=STANDINGS[seat.standing],
    )


def excluded_expert(papers: PanelPapers, key: str, reason: str) -> ExcludedExpert:
    """Somebody who took no part; one who left the pool since stands under the number."""
    known = papers.pool.get(key)
    return ExcludedExpert(known.name if known else key, known.unit if known else "", reason)


def make_expert_lists(papers: PanelPapers, printing: Printing) -> list[Document]:
    """专家评审名单, one per expert who has work."""
    lists = [
        expert_list(
            ExpertList(
                papers.found.title,
                seat.pseudonym,
                expert.name,
                expert.unit,
                papers.settings.score_until,
                tuple(
                    ListedCluster(row.number, row.cluster_name, row.city, str(row.answers.get("cover.operator") or ""))
                    for row in papers.work[seat.id]
                ),
                imprint_of(papers, printing),
            )
        )
        for seat, expert in papers.seats
        if seat.id in papers.work
    ]
    if not lists:
        raise Refusal("nothing-assigned", "还没有采用分派方案，没有可以打印的名单。")
    return lists


def make_undertakings(papers: PanelPapers, printing: Printing) -> list[Document]:
    """回避及承诺书, one per expert of the panel."""
    return [
        recusal_undertaking(undertaking_of(papers, seat, expert, printing))
        for seat, expert in papers.seats
        if seat.standing == "seated"
    ]


def undertaking_of(papers: PanelPapers, seat: Seat, expert: Expert, printing: Printing) -> RecusalUndertaking:
    """One undertaking as far as it is accepted."""
    ties = tuple(
        DeclaredTie(row.number, row.cluster_name, one.evidence)
        for one in papers.ties.get(expert.id, ())
        if (row := papers.declarations.get(one.declaration_id)) is not None
    )
    return RecusalUndertaking(
        round_title=papers.found.title,
        organiser="评审组织单位",
        expert=expert.name,
        unit=expert.unit,
        position="、".join(expert.profile.get("titles", ())),
        undertakings=UNDERTAKINGS,
        ties=ties,
        accepted_at=told_time(seat.undertaken_at, printing),
        text_digest=undertaking_digest(),
        imprint=imprint_of(papers, printing),
    )


PAPERS: dict[str, Paper] = {
    "draw-record": Paper("专家抽取记录", KINDS, make_draw_record),
    "expert-lists": Paper("专家评审名单", KINDS, make_expert_lists),
    "undertakings": Paper("回避及承诺书", ("docx", "pdf"), make_undertakings),
}
