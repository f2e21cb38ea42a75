"""The papers of a round by name, the same documents the pages hand out: draw, scores, ranking, list, objections."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from webapp.errors import NotFound
from webapp.exports import list_documents, panel_documents, round_documents
from webapp.exports.declaration_papers import NO_DOCUMENT, PaperReader, recommendation_paper
from webapp.exports.divergence_papers import divergence_papers
from webapp.exports.panel_opinion_paper import KINDS_OF_OPINION, panel_opinion_paper
from webapp.exports.rendering import KINDS, MEDIA_TYPES, Kind
from webapp.exports.round_documents import MadeFile
from webapp.models import Round
from webapp.permissions import Action, Facts, require, why_not
from webapp.queries import lists, panels, rounds, spot_checks
from webapp.services.describe_list import announced_list, list_head, published_list
from webapp.services.onsite_items import onsite_items
from webapp.services.panel_papers import read_panel_papers
from webapp.services.read_objector import read_objector
from webapp.services.reconsidered_clusters import reconsidered_clusters
from webapp.services.result_of_round import read_result
from webapp.services.write_panel_opinion import read_panel_opinion


@dataclass(frozen=True)
class RoundPaper:
    """Which kinds of file there are of a paper, and how it is made."""

    kinds: tuple[Kind, ...]
    make: Callable[[PaperReader, Round, Kind], MadeFile]


def result_paper(name: str) -> RoundPaper:
    """One of the documents of the result: ranking, score sheets, decision, publicity."""

    def make(reader: PaperReader, found: Round, kind: Kind) -> MadeFile:
        told: dict[str, Any] = {"actor": reader.actor, "found": found, "purpose": f"{name}.{kind}", "now": reader.now}
        result = read_result(reader.session, **told)
        return round_documents.make_file(result, name, kind, reader.printing, reader.font_folders)

    return RoundPaper(round_documents.DOCUMENTS[name].kinds, make)


def panel_paper(name: str) -> RoundPaper:
    """抽取记录 or 回避及承诺书."""

    def make(reader: PaperReader, found: Round, kind: Kind) -> MadeFile:
        told: dict[str, Any] = {"actor": reader.actor, "found": found, "purpose": f"{name}.{kind}", "now": reader.now}
        papers = read_panel_papers(reader.session, **told)
        return panel_documents.make_paper(papers, name, kind, reader.printing, reader.font_folders)

    return RoundPaper(panel_documents.PAPERS[name].kinds, make)


def announcement_paper(name: str) -> RoundPaper:
    """公布通知, 公布名单 or 证书信息表."""

    def make(reader: PaperReader, found: Round, kind: Kind) -> MadeFile:
        require(reader.actor, Action.SEE_LIST, Facts(round_state=found.state))
        announced = announced_list(reader.session, found)
        return list_documents.announcement_file(announced, name, kind, reader.printing, reader.font_folders)

    return RoundPaper(list_documents.ANNOUNCED[name].kinds, make)


def opinion(reader: PaperReader, found: Round, kind: Kind) -> MadeFile:
    """专家组评审意见."""
    told: dict[str, Any] = {
        "actor": reader.actor,
        "found": found,
        "purpose": f"panel opinion.{kind}",
        "now": reader.now,
    }
    written = read_panel_opinion(reader.session, **told)
    seats = panels.seated_of_round(reader.session, found.id)
    shows_names = why_not(reader.actor, Action.SEE_DRAW) is None
    members = {seat.id: expert.name if shows_names else seat.pseudonym for seat, expert in seats}
    n = rounds.count_admitted(reader.session, found.id)
    data = panel_opinion_paper(found, written, members, n, kind, reader.printing, reader.font_folders)
    return MadeFile(data, MEDIA_TYPES[kind], f"{found.code}-专家组评审意见.{kind}")


def records(reader: PaperReader, found: Round, kind: Kind) -> MadeFile:
    """分歧复议记录."""
    told: dict[str, Any] = {"actor": reader.actor, "found": found, "now": reader.now}
    clusters = reconsidered_clusters(reader.session, **told)
    data = divergence_papers(found, clusters, kind, reader.printing, reader.font_folders)
    return MadeFile(data, MEDIA_TYPES[kind], f"{found.code}-分歧复议记录.{kind}")


PAPERS: Mapping[str, RoundPaper] = {
    **{name: result_paper(name) for name in round_documents.DOCUMENTS},
    **{name: panel_paper(name) for name in panel_documents.PAPERS},
    **{f"announcement-{name}": announcement_paper(name) for name in list_documents.ANNOUNCED},
    "panel-opinion": RoundPaper(KINDS_OF_OPINION, opinion),
    "reconsiderations": RoundPaper(KINDS, records),
    "recommendation": RoundPaper(("docx", "xlsx"), recommendation_paper),
}


def round_paper(reader: PaperReader, name: str, code: str, kind: str) -> MadeFile:
    """Make one paper of a round."""
    known = next((one for one in PAPERS[name].kinds if one == kind), None) if name in PAPERS else None
    if known is None:
        raise NotFound("no-document", NO_DOCUMENT)
    return PAPERS[name].make(reader, rounds.round_by_code(reader.session, code), known)


def objection_paper(reader: PaperReader, code: str, number: str, kind: str) -> MadeFile:
    """异议处理意见; who objected is printed, and noted, only for those who handle it."""
    known = next((one for one in KINDS_OF_OPINION if one == kind), None)
    if known is None:
        raise NotFound("no-document", NO_DOCUMENT)
    found = rounds.round_by_code(reader.session, code)
    facts = Facts(round_state=found.state)
    require(reader.actor, Action.SEE_OBJECTIONS, facts)
    objection, declaration = lists.objection_by_number(reader.session, found.id, number)
    handles = why_not(reader.actor, Action.READ_OBJECTOR, facts) is None
    told: dict[str, Any] = {"actor": reader.actor, "found": found, "objection": objection, "now": reader.now}
    objector = read_objector(reader.session, **told) if handles else None
    head, fonts = list_head(found), reader.font_folders
    return list_documents.opinion_file(head, objection, declaration, known, reader.printing, fonts, objector=objector)


def spot_check_paper(reader: PaperReader, code: str, number: str, kind: str) -> MadeFile:
    """实地抽查表."""
    known = next((one for one in KINDS_OF_OPINION if one == kind), None)
    if known is None:
        raise NotFound("no-document", NO_DOCUMENT)
    found = rounds.round_by_code(reader.session, code)
    require(reader.actor, Action.SEE_SPOT_CHECKS, Facts(round_state=found.state))
    check, declaration = spot_checks.check_of_declaration(reader.session, found.id, number)
    items = onsite_items(found.pack_id, declaration)
    head, fonts = list_head(found), reader.font_folders
    return list_documents.visit_file(head, check, declaration, items, known, reader.printing, fonts)


def published_paper(reader: PaperReader, code: str, place: int, kind: str) -> MadeFile:
    """公示 or 递补公示 as it hangs out: the first list, the second, and so on; anybody may have it."""
    known = next((one for one in KINDS if one == kind), None)
    found = rounds.round_by_code(reader.session, code)
    hung = sorted({one.publicity.id for one in lists.entries_of_round(reader.session, found.id)})
    if known is None or not 0 < place <= len(hung):
        raise NotFound("no-document", NO_DOCUMENT)
    listed = published_list(reader.session, found, hung[place - 1])
    printing = replace(reader.printing, operator=listed.head.department)
    return list_documents.publicity_file(listed, known, printing, reader.font_folders)
