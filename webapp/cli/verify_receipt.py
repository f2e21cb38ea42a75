"""`zeyou verify-receipt`: check the receipt of an expert's scores, anywhere, without server and database."""

import json
import sys
from pathlib import Path

import click

from webapp.errors import Unusable


@click.command(help="核对专家评分回执 FILE：内容、留痕、证明路径与签名，不需要服务器。")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--key", help="公布的检查点公钥（64 位十六进制）。")
def command(file: Path, key: str | None) -> None:
    """Exit 1 when something does not hold."""
    from webapp.services.verify_receipts import verify_receipts

    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise Unusable("no-receipt", "“{file}”不是回执文件。", file=file) from error
    problems = verify_receipts(told, key)
    for problem in problems:
        click.echo(f"✗ {problem.where}：{problem.message}")
    if not problems:
        head = told["checkpoint"]
        click.echo(f"✓ {len(told['receipts'])} 份评分均在签名检查点（第 {head['sequence']} 条，{head['at']}）之内。")
        click.echo(f"  检查点公钥：{head['public_key']}" + ("" if key else "（请与公布的公钥比对）"))
    sys.exit(1 if problems else 0)
