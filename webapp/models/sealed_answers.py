"""The answers of a declaration, with its telephone numbers unreadable in the file, the dump and the backup."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from webapp.models.encrypted_text import EncryptedText, StillSealed

SEALED = "telephones"  # no field of a form is called so: they are section.name


class Telephone(str):
    """An answer that is stored encrypted; whoever knows the form says which answers are."""


class SealedAnswers(TypeDecorator[dict[str, Any]]):
    """Answers by field as JSON; all telephone numbers of one declaration stand in it as one encrypted text."""

    impl = JSON
    cache_ok = True

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column

    def process_bind_param(self, value: Mapping[str, Any] | None, dialect: Dialect) -> dict[str, Any] | None:
        """Take the telephone numbers out and encrypt them together."""
        if value is None:
            return None
        numbers = {key: str(one) for key, one in value.items() if isinstance(one, Telephone)}
        stored = {key: one for key, one in value.items() if key not in numbers}
        if numbers:
            text = json.dumps(numbers, ensure_ascii=False, separators=(",", ":"))
            stored[SEALED] = EncryptedText(self.column).process_bind_param(text, dialect)
        return stored

    def process_result_value(self, value: dict[str, Any] | None, dialect: Dialect) -> dict[str, Any] | None:
        """Put the telephone numbers back, or leave them sealed where the key is not at hand."""
        if not value or SEALED not in value:
            return value
        text = EncryptedText(self.column).process_result_value(value[SEALED], dialect)
        if text is None or isinstance(text, StillSealed):
            return value
        known = {key: one for key, one in value.items() if key != SEALED}
        return known | {key: Telephone(one) for key, one in json.loads(text).items()}
