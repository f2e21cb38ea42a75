"""`zeyou worker`: takes long work off the web service's hands."""

import signal
import threading

import click

from webapp.cli.installation import installation


@click.command(help="处理后台任务，直到停止；可在几台机器上同时运行几个。")
@click.option("--once", is_flag=True, help="把现有任务做完即退出。")
def command(*, once: bool) -> None:
    """Work; a service manager's stop is heeded after the present job."""
    settings, engine = installation()
    worker = click.get_current_context().obj(settings, engine).extensions["zeyou_worker"]
    if once:
        n_jobs = 0
        while worker.run_once():
            n_jobs += 1
        n_sent = sum(worker.post.send_all().values())
        click.echo(f"处理了 {n_jobs} 项任务。" + (f"发送了 {n_sent} 条通知。" if n_sent else ""))
        return
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda _number, _frame: stop.set())
    click.echo(f"后台任务处理程序已启动：{worker.name}")
    worker.run(stop)
