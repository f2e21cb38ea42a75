"""`zeyou round`: the rounds of this installation, and scores given elsewhere as a round."""

import json
from fractions import Fraction
from pathlib import Path

import click

from webapp.cli.installation import installation, moment
from webapp.errors import ProblemsFound, Unusable


@click.group(help="轮次：查看、导入评分数据。")
def command() -> None:
    """Hold the commands."""


@command.command("list", help="列出全部轮次。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def list_rounds(as_json: bool) -> None:
    """Print code, state, number of declarations and title."""
    from webapp.database import reading
    from webapp.queries import homes

    _settings, engine = installation()
    with reading(engine) as session:
        rows = [
            {
                "code": one.round.code,
                "state": one.round.state,
                "declarations": one.n_declarations,
                "title": one.round.title,
            }
            for one in homes.rounds_at_a_glance(session)
        ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['code']:<20} {row['state']:<10} {row['declarations']:>6} 份  {row['title']}")


@command.command("import-scores", help="把评分数据（列为 declaration、expert、score）导入为一个已锁定的轮次。")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--code", required=True, help="轮次编号，由字母、数字和连字符组成。")
@click.option("--title", required=True, help="轮次名称。")
@click.option("--select", "places", type=click.IntRange(1), help="名额；不填时为三成，进一。")
def import_file(file: Path, code: str, title: str, places: int | None) -> None:
    """Check every row first; store all or nothing."""
    from webapp.database import transaction
    from webapp.imports.score_table import read_score_table
    from webapp.services.import_scores import import_scores
    from webapp.services.rank_file import RankingRequest, rank_file

    try:
        table = read_score_table(file.read_bytes(), file.name)
        request = RankingRequest("mean", places, 0, None, False, None, None)
        checked = rank_file(table.frame, request, table.place)
    except OSError as error:
        raise Unusable("unreadable", "读不到文件 {path}：{why}", path=file, why=error.strerror) from error
    except ProblemsFound as mistakes:
        for problem in mistakes.problems:
            click.echo(f"{problem.where}：{problem.message}", err=True)
        raise
    for note in table.notes:
        click.echo(note, err=True)
    scored = table.frame.dropna(subset=["score"])
    rows = [
        (str(i), str(j), Fraction(score))
        for i, j, score in zip(scored["declaration"], scored["expert"], scored["score"], strict=True)
    ]
    values = [score for _i, _j, score in rows]
    settings, engine = installation()
    now, today = moment(settings)
    with transaction(engine) as session:
        found = import_scores(
            session,
            code=code,
            title=title,
            rows=rows,
            scale=(str(float(min(values))), str(float(max(values)))),
            places=checked.places,
            today=today,
            now=now,
        )
    click.echo(f"已导入 {len(rows)} 个评分，轮次 {found.code} 已排序。启动 zeyou serve 后可在网页中查看。")
