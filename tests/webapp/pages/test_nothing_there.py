"""What a page says where there is nothing: not found, not allowed, failed, or not begun; and the way out of it."""

import re
from functools import wraps
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import Backend
from tests.stories.actors import signed_in, web
from webapp.permissions import Role


def told(page: str) -> tuple[str, list[str]]:
    """Return the heading and where the buttons lead."""
    heading = re.search(r"<h1>(.*?)</h1>", page)
    assert heading
    return heading[1], re.findall(r'class="button" href="([^"]+)"', page)


def test_stranger_is_led_to_the_entrance_or_the_published_lists(sqlite_backend: Backend, tmp_path: Path) -> None:
    public = web(sqlite_backend.copy("staff"), tmp_path).test_client()
    assert told(public.get("/nothing").text) == ("没有找到", ["/", "/public"])


def test_refused_person_is_led_back_where_the_browser_says_from_where(sqlite_backend: Backend, tmp_path: Path) -> None:
    observer = signed_in(sqlite_backend.copy("staff"), Role.OBSERVER, tmp_path)
    assert told(observer.get("/rounds/new").text) == ("没有权限", ["/"])
    before = {"Referer": "http://localhost/rounds/"}
    assert told(observer.get("/rounds/new", headers=before).text) == ("没有权限", ["http://localhost/rounds/", "/"])


def test_failure_asks_to_try_later_and_shows_nothing_inner(sqlite_backend: Backend, tmp_path: Path) -> None:
    app: Flask = web(sqlite_backend.copy("staff"), tmp_path)
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @wraps(app.view_functions["public_list.rounds_page"])
    def broken() -> str:
        raise ZeroDivisionError("inner words")

    app.view_functions["public_list.rounds_page"] = broken
    answer = app.test_client().get("/public")
    assert (answer.status_code, "系统出错" in answer.text, "inner words" in answer.text) == (500, True, False)


@pytest.mark.parametrize("address", ["/public", "/public/"])
def test_published_lists_open_with_and_without_a_stroke_at_the_end(
    sqlite_backend: Backend, tmp_path: Path, address: str
) -> None:
    assert web(sqlite_backend.copy("staff"), tmp_path).test_client().get(address).status_code == 200


def test_applicant_is_told_what_to_wait_for_and_observer_is_not_asked_to_import(
    sqlite_backend: Backend, tmp_path: Path
) -> None:
    engine = sqlite_backend.copy("staff")
    assert "主管部门开始受理之后" in signed_in(engine, Role.APPLICANT, tmp_path).get("/declarations/").text
    assert "请先导入" not in signed_in(engine, Role.OBSERVER, tmp_path).get("/experts/").text
    assert "请先导入" in signed_in(engine, Role.ORGANISER, tmp_path).get("/experts/").text


@pytest.mark.parametrize(
    ("role", "words"), [(Role.APPLICANT, "截止：仍可填写、保存，不能再提交。"), (Role.DEPARTMENT, "申报截止")]
)
def test_day_on_which_declarations_close_stands_above_the_way_in(
    sqlite_backend: Backend, tmp_path: Path, role: Role, words: str
) -> None:
    engine = sqlite_backend.copy("declaring")
    assert words in signed_in(engine, role, tmp_path).get("/declarations/").text
