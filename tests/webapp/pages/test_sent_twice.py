"""A form that is sent twice acts once: a double click, a page sent again, five at the same moment."""

import re
import threading
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select

from tests.stories.actors import signed_in
from tests.webapp.imports.test_evidence import png
from webapp.database import reading
from webapp.models import ApiAnswer, Objection
from webapp.permissions import Role

PAGE = "/objections/NM-DEMO"


@pytest.fixture
def clerk(published: Engine, tmp_path: Path) -> FlaskClient:
    """The department's browser, with the tokens of forms in force."""
    client = signed_in(published, Role.DEPARTMENT, tmp_path)
    client.application.config["WTF_CSRF_ENABLED"] = True
    return client


def form_of(client: FlaskClient, **typed: str) -> dict[str, str]:
    """Open the page and fill its form in."""
    page = client.get(PAGE).text
    token, cluster = re.search(r'name="csrf_token" value="([^"]+)"', page), re.search(r'<option value="([^"]+)"', page)
    assert token is not None
    assert cluster is not None
    told = {"objector": "某人", "contact": "12345678901", "claim": "产值与税务数据不符。", "received_on": "2026-03-23"}
    return {"csrf_token": token[1], "number": cluster[1], **told, **typed}


def n_objections(engine: Engine) -> int:
    """Count what has been registered."""
    with reading(engine) as session:
        return session.scalar(select(func.count()).select_from(Objection)) or 0


def test_form_sent_again_is_said_to_be_done(clerk: FlaskClient, published: Engine) -> None:
    before = n_objections(published)
    form = form_of(clerk)
    first, second = (clerk.post(PAGE, data=form) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 409), (first.text, second.text)
    assert "没有重复办理" in second.text
    assert n_objections(published) == before + 1


def test_five_at_once_are_one(clerk: FlaskClient, published: Engine) -> None:
    before = n_objections(published)
    form = form_of(clerk)
    cookies, answered = dict(clerk._cookies), list[int]()

    def send() -> None:
        client = clerk.application.test_client()
        client._cookies = dict(cookies)
        answered.append(client.post(PAGE, data=form).status_code)

    threads = [threading.Thread(target=send) for _ in range(5)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(answered) == [302, 409, 409, 409, 409]
    assert n_objections(published) == before + 1


def test_other_words_from_the_same_page_are_another_act(clerk: FlaskClient, published: Engine) -> None:
    before = n_objections(published)
    form = form_of(clerk)
    answers = [clerk.post(PAGE, data={**form, "claim": words}).status_code for words in ("其一。", "其二。")]
    assert (answers, n_objections(published)) == ([302, 302], before + 2)


def test_refused_form_may_be_sent_again(clerk: FlaskClient, published: Engine) -> None:
    form = form_of(clerk, number="none")
    assert [clerk.post(PAGE, data=form).status_code for _ in range(2)] == [422, 422]
    with reading(published) as session:
        assert session.scalar(select(func.count()).select_from(ApiAnswer)) == 0


def test_same_words_with_another_file_are_another_act(clerk: FlaskClient, published: Engine) -> None:
    before, form = n_objections(published), form_of(clerk)
    pictures = [png(width, 1) for width in (1, 2, 2)]
    answers = [clerk.post(PAGE, data={**form, "file": (BytesIO(one), "a.png")}).status_code for one in pictures]
    assert (answers, n_objections(published)) == ([302, 302, 409], before + 2)
