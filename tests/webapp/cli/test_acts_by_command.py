"""What the pages can do to a list and to a cluster can be done from the shell, by an account and under its rights."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.conftest import Backend
from tests.stories.list_world import published_round
from webapp.cli.entry import zeyou
from webapp.database import build_engine, transaction
from webapp.models import Account, Cluster, Objection
from webapp.permissions import Role
from webapp.queries import lists
from webapp.settings import Settings

TODAY = datetime.now(UTC).date()
# Recognised two years and a half ago: the last year of the validity runs.
ANNOUNCED = TODAY - timedelta(days=913)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def installation(backend: Backend, state: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Point the command at a copy of a prepared database."""
    url = str(backend.copy(state).url)
    for name, value in {"DATA": str(folder), "DATABASE": url, "SECRET": "s", "FIELD_KEY": "test-field-key"}.items():
        monkeypatch.setenv(f"ZEYOU_{name}", value)
    return build_engine(url, Settings(folder, url, "s", field_secret="test-field-key"))


@pytest.fixture
def published(sqlite_backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The invented round in publicity; the next in rank moves up."""
    engine = installation(sqlite_backend, "publicity", tmp_path, monkeypatch)
    with transaction(engine) as session:
        published_round(session, "nm-2023", replacement="next_in_rank")
    yield engine
    engine.dispose()


@pytest.fixture
def staff(sqlite_backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Accounts for every part and no round."""
    engine = installation(sqlite_backend, "staff", tmp_path, monkeypatch)
    yield engine
    engine.dispose()


def login_of(engine: Engine, role: Role) -> str:
    """Name the first account of a role."""
    with Session(engine) as session:
        return session.scalars(select(Account.login).where(Account.role == role.value).order_by(Account.id)).all()[0]


def run(*words: object) -> Result:
    """Run one command that goes well."""
    result = CliRunner().invoke(zeyou, [str(word) for word in words])
    assert result.exit_code == 0, f"{result.output} {result.exception}"
    return result


def refused(*words: object) -> str:
    """Run one command that is refused; return the reason."""
    result = CliRunner().invoke(zeyou, [str(word) for word in words])
    assert result.exit_code != 0, result.output
    return str(getattr(result.exception, "message", result.output))


def test_objection_goes_from_its_file_to_the_newcomer(published: Engine, tmp_path: Path) -> None:
    department = ("--as", login_of(published, Role.DEPARTMENT))
    (tmp_path / "证明.pdf").write_bytes(PDF)
    entries = json.loads(run("list", "show", "NM-DEMO", "--json").output)
    left = entries[0]["declaration"]
    told = ("--on", "2026-03-26", "--objector", "某公司", "--contact", "13800000000", "--claim", "产值不符")
    unproved = run("objection", "register", "NM-DEMO", left, *told, *department)
    assert "NM-DEMO-YY01 不予受理：未附证明材料。" in unproved.output
    proof = ("--evidence", tmp_path / "证明.pdf")
    assert (
        "NM-DEMO-YY02 已登记受理。" in run("objection", "register", "NM-DEMO", left, *told, *proof, *department).output
    )
    looked = ("--investigators", "甲某、乙某", "--finding", "调阅税务数据")
    run("objection", "investigate", "NM-DEMO", "NM-DEMO-YY02", *looked, *department)
    upheld = ("--outcome", "upheld", "--answer", "属实", "--decider", "厅长办公会")
    run("objection", "decide", "NM-DEMO", "NM-DEMO-YY02", *upheld, *department)
    with Session(published) as session:
        raised = session.scalars(select(Objection).order_by(Objection.id)).all()
        assert [one.state for one in raised] == ["not_accepted", "upheld"]
        ninth = ninth_of(session)
    today = datetime.now(UTC).astimezone(Settings(tmp_path, "", "").time_zone).date()
    moved = run("list", "replace", "NM-DEMO", "--left", left, "--newcomer", ninth, "--on", today, *department)
    assert f"{ninth} 递补，公示期" in moved.output
    listed = json.loads(run("list", "show", "NM-DEMO", "--json").output)
    assert [one["standing"] for one in listed if one["declaration"] in (left, ninth)] == ["removed", "in_publicity"]
    why = CliRunner().invoke(zeyou, ["list", "announce", "NM-DEMO", "--on", str(today), *department])
    assert "尚未满足：公示期满" in why.output
    raised_so_far = json.loads(run("objection", "list", "NM-DEMO", *department).output)
    assert [one["state"] for one in raised_so_far] == ["not_accepted", "upheld"]


def ninth_of(session: Session) -> str:
    """Return the number of the ninth by rank."""
    from webapp.queries import rounds
    from webapp.services.decide_list import decisive_positions

    found = rounds.round_by_code(session, "NM-DEMO")
    assert lists.publicities_of_round(session, found.id)
    return decisive_positions(session, found)[8].declaration.number


def entered(engine: Engine, pack: str) -> str:
    """Enter a cluster of the city bureau's own city; return its certificate."""
    with Session(engine) as session:
        city = session.scalars(select(Account.city).where(Account.role == Role.CITY_BUREAU.value)).all()[0]
    run("registry", "enter", "--pack", pack, "--name", "枸杞集群", "--city", city, "--announced", ANNOUNCED)
    with Session(engine) as session:
        return session.scalars(select(Cluster.certificate).where(Cluster.pack_id == pack)).one()


def test_three_years_of_a_cluster_from_the_shell(staff: Engine) -> None:
    department = ("--as", login_of(staff, Role.DEPARTMENT))
    city = ("--as", login_of(staff, Role.CITY_BUREAU))
    nm, nx = entered(staff, "nm-2023"), entered(staff, "nx-2023")
    year = ANNOUNCED.year if (ANNOUNCED.month, ANNOUNCED.day) < (3, 10) else ANNOUNCED.year + 1
    filled = ("--figure", "leading_industry.total_output=52.30")
    assert "late" in run("cluster", "report", nm, year, *filled, *city).output
    assert "年度情况已于" in refused("cluster", "report", nm, year, *filled, *city)
    changed = ("--kind", "主导产业", "--changed", TODAY - timedelta(days=90), "--after", "现情况")
    assert "未备案" in run("cluster", "change", nm, *changed, *city).output
    assert "late" in run("cluster", "file-change", nm, 1, *city).output
    run("cluster", "incident", nm, "--on", TODAY, "--text", "火灾", "--evidence", "应急部门通报", *city)
    assert "不需要申请" in refused("cluster", "apply", nm, *department)
    run("cluster", "open-re-review", nm, *department)
    assert "该集群已有一次复核正在办理" in refused("cluster", "open-re-review", nm, *department)
    assert (
        "recognised，有效期至"
        in run("cluster", "decide-re-review", nm, "--outcome", "passed", "--reason", "符合", *department).output
    )
    run("cluster", "apply", nx, *department)
    assert "该集群已有一次复核正在办理" in refused("cluster", "open-re-review", nx, *department)
    run("cluster", "forward", nx, "--opinion", "同意", *city)
    failed = run("cluster", "decide-re-review", nx, "--outcome", "failed", "--reason", "不符合", *department)
    assert f"{nx}：lapsed" in failed.output
    charge = ("--ground", 2, "--facts", "数据不符", "--evidence", "核查记录")
    assert "为自然失效，不是撤销" in refused("cluster", "open-case", nx, *charge, *department)
    run("cluster", "open-case", nm, *charge, *department)
    assert "已听取集群陈述" in refused(
        "cluster", "decide-case", nm, "--outcome", "revoke", "--reason", "属实", *department
    )
    run("cluster", "state-case", nm, "--text", "属实", *department)
    assert (
        f"{nm}：revoked"
        in run("cluster", "decide-case", nm, "--outcome", "revoke", "--reason", "属实", *department).output
    )
    assert json.loads(run("cluster", "show", nm, *department).output)["acts"] == []


def test_account_without_the_right_is_refused_on_the_shell_too(staff: Engine) -> None:
    nm = entered(staff, "nm-2023")
    observer = ("--as", login_of(staff, Role.OBSERVER))
    refused("cluster", "open-re-review", nm, *observer)
    with Session(staff) as session:
        assert session.scalars(select(Cluster.state)).one() == "recognised"
    assert "没有账号“nobody”" in refused("cluster", "open-re-review", nm, "--as", "nobody")
