"""The rooms of a large round in parts: the parts together show everybody once, a search finds whom it means."""

import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from tests.conftest import Backend
from tests.stories.actors import signed_in, statements
from tests.webapp.pages.test_long_desk import expert_at
from webapp.database import reading, transaction
from webapp.models import Assignment, AssignmentPlan, Conflict, Expert, Seat
from webapp.pages import desk, panel_changes
from webapp.permissions import Role
from webapp.queries import panel_windows
from webapp.services import edit_options, plan_pages

ROW = re.compile(r"<tr><td[^>]*>(.*?)</td>", re.DOTALL)
PSEUDONYM = re.compile(r"<tr><td>(专家\d+)</td>")
TICK = re.compile(r'name="expert" value="(专家\d+)"( checked)?')


@pytest.fixture
def engine(backend: Backend) -> Engine:
    """The invented round while experts score, on both databases."""
    return backend.copy("scoring")


@pytest.fixture
def organiser(engine: Engine, tmp_path: Path) -> FlaskClient:
    """Who runs it."""
    return signed_in(engine, Role.ORGANISER, tmp_path)


def parts(client: FlaskClient, address: str, following: str) -> list[str]:
    """Open a page and those that follow on it."""
    texts, place = [], 1
    while address:
        texts.append(unescape(client.get(address).text))
        place += 1
        found = re.search(following.replace("PLACE", str(place)), texts[-1])
        address = found.group(1) if found else ""
    return texts


@pytest.mark.parametrize(
    ("address", "row"),
    [
        ("/assigning/NM-DEMO/people", PSEUDONYM),
        ("/experts/rounds/NM-DEMO", PSEUDONYM),
        ("/experts/", re.compile(r'<tr><td class="nowrap">(.*?)</td>')),
    ],
)
def test_parts_of_a_list_of_experts_show_everybody_once(
    organiser: FlaskClient, address: str, row: re.Pattern[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = row.findall(unescape(organiser.get(address).text))
    monkeypatch.setattr(panel_windows, "ROWS", 5)
    texts = parts(organiser, address, rf'href="({re.escape(address)}\?(?:order=strokes&)?page=PLACE)"')
    seen = [name for text in texts for name in row.findall(text)]
    assert seen == whole
    assert len(texts) > 1
    last = whole[-1] if address != "/experts/" else whole[-1][:2]
    found = row.findall(unescape(organiser.get(f"{address}?words={last}").text))
    assert whole[-1] in found
    assert len(found) < len(whole)


def test_conflicts_follow_on_each_other_and_are_found_by_expert_and_number(
    engine: Engine, organiser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reading(engine) as session:
        stored = session.scalars(select(Conflict).order_by(Conflict.expert_id, Conflict.declaration_id, Conflict.id))
        wanted = [(one.evidence, one.source) for one in stored]
        first = session.scalars(select(Conflict)).first()
        assert first is not None
        name = session.scalars(select(Expert.name).where(Expert.id == first.expert_id)).one()
        n_of_name = len(
            session.scalars(
                select(Conflict.id).join(Expert).where(Expert.name.contains(name), Conflict.round_id == 1)
            ).all()
        )
    monkeypatch.setattr(panel_windows, "ROWS", 2)
    seen, address = 0, "/assigning/NM-DEMO/conflicts"
    while address:
        text = organiser.get(address).text
        known = text[text.index('id="known"') :]
        seen += known.count("<tr><td")
        found = re.search(r'href="([^"]*known=[1-9]\d*[^"#]*)#known"', known)
        address = unescape(found.group(1)) if found else ""
    assert seen == sum(source != "question" for _evidence, source in wanted) > 2
    monkeypatch.setattr(panel_windows, "ROWS", 50)
    text = organiser.get(f"/assigning/NM-DEMO/conflicts?words={name}").text
    assert text.count("<tr><td") == n_of_name


def test_large_pool_takes_the_expert_of_a_conflict_by_name(
    engine: Engine, organiser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panel_changes, "MOST_EXPERTS", 1)
    assert 'name="expert_name"' in organiser.get("/assigning/NM-DEMO/conflicts").text
    with transaction(engine) as session:
        pair = session.execute(select(Seat.expert_id, Assignment.declaration_id).join(Assignment)).first()
        assert pair is not None
        expert = session.get(Expert, pair[0])
        assert expert is not None
        name, unit = expert.name, expert.unit
        session.add(
            Expert(name=name, unit="另一单位", pinyin_key="z", stroke_key="z", profile={}, created_at=expert.created_at)
        )
    form = {"declaration": pair[1], "rule": "manual", "evidence": "本人说明"}
    rule = re.search(
        r'<select id="rule" name="rule"><option value="(\w+)"', organiser.get("/assigning/NM-DEMO/conflicts").text
    )
    assert rule is not None
    form["rule"] = rule.group(1)
    assert "姓名（单位）" in organiser.post("/assigning/NM-DEMO/conflicts", data=form | {"expert_name": name}).text
    organiser.post("/assigning/NM-DEMO/conflicts", data=form | {"expert_name": f"{name}（{unit}）"})
    with reading(engine) as session:
        told = session.execute(select(Conflict.expert_id, Conflict.declaration_id).order_by(Conflict.id.desc())).first()
    assert told == pair


def test_edit_offers_the_best_fits_in_parts_and_keeps_who_is_ticked(
    engine: Engine, organiser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reading(engine) as session:
        plan = session.scalars(select(AssignmentPlan).order_by(AssignmentPlan.id.desc())).first()
        assert plan is not None
        number = plan.outcome["problem"]["declarations"][0]
    address = f"/assigning/NM-DEMO/edit/{number}"
    whole = TICK.findall(organiser.get(address).text)
    monkeypatch.setattr(edit_options, "OFFERED", 3)
    first = TICK.findall(organiser.get(address).text)
    n_on = sum(bool(checked) for _name, checked in whole)
    assert first == whole[: n_on + 3]
    second = TICK.findall(organiser.get(f"{address}?page=2").text)
    assert second == whole[:n_on] + whole[n_on + 3 : n_on + 6]
    swapped = TICK.findall(organiser.get(f"{address}?ticked=&expert={whole[n_on][0]}&words={whole[-1][0]}").text)
    assert swapped == [(whole[n_on][0], " checked"), (whole[-1][0], "")]


def test_plan_of_many_declarations_is_shown_in_parts_and_found_by_number(
    organiser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = re.compile(r"<tr><td>(NM-DEMO-\d+)<br>(.*?)</tr>", re.DOTALL)
    whole = row.findall(organiser.get("/assigning/NM-DEMO").text)
    monkeypatch.setattr(plan_pages, "MOST_WHOLE", 5)
    monkeypatch.setattr(plan_pages, "SHOWN_OF_MANY", 5)
    texts = parts(organiser, "/assigning/NM-DEMO", r'href="(/assigning/NM-DEMO\?loads=1&page=PLACE)"')
    assert [one for text in texts for one in row.findall(text)] == whole
    assert len(texts) == -(-len(whole) // 5) > 2
    one = organiser.get(f"/assigning/NM-DEMO?number={whole[3][0]}").text
    assert row.findall(one) == [whole[3]]
    assert row.findall(organiser.get("/assigning/NM-DEMO?number=NONE").text) == []


def test_parts_of_the_summary_tell_every_sheet_and_how_many_wait(
    backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = expert_at(backend.copy("scoring"), tmp_path)
    row = re.compile(r"<tr><td>(NM-DEMO-\d+)</td>(.*?)</tr>", re.DOTALL)
    whole = row.findall(client.get("/desk/submit").text)
    monkeypatch.setattr(desk, "MOST_AT_ONCE", 3)
    seen, address = list[tuple[str, str]](), "/desk/submit"
    while address:
        text = client.get(address).text
        seen += row.findall(text)
        found = re.search(r'href="(/desk/submit\?after=\d+)"', text)
        address = found.group(1) if found else ""
    assert sorted(seen) == sorted(whole)
    assert len(seen) > 3


def test_rooms_send_as_many_statements_for_few_as_for_many(
    engine: Engine, organiser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = {}
    for n in (2, 50):
        monkeypatch.setattr(panel_windows, "ROWS", n)
        for address in (
            "/assigning/NM-DEMO/people",
            "/experts/rounds/NM-DEMO",
            "/experts/",
            "/assigning/NM-DEMO/conflicts",
        ):
            with statements(engine) as said:
                assert organiser.get(address).status_code == 200
            sent.setdefault(address, set()).add(len(said))
    assert {address: len(counts) for address, counts in sent.items()} == dict.fromkeys(sent, 1)
