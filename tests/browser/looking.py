"""What is looked at on every page: what axe finds, and sideways scroll, in both languages and widths."""

from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import Site, keep
from tests.browser.tour import in_language, overflow, pages_of
from webapp.permissions import Role

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")
LOGINS = {
    Role.DEPARTMENT: "department",
    Role.ORGANISER: "organiser",
    Role.OBSERVER: "observer",
    Role.CITY_BUREAU: "city",
    Role.APPLICANT: "applicant",
    Role.SYSTEM_ADMINISTRATOR: "system",
    Role.SECURITY_ADMINISTRATOR: "security",
    Role.AUDIT_ADMINISTRATOR: "audit",
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = f"{{resultTypes: ['violations'], runOnly: {TAGS}}}"


# The page is told of its new width with the next frame, and answers with what can be scrolled.
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def violations(page: Page) -> list[str]:
    """Return what axe finds: rule and the places."""
    page.evaluate(AXE)
    found = page.evaluate(f"axe.run(document, {RULES})")["violations"]
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


def look_at_everything(page: Page, site: Site, role: Role, state: str) -> list[tuple[str, str]]:
    """Open every page of the role in both languages and both widths; return what is wrong."""
    wrong: list[tuple[str, str]] = []
    seen = 0
    for address in pages_of(site.engine, role):
        for language in ("zh", "en"):
            page.set_viewport_size({"width": 1366, "height": 768})
            answer = page.goto(site.address + in_language(address, language))
            assert answer is not None
            if answer.status in (403, 404, 422) or not answer.headers["content-type"].startswith("text/html"):
                continue
            seen += 1
            assert answer.status == 200, (address, answer.status)
            keep(page, f"page-{state}-{role}-{address.strip('/').replace('/', '-') or 'home'}-{language}")
            wrong += [(f"{address} {language}", one) for one in violations(page)]
            if overflow(page) > 0:
                wrong.append((f"{address} {language}", f"at 1366 px: {overflow(page)} px too wide"))
            page.set_viewport_size({"width": 360, "height": 740})
            page.evaluate(DRAWN)
            if overflow(page) > 0:
                wrong.append((f"{address} {language}", f"at 360 px: {overflow(page)} px too wide"))
            if language == "zh":
                wrong += [(f"{address} at 360 px", one) for one in violations(page)]
                keep(page, f"phone-{state}-{role}-{address.strip('/').replace('/', '-') or 'home'}")
    assert seen >= 4
    return wrong
