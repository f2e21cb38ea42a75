"""What an expert does at the desk, and what is stored of it."""

import json
from contextlib import suppress

from playwright.sync_api import Error as PageGone
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browser.conftest import Site
from webapp.models import Account, Assignment, Declaration, LedgerEntry, Review, Score, Seat


def sign(page: Page, site: Site) -> None:
    """Sign the undertaking and open the first sheet."""
    page.goto(f"{site.address}/desk/")
    page.check("[name=accepted]")
    page.click("main button.primary")
    page.locator("main tbody a").first.click()
    page.wait_for_selector("#saving", state="attached")


def type_points(page: Page, *values: str) -> None:
    """Type points from the first criterion on, Enter after each."""
    page.locator("[data-points]").first.focus()
    for value in values:
        page.keyboard.press("Control+A")
        page.keyboard.type(value)
        page.keyboard.press("Enter")


def wait_for(page: Page, state: str) -> None:
    """Wait until the sheet says saved, offline or error."""
    expect(page.locator("#saving")).to_have_attribute("data-state", state)


def wait_until_no_draft_is_left(page: Page) -> None:
    """Wait until the browser holds no draft; asked from outside, because the policy forbids eval."""
    for _try in range(100):
        # The list shows itself again when a draft is stored; asked in that moment, there is no page to answer.
        with suppress(PageGone):
            if page.evaluate("Object.keys(localStorage).length") == 0:
                return
        page.wait_for_timeout(100)
    raise AssertionError("a draft is left in the browser")


def sheet_number(page: Page) -> int:
    """Return the number of the assignment on the screen."""
    return int(page.url.rstrip("/").rsplit("/", 1)[1].split("?")[0])


def stored(site: Site, assignment: int) -> dict[str, int | None]:
    """Return the stored hundredths by criterion."""
    with Session(site.engine) as session:
        query = select(Score).join(Review, Score.review_id == Review.id).where(Review.assignment_id == assignment)
        return {score.criterion: score.hundredths for score in session.scalars(query)}


def opinion_of(site: Site, assignment: int) -> str:
    """Return the stored opinion."""
    with Session(site.engine) as session:
        return session.scalars(select(Review.opinion).where(Review.assignment_id == assignment)).one()


def login_of(site: Site, assignment: int) -> str:
    """Return the login of the expert before whom a sheet lies."""
    with Session(site.engine) as session:
        query = select(Account.login).join(Seat, Seat.account_id == Account.id)
        query = query.join(Assignment, Assignment.seat_id == Seat.id).where(Assignment.id == assignment)
        return session.scalars(query).one()


def times_saved(site: Site, assignment: int) -> list[str]:
    """Return the fields of every save the ledger knows of a sheet, one entry for each time."""
    with Session(site.engine) as session:
        query = select(LedgerEntry).where(LedgerEntry.action == "save review").order_by(LedgerEntry.sequence)
        told = [json.loads(entry.facts) for entry in session.scalars(query)]
    return [field for facts in told if facts["assignment"] == assignment for field in facts["fields"]]


def enlarge(site: Site, account_id: int, n: int) -> None:
    """Bring the desk of an account to n sheets by copies of declarations that are there."""
    with Session(site.engine) as session:
        seat = session.scalars(select(Seat).where(Seat.account_id == account_id)).one()
        mine = session.scalars(select(Assignment).where(Assignment.seat_id == seat.id)).all()
        pattern = session.get_one(Declaration, mine[0].declaration_id)
        kept = [column.key for column in Declaration.__table__.columns if column.key not in ("id", "number")]
        for extra in range(n - len(mine)):
            values = {key: getattr(pattern, key) for key in kept} | {"number": f"NM-DEMO-9{extra:02d}"}
            copy = Declaration(**values)
            session.add(copy)
            session.flush()
            session.add(Assignment(plan_id=mine[0].plan_id, declaration_id=copy.id, seat_id=seat.id))
        session.commit()
