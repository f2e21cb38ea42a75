"""`zeyou serve`: the web service of this installation."""

import click

from webapp.cli.installation import installation
from webapp.cli.port import check_port

# A browser keeps up to six connections open, so thirty of them in a meeting room need more than waitress's hundred:
# beyond it nobody new is answered until others have rested long enough. Below what Windows can wait for (512).
CONNECTIONS, REST_SECONDS = 400, 30


def serve_forever(host: str, port: int, *, with_worker: bool = True) -> None:
    """Serve until stopped, with a worker for long work in the same process."""
    from waitress import serve

    settings, engine = installation()
    app = click.get_current_context().obj(settings, engine)
    if with_worker:
        app.extensions["zeyou_worker"].start()
    serve(
        app,
        host=host,
        port=port,
        threads=8,
        ident=None,
        connection_limit=CONNECTIONS,
        channel_timeout=REST_SECONDS,
        asyncore_use_poll=True,
    )


@click.command(help="启动网页服务；数据放在 ZEYOU_DATA 指定的目录（默认 ./var）。")
@click.option("--host", default="127.0.0.1", envvar="ZEYOU_HOST", show_default=True, help="监听地址。")
@click.option(
    "--port", default=8765, envvar="ZEYOU_PORT", show_default=True, type=click.IntRange(1, 65535), help="端口。"
)
@click.option("--worker/--no-worker", "with_worker", default=True, help="是否在本进程内处理后台任务（默认处理）。")
def command(host: str, port: int, *, with_worker: bool) -> None:
    """Serve what is there."""
    check_port(host, port)
    click.echo(f"择优已启动：http://{host}:{port}/")
    serve_forever(host, port, with_worker=with_worker)
