"""Evidence on the desk in a real browser: opened by the keyboard beside its criterion, fetched only then, noted."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browser import desk_acts as acts
from tests.browser.conftest import Site, keep
from tests.conftest import NOW
from tests.webapp.imports.test_evidence import pdf, png
from webapp.models import Assignment, Evidence, LedgerEntry
from webapp.services.keep_content import keep_content

FIELD = "governance.platform_ticks"
FILES = (("平台证明.pdf", "application/pdf", pdf()), ("平台照片.png", "image/png", png()))


def hand_in(site: Site, folder: Path, assignment: int) -> None:
    """Put two files for one field to the declaration of a sheet."""
    with Session(site.engine) as session:
        declaration = session.get_one(Assignment, assignment).declaration_id
        for name, media_type, data in FILES:
            digest = sha256(data).hexdigest()
            keep_content(folder, digest, data)
            place = {"declaration_id": declaration, "field_key": FIELD, "filename": name, "media_type": media_type}
            session.add(Evidence(**place, material=None, size=len(data), sha256=digest, account_id=1, at=NOW))
        session.commit()


@pytest.fixture
def site(serve: Callable[[str], Site]) -> Site:
    """The invented round while experts score."""
    return serve("scoring")


@pytest.fixture
def page(site: Site, enter: Callable[..., Page], expert_login: Callable[[Site], str], tmp_path: Path) -> Page:
    """The first expert's window on a sheet with two files."""
    opened = enter(site, expert_login(site))
    acts.sign(opened, site)
    hand_in(site, tmp_path, acts.sheet_number(opened))
    opened.reload()
    return opened


def test_evidence_opens_beside_its_criterion_by_keyboard(page: Page) -> None:
    papers = page.locator("details.paper")
    expect(papers).to_have_count(2)
    assert page.locator("details.paper iframe, details.paper img").count() == 0
    with page.expect_response(lambda answer: "/evidence/1" in answer.url) as framed:
        papers.nth(0).locator("summary").press("Enter")
    assert (framed.value.status, framed.value.headers["x-frame-options"]) == (200, "SAMEORIGIN")
    expect(papers.nth(0).locator("iframe")).to_have_attribute("title", "佐证材料：平台证明.pdf")
    papers.nth(1).locator("summary").press("Enter")
    picture = papers.nth(1).locator("img")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("shown => shown.naturalWidth > 0")
    keep(page, "desk-evidence")


def test_opened_file_is_fetched_and_noted_once(site: Site, page: Page) -> None:
    paper = page.locator("details.paper").nth(1)
    with page.expect_response(lambda answer: "/evidence/2" in answer.url):
        paper.locator("summary").press("Enter")
    for _press in range(2):
        paper.locator("summary").press("Enter")
    expect(paper.locator("img")).to_be_visible()
    with Session(site.engine) as session:
        noted = session.scalars(select(LedgerEntry.action).where(LedgerEntry.action == "open evidence")).all()
    assert list(noted) == ["open evidence"]
