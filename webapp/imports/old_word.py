"""Old .doc and .wps files, turned into .docx by LibreOffice where it is installed."""

import shutil
import tempfile
from pathlib import Path

from webapp.imports.child_process import run_child
from webapp.imports.limits import DOCUMENT_LIMITS
from webapp.imports.preflight import check_compound_file
from webapp.imports.refusal import RefusedFileError

CONVERTER_NAMES = ("soffice", "libreoffice")
CONVERSION_SECONDS = 90.0
SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
SETTINGS = "".join(
    (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">',
        *(
            f'<item oor:path="{SECURITY}"><prop oor:name="{name}" oor:op="fuse"><value>true</value></prop></item>'
            for name in ("DisableMacrosExecution", "BlockUntrustedRefererLinks")
        ),
        "</oor:items>",
    )
)

SAVE_AS_DOCX = (
    "这里没有安装 LibreOffice，读不了旧的 .doc、.wps 格式。请在 Word 或 WPS 中打开文件，另存为 .docx 后再上传。"
)
NOT_CONVERTED = "旧格式文件转换失败。请在 Word 或 WPS 中打开文件，另存为 .docx 后再上传。"


def find_converter() -> str | None:
    """Return where LibreOffice is, or None."""
    return next((found for name in CONVERTER_NAMES if (found := shutil.which(name))), None)


def converted_to_docx(data: bytes, filename: str, converter: str | None = None) -> bytes:
    """Return the same document as .docx; `RefusedFileError` that says 另存为 .docx where that cannot be."""
    check_compound_file(data, filename, "doc", DOCUMENT_LIMITS)
    program = converter or find_converter()
    if program is None:
        raise RefusedFileError("word.save_as_docx", SAVE_AS_DOCX)
    with tempfile.TemporaryDirectory(prefix="zeyou-word-") as name:
        folder = Path(name)
        (folder / "form.doc").write_bytes(data)
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
        arguments = ("--headless", "--norestore", "--convert-to", "docx:MS Word 2007 XML", "form.doc")
        profile = f"-env:UserInstallation=file://{folder}/profile"
        run_child((program, profile, *arguments), b"", folder, CONVERSION_SECONDS)
        made = folder / "form.docx"
        if not made.is_file():
            raise RefusedFileError("word.not_converted", NOT_CONVERTED)
        return made.read_bytes()
