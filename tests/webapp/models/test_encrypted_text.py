"""Personal columns: unreadable without the key, bound to their column, either cipher."""

import pytest

from webapp.errors import Unusable
from webapp.models.encrypted_text import decrypted, encrypted
from webapp.settings import FieldKey

AES, SM4 = FieldKey("a secret", "aes"), FieldKey("a secret", "sm4")


def test_either_cipher_reads_what_the_other_wrote() -> None:
    written = [encrypted("0471-1234567", "account.phone", key) for key in (AES, SM4)]
    assert [one[:4] for one in written] == ["aes:", "sm4:"]
    assert [decrypted(one, "account.phone", key) for one, key in zip(written, (SM4, AES), strict=True)] == [
        "0471-1234567"
    ] * 2


def test_same_text_is_never_written_the_same() -> None:
    assert encrypted("a", "account.phone", AES) != encrypted("a", "account.phone", AES)


@pytest.mark.parametrize(
    ("column", "key"), [("objection.contact", AES), ("account.phone", FieldKey("another secret", "aes"))]
)
def test_other_column_or_key_reads_nothing(column: str, key: FieldKey) -> None:
    written = encrypted("0471-1234567", "account.phone", AES)
    with pytest.raises(Unusable) as unreadable:
        decrypted(written, column, key)
    assert unreadable.value.code == "wrong-field-key"
