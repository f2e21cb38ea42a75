"""Real votes as a round: imported from the command line, looked at in the web application."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from webapp.app import create_app
from webapp.cli.entry import zeyou
from webapp.clock import system_clock
from webapp.database import build_engine, reading, transaction
from webapp.pages.shell import points
from webapp.permissions import Role
from webapp.queries import accounts, rankings, rounds
from webapp.services.create_account import create_account
from webapp.settings import Settings

SMALL = "declaration,expert,score\n" + "".join(f"d{i},e{j},{5 - i + (j % 2)}\n" for i in range(4) for j in range(3))


def import_text(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> tuple[int, str]:
    """Import a table of scores into a new installation in the folder."""
    monkeypatch.setenv("ZEYOU_DATA", str(folder / "data"))
    (folder / "votes.csv").write_text(text, encoding="utf-8")
    arguments = ["round", "import-scores", str(folder / "votes.csv"), "--code", "V-1", "--title", "公开投票"]
    result = CliRunner().invoke(zeyou, [*arguments, "--select", "2"])
    return result.exit_code, result.output + str(result.exception or "")


def test_imported_scores_are_ranked_and_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert import_text(tmp_path, monkeypatch, SMALL)[0] == 0
    url = f"sqlite:///{tmp_path / 'data' / 'zeyou.sqlite3'}"
    engine = build_engine(url)
    with transaction(engine) as session:
        opened = create_account(
            session,
            login="d",
            display_name="部门",
            role=Role.DEPARTMENT,
            now=system_clock(),
            is_demonstration=True,  # neither a new password nor a second factor is due before the pages open
        )
    with reading(engine) as session:
        found = rounds.round_by_code(session, "V-1")
        runs = rankings.newest_runs(session, found.id)
        decisive = next(run for run in runs.values() if run.is_decisive)
        best = rankings.positions_of(session, [decisive.id])[decisive.id][0].row.estimate
        means = rankings.positions_of(session, [runs["mean"].id])[runs["mean"].id]
    # Scores of d0: 5, 6, 5 → 16/3 = 5.333333; each next declaration one point less.
    assert [(one.declaration.number, one.row.estimate) for one in means] == [
        ("d0", 5_333_333),
        ("d1", 4_333_333),
        ("d2", 3_333_333),
        ("d3", 2_333_333),
    ]
    app = create_app(Settings(tmp_path, url, "secret", testing=True), engine=engine)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/sign-in", data={"login": "d", "password": opened.password})
    page = client.get("/rankings/V-1")
    assert (page.status_code, f"data-estimate>{points(best)}<" in page.text) == (200, True)
    assert client.get("/rounds/V-1").status_code == 200


def test_wrong_rows_store_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, output = import_text(tmp_path, monkeypatch, SMALL + "d9,e0,很好\n")
    assert code != 0
    assert "很好" in output or "14" in output
    assert not (tmp_path / "data").exists()


def test_taken_code_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import_text(tmp_path, monkeypatch, SMALL)
    code, output = import_text(tmp_path, monkeypatch, SMALL)
    assert code != 0
    assert "已被使用" in output
    engine = build_engine(f"sqlite:///{tmp_path / 'data' / 'zeyou.sqlite3'}")
    with reading(engine) as session:
        assert accounts.account_by_login(session, "nobody") is None
        assert rounds.round_by_code(session, "V-1").state == "locked"
