"""Settings of an installation: frozen, read once from the environment, wrong ones refused at start."""

import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from webapp.errors import Unusable

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class FieldKey:
    """With what personal columns are encrypted: the secret from the data folder, and the cipher for what is written."""

    secret: str
    cipher: str


@dataclass(frozen=True)
class PostSettings:
    """By which ways notices leave the house; an empty address means that the way is not open."""

    smtp: str = ""
    mail_from: str = ""
    webhook: str = ""
    webhook_secret: str = ""
    webhook_repeats: bool = False
    public_address: str = ""


@dataclass(frozen=True)
class SingleSignOn:
    """Who else may say who somebody is; an empty issuer means nobody. Accounts are matched by the claim, never made."""

    issuer: str = ""
    client_id: str = ""
    client_secret: str = ""
    claim: str = "preferred_username"
    title: str = ""


@dataclass(frozen=True)
class WatchSettings:
    """What an operator sees of the running service: its log, statements that take long, figures for Prometheus."""

    log: str = "quiet"
    slow_ms: int = 500
    metrics: str = "off"
    metrics_token: str = ""
    metrics_folder: str = ""


@dataclass(frozen=True)
class Settings:
    """What an installation may choose; nothing secret has a default."""

    data_folder: Path
    database_url: str
    secret_key: str
    host: str = "127.0.0.1"
    port: int = 8765
    secure_cookies: bool = False
    time_zone_name: str = "Asia/Shanghai"
    idle_minutes: int = 30
    session_hours: int = 12
    login_tries: int = 5
    lockout_minutes: int = 15
    password_length: int = 10
    password_days: int = 90
    objector_days: int = 1095
    two_factor: str = "required"
    one_session: str = "staff"
    invitation_hours: int = 72
    field_secret: str = ""
    field_cipher: str = "aes"
    upload_limit: int = 32 * 1024 * 1024
    ledger_key: str = ""
    ledger_algorithm: str = "sha256"
    trusted_proxies: int = 0
    post: PostSettings = PostSettings()
    watch: WatchSettings = WatchSettings()
    single_sign_on: SingleSignOn = SingleSignOn()
    testing: bool = False

    @property
    def time_zone(self) -> ZoneInfo:
        """Where the department works; days are counted there."""
        return ZoneInfo(self.time_zone_name)

    @property
    def field_key(self) -> FieldKey | None:
        """The key of personal columns; a session without it cannot store any."""
        return FieldKey(self.field_secret, self.field_cipher) if self.field_secret else None

    @property
    def font_folder(self) -> Path:
        """Where an administrator drops licensed fonts for PDF documents."""
        return self.data_folder / "fonts"

    @property
    def ledger_heads(self) -> Path:
        """Where the heads of the ledger are noted outside the database."""
        return self.data_folder / "ledger-heads.log"


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Build settings from environment variables that begin with ZEYOU_."""
    folder = Path(environment.get("ZEYOU_DATA", "var")).absolute()
    url = environment.get("ZEYOU_DATABASE") or own_database(folder)
    return Settings(
        data_folder=folder,
        database_url=url,
        secret_key=environment.get("ZEYOU_SECRET") or kept_secret(folder),
        ledger_key=environment.get("ZEYOU_LEDGER_KEY") or kept_secret(folder, "ledger-key"),
        ledger_algorithm=one_of(environment, "ZEYOU_LEDGER", ("sha256", "sm3")),
        host=environment.get("ZEYOU_HOST", "127.0.0.1"),
        port=whole_number(environment, "ZEYOU_PORT", 8765, 65535),
        secure_cookies=environment.get("ZEYOU_SECURE_COOKIES", "no") == "yes",
        idle_minutes=whole_number(environment, "ZEYOU_IDLE_MINUTES", 30, 24 * 60),
        session_hours=whole_number(environment, "ZEYOU_SESSION_HOURS", 12, 24 * 7),
        login_tries=whole_number(environment, "ZEYOU_LOGIN_TRIES", 5, 10),
        lockout_minutes=whole_number(environment, "ZEYOU_LOCKOUT_MINUTES", 15, 24 * 60),
        password_length=whole_number(environment, "ZEYOU_PASSWORD_LENGTH", 10, 64),
        objector_days=whole_number(environment, "ZEYOU_OBJECTOR_DAYS", 1095, 36_500),
        password_days=whole_number(environment, "ZEYOU_PASSWORD_DAYS", 90, 3650),
        two_factor=one_of(environment, "ZEYOU_TWO_FACTOR", ("required", "offered")),
        one_session=one_of(environment, "ZEYOU_ONE_SESSION", ("staff", "all", "nobody")),
        invitation_hours=whole_number(environment, "ZEYOU_INVITATION_HOURS", 72, 24 * 30),
        field_secret=environment.get("ZEYOU_FIELD_KEY") or kept_secret(folder, "field-key"),
        field_cipher=one_of(environment, "ZEYOU_FIELD_CIPHER", ("aes", "sm4")),
        trusted_proxies=int(one_of(environment, "ZEYOU_TRUSTED_PROXIES", ("0", "1", "2"))),
        post=read_post(environment),
        watch=read_watch(environment),
        single_sign_on=read_single_sign_on(environment),
    )


def read_single_sign_on(environment: Mapping[str, str]) -> SingleSignOn:
    """Read who vouches for people; half a description is refused at start rather than at the first sign-in."""
    found = SingleSignOn(
        issuer=environment.get("ZEYOU_OIDC_ISSUER", ""),
        client_id=environment.get("ZEYOU_OIDC_CLIENT_ID", ""),
        client_secret=environment.get("ZEYOU_OIDC_CLIENT_SECRET", ""),
        claim=one_of(environment, "ZEYOU_OIDC_CLAIM", ("preferred_username", "sub", "email")),
        title=environment.get("ZEYOU_OIDC_TITLE", ""),
    )
    check_address("ZEYOU_OIDC_ISSUER", found.issuer, ("https", "http"))
    needed = {"ZEYOU_OIDC_CLIENT_ID": found.client_id, "ZEYOU_ADDRESS": environment.get("ZEYOU_ADDRESS", "")}
    for name, value in needed.items():
        if found.issuer and not value:
            raise Unusable("bad-setting", "还须设置环境变量 {name}，才能使用统一身份认证登录。", name=name)
    if found.issuer.startswith("http:") and urlsplit(found.issuer).hostname not in LOOPBACK:
        raise Unusable("bad-setting", "环境变量 {name} 须以 https:// 开头。", name="ZEYOU_OIDC_ISSUER")
    return found


def read_watch(environment: Mapping[str, str]) -> WatchSettings:
    """Read how the service is watched; figures for others than this machine need a token."""
    watch = WatchSettings(
        log=one_of(environment, "ZEYOU_LOG", ("quiet", "text", "json")),
        slow_ms=whole_number(environment, "ZEYOU_SLOW_MS", 500, 600_000),
        metrics=one_of(environment, "ZEYOU_METRICS", ("off", "loopback", "token")),
        metrics_token=environment.get("ZEYOU_METRICS_TOKEN", ""),
        metrics_folder=environment.get("PROMETHEUS_MULTIPROC_DIR", ""),
    )
    if (watch.metrics == "token") != bool(watch.metrics_token) or 0 < len(watch.metrics_token) < 16:
        template = "ZEYOU_METRICS=token 时须用 {name} 给出至少 16 个字符的令牌；其他情况请不要设置它。"
        raise Unusable("bad-setting", template, name="ZEYOU_METRICS_TOKEN")
    return watch


def read_post(environment: Mapping[str, str]) -> PostSettings:
    """Read the ways out; one that could not work is refused at start rather than when a notice is due."""
    post = PostSettings(
        smtp=environment.get("ZEYOU_SMTP", ""),
        mail_from=environment.get("ZEYOU_MAIL_FROM", ""),
        webhook=environment.get("ZEYOU_WEBHOOK", ""),
        webhook_secret=environment.get("ZEYOU_WEBHOOK_SECRET", ""),
        webhook_repeats=one_of(environment, "ZEYOU_WEBHOOK_REPEATS", ("no", "yes")) == "yes",
        public_address=environment.get("ZEYOU_ADDRESS", "").rstrip("/"),
    )
    check_address("ZEYOU_SMTP", post.smtp, ("smtp", "smtp+starttls", "smtps"))
    check_address("ZEYOU_WEBHOOK", post.webhook, ("https", "http"))
    check_address("ZEYOU_ADDRESS", post.public_address, ("https", "http"))
    for way, name, needed in (
        (post.smtp, "ZEYOU_MAIL_FROM", post.mail_from),
        (post.webhook, "ZEYOU_WEBHOOK_SECRET", post.webhook_secret),
    ):
        if way and not needed:
            raise Unusable("bad-setting", "还须设置环境变量 {name}，才能发送通知。", name=name)
    return post


def check_address(name: str, text: str, schemes: Sequence[str]) -> None:
    """Refuse an address of another scheme or without a host; its password is not repeated."""
    try:
        parts = urlsplit(text)
        is_good = parts.scheme in schemes and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_good = False
    if text and not is_good:
        template = "环境变量 {name} 应为地址，以下列之一开头：{schemes}。"
        raise Unusable("bad-setting", template, name=name, schemes="、".join(f"{one}://" for one in schemes))


def own_database(folder: Path) -> str:
    """Return the SQLite file in the data folder, unless its content has moved to a server since."""
    if moved_note(folder).exists():
        template = (
            "本目录的数据已迁出（{note}）。请用环境变量 ZEYOU_DATABASE 指向新的数据库；"
            "确要改用旧数据，请先移走文件 {path}。"
        )
        note = moved_note(folder).read_text(encoding="utf-8").strip()
        raise Unusable("moved-away", template, note=note, path=moved_note(folder))
    return f"sqlite:///{folder / 'zeyou.sqlite3'}"


def moved_note(folder: Path) -> Path:
    """Return where it is written down that the data have moved."""
    return folder / "moved"


def whole_number(environment: Mapping[str, str], name: str, default: int, largest: int) -> int:
    """Read a whole number from 1 to largest or refuse with the variable's name."""
    text = environment.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= largest:
        raise Unusable(
            "bad-setting",
            "环境变量 {name} 应为 1 到 {largest} 的整数，现为“{text}”。",
            name=name,
            largest=largest,
            text=text,
        )
    return int(text)


def one_of(environment: Mapping[str, str], name: str, choices: Sequence[str]) -> str:
    """Read one of the choices, the first where nothing is said."""
    text = environment.get(name, choices[0])
    if text not in choices:
        template = "环境变量 {name} 应为以下之一：{choices}；现为“{text}”。"
        raise Unusable("bad-setting", template, name=name, choices="、".join(choices), text=text)
    return text


def kept_secret(folder: Path, name: str = "secret") -> str:
    """Return the installation's own secret, made at random on first use and readable by its owner only."""
    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii")
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
        return path.read_text(encoding="ascii")
    except OSError as error:
        raise Unusable(
            "data-folder",
            "数据目录 {folder} 不可用（{why}）：请换一个可写的目录，用环境变量 ZEYOU_DATA 指定。",
            folder=folder,
            why=error.strerror,
        ) from error
