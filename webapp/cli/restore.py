"""`zeyou restore`: a backup becomes an installation again."""

import os
from pathlib import Path

import click

from webapp.settings import read_settings


@click.command(help="把备份 FILE 恢复到 ZEYOU_DATA 与 ZEYOU_DATABASE 指定的、空的安装中。")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), help="另一个数据目录（代替 ZEYOU_DATA）。")
@click.option("--keys", type=click.Path(path_type=Path, dir_okay=False), help="与备份一同保管的密钥文件。")
@click.option("--database", help="另一个数据库地址（代替 ZEYOU_DATABASE）。")
def command(file: Path, into: Path | None, keys: Path | None, database: str | None) -> None:
    """Restore into what is empty, and say whether the secret is the one of the backup."""
    from webapp.clock import system_clock
    from webapp.database import build_engine
    from webapp.services.back_up import secret_mark
    from webapp.services.keep_keys import put_keys_back
    from webapp.services.restore_backup import restore_backup

    chosen = {"ZEYOU_DATA": str(into) if into else None, "ZEYOU_DATABASE": database}
    environment = {**os.environ, **{name: value for name, value in chosen.items() if value}}
    if keys is not None:
        put_keys_back(keys, Path(environment.get("ZEYOU_DATA", "var")))
    settings = read_settings(environment)
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    restored = restore_backup(file, build_engine(settings.database_url, settings), settings.data_folder, system_clock())
    click.echo(f"已恢复 {restored.rows} 行、{restored.files} 个文件，与备份清单逐表一致。")
    if restored.manifest["secret"] != secret_mark(settings.secret_key):
        click.echo(
            "注意：这里的密钥与备份时不同。没有原密钥，留痕无法核对、加密的联系方式无法读出："
            "请用 --keys 指定备份时另存的密钥文件，恢复到另一个空目录。"
        )
