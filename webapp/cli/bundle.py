"""`zeyou bundle`: export a round with everything a stranger needs to re-derive its result."""

from pathlib import Path

import click

from webapp.cli.installation import installation, moment
from webapp.cli.output_folder import write_files


@click.command(help="导出轮次 CODE 的核验包（不含专家姓名）。")
@click.argument("code")
@click.option("--out", default=Path(), type=click.Path(path_type=Path, file_okay=False), help="写到哪个目录。")
def command(code: str, out: Path) -> None:
    """Write the bundle and note the reading."""
    from webapp.database import transaction
    from webapp.permissions import PUBLIC
    from webapp.queries import rounds
    from webapp.services.build_bundle import build_bundle
    from webapp.services.record_act import record_act

    settings, engine = installation()
    with transaction(engine) as session:
        now, _today = moment(settings)
        found = rounds.round_by_code(session, code)
        data = build_bundle(session, found=found)
        record_act(session, actor=PUBLIC, action="take bundle", facts={}, now=now, round_id=found.id)
    click.echo(str(write_files(out, {f"{code}-核验包.zip": data})[0]))
