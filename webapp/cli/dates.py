"""`zeyou dates`: publicity, yearly report, change filing and validity, each as one JSON object."""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import click

from webapp.cli.input_text import input_text
from webapp.services.compute_dates import (
    Answer,
    annual_report_dates,
    change_filing_dates,
    publicity_dates,
    validity_dates,
)

Option = Callable[[Callable[..., None]], Callable[..., None]]
YEARS = range(1990, 2191)  # beyond these a date is a slip of the pen, and the calendar of dates comes to its end


class Day(click.ParamType[date]):
    """A date written 2024-02-07."""

    name = "date"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date, or fail with how to write one."""
        if isinstance(value, date):
            return value
        try:
            day = datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007  # a calendar day has no time zone
        except ValueError:
            self.fail(f"“{value}”不是日期，应写作 2024-02-07。", param, ctx)
        if day.year not in YEARS:
            self.fail(f"“{value}”的年份应在 {YEARS[0]} 至 {YEARS[-1]} 之间。", param, ctx)
        return day


DAY = Day()
_pack: Option = click.option("--pack", "pack_name", required=True, help="规则包编号或所在文件夹。")
_holidays: Option = click.option(
    "--holidays", multiple=True, type=click.Path(), help="补充的放假安排文件（holiday-cn 格式 JSON），可多次。"
)


@click.group(help="公示、年度报送、变更备案、有效期的日期（JSON）；放假通知未出的年份标明为暂定。")
def command() -> None:
    """Hold the four kinds of dates."""


@command.command(help="公示的首日与末日。")
@_pack
@_holidays
@click.option("--published", type=DAY, required=True, help="公布之日。")
@click.option("--count-publication-day", is_flag=True, default=None, help="公布当日计入（默认自次日起算）。")
@click.option("--days", "n_days", type=click.IntRange(1, 250), help="工作日天数（默认按规则包）。")
def publicity(
    pack_name: str, holidays: tuple[str, ...], published: date, count_publication_day: bool | None, n_days: int | None
) -> None:
    """Print the first and last day of a publicity."""
    _print(
        publicity_dates(
            pack_name, published, count_publication_day=count_publication_day, n_days=n_days, holidays=_texts(holidays)
        )
    )


@command.command("annual-report", help="年度报送的期限、提醒日和是否按时。")
@_pack
@_holidays
@click.option("--year", type=click.IntRange(YEARS[0], YEARS[-1]), required=True, help="被报送的年度。")
@click.option("--submitted", type=DAY, help="报送之日。")
def annual_report(pack_name: str, holidays: tuple[str, ...], year: int, submitted: date | None) -> None:
    """Print the deadline of a yearly report."""
    _print(annual_report_dates(pack_name, year, submitted, _texts(holidays)))


@command.command("change-filing", help="重大变动备案的期限和是否按时。")
@_pack
@_holidays
@click.option("--changed", type=DAY, required=True, help="变动发生之日。")
@click.option("--filed", type=DAY, help="备案之日。")
def change_filing(pack_name: str, holidays: tuple[str, ...], changed: date, filed: date | None) -> None:
    """Print the deadline of a change filing."""
    _print(change_filing_dates(pack_name, changed, filed, _texts(holidays)))


@command.command(help="认定的有效期止日。")
@_pack
@click.option("--announced", type=DAY, required=True, help="公布认定名单之日。")
@click.option("--extended-on", type=DAY, multiple=True, help="复核通过之日，可多次；每次自原止日顺延。")
@click.option("--counting", type=click.Choice(["anniversary", "calendar_years"]), help="按对日或按自然年计算。")
def validity(pack_name: str, announced: date, extended_on: tuple[date, ...], counting: str | None) -> None:
    """Print the expiry of a recognition."""
    _print(validity_dates(pack_name, announced, extended_on, counting))


@command.command(help="把某年的放假安排（holiday-cn 格式 JSON）录入本安装，并按它重算暂定的日期。")
@click.argument("file", type=click.Path())
@click.option("--shorten", "may_shorten", is_flag=True, help="确认提前：截止日比已公布的早，也照此执行。")
def enter(file: str, may_shorten: bool) -> None:
    """Keep the notice of a year and renew what was provisional."""
    from webapp.cli.installation import installation, moment
    from webapp.database import transaction
    from webapp.errors import ProblemsFound
    from webapp.permissions import Actor, Role
    from webapp.services.enter_holidays import enter_holidays

    text = input_text(file)
    settings, engine = installation()
    operator = Actor(Role.SYSTEM_ADMINISTRATOR, None, name="命令行")
    told: dict[str, Any] = {"name": file, "text": text, "may_shorten": may_shorten, "folder": settings.data_folder}
    try:
        with transaction(engine) as session:
            moved = enter_holidays(session, actor=operator, now=moment(settings)[0], **told)
    except ProblemsFound as refused:
        for problem in refused.problems:
            click.echo(f"{problem.where}：{problem.message}", err=True)
        raise
    for one in moved:
        click.echo(f"{one.title}：{one.before} → {one.after}")
    click.echo(f"已录入，移动了 {len(moved)} 个期限。")


def _print(answer: Answer) -> None:
    click.echo(json.dumps(answer, ensure_ascii=False))


def _texts(names: Sequence[str]) -> list[tuple[str, str]]:
    return [(name, input_text(name)) for name in names]
