"""A column that is unreadable in the file, the dump and the backup: telephone numbers, secrets of second factors."""

import base64
import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from webapp.database import field_key_of
from webapp.errors import Unusable
from webapp.settings import FieldKey

NONCE, TAG = 12, 16
KEY_BYTES = {"aes": 32, "sm4": 16}


class StillSealed(str):
    """What a session without the key reads: it can be carried elsewhere, not understood."""


class EncryptedText(TypeDecorator[str]):
    """Text under AES-256-GCM or SM4-GCM, bound to the column it belongs to so that it fits no other."""

    impl = Text
    cache_ok = True

    def __init__(self, column: str, *, was_plain: bool = False) -> None:
        super().__init__()
        self.column, self.was_plain = column, was_plain

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Encrypt; nothing personal is stored in the clear because a key was forgotten."""
        if not value or isinstance(value, StillSealed):
            return value
        key = field_key_of(dialect)
        if key is None:
            raise Unusable("no-field-key", "没有字段密钥，不能保存需要加密的内容。请检查数据目录中的 field-key 文件。")
        return encrypted(value, self.column, key)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Decrypt, or hand over what stays sealed where the key is not at hand."""
        if not value or (self.was_plain and not is_encrypted(value)):
            return value
        key = field_key_of(dialect)
        return StillSealed(value) if key is None else decrypted(value, self.column, key)


def is_encrypted(stored: str) -> bool:
    """Tell whether a stored text begins as an encrypted one does; one of an earlier release may not."""
    return stored.partition(":")[0] in KEY_BYTES


@cache
def key_for(key: FieldKey, cipher: str) -> bytes:
    """Derive the cipher's key from the installation's secret."""
    expand = HKDF(hashes.SHA256(), KEY_BYTES[cipher], salt=None, info=f"zeyou field {cipher}".encode())
    return expand.derive(key.secret.encode())


def block(key: FieldKey, cipher: str) -> algorithms.AES | algorithms.SM4:
    """Return the block cipher with its key."""
    secret = key_for(key, cipher)
    return algorithms.SM4(secret) if cipher == "sm4" else algorithms.AES(secret)


def encrypted(text: str, column: str, key: FieldKey) -> str:
    """Return the cipher's name and the nonce, tag and ciphertext in base64."""
    nonce = os.urandom(NONCE)
    encryptor = Cipher(block(key, key.cipher), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(column.encode())
    body = encryptor.update(text.encode()) + encryptor.finalize()
    return f"{key.cipher}:{base64.b64encode(nonce + encryptor.tag + body).decode('ascii')}"


def decrypted(stored: str, column: str, key: FieldKey) -> str:
    """Return the text, or refuse what was not encrypted with this key for this column."""
    cipher, _colon, content = stored.partition(":")
    try:
        raw = base64.b64decode(content, validate=True)
        mode = modes.GCM(raw[:NONCE], raw[NONCE : NONCE + TAG])
        decryptor = Cipher(block(key, cipher), mode).decryptor()
        decryptor.authenticate_additional_data(column.encode())
        return (decryptor.update(raw[NONCE + TAG :]) + decryptor.finalize()).decode()
    except (InvalidTag, ValueError, KeyError) as error:
        template = (
            "加密保存的内容（{column}）无法用现在的字段密钥读出。请核对数据目录中的 field-key 文件是否为原来的文件。"
        )
        raise Unusable("wrong-field-key", template, column=column) from error
