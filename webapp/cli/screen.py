"""`zeyou screen`: one declaration, or a list of them, against a rule pack."""

import json

import click

from webapp.cli.input_text import input_text
from webapp.services.screen_declaration import screen_declaration


@click.command(help="按规则包审查申报（JSON 文件，- 为标准输入），逐条给出结论、依据和理由。")
@click.option("--pack", "pack_name", required=True, help="规则包编号（如 nm-2023），或规则包所在文件夹。")
@click.option("--complete", is_flag=True, help="按整表审查：文字、名称、电话、日期、签章未填的也计入补正。")
@click.argument("declaration", type=click.Path())
def command(pack_name: str, complete: bool, declaration: str) -> None:
    """Print the screening as JSON; the verdict does not change the exit status."""
    found = screen_declaration(pack_name, input_text(declaration), complete=complete)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))
