"""The desk as plain rows for what experts do all day: list, open, save. No objects are built of what is read.

Statements are built once. What a rule pack, a declaration or a screening says comes as the text that is stored, so that
whoever remembers what was made of it can tell by the text itself whether it is still the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Connection, Integer, Select, Text, bindparam, cast, func, select, text
from sqlalchemy.orm import Session

from webapp.errors import NotFound
from webapp.models import (
    Assignment,
    Declaration,
    Evidence,
    ExtraReview,
    Review,
    ReviewTally,
    Round,
    Score,
    ScreeningResult,
    Seat,
    SeatTally,
)
from webapp.queries.homes import UNREAD, NoticeLine
from webapp.statements import Row, Statement, together

ASSIGNMENT, SEAT, ROUND = Assignment.__table__.c, Seat.__table__.c, Round.__table__.c
DECLARATION, REVIEW, EXTRA = Declaration.__table__.c, Review.__table__.c, ExtraReview.__table__.c
SCORE, SCREENING, EVIDENCE = Score.__table__.c, ScreeningResult.__table__.c, Evidence.__table__.c
TALLY, SEATED = ReviewTally.__table__.c, SeatTally.__table__.c


class Place(NamedTuple):
    """One declaration before one expert, as far as nothing is scored; settings are the round's as they are stored.

    ``changed`` is the moment of the review's last change as the database writes it.
    """

    assignment_id: int
    seat_id: int
    account_id: int
    pseudonym: str
    is_undertaken: bool
    round_id: int
    code: str
    round_state: str
    pack_id: str
    settings: str
    is_demonstration: bool
    declaration_id: int
    number: str
    cluster_name: str
    city: str
    county: str
    review_id: int | None
    review_state: str | None
    opinion: str | None
    version: int | None
    is_extra: bool
    changed: str | None = None

    @property
    def state(self) -> str:
        """Return open, draft or submitted."""
        return self.review_state or "open"

    @property
    def is_writable(self) -> bool:
        """Whether it may be written: while scores are given, or after the lock where it was ordered then."""
        is_running = self.round_state == "scoring" or (self.round_state == "locked" and self.is_extra)
        return is_running and self.review_state != "submitted"


class Given(NamedTuple):
    """What is stored for one criterion."""

    hundredths: int | None
    is_not_applicable: bool
    reason: str


@dataclass(slots=True)
class OwnSheet:
    """One place with what is scored so far."""

    place: Place
    scores: dict[str, Given]

    @property
    def state(self) -> str:
        """Return open, draft or submitted."""
        return self.place.state

    @property
    def is_writable(self) -> bool:
        """Whether it may be written: while scores are given, or after the lock where it was ordered then."""
        return self.place.is_writable

    def points(self) -> dict[str, Decimal]:
        """Return the points given so far, by criterion."""
        return {key: Decimal(one.hundredths) / 100 for key, one in self.scores.items() if one.hundredths is not None}


class OwnSeat(NamedTuple):
    """One panel on which the expert sits."""

    id: int
    is_undertaken: bool
    round_id: int
    code: str
    title: str
    state: str
    pack_id: str
    settings: str
    is_demonstration: bool
    n_assigned: int


class Reach(NamedTuple):
    """How far one sheet is, without what is on it."""

    assignment_id: int
    round_id: int
    review_state: str | None
    n_scored: int


class Declared(NamedTuple):
    """What was declared and what screening found, as the texts that are stored; screening may not have been."""

    answers: str
    screening: str | None


class File(NamedTuple):
    """One piece of evidence as a list shows it."""

    id: int
    field_key: str | None
    material: int | None
    filename: str
    media_type: str
    size: int


class OpenedSheet(NamedTuple):
    """A sheet with its declaration, its files in the order they came, and all assignments in the desk's order."""

    sheet: OwnSheet
    declared: Declared
    order: tuple[int, ...]
    files: list[File]


class OpenedDesk(NamedTuple):
    """The panels of an account, what it has not read yet, and its sheets without their scores.

    Of a desk with more sheets than were asked for, how far each is instead of the sheets.
    """

    seats: list[OwnSeat]
    notices: list[NoticeLine]
    places: list[Place]
    reaches: list[Reach]


def places() -> Select[Any]:
    """Select the places of one account."""
    return (
        select(ASSIGNMENT.id, SEAT.id, SEAT.account_id, SEAT.pseudonym, SEAT.undertaken_at.is_not(None))
        .add_columns(ROUND.id, ROUND.code, ROUND.state, ROUND.pack_id, cast(ROUND.settings, Text))
        .add_columns(ROUND.is_demonstration, DECLARATION.id, DECLARATION.number, DECLARATION.cluster_name)
        .add_columns(DECLARATION.city, DECLARATION.county, REVIEW.id, REVIEW.state, REVIEW.opinion, REVIEW.version)
        .add_columns(EXTRA.assignment_id.is_not(None), cast(REVIEW.updated_at, Text))
        .join_from(Seat.__table__, Assignment.__table__, ASSIGNMENT.seat_id == SEAT.id)
        .join(Round.__table__, SEAT.round_id == ROUND.id)
        .join(Declaration.__table__, ASSIGNMENT.declaration_id == DECLARATION.id)
        .outerjoin(Review.__table__, REVIEW.assignment_id == ASSIGNMENT.id)
        .outerjoin(ExtraReview.__table__, EXTRA.assignment_id == ASSIGNMENT.id)
        .where(SEAT.account_id == bindparam("account_id"), ASSIGNMENT.is_withdrawn.is_(False))
    )


AMONG = ASSIGNMENT.id.in_(bindparam("among", expanding=True))
ALL_REACHES = (
    select(ASSIGNMENT.id, SEAT.round_id, REVIEW.state, func.coalesce(TALLY.n_given, 0))
    .join_from(Seat.__table__, Assignment.__table__, ASSIGNMENT.seat_id == SEAT.id)
    .outerjoin(Review.__table__, REVIEW.assignment_id == ASSIGNMENT.id)
    .outerjoin(ReviewTally.__table__, TALLY.review_id == REVIEW.id)
    .where(SEAT.account_id == bindparam("account_id"), ASSIGNMENT.is_withdrawn.is_(False))
)
REACHES = Statement(ALL_REACHES)
LISTED = Statement(
    select(ASSIGNMENT.id)
    .join_from(Seat.__table__, Assignment.__table__, ASSIGNMENT.seat_id == SEAT.id)
    .where(SEAT.account_id == bindparam("account_id"), ASSIGNMENT.is_withdrawn.is_(False))
)
ORDER = Statement(
    select(ASSIGNMENT.id)
    .join_from(Seat.__table__, Assignment.__table__, ASSIGNMENT.seat_id == SEAT.id)
    .join(Declaration.__table__, ASSIGNMENT.declaration_id == DECLARATION.id)
    .where(SEAT.account_id == bindparam("account_id"), ASSIGNMENT.is_withdrawn.is_(False))
    .order_by(SEAT.round_id.desc(), DECLARATION.number)
)
HOLD_TEXT = text(
    "SELECT 1 FROM seat JOIN assignment ON assignment.seat_id = seat.id JOIN round ON round.id = seat.round_id"
    " WHERE seat.account_id = :account_id AND (assignment.id = :assignment_id OR :assignment_id = 0)"
    " ORDER BY assignment.id FOR UPDATE OF assignment FOR SHARE OF round"
).bindparams(bindparam("account_id", type_=Integer), bindparam("assignment_id", type_=Integer))
HOLD = Statement(HOLD_TEXT)
ALL_PLACES = places().order_by(ROUND.id.desc(), DECLARATION.number)
ONE_PLACE = places().where(ASSIGNMENT.id == bindparam("assignment_id"))
PLACE_AT = Statement(ONE_PLACE)
SEATS = Statement(
    select(SEAT.id, SEAT.undertaken_at.is_not(None), ROUND.id, ROUND.code, ROUND.title, ROUND.state, ROUND.pack_id)
    .add_columns(cast(ROUND.settings, Text), ROUND.is_demonstration, func.coalesce(SEATED.n_assigned, 0))
    .join_from(Seat.__table__, Round.__table__, SEAT.round_id == ROUND.id)
    .outerjoin(SeatTally.__table__, SEATED.seat_id == SEAT.id)
    .where(SEAT.account_id == bindparam("account_id"), SEAT.standing == "seated")
    .order_by(ROUND.id.desc())
)
SCORES_OF_REVIEWS = select(
    SCORE.review_id, SCORE.criterion, SCORE.hundredths, SCORE.is_not_applicable, SCORE.reason
).where(SCORE.review_id.in_(bindparam("reviews", expanding=True)))
PLACES_AMONG, EVERY_PLACE = ALL_PLACES.where(AMONG), Statement(ALL_PLACES)
# One of the two returns nothing, at once: a desk of few sheets is read whole, of one of hundreds how far each is.
N_SHEETS = (
    select(func.coalesce(func.sum(SEATED.n_assigned), 0))
    .join_from(Seat.__table__, SeatTally.__table__, SEATED.seat_id == SEAT.id)
    .where(SEAT.account_id == bindparam("account_id"))
    .scalar_subquery()
)
PLACES_OF_FEW = Statement(ALL_PLACES.where(bindparam("most") >= N_SHEETS))
REACHES_OF_MANY = Statement(ALL_REACHES.where(bindparam("most") < N_SHEETS))
# By account, with the assignments it is the order of.
ORDERS: dict[int, tuple[list[int], tuple[int, ...]]] = {}
MOST_ORDERS = 5_000
SCORES_AT = Statement(
    select(SCORE.criterion, SCORE.hundredths, SCORE.is_not_applicable, SCORE.reason)
    .join_from(Review.__table__, Score.__table__, SCORE.review_id == REVIEW.id)
    .where(REVIEW.assignment_id == bindparam("assignment_id"))
)
NEWEST_SCREENING = (
    select(cast(SCREENING.result, Text))
    .where(SCREENING.declaration_id == DECLARATION.id)
    .order_by(SCREENING.id.desc())
    .limit(1)
    .correlate(Declaration.__table__)
    .scalar_subquery()
)
DECLARED_PLACE = Statement(ONE_PLACE.add_columns(cast(DECLARATION.answers, Text), NEWEST_SCREENING))
FILES_AT = Statement(
    select(EVIDENCE.id, EVIDENCE.field_key, EVIDENCE.material, EVIDENCE.filename, EVIDENCE.media_type, EVIDENCE.size)
    .join_from(Assignment.__table__, Evidence.__table__, EVIDENCE.declaration_id == ASSIGNMENT.declaration_id)
    .where(ASSIGNMENT.id == bindparam("assignment_id"))
    .order_by(EVIDENCE.id)
)


def connection_of(asking: Session | Connection) -> Connection:
    """Return the connection with all that was written before on it; plain statements do not see to that."""
    if isinstance(asking, Connection):
        return asking
    asking.flush()
    return asking.connection()


def own_sheets(asking: Session | Connection, account_id: int) -> list[OwnSheet]:
    """List everything assigned to this account, with its scores, in two statements."""
    connection = connection_of(asking)
    places = own_places(connection, account_id)
    scores = scores_of_reviews(connection, [place.review_id for place in places if place.review_id is not None])
    return [OwnSheet(place, scores.get(place.review_id or 0, {})) for place in places]


def opened_desk(connection: Connection, account_id: int, most: int) -> OpenedDesk:
    """Find all that a desk of no more sheets shows, or how far the sheets of a larger one are, in its order."""
    wanted = {"account_id": account_id, "most": most}
    asked = (SEATS, UNREAD, PLACES_OF_FEW, REACHES_OF_MANY)
    seats, notices, places, reached = together(connection, *[(statement, wanted) for statement in asked])
    return OpenedDesk(
        [OwnSeat._make(row) for row in seats],
        [NoticeLine._make(row) for row in notices],
        [Place._make(row) for row in places],
        in_order(connection, account_id, reached),
    )


def own_places(connection: Connection, account_id: int) -> list[Place]:
    """List everything assigned to this account without its scores."""
    return [Place._make(row) for row in EVERY_PLACE.rows(connection, {"account_id": account_id})]


def places_among(connection: Connection, account_id: int, among: Sequence[int]) -> list[Place]:
    """List some of them, as a desk with very many shows them."""
    wanted = {"account_id": account_id, "among": among}
    return [Place(*row) for row in connection.execute(PLACES_AMONG, wanted)]


def scores_of_reviews(connection: Connection, reviews: Sequence[int]) -> dict[int, dict[str, Given]]:
    """Return by review what is scored in some of them."""
    scores: dict[int, dict[str, Given]] = {}
    if reviews:
        for review_id, criterion, *given in connection.execute(SCORES_OF_REVIEWS, {"reviews": reviews}):
            scores.setdefault(review_id, {})[criterion] = Given._make(given)
    return scores


def reaches(asking: Session | Connection, account_id: int) -> list[Reach]:
    """List in the order of the desk how far each sheet is."""
    connection = connection_of(asking)
    return in_order(connection, account_id, REACHES.rows(connection, {"account_id": account_id}))


def in_order(connection: Connection, account_id: int, reached: list[Row]) -> list[Reach]:
    """Put how far all sheets of this account are into the order of the desk."""
    by_sheet = {row[0]: Reach._make(row) for row in reached}
    return [by_sheet[key] for key in order_of_listed(connection, account_id, sorted(by_sheet))] if by_sheet else []


def own_sheet(asking: Session | Connection, assignment_id: int, account_id: int) -> OwnSheet:
    """Find one sheet of this account; another's sheet does not exist for it."""
    wanted = {"assignment_id": assignment_id, "account_id": account_id}
    return scored_sheet(*together(connection_of(asking), (PLACE_AT, wanted), (SCORES_AT, wanted)))


def scored_sheet(places: Sequence[Row], scores: Sequence[Row]) -> OwnSheet:
    """Put the scores to the place, if there is one."""
    if not places:
        raise NotFound("no-sheet", "没有这份评审任务，或它不属于您。")
    return OwnSheet(Place._make(places[0]), {one[0]: Given._make(one[1:]) for one in scores})


def opened_sheet(connection: Connection, assignment_id: int, account_id: int) -> OpenedSheet | None:
    """Find all that the page of one sheet shows, if the sheet is theirs."""
    wanted = {"assignment_id": assignment_id, "account_id": account_id}
    asked = ((DECLARED_PLACE, wanted), (SCORES_AT, wanted), (LISTED, wanted), (FILES_AT, wanted))
    places, scores, listed, files = together(connection, *asked)
    if not places:
        return None
    sheet, declared = scored_sheet([places[0][:-2]], scores), Declared._make(places[0][-2:])
    order = order_of_listed(connection, account_id, sorted(row[0] for row in listed))
    return OpenedSheet(sheet, declared, order, [File._make(row) for row in files])


def order_of_listed(connection: Connection, account_id: int, listed: list[int]) -> tuple[int, ...]:
    """Put the assignments of this account, listed by number, into the order of the desk.

    The order stands in numbers that never change, so it is remembered for the same assignments.
    """
    known = ORDERS.get(account_id)
    if known is None or known[0] != listed:
        if len(ORDERS) >= MOST_ORDERS:
            ORDERS.clear()
        order = ORDER.rows(connection, {"account_id": account_id})
        known = ORDERS[account_id] = (listed, tuple([row[0] for row in order]))
    return known[1]


def hold_sheets(session: Session, account_id: int, assignment_id: int = 0) -> None:
    """Let nobody else write one sheet, or all of the account, nor lock the round, until the transaction ends.

    What is read afterwards is what the transaction before has left. SQLite's writers go one by one anyway.
    """
    connection = connection_of(session)
    if connection.dialect.name == "postgresql":
        HOLD.write(connection, {"account_id": account_id, "assignment_id": assignment_id})


def held_sheet(session: Session, assignment_id: int, account_id: int) -> OwnSheet:
    """Find one sheet of this account to write it."""
    connection, wanted = connection_of(session), {"assignment_id": assignment_id, "account_id": account_id}
    if connection.dialect.name != "postgresql":
        return own_sheet(connection, assignment_id, account_id)
    return scored_sheet(*together(connection, (HOLD, wanted), (PLACE_AT, wanted), (SCORES_AT, wanted))[1:])


def own_seats(asking: Session | Connection, account_id: int) -> list[OwnSeat]:
    """List the panels on which this account sits, newest round first."""
    return [OwnSeat._make(row) for row in SEATS.rows(connection_of(asking), {"account_id": account_id})]
