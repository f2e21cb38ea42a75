"""No English word on a Chinese page except names and codes; no Chinese title on an English page except data."""

import html
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from tests.browser.tour import in_language, pages_of
from tests.stories.actors import signed_in
from tools.catalogue import stored
from webapp.database import reading
from webapp.models import Account
from webapp.permissions import Role

ROLES = [role for role in Role if role not in (Role.PUBLIC, Role.EXPERT)]
# File kinds, the product's own command, units and names that are written so in Chinese too.
NAMES = re.compile(
    r"NM-\S+|nm-2023|(?:read|write):[a-z]+|Bearer|https?://\S+|zhangsan|"
    r"Werkzeug/\S+|verify\.py|Python|--head|ZEYOU_\w+|SHA-256|HMAC|Ed25519|UTC|TOTP|"
    r"nx-2023|English|zeyou \S+ \S+|xlsx?|docx?|pdf|PDF|csv|PNG|JPG|Word|Excel|"
    r"REML|BLUP|MES|ERP|PLM|SCADA|"
    r"[0-9a-f]{16,}…?|\d{4}-\d\d-\d\d|[A-Za-z]+\d+\w*"
)
# What applicants declare and what the measure says of it stays in its own language, there and wherever it is quoted.
DECLARED = re.compile(r"/notices/texts/|/declarations/\d+$|/declarations/\d+/(fill|city)|/declaring/")
# The reference for programmers names addresses and fields as programs write them.
REFERENCE = "/api/v1/"
ENGLISH = re.compile(r"[A-Za-z]{3,}")
# A text marked as English is meant to be so: the English wording of a notice beside the Chinese one.
MARKED = re.compile(r'<(\w+)\b[^>]*\blang="en"[^>]*>.*?</\1>', re.DOTALL)
# Places that the wording of a notice leaves open are written as they are replaced.
PLACES = re.compile(r"\{\w+\}")
SKIPPED = re.compile(r"<(script|style)\b.*?</\1>|<title>.*?</title>", re.DOTALL)


def texts(page: str) -> list[str]:
    """Return the texts a person sees, one for each piece between tags, and what labels say to a screen reader."""
    seen = SKIPPED.sub(" ", page)
    labels = re.findall(r'(?:aria-label|placeholder|title|alt)="([^"]*)"', seen)
    pieces = [*re.split(r"<[^>]*>", seen), *labels]
    return [text for piece in pieces if (text := html.unescape(piece).strip())]


def spoken(page: str, language: str) -> str:
    """Return a page without what it marks as written in the other language."""
    return MARKED.sub(" ", page) if language == "zh" else page


def shown(client: FlaskClient, engine: Engine, role: Role, language: str) -> list[tuple[str, str]]:
    """Return address and text of everything the role sees in a language."""
    found = []
    for address in pages_of(engine, role):
        answer = client.get(in_language(address, language))
        if answer.status_code == 200 and answer.mimetype == "text/html":
            found += [(address, text) for text in texts(spoken(answer.text, language))]
    assert found
    return found


def english_in(text: str) -> bool:
    """Return whether a text holds a word that is neither a name, a code nor a place left open."""
    return ENGLISH.search(NAMES.sub("", PLACES.sub("", text))) is not None


@pytest.mark.parametrize("role", ROLES)
def test_chinese_pages_hold_no_english_word(published: Engine, role: Role, tmp_path: Path) -> None:
    client = signed_in(published, role, tmp_path)
    with reading(published) as session:
        logins = set(session.scalars(select(Account.login)))
    seen = [(at, text.removeprefix("› ")) for at, text in shown(client, published, role, "zh") if at != REFERENCE]
    seen = [(at, text) for at, text in seen if text not in logins]
    english = [(at, text) for at, text in seen if english_in(text)]
    assert english == [], english


@pytest.mark.parametrize("role", ROLES)
def test_english_pages_hold_no_title_left_in_chinese(published: Engine, role: Role, tmp_path: Path) -> None:
    client = signed_in(published, role, tmp_path)
    chinese = {str(message.id) for message in stored() if message.id}
    pages = [(at, text) for at, text in shown(client, published, role, "en") if not DECLARED.search(at)]
    left = [(at, text) for at, text in pages if text in chinese]
    assert left == []


def test_english_pages_say_how_a_fit_and_a_chart_come_about(published: Engine, tmp_path: Path) -> None:
    observer = signed_in(published, Role.OBSERVER, tmp_path)
    plan = observer.get("/assigning/NM-DEMO?lang=en").text
    assert [text in plan for text in ("Industries 0.", "no industry in common", "行业专长", "行业没有交集")] == [
        True
    ] * 2 + [False] * 2
    chart = observer.get("/leaders/rounds/NM-DEMO?lang=en").text
    assert (">Others<" in chart, ">其他<" in chart, "按主导产业" in chart) == (True, False, False)
