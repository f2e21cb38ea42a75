"""Register an objection as it came; one without name, contact or evidence, or out of time, is refused."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from rubrics.loading import load_pack
from webapp.errors import Problem, ProblemsFound
from webapp.models import Objection, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import lists
from webapp.queries.lists import ListedEntry
from webapp.services.keep_content import keep_content
from webapp.services.list_procedure import list_stage, require_list_step
from webapp.services.notice_receivers import receivers
from webapp.services.record_act import record_act
from webapp.services.start_publicity import IN_PUBLICITY
from webapp.services.store_evidence import CheckedFile
from webapp.services.write_notice import write_notice

RECEIVED, NOT_ACCEPTED, INVESTIGATED, UPHELD, DISMISSED = (
    "received",
    "not_accepted",
    "investigated",
    "upheld",
    "dismissed",
)
FOLDER = "objections"
UNNAMED = "未署真实姓名或单位名称。"
NO_CONTACT = "未注明联系方式。"
NO_EVIDENCE = "未附证明材料。"
OUT_OF_TIME = "不在公示期内提出（公示期 {first} 至 {last}）。"


@dataclass(frozen=True)
class ReceivedObjection:
    """What came in: when, from whom, against whom, why, with what."""

    number: str
    received_on: date
    objector: str
    contact: str
    claim: str
    file: CheckedFile | None


def register_objection(
    session: Session,
    *,
    actor: Actor,
    found: Round,
    received: ReceivedObjection,
    folder: Path,
    today: date,
    now: datetime,
) -> Objection:
    """Store the objection; the ledger keeps its number and what it is against, never who raised it."""
    require(actor, Action.HANDLE_OBJECTION, Facts(round_state=found.state))
    listed = entry_objected_to(session, found, received, today)
    refusal = why_not_accepted(found.pack_id, received, listed)
    if not refusal:
        is_objected = listed.declaration.id in lists.objected_ids(session, found.id)
        if not is_objected:
            stage = list_stage(found, listed.entry)
            require_list_step(found, "object", stage, {"objection_named_with_evidence"})
    if received.file is not None:
        keep_content(folder / FOLDER, received.file.sha256, received.file.data)
    stored = Objection(
        round_id=found.id,
        declaration_id=listed.declaration.id,
        number=f"{found.code}-YY{lists.n_objections(session, found.id) + 1:02d}",
        state=NOT_ACCEPTED if refusal else RECEIVED,
        received_on=received.received_on,
        objector=received.objector.strip(),
        contact=received.contact.strip(),
        claim=received.claim.strip(),
        filename=received.file.name if received.file else "",
        media_type=received.file.media_type if received.file else "",
        sha256=received.file.sha256 if received.file else "",
        refusal=refusal,
        account_id=actor.account_id or 0,
        at=now,
    )
    session.add(stored)
    session.flush()
    told = {"objection": stored.number, "declaration": received.number, "state": stored.state}
    record_act(session, actor=actor, action="register objection", facts=told, now=now, round_id=found.id)
    if not refusal:
        tell_department(session, found, stored, listed, now)
    return stored


def tell_department(session: Session, found: Round, stored: Objection, listed: ListedEntry, now: datetime) -> None:
    """Tell those who have it looked into; who raised it stays in the file."""
    one = listed.declaration
    told = {"round": found.title, "number": one.number, "cluster": one.cluster_name, "objection": stored.number}
    to = receivers(session).department
    write_notice(session, kind="objection_received", to=to, values=told, now=now)


def entry_objected_to(session: Session, found: Round, received: ReceivedObjection, today: date) -> ListedEntry:
    """Find the entry of the list, or say everything that is wrong with the form."""
    entry = lists.entry_of_number(session, found.id, received.number.strip())
    problems = []
    if entry is None or entry.entry.standing != IN_PUBLICITY:
        problems.append(Problem("集群", "not-on-list", "请选择一个正在公示的集群。"))
    if not received.claim.strip():
        problems.append(Problem("异议事项", "no-claim", "请写明异议的事实和理由。"))
    if received.received_on > today:
        problems.append(Problem("收到日期", "in-future", "收到日期不能晚于今天。"))
    if problems or entry is None:
        raise ProblemsFound("objection-wrong", tuple(problems))
    return entry


def why_not_accepted(pack_id: str, received: ReceivedObjection, listed: ListedEntry) -> list[dict[str, object]]:
    """List why an objection is not taken up, as templates with values; empty when it is."""
    reasons: list[dict[str, object]] = []
    rule = load_pack(pack_id).procedure.objections
    if rule is None or rule.named_with_evidence:
        absent = (
            (UNNAMED, not received.objector.strip()),
            (NO_CONTACT, not received.contact.strip()),
            (NO_EVIDENCE, received.file is None),
        )
        reasons += [{"template": template, "values": {}} for template, is_absent in absent if is_absent]
    hung = listed.publicity
    if not hung.published_on <= received.received_on <= hung.last_day:
        days = {"first": str(hung.first_day), "last": str(hung.last_day)}
        reasons.append({"template": OUT_OF_TIME, "values": days})
    return reasons
