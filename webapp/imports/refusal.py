"""The refusal of a file: which rule it broke, in words that say how to mend it."""

from collections.abc import Mapping

from webapp.errors import Refusal


class RefusedFileError(Refusal):
    """A file that is not read at all, because it is damaged, hostile or of the wrong kind."""

    exit_status = 2

    def __init__(self, code: str, message_template: str, values: Mapping[str, object] | None = None) -> None:
        super().__init__(code, message_template, **(values or {}))
