"""`zeyou restore`: a backup becomes an installation again."""

import os
from pathlib import Path

import click

from webapp.settings import read_settings


@click.command(help="把备份 FILE 恢复到 ZEYOU_DATA 与 ZEYOU_DATABASE 指定的、空的安装中。")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), help="另一个数据目录（代替 ZEYOU_DATA）。")
@click.option("--database", help="另一个数据库地址（代替 ZEYOU_DATABASE）。")
def command(file: Path, into: Path | None, database: str | None) -> None:
    """Restore into what is empty, and say whether the secret is the one of the backup."""
    from webapp.database import build_engine
    from webapp.services.back_up import secret_mark
    from webapp.services.restore_backup import restore_backup

    chosen = {"ZEYOU_DATA": str(into) if into else None, "ZEYOU_DATABASE": database}
    settings = read_settings({**os.environ, **{name: value for name, value in chosen.items() if value}})
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    restored = restore_backup(file, build_engine(settings.database_url), settings.data_folder)
    click.echo(f"已恢复 {restored.rows} 行、{restored.files} 个文件，与备份清单逐表一致。")
    if restored.manifest["secret"] != secret_mark(settings.secret_key):
        click.echo("注意：这里的密钥与备份时不同，已登录的人须重新登录；要沿用原密钥，请恢复数据目录中的 secret 文件。")
