"""Start the publicity of the decided list and compute its first and last day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from rubrics.calendar import WorkingCalendar
from rubrics.loading import load_pack
from rubrics.publicity import PublicityPeriod, publicity_period
from webapp.errors import Refusal
from webapp.models import ListEntry, Publicity, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import clusters, declarations, publicities, rounds
from webapp.services.bundle_parts import bound_parts
from webapp.services.freeze_round import check_frozen
from webapp.services.list_procedure import list_stage, require_list_step
from webapp.services.record_act import record_act
from webapp.services.round_settings import RoundSettings
from webapp.services.working_days import calendar_of, local_day

WHOLE_LIST, REPLACEMENT = "list", "replacement"
IN_PUBLICITY, REMOVED, RECOGNISED = "in_publicity", "removed", "recognised"
IN_FUTURE = "发布日期不能晚于今天：登记后名单即向社会公开，请在发布当天办理。"
ENDED = "“{name}”的复核未通过或已经终止，不能公示；请重新确定名单。"


def start_publicity(session: Session, *, actor: Actor, found: Round, published_on: date, now: datetime) -> Publicity:
    """Hang out the decided list by the region's rule; a provisional date is marked as such."""
    rounds.hold_round(session, found)
    require(actor, Action.START_PUBLICITY, Facts(round_state=found.state))
    require_list_step(found, "publish_list", list_stage(found), {"publicity_dates_set"})
    check_frozen(found)
    listed = [one.id for one in publicities.decided_declarations(session, found.id)]
    started = hang_out(session, found, listed, published_on, WHOLE_LIST, now)
    found.state = "publicity"
    told = {"first_day": str(started.first_day), "last_day": str(started.last_day)}
    bound = bound_parts(session, found, "publicity.json")
    record_act(session, actor=actor, action="start publicity", facts={**told, **bound}, now=now, round_id=found.id)
    return started


def hang_out(
    session: Session,
    found: Round,
    listed: Sequence[int],
    published_on: date,
    kind: str,
    now: datetime,
    replaces: Mapping[int, int] | None = None,
) -> Publicity:
    """Store a publicity with its period and its entries."""
    if found.decided_at is not None and published_on < local_day(session, found.decided_at):
        raise Refusal("published-before-decision", "发布日期早于名单确定的日期，请核对。")
    if published_on > local_day(session, now):
        raise Refusal("published-in-future", IN_FUTURE)
    check_none_ended(session, listed)
    settings = RoundSettings.from_json(found.settings)
    period = period_of(session, found, published_on)
    started = Publicity(
        round_id=found.id,
        published_on=published_on,
        first_day=period.first_day,
        last_day=period.last_day,
        is_provisional=period.provisional,
        kind=kind,
        contact=f"{settings.contact_person} {settings.contact_phone} {settings.contact_address}".strip(),
        created_at=now,
    )
    session.add(started)
    session.flush()
    session.add_all(
        ListEntry(
            round_id=found.id,
            publicity_id=started.id,
            declaration_id=one,
            replaces_id=(replaces or {}).get(one),
            standing=IN_PUBLICITY,
        )
        for one in listed
    )
    session.flush()
    return started


def check_none_ended(session: Session, listed: Sequence[int]) -> None:
    """Refuse to publish a declaration whose re-review ended without extension."""
    for number, one in clusters.re_reviews_of_declarations(session, listed).items():
        if one.outcome not in (None, "passed"):
            named = declarations.declaration_by_id(session, number)[0].cluster_name
            raise Refusal("re-review-ended", ENDED, name=named)


def period_of(
    session: Session, found: Round, published_on: date, calendar: WorkingCalendar | None = None
) -> PublicityPeriod:
    """Return first and last day of a publicity by the frozen settings and a calendar, else the installation's own."""
    settings = RoundSettings.from_json(found.settings)
    n_days = n_publicity_days(found.pack_id, settings)
    counted = settings.count_publication_day
    return publicity_period(published_on, n_days, calendar or calendar_of(session), count_publication_day=counted)


def n_publicity_days(pack_id: str, settings: RoundSettings) -> int:
    """Return the working days of a publicity: the measure's, or the round's where the measure states none."""
    rule = load_pack(pack_id).procedure.publicity
    if rule is None:
        return settings.publicity_days or 5
    return settings.publicity_days if rule.proposed and settings.publicity_days else rule.working_days
