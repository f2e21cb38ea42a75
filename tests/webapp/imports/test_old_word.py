"""Old .doc files come in through LibreOffice where it is, and otherwise a message says what to do."""

import shutil
import subprocess
from pathlib import Path

import pytest

from rubrics.loading import load_pack
from tests.webapp.imports.printed_form import PrintedForm
from tests.webapp.imports.sample_answers import sample_answers
from webapp.imports.application_form import import_application_form
from webapp.imports.old_word import converted_to_docx, find_converter
from webapp.imports.refusal import RefusedFileError

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def old_document() -> bytes:
    entry = "WordDocument\0".encode("utf-16-le")
    return SIGNATURE + b"\0" * 504 + (entry.ljust(64, b"\0") + len(entry).to_bytes(2, "little")).ljust(512, b"\0")


def test_missing_converter_says_save_as_docx(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RefusedFileError) as caught:
        converted_to_docx(old_document(), "申报表.doc")
    assert caught.value.code == "word.save_as_docx"
    assert "另存为 .docx" in caught.value.message


def test_converter_that_makes_nothing_says_save_as_docx() -> None:
    with pytest.raises(RefusedFileError) as caught:
        converted_to_docx(old_document(), "申报表.doc", shutil.which("true"))
    assert caught.value.code == "word.not_converted"


def test_workbook_under_a_document_ending_is_refused() -> None:
    with pytest.raises(RefusedFileError) as caught:
        converted_to_docx(old_document().replace("WordDocument".encode("utf-16-le"), b"X" * 24), "申报表.doc")
    assert caught.value.code == "file.wrong_kind"


@pytest.mark.slow
@pytest.mark.skipif(
    find_converter() is None, reason="runs where LibreOffice is installed: apt-get install libreoffice-writer"
)
def test_old_form_is_read_like_a_new_one(tmp_path: Path) -> None:
    form = load_pack("nm-2023").form
    answers = sample_answers(form, 4)
    (tmp_path / "form.docx").write_bytes(PrintedForm(form, answers).document())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    arguments = [find_converter(), profile, "--headless", "--convert-to", "doc:MS Word 97", "form.docx"]
    subprocess.run(arguments, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    imported = import_application_form((tmp_path / "form.doc").read_bytes(), "申报表.doc", form)
    assert (imported.problems, imported.fields) == ((), answers)
