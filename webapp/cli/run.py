"""`zeyou run`: set up, load the example when there is nothing yet, serve."""

from collections.abc import Sequence

import click
from sqlalchemy import Engine

from webapp.cli.installation import installation, moment
from webapp.cli.port import check_port
from webapp.cli.serve import serve_forever
from webapp.services.create_account import OpenedAccount
from webapp.settings import Settings

ROLE_TITLES = {
    "department": "主管部门",
    "organiser": "评审机构",
    "observer": "纪检监督",
    "city_bureau": "盟市工信局",
    "applicant": "申报单位",
    "expert": "评审专家",
    "system_administrator": "系统管理员",
    "security_administrator": "安全管理员",
    "audit_administrator": "审计管理员",
}


@click.command(help="建库、装入虚构的示例轮次（仅首次）并启动网页服务。")
@click.option("--host", default="127.0.0.1", envvar="ZEYOU_HOST", show_default=True, help="监听地址。")
@click.option(
    "--port", default=8765, envvar="ZEYOU_PORT", show_default=True, type=click.IntRange(1, 65535), help="端口。"
)
def command(host: str, port: int) -> None:
    """Refuse a taken port before touching anything, then set up and serve."""
    check_port(host, port)
    settings, engine = installation()
    accounts = load_example(settings, engine)
    show_accounts(accounts)
    click.echo(f"\n择优已启动，请用浏览器打开：http://{host}:{port}/   （按 Ctrl+C 停止）")
    engine.dispose()
    serve_forever(host, port)


def load_example(settings: Settings, engine: Engine) -> Sequence[OpenedAccount]:
    """Load the invented rounds into an empty database, all or nothing."""
    from webapp.database import reading, transaction
    from webapp.services.example.play_registry import play_registry
    from webapp.services.example.play_round import has_rounds, open_staff_accounts, play_round

    with reading(engine) as session:
        if has_rounds(session):
            return []
    click.echo("首次启动：正在装入两个虚构的示例轮次……")
    now, today = moment(settings)
    with transaction(engine) as session:
        staff = open_staff_accounts(session, now)
        for year, until in ((today.year - 1, "publicity"), (today.year, "scoring")):
            title = f"{year}年度内蒙古自治区中小企业特色产业集群（演示）"
            _round, experts = play_round(
                session, code=f"NM-{year}-DEMO", title=title, today=today, now=now, until=until, year=year
            )
        play_registry(session, today=today, now=now)
    return [*staff, *experts]


def show_accounts(accounts: Sequence[OpenedAccount]) -> None:
    """Print the passwords this once."""
    if not accounts:
        click.echo("数据已在，账号口令在首次启动时显示过；忘记口令请运行 zeyou user reset 账号。")
        return
    click.echo("\n账号（口令只显示这一次，请抄录）：")
    for one in accounts:
        click.echo(f"  {ROLE_TITLES[one.role]:　<6}账号 {one.login:<22} 口令 {one.password}   {one.display_name}")
