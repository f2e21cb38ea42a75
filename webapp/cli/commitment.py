"""`zeyou commitment`: work out a commitment offline, so that nobody but the party knows the number before its time."""

import json
import secrets

import click

from webapp.errors import Unusable


@click.command(help="由随机数 VALUE 算出要提交的承诺；密语不给时自动生成。不连数据库，也不保存任何内容。")
@click.argument("value")
@click.argument("nonce", required=False)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def command(value: str, nonce: str | None, as_json: bool) -> None:
    """Print the number, the nonce and the commitment."""
    from webapp.services.work_out_commitment import work_out_commitment

    secret = nonce or secrets.token_hex(16)
    fingerprint = work_out_commitment(value, secret)
    if fingerprint is None:
        raise Unusable("unusable-number", "随机数和密语各填一行文字，不能为空，也不能含制表符。")
    if as_json:
        click.echo(json.dumps({"value": value, "nonce": secret, "commitment": fingerprint}, ensure_ascii=False))
        return
    click.echo(f"随机数：{value}")
    click.echo(f"密语：{secret}")
    click.echo(f"承诺：{fingerprint}")
