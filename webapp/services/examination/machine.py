"""The machine: Python, clock, time zone, programs and fonts."""

import shutil
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from webapp.services.examination.finding import Finding, note, well, wrong
from webapp.settings import Settings

OLDEST = (3, 11)
FACES = Path(__file__).parents[2] / "exports" / "fonts"
OWN_FACES = ("ZeyouSong-Regular.otf", "ZeyouSong-Bold.otf", "ZeyouHeiSupplement-Regular.otf")
DRIFT_SECONDS = 60
# Nothing was released before this day: a clock that is earlier is wrong.
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)


def examine_machine(settings: Settings, now: datetime, database_now: datetime | None) -> Iterator[Finding]:
    """Look at what the installation stands on."""
    yield python_finding()
    yield clock_finding(now, database_now)
    yield zone_finding(settings)
    yield fonts_finding(settings)
    yield setter_finding()
    yield office_finding()


def python_finding() -> Finding:
    """Look at the version of Python."""
    text = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info[:2] < OLDEST:
        return wrong("Python", f"版本 {text} 过旧，需要 3.11 或更新。")
    return well("Python", text)


def clock_finding(now: datetime, database_now: datetime | None) -> Finding:
    """Look whether the clock can be right, by itself and beside the database's."""
    if now < EARLIEST:
        return wrong("时钟", f"本机时间 {now:%Y-%m-%d %H:%M} 明显不对，请校时（timedatectl set-ntp true）。")
    drift = abs((now - database_now).total_seconds()) if database_now else 0.0
    if drift > DRIFT_SECONDS:
        return wrong("时钟", f"本机与数据库服务器的时间相差 {drift:.0f} 秒，请两边校时。")
    return well("时钟", f"{now:%Y-%m-%d %H:%M:%S} 协调世界时")


def zone_finding(settings: Settings) -> Finding:
    """Say in which zone days are counted; the machine's own zone does not matter but may confuse its keeper."""
    local = time.strftime("%z")
    if local != "+0800":
        return note("时区", f"日期一律按 {settings.time_zone_name} 计算；本机时区为 {local}，只影响系统日志。")
    return well("时区", settings.time_zone_name)


def fonts_finding(settings: Settings) -> Finding:
    """Say with which faces documents are printed."""
    missing = [name for name in OWN_FACES if not (FACES / name).is_file()]
    if missing:
        return wrong("字体", f"程序自带的字体缺失（{'、'.join(missing)}），PDF 无法排印：请重新安装本软件。")
    found = [path.name for path in settings.font_folder.glob("*.[to]t[fc]")] if settings.font_folder.is_dir() else []
    if found:
        return well("字体", f"PDF 优先使用：{'、'.join(sorted(found))}")
    return note("字体", f"PDF 使用自带宋体；如需方正小标宋等授权字体，请放入 {settings.font_folder}。")


def setter_finding() -> Finding:
    """Try the program that sets the documents, which comes as a part for one kind of machine."""
    try:
        import typst

        typst.compile(b"x", format="pdf")
    except Exception as error:  # whatever it is, it is said
        return wrong("PDF 排印", f"typst 不能运行（{error}）：请按本机的处理器和 Python 版本重新安装本软件的轮子包。")
    return well("PDF 排印", "typst 可以运行")


def office_finding() -> Finding:
    """Look for LibreOffice, which only old .doc files need."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program:
        return well("LibreOffice", program)
    return note("LibreOffice", "未安装，不影响使用；旧式 .doc 文件请先另存为 .docx。")
