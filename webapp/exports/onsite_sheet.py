"""实地核实表: what was declared beside room for what was found on site."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.exports.document import Box, Boxes, Column, Document, Facts, Imprint, Signatures, Table
from webapp.exports.figures import ticks

AGREES, DIFFERS = "一致", "不一致"


@dataclass(frozen=True, slots=True)
class OnsiteItem:
    """One declared value to verify; found is empty and agrees is None until somebody was there."""

    item: str
    declared: str
    evidence: str
    found: str = ""
    agrees: bool | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class OnsiteSheet:
    """The verification of one declaration, blank to carry on site or filled in afterwards."""

    round_title: str
    number: str
    cluster_name: str
    applicant: str
    address: str
    visited_at: str
    items: tuple[OnsiteItem, ...]
    conclusion: str
    imprint: Imprint


def onsite_sheet(sheet: OnsiteSheet) -> Document:
    """The printed sheet."""
    facts = Facts(
        (
            ("项目编号", sheet.number),
            ("核实时间", sheet.visited_at),
            ("集群名称", sheet.cluster_name),
            ("申报单位", sheet.applicant),
            ("核实地点", sheet.address),
        )
    )
    signers = ("核实人员（签字，不少于两人）：", "被核实单位代表（签字、盖章）：")
    return Document(
        title=f"{sheet.round_title}\n实地核实表",
        blocks=(facts, _items(sheet), Boxes((Box("核实结论", sheet.conclusion, 30),)), Signatures(signers, 2)),
        imprint=sheet.imprint,
        label=f"核实 {sheet.number}",
    )


def _items(sheet: OnsiteSheet) -> Table:
    columns = (
        Column("序号", 18),
        Column("核实内容", 62, "left"),
        Column("申报情况", 44, "left"),
        Column("佐证材料", 44, "left"),
        Column("核实情况", 44, "left"),
        Column("是否一致", 26),
        Column("备注", 40, "left"),
    )
    rows = tuple(
        (position, item.item, item.declared, item.evidence, item.found, _ticked(item.agrees), item.remark)
        for position, item in enumerate(sheet.items, start=1)
    )
    return Table(columns, rows)


def _ticked(agrees: bool | None) -> str:
    chosen = None if agrees is None else AGREES if agrees else DIFFERS
    return ticks((AGREES, DIFFERS), chosen).replace("　", "\n")
