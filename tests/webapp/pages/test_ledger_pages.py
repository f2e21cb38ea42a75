"""The observer checks the record on a page; an expert takes receipts home and checks them without the server."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from tests.stories.actors import account_of, signed_in
from webapp.database import reading, transaction
from webapp.models import Checkpoint, LedgerEntry, Review
from webapp.permissions import Role
from webapp.services import queue_long_work
from webapp.services.verify_receipts import verify_receipts


def receipts(engine: Engine, folder: Path) -> dict[str, object]:
    """Download the receipts of an expert who has handed in."""
    found = signed_in(engine, Role.EXPERT, folder).get("/desk-papers/NM-DEMO/receipts.json")
    told = json.loads(found.data)
    assert isinstance(told, dict)
    return told


def test_full_check_is_recorded_and_shown_afterwards(published: Engine, tmp_path: Path) -> None:
    observer: FlaskClient = signed_in(published, Role.OBSERVER, tmp_path)
    assert "尚未全面核对过" in observer.get("/ledger").text
    assert "全部相符" in observer.post("/ledger/verify").text
    assert "全面核对全部相符；此后 0 条的哈希链完整。" in observer.get("/ledger").text


def test_observer_signs_a_head_and_downloads_it(published: Engine, tmp_path: Path) -> None:
    observer = signed_in(published, Role.OBSERVER, tmp_path)
    answer = observer.post("/ledger/checkpoints")
    with reading(published) as session:
        newest = session.scalars(select(Checkpoint).order_by(Checkpoint.sequence.desc())).first()
    assert newest is not None
    assert answer.location == f"/ledger/checkpoints/{newest.sequence}"
    assert newest.signature in observer.get(answer.location).text
    assert json.loads(observer.get(f"{answer.location}.json").data)["root"] == newest.root


def test_department_neither_checks_nor_signs(published: Engine, tmp_path: Path) -> None:
    department = signed_in(published, Role.DEPARTMENT, tmp_path)
    assert [department.post(f"/ledger/{act}").status_code for act in ("verify", "checkpoints")] == [403, 403]


def test_receipts_of_handed_in_scores_hold_without_server(published: Engine, tmp_path: Path) -> None:
    told = receipts(published, tmp_path)
    with reading(published) as session:
        account = account_of(session, Role.EXPERT)
        acts = session.scalars(select(LedgerEntry).where(LedgerEntry.action == "submit review")).all()
    mine = [one for one in acts if one.actor == f"expert:{account.id}"]
    assert len(told["receipts"]) == len(mine) > 0  # type: ignore[arg-type]  # read from JSON
    assert verify_receipts(told) == ()


def test_receipt_with_another_score_does_not_hold(published: Engine, tmp_path: Path) -> None:
    told = json.loads(json.dumps(receipts(published, tmp_path)))
    first = told["receipts"][0]["content"]["scores"]
    first[min(first)][0] += 1
    assert [one.code for one in verify_receipts(told)] == ["content-wrong"]


def test_receipt_of_another_key_does_not_hold(published: Engine, tmp_path: Path) -> None:
    assert [one.code for one in verify_receipts(receipts(published, tmp_path), "00" * 32)] == ["other-key"]


def test_expert_without_a_review_gets_no_receipt(scoring: Engine, tmp_path: Path) -> None:
    with transaction(scoring) as session:
        session.query(Review).update({"state": "draft"})
    assert signed_in(scoring, Role.EXPERT, tmp_path).get("/desk-papers/NM-DEMO/receipts.json").status_code != 200


def test_large_round_is_recomputed_elsewhere(
    published: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    observer: FlaskClient = signed_in(published, Role.OBSERVER, tmp_path)
    assert "由评分重新排序，结果逐位一致" in observer.get("/bundle/NM-DEMO?verify=1").text
    monkeypatch.setattr(queue_long_work, "MOST_AT_ONCE", 3)
    answer = observer.get("/bundle/NM-DEMO?verify=1")
    assert (answer.status_code, "zeyou verify" in answer.text, "逐位一致" in answer.text) == (422, True, False)
