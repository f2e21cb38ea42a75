"""The data folder: who may read it, how much room is left, whether its secret is safe, how old the last backup is."""

import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from webapp.services.examination.finding import Finding, note, well, wrong
from webapp.settings import Settings

LEAST_FREE = 2 * 1024**3
OLDEST_BACKUP = timedelta(days=2)
LEAST_SECRET = 32


def examine_folder(settings: Settings, environment: Mapping[str, str], now: datetime) -> Iterator[Finding]:
    """Look at the data folder and what lies in it."""
    yield access_finding(settings.data_folder)
    yield from owner_findings(settings.data_folder)
    yield room_finding(settings.data_folder)
    yield secret_finding(settings, environment)
    yield cookies_finding(settings)
    yield from proxy_findings(settings)
    yield backup_finding(settings.data_folder, now)


def access_finding(folder: Path) -> Finding:
    """Look whether the folder can be written, and by whom."""
    if not folder.is_dir():
        return wrong("数据目录", f"没有目录 {folder}：请建立它，或用 ZEYOU_DATA 指向原来的目录。")
    if not os.access(folder, os.W_OK | os.X_OK):
        return wrong("数据目录", f"不能写入 {folder}，请检查属主和权限。")
    if folder.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
        return note("数据目录", f"{folder} 对本机其他用户可见，请执行 chmod 750 {folder}。")
    return well("数据目录", str(folder))


def owner_findings(folder: Path) -> Iterator[Finding]:
    """Look for files of another owner than the folder's, which a command run by somebody else leaves behind."""
    if not folder.is_dir():
        return
    owner = folder.stat().st_uid
    others = sorted(path.name for path in folder.iterdir() if path.lstat().st_uid != owner)
    if others:
        yield wrong(
            "文件属主",
            f"{'、'.join(others)} 的属主与 {folder} 不同（多半是换了账号执行命令），服务可能写不进去："
            f"请执行 chown -R --reference={folder} {folder}，今后以服务账号执行 zeyou。",
        )


def room_finding(folder: Path) -> Finding:
    """Look how much room is left."""
    there = next(one for one in (folder, *folder.parents) if one.exists())
    free = shutil.disk_usage(there).free
    text = f"剩余 {free / 1024**3:.1f} GiB"
    return well("磁盘空间", text) if free >= LEAST_FREE else wrong("磁盘空间", f"{text}，不足 2 GiB，请清理或扩容。")


def secret_finding(settings: Settings, environment: Mapping[str, str]) -> Finding:
    """Look whether the secret is long enough and readable by its owner only."""
    if len(settings.secret_key) < LEAST_SECRET:
        return wrong("密钥", "ZEYOU_SECRET 过短，请用 32 个以上的随机字符，或不设置而由系统生成。")
    path = settings.data_folder / "secret"
    if "ZEYOU_SECRET" not in environment and not path.exists():
        return note("密钥", f"{path} 首次启动时生成。")
    if "ZEYOU_SECRET" not in environment and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return wrong("密钥", f"{path} 可被他人读取，请执行 chmod 600 {path}。")
    return well("密钥", "已设置，仅属主可读")


def cookies_finding(settings: Settings) -> Finding:
    """Look whether sessions may travel without encryption."""
    if settings.secure_cookies:
        return well("HTTPS", "会话只经 HTTPS 传送")
    if settings.host in ("127.0.0.1", "localhost", "::1"):
        return note("HTTPS", "只供本机访问；经 nginx 对外提供 HTTPS 时请设置 ZEYOU_SECURE_COOKIES=yes。")
    return wrong("HTTPS", "对网络开放而未用 HTTPS，口令会明文传送：请置于 nginx 之后并设置 ZEYOU_SECURE_COOKIES=yes。")


def proxy_findings(settings: Settings) -> Iterator[Finding]:
    """Look whether addresses of visitors are believed from whom they should be, and from nobody else."""
    is_local = settings.host in ("127.0.0.1", "localhost", "::1")
    if settings.secure_cookies and is_local and not settings.trusted_proxies:
        yield wrong(
            "反向代理",
            "经 nginx 对外，却没有设置 ZEYOU_TRUSTED_PROXIES=1：所有来访者都记成 127.0.0.1，"
            "登录限次会连累所有人，留痕里也看不出来源。请在 /etc/zeyou.env 中加上这一行。",
        )
    if settings.trusted_proxies and not is_local:
        yield wrong(
            "反向代理",
            f"服务直接对网络开放（{settings.host}），又相信转来的地址，来源可以伪造："
            "请把 ZEYOU_HOST 设为 127.0.0.1，只由 nginx 转发，或去掉 ZEYOU_TRUSTED_PROXIES。",
        )
    if settings.secure_cookies and not settings.post.public_address:
        yield note("网址", "没有设置 ZEYOU_ADDRESS（例如 https://zeyou.example.cn），邀请和通知中没有可点的链接。")


def backup_finding(folder: Path, now: datetime) -> Finding:
    """Look how old the newest backup in the usual place is."""
    times = [path.stat().st_mtime for path in (folder / "backups").glob("*.zip")]
    if not times:
        return note("备份", f"{folder / 'backups'} 中没有备份。请定期执行 zeyou backup，并用 zeyou drill 演练。")
    newest = datetime.fromtimestamp(max(times), UTC)
    text = f"最近一次：{newest:%Y-%m-%d %H:%M} 协调世界时"
    return well("备份", text) if now - newest <= OLDEST_BACKUP else wrong("备份", f"{text}，已超过两天。")
