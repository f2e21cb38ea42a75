"""`zeyou backup`: one file with everything, taken while work goes on."""

import json
from pathlib import Path

import click

from webapp.cli.installation import installation, moment


@click.command(help="联机备份到文件 OUT（.zip）：全部数据表和佐证材料，不停服务。密钥不在其中，请另行保管。")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--keys", type=click.Path(path_type=Path, dir_okay=False), help="把密钥另写到这个文件；请与备份分开保管。"
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def command(out: Path, keys: Path | None, *, as_json: bool) -> None:
    """Write the backup and tell what it holds."""
    from webapp.services.back_up import back_up
    from webapp.services.keep_keys import copy_keys

    settings, engine = installation(with_any_key=True)
    now, _today = moment(settings)
    manifest = back_up(engine, settings.data_folder, out, secret_key=settings.secret_key, now=now)
    if keys is not None:
        copy_keys(settings.data_folder, keys)
    facts = {
        "path": str(out),
        "bytes": out.stat().st_size,
        "tables": len(manifest["tables"]),
        "rows": sum(one["rows"] for one in manifest["tables"].values()),
        "files": len(manifest["files"]),
    }
    text = "已备份：{path}（{tables} 张表 {rows} 行，{files} 个文件，{bytes} 字节）。核验：zeyou drill {path}"
    click.echo(json.dumps(facts, ensure_ascii=False) if as_json else text.format(**facts))
