"""`zeyou demo`: play the invented round and write everything it yields to files, without a server."""

import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click
from sqlalchemy import Engine

from webapp.cli.output_folder import write_files

if TYPE_CHECKING:
    from webapp.exports.rendering import Kind

FILES: tuple[tuple[str, "Kind"], ...] = (
    ("ranked-list", "xlsx"),
    ("ranked-list", "docx"),
    ("ranked-list", "pdf"),
    ("score-sheets", "xlsx"),
    ("publicity-list", "xlsx"),
    ("publicity-text", "docx"),
    ("publicity-text", "pdf"),
)


@click.command(help="把虚构示例轮次的排序表、评分表、名单、公示和核验包写成文件，不启动服务。")
@click.option(
    "--out", default="out", show_default=True, type=click.Path(path_type=Path, file_okay=False), help="写到哪个目录。"
)
def command(out: Path) -> None:
    """Work in a database that is thrown away."""
    from webapp.database import build_engine
    from webapp.services.upgrade_schema import upgrade_schema
    from webapp.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/demo.sqlite3"
        engine = build_engine(url, Settings(Path(folder), url, "", field_secret=secrets.token_hex(32)))
        upgrade_schema(engine)
        files = example_files(engine)
        engine.dispose()
    for path in write_files(out, files):
        click.echo(f"  {path}")
    click.echo("以上文件中的集群、专家与评分均为虚构，仅供演示。核验：zeyou verify " + str(out / "bundle-核验包.zip"))


def example_files(engine: Engine) -> dict[str, bytes]:
    """Play the round and make every file."""
    from webapp.clock import system_clock
    from webapp.database import transaction
    from webapp.exports.round_documents import DOCUMENTS, Printing, make_file
    from webapp.permissions import Role
    from webapp.queries import accounts
    from webapp.services.build_bundle import build_bundle
    from webapp.services.example.play_round import actor_of, open_staff_accounts, play_round
    from webapp.services.result_of_round import read_result
    from webapp.settings import Settings

    click.echo("正在演示一个完整的轮次：申报、审查、抽取、分派、评分、排序、公示……")
    now = system_clock()
    zone = Settings(Path(), "", "").time_zone
    today = now.astimezone(zone).date()
    title = f"{today.year}年度内蒙古自治区中小企业特色产业集群（演示）"
    with transaction(engine) as session:
        open_staff_accounts(session, now)
        found, _experts = play_round(session, code="NM-DEMO", title=title, today=today, now=now)
        department = actor_of(accounts.accounts_of_role(session, Role.DEPARTMENT)[0])
        result = read_result(session, actor=department, found=found, purpose="demo", now=now)
        bundle = build_bundle(session, found=found)
    printing = Printing(now.astimezone(zone), department.name)
    files = {"bundle-核验包.zip": bundle}
    for name, kind in FILES:
        click.echo(f"  正在生成 {DOCUMENTS[name].title}.{kind}")
        files[f"{name}-{DOCUMENTS[name].title}.{kind}"] = make_file(result, name, kind, printing).data
    return files
