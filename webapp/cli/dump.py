"""`zeyou dump`: a round as plain tables for analysts."""

import os
from pathlib import Path

import click

from webapp.cli.installation import installation, moment


@click.command(help="把一个轮次导出为供分析的数据表（评分、排序、申报数据）；专家为代号，不含个人信息和文字意见。")
@click.argument("code")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["csv", "xlsx", "parquet"]),
    default="csv",
    show_default=True,
    help="文件格式。",
)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="输出目录。")
def command(code: str, kind: str, out: Path) -> None:
    """Write every table beside and rename it when it is whole."""
    from webapp.database import snapshot, transaction
    from webapp.exports.dump_files import write_dump
    from webapp.permissions import PUBLIC
    from webapp.queries import rounds
    from webapp.services.dump_round import TABLES, dump_table, note_dump

    settings, engine = installation()
    out.mkdir(parents=True, exist_ok=True)
    with transaction(engine) as session:
        now, _today = moment(settings)
        found = rounds.round_by_code(session, code)
        for name in TABLES:
            note_dump(session, actor=PUBLIC, found=found, name=name, now=now)
    with snapshot(engine) as session:
        found = rounds.round_by_code(session, code)
        for name in TABLES:
            path, beside = out / f"{code}-{name}.{kind}", out / f".{code}-{name}.part"
            with beside.open("wb") as target:
                n_rows = write_dump(dump_table(session, found, name), kind, target)
            os.replace(beside, path)
            click.echo(f"{path}  {n_rows} 行")
