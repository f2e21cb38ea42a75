"""`zeyou move`: from the laptop's SQLite to the department's PostgreSQL."""

import json

import click

from webapp.cli.installation import installation, moment


@click.command(help="把本安装从 SQLite 迁到 PostgreSQL（须为空库），两边逐表比对、核对留痕；请先停止网页服务。")
@click.option("--to", "target", required=True, help="目标地址，例如 postgresql+psycopg://zeyou@localhost/zeyou")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def command(target: str, *, as_json: bool) -> None:
    """Move, compare, and say what to set from now on."""
    from webapp.database import build_engine
    from webapp.services.move_installation import move_installation

    settings, engine = installation()
    now, _today = moment(settings)
    moved = move_installation(engine, build_engine(target, settings), settings.data_folder, now=now)
    if as_json:
        rows = {name: one.rows for name, one in moved.tables.items()}
        click.echo(json.dumps({"rows": rows, "ledger": moved.n_entries}, ensure_ascii=False))
        return
    click.echo(
        f"已迁移 {len(moved.tables)} 张表 {moved.rows} 行，两边逐表一致；留痕 {moved.n_entries} 条，核对无断点。"
    )
    click.echo(f"今后请设置 ZEYOU_DATABASE={build_engine(target).url.render_as_string(hide_password=True)}")
