"""`zeyou bundle`: export a round with everything a stranger needs to re-derive its result."""

from pathlib import Path

import click

from webapp.cli.installation import installation, moment
from webapp.cli.output_folder import write_files


@click.command(help="导出轮次 CODE 的核验包（不含专家姓名；--sealed 时附密封的名单）。")
@click.argument("code")
@click.option("--out", default=Path(), type=click.Path(path_type=Path, file_okay=False), help="写到哪个目录。")
@click.option("--sealed", is_flag=True, help="附上专家名单，由主管部门与纪检监督各设一个口令密封。")
def command(code: str, out: Path, sealed: bool) -> None:
    """Write the bundle and note the reading."""
    from webapp.permissions import PUBLIC
    from webapp.services.take_bundle import take_bundle, take_sealed_bundle

    settings, engine = installation()
    holders = (asked("主管部门的口令"), asked("纪检监督的口令")) if sealed else None
    now, _today = moment(settings)
    if holders is None:
        taken, name = take_bundle(engine, actor=PUBLIC, code=code, now=now), f"{code}-核验包.zip"
    else:
        taken = take_sealed_bundle(engine, actor=PUBLIC, code=code, now=now, holders=holders)
        name = f"{code}-核验包（附密封名单）.zip"
    click.echo(str(write_files(out, {name: b"".join(taken.pieces)})[0]))


def asked(holder: str) -> str:
    """Ask for a passphrase twice, unseen."""
    answer: str = click.prompt(holder, hide_input=True, confirmation_prompt="再输入一次")
    return answer
