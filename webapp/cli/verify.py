"""`zeyou verify`: re-derive a round from its bundle, line by line, without any server."""

import json
import sys
from pathlib import Path

import click

from webapp.errors import Unusable


@click.command(help="重算核验包里的抽取、分派与排序，逐条说明是否一致。")
@click.argument("bundle", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--head", help="另行保存的核验码（公示或纪检监督留存的 64 位十六进制数）。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def command(bundle: Path, head: str | None, as_json: bool) -> None:
    """Exit 0 when every line holds, 1 when one does not, 2 when the file is no bundle."""
    from webapp.services.verify_bundle import verify_bundle

    try:
        data = bundle.read_bytes()
    except OSError as error:
        raise Unusable("no-bundle", "读不到文件 {path}：{why}", path=bundle, why=error.strerror) from error
    lines = verify_bundle(data, head)
    if as_json:
        plain = [{"check": line.title, "holds": line.holds, "fault": line.fault} for line in lines]
        click.echo(json.dumps(plain, ensure_ascii=False))
    else:
        for line in lines:
            click.echo(f"{'✓' if line.holds else '✗'} {line.title}{'' if line.holds else '：' + str(line.fault)}")
    sys.exit(0 if all(line.holds for line in lines) else 1)
