"""The keys of the installation: whether they are there, and whether they are those the database was written with."""

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from webapp.database import reading
from webapp.errors import Refusal, Unusable
from webapp.models import Account, NoticeAddress, SecondFactor
from webapp.services.examination.finding import Finding, note, well, wrong
from webapp.services.require_ledger_key import ledger_key_fits
from webapp.services.schema_revision import present_revision
from webapp.settings import Settings

KEYS = {
    "secret": ("ZEYOU_SECRET", "没有它，所有人须重新登录，已有备份也无法确认出自本安装"),
    "ledger-key": ("ZEYOU_LEDGER_KEY", "没有它，留痕无法核对，今后的操作也接不上"),
    "field-key": ("ZEYOU_FIELD_KEY", "没有它，已加密的电话、邮箱和两步验证密钥再也读不出"),
}
PLACEHOLDER = "0" * 64


def missing_keys(environment: Mapping[str, str], folder: Path) -> list[str]:
    """Name the key files that are neither in the folder nor given otherwise."""
    return [
        name for name, (variable, _use) in KEYS.items() if not (environment.get(variable) or (folder / name).exists())
    ]


def without_new_keys(environment: Mapping[str, str], missing: list[str]) -> dict[str, str]:
    """Give a stand-in for what is missing, so that looking does not bring a new key into being."""
    return {**environment, **{KEYS[name][0]: PLACEHOLDER for name in missing}}


def examine_keys(engine: Engine, settings: Settings, missing: list[str]) -> Iterator[Finding]:
    """Look at each key; those of an installation that has not started yet come with its first start."""
    try:
        with reading(engine) as session:
            if present_revision(session.connection()) is None:
                yield note("密钥文件", "首次启动时生成，请随备份妥善保存。")
                return
            for name in missing:
                variable, use = KEYS[name]
                path = settings.data_folder / name
                yield wrong(
                    "密钥文件", f"缺少 {path}：{use}。请从原机器或另存处取回（或设置 {variable}），不要另行生成。"
                )
            if "ledger-key" not in missing:
                yield ledger_finding(session, settings)
            if "field-key" not in missing:
                yield fields_finding(session)
    except (DBAPIError, sqlite3.Error, Refusal):
        yield note("密钥文件", "数据库读不到或结构过旧，未核对密钥。")


def ledger_finding(session: Session, settings: Settings) -> Finding:
    """Make the newest seal's code again."""
    fits = ledger_key_fits(session, settings.ledger_key)
    if fits is None:
        return well("留痕密钥", "还没有留痕")
    if fits:
        return well("留痕密钥", "与数据库相符")
    return wrong("留痕密钥", "与数据库不符：请换回原来的 ledger-key 文件，再执行 zeyou ledger verify 核对。")


def fields_finding(session: Session) -> Finding:
    """Read one encrypted value of each kind."""
    columns = (Account.phone, SecondFactor.secret, NoticeAddress.mail)
    try:
        for column in columns:
            session.scalars(select(column).where(column.is_not(None)).limit(1)).all()
    except Unusable:
        return wrong("字段密钥", "与数据库不符，加密的电话、邮箱读不出：请换回原来的 field-key 文件。")
    return well("字段密钥", "与数据库相符")
