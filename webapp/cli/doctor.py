"""`zeyou doctor`: what is wrong with this installation, and how to mend it."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import click

from webapp.cli.installation import moment
from webapp.settings import read_settings

MARKS = {"well": "✓", "note": "·", "wrong": "✗"}


@click.command(help="检查本机、数据目录、数据库、后台任务和节假日表；有不对的地方即以 1 退出。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def command(*, as_json: bool) -> None:
    """Look, change nothing: not even the structure of the database."""
    from webapp.database import build_engine
    from webapp.services.examination.database import database_time, examine_database
    from webapp.services.examination.folder import examine_folder
    from webapp.services.examination.keys import examine_keys, missing_keys, without_new_keys
    from webapp.services.examination.machine import examine_machine
    from webapp.services.examination.trust import examine_trust
    from webapp.services.examination.work import examine_work

    folder = Path(os.environ.get("ZEYOU_DATA", "var")).absolute()
    missing = missing_keys(os.environ, folder)
    settings = read_settings(without_new_keys(os.environ, missing))
    engine = build_engine(settings.database_url, settings)
    now, today = moment(settings)
    findings = [
        *examine_machine(settings, now, database_time(engine)),
        *examine_folder(settings, os.environ, now),
        *examine_database(engine),
        *examine_keys(engine, settings, missing),
        *examine_trust(engine, settings, missing),
        *examine_work(engine, settings.data_folder, now, today),
    ]
    n_wrong = sum(one.standing == "wrong" for one in findings)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in findings], ensure_ascii=False))
    else:
        for one in findings:
            click.echo(f"{MARKS[one.standing]} {one.subject}：{one.text}")
        click.echo(f"共 {n_wrong} 处需要改正。" if n_wrong else "没有发现需要改正的地方。")
    sys.exit(1 if n_wrong else 0)
