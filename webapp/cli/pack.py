"""``zeyou pack``: look at a rule pack, check one's own, start one for another region."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from webapp.errors import ProblemsFound
from webapp.services.check_pack import check_pack
from webapp.services.compare_packs import compare_packs
from webapp.services.new_pack import new_pack
from webapp.services.round_fields import missing_round_fields
from webapp.services.show_pack import known_packs, pack_data, pack_lines


@click.group(name="pack", help="规则包：列出、查看、检查、新建。")
def command() -> None:
    """Hold the commands about packs."""


@command.command(name="list", help="列出随产品附带的规则包。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 打印")
def list_packs(*, as_json: bool) -> None:
    """Print one line per pack."""
    packs = known_packs()
    if as_json:
        click.echo(json.dumps(packs, ensure_ascii=False, indent=2))
        return
    for pack in packs:
        mark = "" if pack["complete"] else "（不完整）"
        click.echo(f"{pack['id']}  {pack['region']}  {pack['title']}{mark}")


@command.command(name="show", help="查看一个规则包：编号，或规则包文件夹。")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 打印全部内容")
@click.pass_context
def show(context: click.Context, name: str, *, as_json: bool) -> None:
    """Print the whole pack."""
    with _problems_told(context):
        text = json.dumps(pack_data(name), ensure_ascii=False, indent=2) if as_json else "\n".join(pack_lines(name))
        click.echo(text)


@command.command(name="compare", help="列出两个规则包的不同之处：编号或文件夹。")
@click.argument("before")
@click.argument("after")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 打印")
@click.pass_context
def compare(context: click.Context, before: str, after: str, *, as_json: bool) -> None:
    """Print every difference with both sides."""
    with _problems_told(context):
        found = compare_packs(before, after)
        if as_json:
            rows = [{"path": one.path, "before": one.before, "after": one.after} for one in found]
            click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for one in found:
            click.echo(f"{one.path}: {_side(one.before)} → {_side(one.after)}")
        click.echo(f"共 {len(found)} 处不同。")


def _side(value: object) -> str:
    return "（无）" if value is None else str(value)


@contextmanager
def _problems_told(context: click.Context) -> Iterator[None]:
    """Print every problem of a spoilt pack and exit 1."""
    try:
        yield
    except ProblemsFound as found:
        for problem in found.problems:
            click.echo(f"{problem.where}: {problem.message}", err=True)
        context.exit(1)


@command.command(name="check", help="检查规则包文件夹，一次列出全部问题及其位置。")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="以 JSON 打印问题")
@click.pass_context
def check(context: click.Context, folder: Path, *, as_json: bool) -> None:
    """Print every problem; exit 1 when there is one."""
    outcome = check_pack(folder)
    problems = outcome if isinstance(outcome, tuple) else ()
    if as_json:
        rows = [{"path": one.path, "code": one.code, "message": one.message} for one in problems]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif isinstance(outcome, tuple):
        for problem in problems:
            click.echo(f"{problem.path}: {problem.message}")
        click.echo(f"共 {len(problems)} 处问题。")
    else:
        n_criteria = sum(1 for _ in outcome.rubric.criteria())
        counts = f"{len(outcome.form.fields)} 个字段、{len(outcome.conditions)} 条条件、{n_criteria} 项指标"
        click.echo(f"规则包 {outcome.id} 没有问题：{counts}。")
        if missing := missing_round_fields(outcome.form):
            click.echo(f"可用于审查和日期；用于轮次，申报表还缺字段：{missing}，键名照写。")
    context.exit(1 if problems else 0)


@command.command(name="new", help="以现有规则包为底稿，新建一个地区的规则包文件夹。")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--from", "origin", default="nm-2023", show_default=True, help="底稿规则包的编号")
def new(folder: Path, origin: str) -> None:
    """Copy the data files and say what to do next."""
    pack = new_pack(folder, origin)
    click.echo(f"已写入 {folder}（编号 {pack.id}）。改好后运行：zeyou pack check {folder}")
