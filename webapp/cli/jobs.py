"""`zeyou jobs`: long work, seen and given up from the machine itself."""

import json

import click

from webapp.cli.installation import installation, moment


@click.group(help="后台任务：查看、取消。", invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """List the newest jobs."""
    if context.invoked_subcommand is not None:
        return
    from webapp.database import reading
    from webapp.queries import jobs

    _settings, engine = installation()
    with reading(engine) as session:
        found = jobs.newest_jobs(session, None)
    lines = [
        {"id": one.id, "kind": one.kind, "state": one.state, "done": one.done, "total": one.total, "error": one.error}
        for one in found
    ]
    if as_json:
        click.echo(json.dumps(lines, ensure_ascii=False))
        return
    for line in lines:
        click.echo("{id}\t{kind}\t{state}\t{done}/{total}".format(**line))
    if not lines:
        click.echo("没有后台任务。")


@command.command(help="取消编号为 JOB 的任务。")
@click.argument("job", type=int)
def cancel(job: int) -> None:
    """Give a job up."""
    from webapp.database import transaction
    from webapp.permissions import Actor, Role
    from webapp.queries import jobs
    from webapp.services.cancel_job import cancel_job

    settings, engine = installation()
    now, _today = moment(settings)
    operator = Actor(Role.SYSTEM_ADMINISTRATOR, name="命令行")
    with transaction(engine) as session:
        cancel_job(session, actor=operator, job=jobs.job_by_id(session, job), now=now)
    click.echo(f"已要求取消任务 {job}。")
