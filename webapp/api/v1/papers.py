"""The papers of a round and of a declaration as files, the same as the pages and `zeyou paper` hand out."""

from collections.abc import Iterable

from webapp.api.asked import Asked, Made
from webapp.api.resources import Resource
from webapp.errors import NotFound
from webapp.exports import list_documents, panel_documents
from webapp.exports.declaration_papers import ALL_KINDS, NO_DOCUMENT, PaperReader, declaration_paper
from webapp.exports.own_score_sheets import own_score_sheets
from webapp.exports.rendering import Kind
from webapp.exports.round_documents import MadeFile, Printing
from webapp.exports.round_papers import objection_paper, round_paper
from webapp.permissions import Action, Facts, require
from webapp.queries import desks, rounds, spot_checks
from webapp.services.describe_list import list_head, published_list
from webapp.services.onsite_items import onsite_items
from webapp.services.print_own_sheet import print_own_sheet

resource = Resource("papers")


def reader_of(asked: Asked) -> PaperReader:
    """Print for whoever asks."""
    printing = Printing(asked.now.astimezone(asked.settings.time_zone), asked.actor.name)
    return PaperReader(asked.session, asked.actor, printing, asked.today, (asked.settings.font_folder,))


def handed(file: MadeFile) -> Made:
    """Hand a paper out."""
    return Made(file.data, file.media_type, file.filename)


def known_kind(kind: str) -> Kind:
    """Refuse a kind of file there is none of."""
    known = next((one for one in ALL_KINDS if one == kind), None)
    if known is None:
        raise NotFound("no-document", NO_DOCUMENT)
    return known


def one_of(asked: Asked, names: Iterable[str], name: str, code: str, kind: str, prefix: str = "") -> Made:
    """Hand out a paper of a round, if it is one of those this address is for."""
    if name not in names:
        raise NotFound("no-document", NO_DOCUMENT)
    return handed(round_paper(reader_of(asked), prefix + name, code, kind))


@resource.read("/rounds/<code>/panel-papers/<name>.<kind>", Action.SEE_DRAW, notes=True)
def panel_file(asked: Asked, code: str, name: str, kind: str) -> Made:
    """Hand out draw-record or undertakings; the reading is noted in the ledger."""
    return one_of(asked, panel_documents.PAPERS, name, code, kind)


@resource.read("/rounds/<code>/reconsiderations.<kind>", Action.SEE_DIVERGENCE, notes=True)
def reconsiderations_file(asked: Asked, code: str, kind: str) -> Made:
    """Hand out the records of what experts reconsidered; the reading is noted in the ledger."""
    return handed(round_paper(reader_of(asked), "reconsiderations", code, kind))


@resource.read("/rounds/<code>/recommendation.<kind>", Action.TAKE_CITY_STEP)
def recommendation_file(asked: Asked, code: str, kind: str) -> Made:
    """Hand out what the own city recommends: the letter with its table (docx), or the table alone (xlsx)."""
    return handed(round_paper(reader_of(asked), "recommendation", code, kind))


@resource.read("/rounds/<code>/announcement/<name>.<kind>", Action.SEE_LIST)
def announcement_file(asked: Asked, code: str, name: str, kind: str) -> Made:
    """Hand out a document of the announcement: letter, list or certificates."""
    return one_of(asked, list_documents.ANNOUNCED, name, code, kind, "announcement-")


@resource.read("/rounds/<code>/publicities/<int:publicity_id>.<kind>", Action.SEE_PUBLICITY)
def publicity_file(asked: Asked, code: str, publicity_id: int, kind: str) -> Made:
    """Hand out the letter of a publicity with its list (docx, pdf), or the list as a table (xlsx)."""
    listed = published_list(asked.session, rounds.round_by_code(asked.session, code), publicity_id)
    printing = Printing(reader_of(asked).printing.at, listed.head.department)
    return handed(list_documents.publicity_file(listed, known_kind(kind), printing, (asked.settings.font_folder,)))


@resource.read("/rounds/<code>/objections/<number>/opinion.<kind>", Action.SEE_OBJECTIONS, notes=True)
def objection_file(asked: Asked, code: str, number: str, kind: str) -> Made:
    """Hand out the opinion on an objection; for those who handle it with who objected, which is noted in the ledger."""
    return handed(objection_paper(reader_of(asked), code, number, kind))


@resource.read("/rounds/<code>/spot-checks/<number>/sheet.<kind>", Action.SEE_SPOT_CHECKS)
def visit_sheet_file(asked: Asked, code: str, number: str, kind: str) -> Made:
    """Hand out the sheet to carry to a spot check."""
    found = rounds.round_by_code(asked.session, code)
    require(asked.actor, Action.SEE_SPOT_CHECKS, Facts(round_state=found.state))
    check, declaration = spot_checks.check_of_declaration(asked.session, found.id, number)
    items, reader = onsite_items(found.pack_id, declaration), reader_of(asked)
    printed = reader.printing, reader.font_folders
    return handed(list_documents.visit_file(list_head(found), check, declaration, items, known_kind(kind), *printed))


@resource.read("/declarations/<int:declaration_id>/papers/<name>.<kind>", Action.SEE_DECLARATION)
def declaration_file(asked: Asked, declaration_id: int, name: str, kind: str) -> Made:
    """Hand out application-form (docx) or correction."""
    if name not in ("application-form", "correction"):
        raise NotFound("no-document", NO_DOCUMENT)
    return handed(declaration_paper(reader_of(asked), name, declaration_id, kind))


@resource.read("/declarations/<int:declaration_id>/city-papers/<name>.<kind>", Action.TAKE_CITY_STEP)
def city_file(asked: Asked, declaration_id: int, name: str, kind: str) -> Made:
    """Hand out a paper of the city: onsite or preliminary."""
    if name not in ("onsite", "preliminary"):
        raise NotFound("no-document", NO_DOCUMENT)
    return handed(declaration_paper(reader_of(asked), name, declaration_id, kind))


@resource.read("/declarations/<int:declaration_id>/screening.<kind>", Action.TAKE_SCREENING_TABLE, notes=True)
def screening_file(asked: Asked, declaration_id: int, kind: str) -> Made:
    """Hand out the table of how the conditions are met; who took it is noted in the ledger."""
    return handed(declaration_paper(reader_of(asked), "screening", declaration_id, kind))


@resource.read("/reviews/sheets/<code>.pdf", Action.SCORE)
def own_sheets_file(asked: Asked, code: str) -> Made:
    """Hand out the own score sheets of one round, finished or not, to be printed and signed."""
    listed = desks.sheets_of_account(asked.session, asked.actor.account_id or 0)
    sheets = [sheet for sheet in listed if sheet.round.code == code and sheet.seat.undertaken_at is not None]
    if not sheets:
        raise NotFound("no-sheet", "没有这份评审任务，或它不属于您。")
    found, reader = sheets[0].round, reader_of(asked)
    data = own_score_sheets(
        found.title,
        found.fingerprint or "",
        [print_own_sheet(sheet) for sheet in sheets],
        Printing(reader.printing.at, sheets[0].seat.pseudonym),
        reader.font_folders,
        is_demonstration=found.is_demonstration,
    )
    return Made(data, "application/pdf", f"{code}-专家评分表.pdf")
