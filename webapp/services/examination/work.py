"""The work and the rules: jobs that nobody takes, years whose holidays are not known."""

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from webapp.database import reading
from webapp.errors import Refusal
from webapp.queries import jobs
from webapp.services.examination.finding import Finding, note, well, wrong
from webapp.services.working_days import calendar_in

TOO_LONG = timedelta(minutes=10)


def examine_work(engine: Engine, folder: Path, now: datetime, today: date) -> Iterator[Finding]:
    """Look at the jobs and the holidays."""
    yield jobs_finding(engine, now)
    if engine.dialect.name == "postgresql" and not is_worker_here():
        yield note(
            "后台进程", "本机没有运行 zeyou worker：若别的主机上也没有，请执行 systemctl enable --now zeyou-worker。"
        )
    yield from holiday_findings(folder, today)


def is_worker_here(processes: Path = Path("/proc")) -> bool:
    """Look among the processes of this machine for a worker."""
    for path in processes.glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if b"worker" in words and any(word.rsplit(b"/", 1)[-1] == b"zeyou" for word in words):
            return True
    return False


def jobs_finding(engine: Engine, now: datetime) -> Finding:
    """Look for jobs that have waited longer than any should."""
    try:
        with reading(engine) as session:
            waiting = jobs.count_active(session, now - TOO_LONG)
    except (DBAPIError, sqlite3.Error, Refusal):
        return wrong("后台任务", "读不到任务表，请先修复数据库。")
    if waiting:
        return wrong("后台任务", f"{waiting} 项任务提交十分钟后仍未结束，请确认 zeyou worker 正在运行。")
    return well("后台任务", "没有积压")


def holiday_findings(folder: Path, today: date) -> Iterator[Finding]:
    """Look whether the notices of holidays for this year and the next are there."""
    calendar = calendar_in(folder)
    for year in (today.year, today.year + 1):
        if calendar.is_known(year):
            yield well(f"{year}年节假日", "已有国务院办公厅放假安排")
        elif year == today.year:
            yield wrong(f"{year}年节假日", "缺少放假安排，工作日只能暂估：请用 zeyou dates enter 录入该年的安排。")
        else:
            yield note(f"{year}年节假日", "放假安排一般在上一年十一月公布，公布前该年日期为暂定。")
