"""A cluster's pages in the browser: no violation axe can find, no sideways scroll, and a report handed in by hand."""

from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page

from tests.browser.conftest import Site, keep
from tests.browser.looking import violations
from tests.browser.tour import overflow
from tests.stories.registry_world import recognised
from webapp.database import transaction

PAGES = ("/registry/1", "/registry/1/reports/2025", "/registry/1/then-and-now", "/registry/due")


def one_cluster(site: Site) -> None:
    """Enter a cluster with a late report, an open change and an open case."""
    with transaction(site.engine) as session:
        story = recognised(session, "nm-2023", date(2023, 9, 15))
        story.report(story.city, 2024, date(2025, 3, 11))
        story.change("空间范围", date(2025, 1, 31), date(2025, 4, 1))
        story.open_case(2, date(2025, 6, 3))


def test_cluster_pages_have_no_violation_and_fit_a_phone(
    serve: Callable[[str], Site], enter: Callable[..., Page]
) -> None:
    site = serve("staff")
    one_cluster(site)
    page = enter(site, "department")
    wrong = []
    for path in PAGES:
        for width in (1366, 360):
            page.set_viewport_size({"width": width, "height": 768})
            page.goto(site.address + path)
            wrong += [(path, width, one) for one in violations(page)] if width == 1366 else []
            wrong += [(path, width, "too wide")] if overflow(page) > 0 else []
    keep(page, "registry-due")
    assert wrong == []


def test_department_reports_a_year_received_on_paper(serve: Callable[[str], Site], enter: Callable[..., Page]) -> None:
    site = serve("staff")
    one_cluster(site)
    page = enter(site, "department")
    page.goto(f"{site.address}/registry/1")
    page.click("text=填报2025年度情况")
    page.fill("[name='leading_industry.total_output']", "61.50")
    page.fill("[name=received_on]", "2026-03-09")
    page.click("main button.primary")
    page.wait_for_selector("[role=status]")
    keep(page, "registry-cluster")
    # Received on 9 March 2026 for 10 March: on time.
    assert page.locator("#reports li", has_text="2025年度").locator(".tag").inner_text() == "按时"
