"""Programs do what stands beside form and score sheet: particulars, evidence, recusals, sample, opinion, notices."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.conftest import NOW, Backend
from tests.webapp.api.programs import Program, program
from tests.webapp.imports.test_evidence import pdf, png
from tests.webapp.pages.intake_world import declare, open_intake, stored
from webapp.database import transaction
from webapp.jobs.worker import Worker
from webapp.models import Account, LedgerEntry, Seat
from webapp.permissions import Actor, Role
from webapp.permissions.scopes import SCOPES
from webapp.queries import evidence, rounds
from webapp.services.create_account import create_account
from webapp.services.create_token import create_token
from webapp.settings import Settings

FIELD = "governance.platform_ticks"


@pytest.fixture
def intake(backend: Backend) -> Engine:
    """A round that receives declarations."""
    engine = backend.copy("staff")
    open_intake(engine)
    return engine


def send(caller: Program, path: str, data: bytes) -> tuple[int, dict[str, object]]:
    """Send a file as the body of a call."""
    headers = {"Authorization": f"Bearer {caller.token}", "Content-Type": "application/octet-stream"}
    answer = caller.client.post(f"/api/v1{path}", data=data, headers=headers)
    return answer.status_code, answer.json


def acts(engine: Engine) -> list[str]:
    """List the acts of the ledger in order."""
    with Session(engine) as session:
        return list(session.scalars(select(LedgerEntry.action).order_by(LedgerEntry.sequence)))


def test_evidence_goes_in_comes_back_whole_and_goes_away(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake)
    caller = program(intake, Role.APPLICANT, tmp_path)
    place = f"/declarations/{number}/evidence/{FIELD}?filename="
    status, line = send(caller, f"{place}平台清单.pdf", pdf())
    assert (status, line["filename"], line["field_key"]) == (201, "平台清单.pdf", FIELD)
    assert send(caller, f"{place}again.pdf", pdf())[1]["code"] == "same-file"
    assert send(caller, f"{place}page.pdf", b"<html>")[0] == 422
    wrong = f"/declarations/{number}/evidence/no.such?filename=b.png"
    assert send(caller, wrong, png())[1]["code"] == "no-place"
    file = caller.get(f"/evidence/{line['id']}")
    assert (file.data, file.mimetype) == (pdf(), "application/pdf")
    assert [one["id"] for one in caller.get(f"/declarations/{number}/evidence").json["items"]] == [line["id"]]
    kept = tmp_path / "evidence" / str(line["sha256"])[:2] / str(line["sha256"])
    assert kept.exists()
    assert caller.post(f"/declarations/{number}/evidence/{line['id']}/remove").json == {"done": 1}
    with Session(intake) as session:
        assert (evidence.evidence_of(session, number), kept.exists()) == ([], False)
    assert [one for one in acts(intake) if "evidence" in one] == ["store evidence", "open evidence", "remove evidence"]


def test_evidence_of_others_is_answered_like_none(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake)
    owner = program(intake, Role.APPLICANT, tmp_path)
    _status, line = send(owner, f"/declarations/{number}/evidence/{FIELD}?filename=a.pdf", pdf())
    with transaction(intake) as session:
        opened = create_account(session, login="other", display_name="另一单位", role=Role.APPLICANT, now=NOW)
        other = session.scalars(select(Account).where(Account.login == opened.login)).one()
        other.must_change_password = False
        session.flush()
        actor = Actor(Role.APPLICANT, other.id)
        made = create_token(session, actor=actor, title="t", scopes=list(SCOPES), days=1, now=NOW)
    stranger = Program(owner.client, made.secret)
    there, nowhere = stranger.get(f"/evidence/{line['id']}"), stranger.get("/evidence/99999")
    assert (there.status_code, there.json) == (404, nowhere.json)
    assert stranger.get(f"/declarations/{number}/evidence").status_code == 404
    assert send(stranger, f"/declarations/{number}/evidence/{FIELD}?filename=b.pdf", png())[0] == 404


def test_particulars_are_stated_whole_and_not_over_another_s(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake)
    caller = program(intake, Role.APPLICANT, tmp_path)
    shown = caller.get(f"/declarations/{number}/particulars").json
    paths = {one["path"]: one for one in shown["known"]}
    assert FIELD in shown["places"]
    kind = next(word for word in paths["applicant.kind"]["options"])
    sent = {
        "version": shown["version"],
        "known": {"applicant.kind": kind, "facts.high_energy_industry": True},
        "evidence": {FIELD: "paper"},
    }
    changed = caller.post(f"/declarations/{number}/particulars", sent)
    assert (changed.status_code, changed.json["evidence"]) == (200, {FIELD: "paper"})
    context = stored(intake, number).context
    assert context["applicant"]["kind"] == kind
    assert "high_energy_industry" not in context.get("facts", {}), "an applicant states nothing for an authority"
    stale = caller.post(f"/declarations/{number}/particulars", sent)
    assert (stale.status_code, stale.json["code"]) == (409, "declaration-changed")


def test_applicant_asks_for_a_recusal_and_the_organiser_decides(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake)
    applicant, organiser = (program(intake, role, tmp_path) for role in (Role.APPLICANT, Role.ORGANISER))
    asked = {"asked": "某研究院", "reason": "与主导企业存在竞争关系"}
    made = applicant.post(f"/declarations/{number}/recusals", asked)
    assert (made.status_code, made.json["state"]) == (201, "open")
    assert applicant.post(f"/declarations/{number}/recusals", {"asked": " ", "reason": "x"}).status_code == 422
    (line,) = organiser.get("/rounds/IN-1/recusals").json["items"]
    assert (line["asked"], line["possible"]) == ("某研究院", [])
    decide = f"/rounds/IN-1/recusals/{line['id']}"
    assert organiser.post(decide, {"is_accepted": False}).json["code"] == "refusal-unreasoned"
    assert applicant.post(decide, {"is_accepted": True}).status_code == 403
    refused = organiser.post(decide, {"is_accepted": False, "answer": "不属于回避情形"}).json
    assert (refused["state"], refused["answer"]) == ("refused", "不属于回避情形")
    assert organiser.post(decide, {"is_accepted": True}).json["code"] == "already-decided"
    assert applicant.get(f"/declarations/{number}/recusals").json["items"][0]["state"] == "refused"


def test_city_returns_with_one_letter(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake, is_submitted=True)
    city = program(intake, Role.CITY_BUREAU, tmp_path)
    letter = {"points": ["no-such"], "due_on": "2026-04-10"}
    assert city.post(f"/declarations/{number}/correction", letter).json["code"] == "correction-wrong"
    more = [{"place": "封面", "problem": "缺公章"}]
    done = city.post(f"/declarations/{number}/correction", {"more": more, "due_on": "2026-04-10"})
    assert (done.json, stored(intake, number).state) == ({"done": 1}, "returned")


def test_city_writes_down_what_it_found_on_site(intake: Engine, tmp_path: Path) -> None:
    number = declare(intake, is_submitted=True)
    city = program(intake, Role.CITY_BUREAU, tmp_path)
    items = city.get(f"/declarations/{number}/onsite").json["items"]
    assert items != []
    visit = {"visited_on": "2026-03-20", "visitors": ["张三"], "conclusion": "属实"}
    few = city.post(f"/declarations/{number}/onsite", visit)
    assert (few.status_code, few.json["problems"][0]["where"]) == (422, "visitors")


def expert_of(engine: Engine, other: Program, place: int = 0) -> tuple[Program, str]:
    """Return a program of one of the experts, who has signed, with the pseudonym."""
    with transaction(engine) as session:
        query = select(Seat).where(Seat.account_id.is_not(None), Seat.standing == "seated").order_by(Seat.position)
        seat = list(session.scalars(query))[place]
        account = session.get(Account, seat.account_id)
        assert account is not None
        account.must_change_password, seat.undertaken_at = False, NOW
        actor = Actor(Role.EXPERT, account.id)
        made = create_token(session, actor=actor, title="t", scopes=list(SCOPES), days=1, now=NOW)
    return Program(other.client, made.secret), seat.pseudonym


def test_panel_s_opinion_is_written_by_its_leader_and_by_nobody_else(backend: Backend, tmp_path: Path) -> None:
    engine = backend.copy("locked")
    organiser = program(engine, Role.ORGANISER, tmp_path)
    (leader, name), (member, _name) = expert_of(engine, organiser, 0), expert_of(engine, organiser, 1)
    assert leader.get("/rounds/NM-DEMO/opinion").status_code == 404
    assert organiser.post("/rounds/NM-DEMO/leader", {"expert": name}).json == {"done": 1}
    shown = leader.get("/rounds/NM-DEMO/opinion").json
    text = {"version": shown["version"], "sections": {"overall": "认真评审。"}, "conclusion": "同意推荐。"}
    written = leader.post("/rounds/NM-DEMO/opinion", text)
    assert (written.status_code, written.json["leader"], written.json["conclusion"]) == (200, name, "同意推荐。")
    assert leader.post("/rounds/NM-DEMO/opinion", text).json["code"] == "opinion-changed"
    refused = (member.get("/rounds/NM-DEMO/opinion"), member.post("/rounds/NM-DEMO/opinion", text))
    assert [one.status_code for one in refused] == [404, 404]
    assert organiser.post("/rounds/NM-DEMO/opinion", text | {"sections": {"no": "x"}}).status_code == 422
    assert organiser.get("/rounds/NM-DEMO/opinion.docx").data.startswith(b"PK")


def test_expert_reports_an_approach_and_keeps_where_notices_go(backend: Backend, tmp_path: Path) -> None:
    engine = backend.copy("scoring")
    organiser = program(engine, Role.ORGANISER, tmp_path)
    expert, _name = expert_of(engine, organiser)
    assert expert.post("/approaches", {"who": "某人", "what": "来电询问分数"}).status_code == 201
    assert expert.post("/approaches", {"who": "某人", "what": " "}).json["code"] == "nothing-reported"
    assert organiser.post("/approaches", {"who": "某人", "what": "x"}).status_code == 403
    kept = expert.post("/notices/address", {"mail": "a@example.com", "language": "en"}).json
    assert kept == expert.get("/notices/address").json == {"mail": "a@example.com", "language": "en"}
    assert expert.post("/notices/address", {"mail": "no-address"}).json["code"] == "bad-address"
    assert expert.post("/notices/read").json == {"done": 1}
    assert {one["read_at"] is None for one in expert.get("/notices").json["items"]} <= {False}


def test_system_administrator_words_notices(backend: Backend, tmp_path: Path) -> None:
    system = program(backend.copy("scoring"), Role.SYSTEM_ADMINISTRATOR, tmp_path)
    first = system.get("/notices/texts?limit=1").json["items"][0]
    path, text = f"/notices/texts/{first['kind']}", {"language": first["language"], "subject": "标题", "body": "正文"}
    if "link" in first["places"]:
        text["body"] += "{link}"
    assert system.post(path, text).json["subject"] == "标题"
    assert system.post(path, text | {"body": "{no_such}"}).json["code"] == "wording-wrong"
    assert system.post(path, {"language": first["language"]}).json["subject"] == first["subject"]
    assert system.post("/notices/texts/no-such", text).status_code == 404
    assert system.post("/post/99999", {"outcome": "again"}).status_code == 404


def test_full_check_is_left_to_a_worker_and_told_in_its_result(backend: Backend, tmp_path: Path) -> None:
    engine = backend.copy("scoring")
    observer = program(engine, Role.OBSERVER, tmp_path)
    asked = observer.post("/ledger/verify").json
    assert (asked["kind"], asked["state"]) == ("verify ledger", "queued")
    assert observer.post("/ledger/verify").json["id"] == asked["id"], "a double click is one check"
    assert Worker(Settings(tmp_path, "", "s"), engine, lambda: NOW).run_once()
    done = observer.get(f"/jobs/{asked['id']}").json
    assert (done["state"], done["result"]["faults"], done["result"]["problems"]) == ("done", 0, [])
    assert acts(engine).count("verify ledger") == 1
    signed = observer.post("/ledger/checkpoints").json["head"]
    assert observer.get(f"/ledger/checkpoints/{signed['sequence']}").json["head"] == signed
    assert observer.get("/ledger/checkpoints/99999").status_code == 404


def test_organiser_tells_namesakes_apart_and_keeps_known_units(backend: Backend, tmp_path: Path) -> None:
    engine = backend.copy("scoring")
    organiser = program(engine, Role.ORGANISER, tmp_path)
    known = organiser.get("/experts/known").json
    assert set(known) == {"units", "ties"}
    assert send(organiser, "/experts/known?filename=x.xlsx", b"no workbook")[0] == 422
    ids = [one["id"] for one in organiser.get("/experts?limit=2").json["items"]]
    answer = {"experts": ids, "is_same": False, "reason": ""}
    assert organiser.post("/experts/questions", answer).json["code"] == "answer-without-reason"
    assert organiser.post("/experts/questions", answer | {"reason": "经电话核实"}).json == {"done": 1}


def test_sample_is_chosen_and_scored_once(backend: Backend, tmp_path: Path) -> None:
    engine = backend.copy("scoring")
    with transaction(engine) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        found.settings = found.settings | {"sample_scoring": True}
    organiser = program(engine, Role.ORGANISER, tmp_path)
    expert, _name = expert_of(engine, organiser)
    assert expert.post("/reviews/samples/NM-DEMO", {"fields": {}}).json["code"] == "no-sample"
    chosen = organiser.post("/rounds/NM-DEMO/sample", {"source": "invented"}).json
    assert (chosen["source"], chosen["n_done"]) == ("虚构案例", 0)
    criteria = expert.get("/reviews/samples/NM-DEMO").json["criteria"]
    fields = {key: {"points": "80"} for key in criteria}
    partly = dict(list(fields.items())[1:])
    assert expert.post("/reviews/samples/NM-DEMO", {"fields": partly}).json["code"] == "sample-unfinished"
    assert expert.post("/reviews/samples/NM-DEMO", {"fields": fields | {"no": {}}}).json["code"] == "points-wrong"
    own = expert.post("/reviews/samples/NM-DEMO", {"fields": fields}).json
    assert (own["is_submitted"], own["compared"]) == (True, []), "with one in, nothing is compared"
    assert {one["points"] for one in own["scores"].values()} == {"80.00"}
    assert expert.post("/reviews/samples/NM-DEMO", {"fields": fields}).json["code"] == "sample-submitted"
    assert organiser.post("/rounds/NM-DEMO/sample", {"source": "invented"}).json["code"] == "sample-begun"
    assert organiser.post("/rounds/NM-DEMO/sample/note", {"note": "统一尺度"}).json == {"done": 1}
    assert expert.get("/reviews/samples/NM-DEMO").json["note"] == "统一尺度"
