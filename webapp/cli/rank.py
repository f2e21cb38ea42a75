"""``zeyou rank``: a table of scores to a ranked list with its uncertainty."""

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

import click

from webapp.errors import ProblemsFound, Unusable

if TYPE_CHECKING:
    from webapp.imports.score_table import ScoreTable
    from webapp.services.rank_file import FileRanking, RankingRequest

FORMATS = (".csv", ".xlsx", ".json")


def _scale(_context: click.Context, _parameter: click.Parameter, text: str | None) -> tuple[Decimal, Decimal] | None:
    if text is None:
        return None
    try:
        lowest, highest = (Decimal(part.strip()) for part in text.replace("，", ",").split(","))
    except (ValueError, InvalidOperation) as error:
        raise click.BadParameter("请写成“最低分,最高分”，例如 0,100。") from error
    if not lowest < highest:
        raise click.BadParameter("最低分要小于最高分，例如 0,100。")
    return lowest, highest


def _weights(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, Decimal] | None:
    try:
        pairs = [text.rsplit("=", 1) for text in given]
        return {name: Decimal(weight) for name, weight in pairs} or None
    except (ValueError, InvalidOperation) as error:
        raise click.BadParameter("请写成“指标=权重”，例如 创新活力=0.2。") from error


@click.command(
    name="rank", help="由评分表（.csv 或 .xlsx：declaration、expert、score，可有 criterion）得出排序及其把握程度。"
)
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--method", default="calibrated", show_default=True, help="方法名，见 docs/methods")
@click.option("--select", "places", type=click.IntRange(min=1), help="名额；不给则取申报数的三成（进一）")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=0, show_default=True, help="随机种子")
@click.option("--scale", callback=_scale, help="量表“最低分,最高分”；不给则取评分的最低和最高")
@click.option("--lower-is-better", is_flag=True, help="分数越低越好")
@click.option("--expert-group", help="专家所属分组（如小组、地区）所在的列名")
@click.option("--weight", "weights", multiple=True, callback=_weights, help="指标=权重，可重复；不给则各指标等权")
@click.option("--out", type=click.Path(path_type=Path), help="写入 .csv、.xlsx、.json 文件；给文件夹则三种都写")
@click.option("--explain", "declaration", help="只打印这一项申报的估计分是怎样算出来的，逐行可用计算器复核")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 打印排序")
@click.pass_context
def command(
    context: click.Context,
    /,
    source: Path,
    method: str,
    places: int | None,
    seed: int,
    scale: tuple[Decimal, Decimal] | None,
    expert_group: str | None,
    weights: dict[str, Decimal] | None,
    out: Path | None,
    declaration: str | None,
    *,
    lower_is_better: bool,
    as_json: bool,
) -> None:
    """Rank and print; exit 2 with every problem listed for a file that cannot be ranked."""
    from webapp.services.rank_file import RankingRequest

    request = RankingRequest(method, places, seed, scale, lower_is_better, expert_group, weights)
    try:
        if declaration is not None:
            _explain(source, request, declaration)
            return
        ranking = _ranked(source, request)
    except ProblemsFound as found:
        for problem in found.problems:
            click.echo(f"{problem.where}：{problem.message}", err=True)
        click.echo(f"共 {len(found.problems)} 处问题，未作排序。", err=True)
        context.exit(2)
    if out is not None:
        for path in _write(ranking, out):
            click.echo(f"已写入 {path}", err=True)
    if as_json:
        from webapp.exports.ranking_files import ranking_json

        click.echo(ranking_json(ranking))
    elif out is None:
        _print(ranking)


def _ranked(source: Path, request: "RankingRequest") -> "FileRanking":
    from webapp.services.rank_file import rank_file

    table = _read(source)
    ranking = rank_file(table.frame, request, table.place)
    return replace(ranking, notes=(*table.notes, *ranking.notes))


def _read(source: Path) -> "ScoreTable":
    from webapp.imports.score_table import read_score_table

    try:
        data = source.read_bytes()
    except OSError as error:
        template = "读不到文件“{path}”（{why}），请检查路径。"
        raise Unusable("rank.unreadable", template, path=source, why=error.strerror) from error
    return read_score_table(data, source.name)


def _explain(source: Path, request: "RankingRequest", declaration: str) -> None:
    from webapp.services.explain_file import explain_file

    table = _read(source)
    explained = explain_file(table.frame, request, table.place, declaration)
    for sheet in explained.sheets:
        click.echo(f"{sheet.title}：{sheet.total}")
        for step in sheet.steps:
            click.echo(f"  {step.operation} {step.value}\t得 {step.running}\t{step.label}")
    click.echo(explained.paragraph)


def _write(ranking: "FileRanking", out: Path) -> list[Path]:
    from webapp.exports.ranking_files import ranking_csv, ranking_json, ranking_xlsx

    contents = {
        ".csv": lambda: ranking_csv(ranking),
        ".xlsx": lambda: ranking_xlsx(ranking),
        ".json": lambda: ranking_json(ranking).encode(),
    }
    is_file = out.suffix.lower() in FORMATS
    paths = [out] if is_file else [out / f"ranking{ending}" for ending in FORMATS]
    try:
        paths[0].parent.mkdir(parents=True, exist_ok=True)
        for path in paths:
            path.write_bytes(contents[path.suffix.lower()]())
    except OSError as error:
        template = "写不进“{path}”（{why}），请换一个位置。"
        raise Unusable("rank.unwritable", template, path=out, why=error.strerror) from error
    return paths


def _print(ranking: "FileRanking") -> None:
    click.echo(f"方法：{ranking.method_title}；名额 {ranking.places}；种子 {ranking.seed}")
    click.echo("名次\t估计分\t90%区间\t期望名次\t入选概率\t申报")
    for at, line in enumerate(ranking.lines, start=1):
        click.echo(
            f"{line.rank}\t{line.estimate:.2f}\t{line.lo:.2f}–{line.hi:.2f}"
            f"\t{line.expected_rank:.1f}\t{line.p_top_k:.0%}\t{line.declaration}"
        )
        if at == ranking.places:
            click.echo("—" * 20 + " 名额线")
    for note in ranking.notes:
        click.echo(f"说明：{note}")
