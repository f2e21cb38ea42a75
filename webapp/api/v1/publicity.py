"""The list in public: publicity, objections, replacement, spot checks, announcement."""

from base64 import b64decode
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from webapp.api.answers import Answer, Done, Page, page_of
from webapp.api.asked import Asked, Made
from webapp.api.bodies import Body, Day, Number, Word, Words
from webapp.api.resources import Resource
from webapp.errors import Refusal
from webapp.imports.checked_evidence import checked_evidence
from webapp.models import Declaration, Objection, Publicity, Round, SpotCheck
from webapp.permissions import Action, Facts, require
from webapp.queries import lists, rounds, spot_checks
from webapp.queries.lists import ListedEntry
from webapp.services.announce_list import announce_list
from webapp.services.decide_objection import decide_objection
from webapp.services.investigate_objection import investigate_objection
from webapp.services.open_evidence import open_objection_evidence
from webapp.services.pick_spot_checks import pick_spot_checks
from webapp.services.read_objector import read_objector
from webapp.services.record_spot_check import record_spot_check
from webapp.services.register_objection import ReceivedObjection, register_objection
from webapp.services.replace_in_list import replace_in_list
from webapp.services.start_publicity import start_publicity
from webapp.services.store_evidence import CheckedFile

resource = Resource("publicity")
LARGEST_ATTACHED = 40_000_000


class PublicityAnswer(Answer):
    """One publicity with its computed days."""

    id: int
    kind: str
    published_on: date
    first_day: date
    last_day: date
    is_provisional: bool


class EntryAnswer(Answer):
    """One name on the list."""

    declaration_id: int
    declaration: str
    cluster_name: str
    publicity_id: int
    standing: str
    replaces: str | None


class ObjectionAnswer(Answer):
    """One objection with what was done about it; who objected is not told here."""

    number: str
    declaration: str
    state: str
    received_on: date
    claim: str
    finding: str
    answer: str
    decider: str


class ObjectorAnswer(Answer):
    """Who objected."""

    name: str
    contact: str


class VisitAnswer(Answer):
    """One spot check."""

    declaration: str
    visited_on: date | None
    visitors: str
    outcome: str
    text: str


class AnnouncedAnswer(Answer):
    """The announcement."""

    announced_on: date
    valid_until: date | None


class Published(Body):
    """The day on which the list is published."""

    published_on: Day


class Announced(Body):
    """The day on which the list is announced."""

    announced_on: Day


class Replacement(Body):
    """Who left, who moves up, why, and the day of the new publicity."""

    left: Word
    newcomer: Word
    reason: Words
    published_on: Day


class Attached(Body):
    """A file inside the call: its name, and its content in Base64."""

    filename: Word
    base64: Annotated[str, Field(max_length=LARGEST_ATTACHED)]


class NewObjection(Body):
    """What came in, against the declaration of this number; without evidence it is registered as not accepted."""

    number: Word
    received_on: Day
    objector: Word = ""
    contact: Word = ""
    claim: Words
    evidence: Attached | None = None


class Investigation(Body):
    """Who looked into it and what they found."""

    investigators: Word
    finding: Words


class Judgement(Body):
    """How an objection is decided."""

    outcome: Word
    answer: Words
    decider: Word


class Picked(Body):
    """Declarations to visit, by id."""

    chosen: list[Number]


class Visit(Body):
    """What a visit found."""

    visited_on: Day
    visitors: Word
    outcome: Word
    text: Words


def shown(asked: Asked, code: str, action: Action) -> Round:
    """Find a round of which this may be read now."""
    found = rounds.round_by_code(asked.session, code)
    require(asked.actor, action, Facts(round_state=found.state))
    return found


@resource.read("/rounds/<code>/list", Action.SEE_LIST, listed=True)
def list_answer(asked: Asked, code: str) -> Page[EntryAnswer]:
    """List every name that hangs out or hung out."""
    entries = lists.entries_of_round(asked.session, shown(asked, code, Action.SEE_LIST).id)
    return page_of(entries, asked.window, lambda one: one.declaration.number, entry_answer)


def entry_answer(one: ListedEntry) -> EntryAnswer:
    """Show one name."""
    declaration = one.declaration
    return EntryAnswer.of(
        one.entry, declaration=declaration.number, cluster_name=declaration.cluster_name, replaces=one.replaces
    )


@resource.read("/rounds/<code>/publicities", Action.SEE_LIST, listed=True)
def publicities_answer(asked: Asked, code: str) -> Page[PublicityAnswer]:
    """List the publicities with their days."""
    hung = lists.publicities_of_round(asked.session, shown(asked, code, Action.SEE_LIST).id)
    return page_of(hung, asked.window, lambda one: str(one.id), PublicityAnswer.of)


@resource.act("/rounds/<code>/publicities", Action.START_PUBLICITY, status=201)
def start_act(asked: Asked, code: str, body: Published) -> PublicityAnswer:
    """Publish the list."""
    found = rounds.round_by_code(asked.session, code)
    started: Publicity = start_publicity(
        asked.session, actor=asked.actor, found=found, published_on=body.published_on, now=asked.now
    )
    asked.session.flush()
    return PublicityAnswer.of(started)


@resource.act("/rounds/<code>/replacements", Action.REPLACE_IN_LIST)
def replace_act(asked: Asked, code: str, body: Replacement) -> Done:
    """Let the next in rank move up, in a publicity of its own."""
    replace_in_list(
        asked.session,
        actor=asked.actor,
        found=rounds.round_by_code(asked.session, code),
        left=body.left,
        newcomer=body.newcomer,
        reason=body.reason,
        published_on=body.published_on,
        now=asked.now,
    )
    return Done()


@resource.read("/rounds/<code>/objections", Action.SEE_OBJECTIONS, listed=True)
def objections_answer(asked: Asked, code: str) -> Page[ObjectionAnswer]:
    """List the objections."""
    rows = lists.objections_of_round(asked.session, shown(asked, code, Action.SEE_OBJECTIONS).id)
    return page_of(rows, asked.window, lambda row: row[0].number, lambda row: objection_answer(*row))


def objection_answer(objection: Objection, declaration: Declaration) -> ObjectionAnswer:
    """Show one objection."""
    return ObjectionAnswer.of(objection, declaration=declaration.number)


@resource.act("/rounds/<code>/objections", Action.HANDLE_OBJECTION, status=201)
def register_act(asked: Asked, code: str, body: NewObjection) -> ObjectionAnswer:
    """Register an objection."""
    found = rounds.round_by_code(asked.session, code)
    received = ReceivedObjection(
        number=body.number,
        received_on=body.received_on,
        objector=body.objector[:100],
        contact=body.contact,
        claim=body.claim,
        file=attached(body.evidence),
    )
    stored = register_objection(
        asked.session,
        actor=asked.actor,
        found=found,
        received=received,
        folder=asked.folder,
        today=asked.today,
        now=asked.now,
    )
    asked.session.flush()
    return objection_answer(*lists.objection_by_number(asked.session, found.id, stored.number))


def attached(sent: Attached | None) -> CheckedFile | None:
    """Let the evidence in by its content, if there is any."""
    if sent is None:
        return None
    try:
        data = b64decode(sent.base64, validate=True)
    except ValueError as error:
        raise Refusal("not-base64", "附件内容应为 Base64 编码，请重新编码后发送。") from error
    return checked_evidence(data, sent.filename)


@resource.read("/rounds/<code>/objections/<number>/objector", Action.READ_OBJECTOR, notes=True)
def objector_answer(asked: Asked, code: str, number: str) -> ObjectorAnswer:
    """Tell who objected; the reading is noted in the ledger."""
    found = rounds.round_by_code(asked.session, code)
    objection, _declaration = lists.objection_by_number(asked.session, found.id, number)
    told: dict[str, Any] = {"actor": asked.actor, "found": found, "objection": objection, "now": asked.now}
    return ObjectorAnswer.of(read_objector(asked.session, **told))


@resource.read("/rounds/<code>/objections/<number>/evidence", Action.SEE_OBJECTIONS, notes=True)
def evidence_file(asked: Asked, code: str, number: str) -> Made:
    """Hand out what the objector attached; the opening is noted in the ledger."""
    found = shown(asked, code, Action.SEE_OBJECTIONS)
    objection, _declaration = lists.objection_by_number(asked.session, found.id, number)
    told: dict[str, Any] = {"actor": asked.actor, "found": found, "objection": objection, "now": asked.now}
    data = open_objection_evidence(asked.session, folder=asked.folder, **told)
    return Made(data, objection.media_type, objection.filename)


@resource.act("/rounds/<code>/objections/<number>/investigation", Action.HANDLE_OBJECTION)
def investigate_act(asked: Asked, code: str, number: str, body: Investigation) -> ObjectionAnswer:
    """Store what was found."""
    found = rounds.round_by_code(asked.session, code)
    objection, declaration = lists.objection_by_number(asked.session, found.id, number)
    investigate_objection(
        asked.session,
        actor=asked.actor,
        found=found,
        objection=objection,
        investigators=body.investigators,
        finding=body.finding,
        now=asked.now,
    )
    return objection_answer(objection, declaration)


@resource.act("/rounds/<code>/objections/<number>/decision", Action.HANDLE_OBJECTION)
def decide_act(asked: Asked, code: str, number: str, body: Judgement) -> ObjectionAnswer:
    """Decide an objection."""
    found = rounds.round_by_code(asked.session, code)
    objection, declaration = lists.objection_by_number(asked.session, found.id, number)
    decide_objection(
        asked.session,
        actor=asked.actor,
        found=found,
        objection=objection,
        outcome=body.outcome,
        answer=body.answer,
        decider=body.decider[:64],
        now=asked.now,
    )
    return objection_answer(objection, declaration)


@resource.read("/rounds/<code>/spot-checks", Action.SEE_SPOT_CHECKS, listed=True)
def visits_answer(asked: Asked, code: str) -> Page[VisitAnswer]:
    """List what was picked for a visit."""
    rows = spot_checks.checks_of_round(asked.session, shown(asked, code, Action.SEE_SPOT_CHECKS).id)
    return page_of(rows, asked.window, lambda row: row[1].number, lambda row: visit_answer(*row))


def visit_answer(check: SpotCheck, declaration: Declaration) -> VisitAnswer:
    """Show one visit."""
    return VisitAnswer.of(check, declaration=declaration.number)


@resource.act("/rounds/<code>/spot-checks", Action.SPOT_CHECK)
def pick_act(asked: Asked, code: str, body: Picked) -> Done:
    """Pick declarations to visit."""
    found = rounds.round_by_code(asked.session, code)
    picked = pick_spot_checks(asked.session, actor=asked.actor, found=found, chosen=set(body.chosen), now=asked.now)
    return Done(done=len(picked))


@resource.act("/rounds/<code>/spot-checks/<number>", Action.SPOT_CHECK)
def record_act(asked: Asked, code: str, number: str, body: Visit) -> VisitAnswer:
    """Store what a visit found."""
    found = rounds.round_by_code(asked.session, code)
    check, declaration = spot_checks.check_of_declaration(asked.session, found.id, number)
    record_spot_check(
        asked.session,
        actor=asked.actor,
        found=found,
        check=check,
        declaration=declaration,
        visited_on=body.visited_on,
        visitors=body.visitors,
        outcome=body.outcome,
        text=body.text,
        today=asked.today,
        now=asked.now,
    )
    return visit_answer(check, declaration)


@resource.act("/rounds/<code>/announcement", Action.ANNOUNCE_LIST, status=201)
def announce_act(asked: Asked, code: str, body: Announced) -> AnnouncedAnswer:
    """Announce the list; the clusters enter the registry."""
    found = rounds.round_by_code(asked.session, code)
    announce_list(
        asked.session,
        actor=asked.actor,
        found=found,
        announced_on=body.announced_on,
        now=asked.now,
        today=asked.today,
    )
    asked.session.flush()
    return AnnouncedAnswer.of(lists.announcement_of(asked.session, found.id))
