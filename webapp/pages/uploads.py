"""An uploaded file as bytes and a name."""

from flask import request

from webapp.errors import Refusal


def uploaded(field: str) -> tuple[bytes, str]:
    """Return the bytes and the name of the file, or say that none was chosen."""
    file = request.files.get(field)
    if file is None or not file.filename:
        raise Refusal("no-file", "请先选择要上传的文件。")
    return file.read(), file.filename
