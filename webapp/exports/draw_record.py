"""抽取记录: how the experts of a round were drawn, with everything needed to repeat the draw."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.exports.document import Column, Document, Facts, Imprint, Paragraph, Signatures, Table


@dataclass(frozen=True, slots=True)
class DrawnExpert:
    """One expert in the order of the draw; `role` is 正选 or 候补, `outcome` what became of the call."""

    role: str
    name: str
    unit: str
    position: str
    speciality: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class ExcludedExpert:
    """Somebody who could not be drawn, and why."""

    name: str
    unit: str
    reason: str


@dataclass(frozen=True, slots=True)
class DrawRecord:
    """A finished draw; the digest is of the pool's list as it was drawn from."""

    round_title: str
    drawn_at: str
    place: str
    n_pool: int
    n_eligible: int
    seed: str
    commitment: str
    pool_digest: str
    drawn: tuple[DrawnExpert, ...]
    excluded: tuple[ExcludedExpert, ...]
    notes: tuple[str, ...]
    imprint: Imprint


def draw_record(record: DrawRecord) -> Document:
    """The printed record, to be signed before the supervisor."""
    facts = Facts(
        (
            ("抽取时间", record.drawn_at),
            ("抽取地点", record.place),
            ("专家库人数", record.n_pool),
            ("可抽取人数", record.n_eligible),
            ("随机种子", record.seed),
            ("种子承诺值", record.commitment),
            ("名册摘要", record.pool_digest),
        )
    )
    excluded = (_excluded(record),) if record.excluded else ()
    notes = tuple(Paragraph(note, "note") for note in record.notes)
    return Document(
        title=f"{record.round_title}\n评审专家抽取记录",
        blocks=(
            facts,
            _drawn(record),
            *excluded,
            *notes,
            Signatures(("抽取人（签字）：", "记录人（签字）：", "监督人员（签字）：")),
        ),
        imprint=record.imprint,
        layout="portrait",
        label="抽取记录",
    )


def _drawn(record: DrawRecord) -> Table:
    columns = (
        Column("抽取\n顺序", 12),
        Column("类别", 14),
        Column("姓名", 20),
        Column("工作单位", 47, "left"),
        Column("职务职称", 27),
        Column("专业方向", 30, "left"),
        Column("通知结果", 20),
    )
    rows = tuple(
        (order, expert.role, expert.name, expert.unit, expert.position, expert.speciality, expert.outcome)
        for order, expert in enumerate(record.drawn, start=1)
    )
    return Table(columns, rows, caption="抽取结果")


def _excluded(record: DrawRecord) -> Table:
    columns = (
        Column("序号", 12),
        Column("姓名", 20),
        Column("工作单位", 54, "left"),
        Column("不参加抽取的理由", 84, "left"),
    )
    rows = tuple(
        (position, expert.name, expert.unit, expert.reason) for position, expert in enumerate(record.excluded, start=1)
    )
    return Table(columns, rows, caption="不参加抽取的专家")
