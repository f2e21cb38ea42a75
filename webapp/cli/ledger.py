"""`zeyou ledger`: whether the record of acts, and every row they wrote, is whole."""

import json
import sys
from pathlib import Path

import click

from webapp.cli.installation import installation, installation_as_it_is, moment
from webapp.cli.output_folder import write_files
from webapp.errors import Problem, Unusable


@click.group(help="操作留痕。")
def command() -> None:
    """Hold the commands."""


@command.command(help="核对全部留痕及其写下的每一行数据，逐一指出被改动、删除、插入或调换的内容。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.option(
    "--checkpoint", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="另行保存的检查点文件。"
)
def verify(as_json: bool, checkpoint: Path | None) -> None:
    """Exit 1 when anything does not fit."""
    from webapp.services.verify_ledger import verify_ledger

    _settings, engine = installation_as_it_is()
    report = verify_ledger(engine, kept_head(checkpoint) if checkpoint else None)
    if as_json:
        found = {"holds": not report.problems, "entries": report.entries, "seals": report.seals, "rows": report.rows}
        lists = {"problems": [told(one) for one in report.problems], "notes": [told(one) for one in report.notes]}
        click.echo(printable(json.dumps(found | lists, ensure_ascii=False, indent=1)))
    else:
        for problem in report.problems:
            click.echo(printable(f"✗ {problem.where}：{problem.message}"))
        for note in report.notes:
            click.echo(printable(f"· {note.where}：{note.message}"))
        if not report.problems:
            click.echo(f"✓ 留痕完整：{report.entries} 条留痕、{report.seals} 次写入、{report.rows} 行数据全部相符。")
    sys.exit(1 if report.problems else 0)


def printable(text: str) -> str:
    """Write what is not even UTF-8, as somebody may have put it into the file, by its numbers."""
    return text.encode("utf-8", "backslashreplace").decode()


def kept_head(file: Path) -> dict[str, object]:
    """Read a signed head from a file."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return {str(name): value for name, value in found.items()}
    except (ValueError, AttributeError) as error:
        raise Unusable("no-checkpoint", "“{file}”不是检查点文件。", file=file) from error


def told(problem: Problem) -> dict[str, object]:
    """Write a finding for a program."""
    return {
        "table": problem.values.get("table"),
        "key": problem.values.get("key"),
        "code": problem.code,
        "where": problem.where,
        "message": problem.message,
    }


@command.command(help="签发当前的检查点：打印出来，写成文件，由纪检监督或社会公众另行保存。")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="写到哪个文件；不给则输出到屏幕。")
def checkpoint(out: Path | None) -> None:
    """Sign the head."""
    from webapp.database import transaction
    from webapp.permissions import PUBLIC
    from webapp.services.issue_checkpoint import issue_checkpoint
    from webapp.services.sign_checkpoint import checkpoint_part

    settings, engine = installation()
    with transaction(engine) as session:
        made = issue_checkpoint(session, actor=PUBLIC, reason="command", now=moment(settings)[0])
    text = json.dumps(checkpoint_part(made), ensure_ascii=False, indent=1)
    if out is None:
        click.echo(text)
    else:
        write_files(out.parent, {out.name: text.encode()})
        click.echo(str(out))


@command.command(help="恢复备份或人工修复数据后，说明原因，重新封存；这本身记入留痕。")
@click.option("--reason", required=True, help="原因，以及由谁决定。")
def reseal(reason: str) -> None:
    """Take the rows as they are from now on."""
    from webapp.database import transaction
    from webapp.permissions import PUBLIC
    from webapp.services.reseal_ledger import reseal_ledger

    settings, engine = installation(with_any_key=True)
    with transaction(engine) as session:
        n_rows = reseal_ledger(session, actor=PUBLIC, reason=reason, now=moment(settings)[0])
    click.echo(f"已重新封存 {n_rows} 行，原因已记入留痕。")
