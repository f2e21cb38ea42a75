"""`zeyou serve`: the web service of this installation."""

import click

from webapp.cli.installation import installation
from webapp.cli.port import check_port


def serve_forever(host: str, port: int) -> None:
    """Serve until stopped."""
    from waitress import serve

    settings, engine = installation()
    build_app = click.get_current_context().obj
    serve(build_app(settings, engine), host=host, port=port, threads=8, ident=None)


@click.command(help="启动网页服务；数据放在 ZEYOU_DATA 指定的目录（默认 ./var）。")
@click.option("--host", default="127.0.0.1", envvar="ZEYOU_HOST", show_default=True, help="监听地址。")
@click.option(
    "--port", default=8765, envvar="ZEYOU_PORT", show_default=True, type=click.IntRange(1, 65535), help="端口。"
)
def command(host: str, port: int) -> None:
    """Serve what is there."""
    check_port(host, port)
    click.echo(f"择优已启动：http://{host}:{port}/")
    serve_forever(host, port)
