"""Refuse to work with another ledger key than the record was sealed with: a lost key is never replaced silently."""

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from webapp.database import reading
from webapp.errors import Refusal, Unusable
from webapp.models import Seal
from webapp.models.keyed_codes import keyed_code
from webapp.models.sealing import seal_text
from webapp.settings import Settings

N_SEALS = 5


def require_ledger_key(engine: Engine, settings: Settings) -> None:
    """Hold the key against the newest seal; a database that is away or not made yet says so itself when it is asked."""
    try:
        with reading(engine) as session:
            # What was sealed without any key is no reason to stop; the verification names it.
            fits = ledger_key_fits(session, settings.ledger_key) or ledger_key_fits(session, "")
    except (DBAPIError, Refusal):
        return
    if fits is False:
        raise Unusable(
            "other-ledger-key",
            "留痕密钥与数据库不符（密钥文件丢失后被重新生成，或取自另一套安装），已停止启动，没有写入任何内容。"
            "请把原来的密钥放回 {path}（或设置 ZEYOU_LEDGER_KEY）；"
            "确已无法找回的，用 zeyou ledger reseal --reason 写明原因后再启动。",
            path=settings.data_folder / "ledger-key",
        )


def ledger_key_fits(session: Session, key: str) -> bool | None:
    """Make the codes of the newest seals again, so that one bent seal locks nobody out; None where there is none."""
    newest = session.scalars(select(Seal).order_by(Seal.number.desc()).limit(N_SEALS)).all()
    texts = [seal_text(one.number, one.previous, one.algorithm, one.changes) for one in newest]
    codes = [keyed_code(key, one.algorithm, text) for one, text in zip(newest, texts, strict=True)]
    return any(one.code == code for one, code in zip(newest, codes, strict=True)) if newest else None
