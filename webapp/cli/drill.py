"""`zeyou drill`: a backup proved by restoring it."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import click

from webapp.settings import read_settings


@click.command(help="演练：把备份 FILE 恢复到临时数据库，逐表比对并核对留痕；有一项不成立即以 1 退出。")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--into", help="改用这个空的数据库地址，例如 postgresql+psycopg://…")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def command(file: Path, into: str | None, *, as_json: bool) -> None:
    """Print a line for each thing that holds or does not."""
    from webapp.clock import system_clock
    from webapp.services.drill_backup import drill_backup

    lines = drill_backup(file, read_settings(os.environ), system_clock(), into)
    if as_json:
        click.echo(json.dumps([asdict(line) for line in lines], ensure_ascii=False))
    else:
        for line in lines:
            click.echo(f"{'✓' if line.holds else '✗'} {line.text}")
    sys.exit(0 if all(line.holds for line in lines) else 1)
