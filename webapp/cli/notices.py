"""`zeyou notices`: what is due today, what waits to leave, and sending it."""

import json

import click

from webapp.cli.installation import installation, moment
from webapp.permissions import Actor, Role

OPERATOR = Actor(Role.SYSTEM_ADMINISTRATOR, None, name="命令行")
ENDINGS = {
    "sent": "已送达 {n} 条",
    "retry": "暂未送出、稍后重试 {n} 条",
    "dead": "无法送达 {n} 条",
    "unconfirmed": "已交出、未收到回执 {n} 条（请核实后办理）",
    "lost": "由其他发送程序处理 {n} 条",
}
as_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")


@click.group(help="通知：到期提醒、发送、试运行、收件地址。")
def command() -> None:
    """Hold the commands."""


@command.command(help="写出今天应发的到期提醒；一天运行几次，每件事也只提醒一次。")
@click.option("--dry-run", is_flag=True, help="只显示将写出什么，不保存。")
@as_json
def due(*, dry_run: bool, as_json: bool) -> None:
    """Write the notices that depend on the date."""
    from webapp.database import transaction
    from webapp.services.due_notices import due_notices
    from webapp.services.write_notice import write_notices

    settings, engine = installation()
    now, today = moment(settings)
    with transaction(engine) as session:
        found = due_notices(session, today=today)
        n_written = 0 if dry_run else write_notices(session, found, now=now)
    if as_json:
        told = [{"kind": one.kind, "key": one.key, "to": sorted(one.to), "values": dict(one.values)} for one in found]
        click.echo(json.dumps({"due": told, "written": n_written}, ensure_ascii=False, default=str))
        return
    for one in found:
        click.echo(f"{one.kind}  {one.key}  收件账号 {len(one.to)} 个")
    click.echo("试运行，没有写出。" if dry_run else f"写出 {n_written} 条通知。")


@command.command(help="把待发的邮件和网关消息发出去。")
@click.option("--dry-run", is_flag=True, help="只显示将发送什么，不发送。")
@click.option("--now", "at_once", is_flag=True, help="不等重试间隔，全部立即再试。")
@as_json
def send(*, dry_run: bool, at_once: bool, as_json: bool) -> None:
    """Send what waits, or show it."""
    from webapp.database import transaction
    from webapp.services.take_outgoing import skip_pauses

    settings, engine = installation()
    if dry_run:
        show_waiting(as_json=as_json)
        return
    post = click.get_current_context().obj(settings, engine).extensions["zeyou_worker"].post
    if not post.channels:
        click.echo("没有开通发送渠道：请设置 ZEYOU_SMTP 或 ZEYOU_WEBHOOK。", err=True)
    if at_once:
        with transaction(engine) as session:
            skip_pauses(session, now=moment(settings)[0])
    counted = post.send_all()
    if as_json:
        click.echo(json.dumps(counted))
        return
    click.echo("；".join(ENDINGS[name].format(n=n) for name, n in counted.items()) or "没有待发的通知。")


def show_waiting(*, as_json: bool) -> None:
    """Print every message that waits as it would be sent."""
    from webapp.database import reading
    from webapp.services.preview_post import preview_post

    _settings, engine = installation()
    with reading(engine) as session:
        lines = preview_post(session, actor=OPERATOR)
    if as_json:
        click.echo(json.dumps(lines, ensure_ascii=False))
        return
    for one in lines:
        click.echo(f"[{one['id']}] {one['channel']} → {one['login']} {one['address']}（{one['next_at']} 起）")
        click.echo(f"    {one['subject']}\n    {one['body']}")
    click.echo(f"试运行：共 {len(lines)} 条待发，没有发送。")


@command.command(help="设置某账号接收通知的邮件地址；地址留空为取消。")
@click.argument("login")
@click.argument("mail", default="")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", help="通知的语言。")
def address(login: str, mail: str, language: str) -> None:
    """Keep where an account is reached."""
    from webapp.database import transaction
    from webapp.services.keep_notice_address import keep_notice_address
    from webapp.services.reset_password import known_account

    settings, engine = installation()
    with transaction(engine) as session:
        account = known_account(session, login)
        keep_notice_address(
            session, actor=OPERATOR, account_id=account.id, mail=mail, language=language, now=moment(settings)[0]
        )
    click.echo(f"已保存 {login} 的通知地址。")


@command.command("list", help="列出已发、待发和未送达的通知。")
@click.option("--state", help="只看某一状态，如 dead、unconfirmed。")
@as_json
def list_messages(state: str | None, as_json: bool) -> None:
    """Print the newest messages."""
    from webapp.database import reading
    from webapp.queries import notices

    _settings, engine = installation()
    with reading(engine) as session:
        rows = [
            {
                "id": one.message.id,
                "kind": one.message.kind,
                "channel": one.message.channel,
                "login": one.account.login,
                "state": one.message.state,
                "attempts": one.message.attempts,
                "answer": one.message.answer,
            }
            for one in notices.outgoing_lines(session, (state,) if state else ())
        ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo(
            f"{row['id']:>6}  {row['state']:<12} {row['channel']:<8} {row['login']}  {row['kind']}  {row['answer']}"
        )


@command.command(help="办理一条未送达或未收到回执的通知：again 再发、received 视为送达、drop 不再发。")
@click.argument("message_id", type=int)
@click.argument("outcome", type=click.Choice(["again", "received", "drop"]))
def settle(message_id: int, outcome: str) -> None:
    """Decide on one message."""
    from webapp.database import transaction
    from webapp.services.settle_message import settle_message

    settings, engine = installation()
    with transaction(engine) as session:
        settled = settle_message(
            session, actor=OPERATOR, message_id=message_id, outcome=outcome, now=moment(settings)[0]
        )
    click.echo(f"通知 {settled.id}：{settled.state}")
