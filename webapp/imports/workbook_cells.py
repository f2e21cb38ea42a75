"""The child's side of reading a workbook: every cell as text, number, or nothing."""

import datetime
import io
import math

import python_calamine

from webapp.imports.archive import damaged
from webapp.imports.limits import TABLE_LIMITS
from webapp.imports.refusal import RefusedFileError
from webapp.imports.sheet_scan import TOO_MANY_CELLS

EXACT_LIMIT = 1e15


def read(data: bytes) -> list[dict[str, object]]:
    """Return the sheets of a workbook as plain lists."""
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [_sheet(workbook, at) for at in range(len(workbook.sheet_names))]
    except python_calamine.CalamineError as error:
        raise damaged("表格读不出来") from error


def _sheet(workbook: python_calamine.CalamineWorkbook, at: int) -> dict[str, object]:
    meta = workbook.sheets_metadata[at]
    if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
        return {"name": meta.name, "rows": [], "hidden": True, "merged": []}
    sheet = workbook.get_sheet_by_index(at)
    if sheet.total_height * sheet.total_width > 5 * TABLE_LIMITS.cells:
        raise RefusedFileError("table.too_many_cells", TOO_MANY_CELLS, {"limit": TABLE_LIMITS.cells})
    return {
        "name": meta.name,
        "rows": [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)],
        "hidden": meta.visible != python_calamine.SheetVisibleEnum.Visible,
        "merged": sheet.merged_cell_ranges or [],
    }


def _cell(value: object) -> str | float | int | None:
    """A number keeps the digits its file shows; one that a spreadsheet cannot hold exactly stays visible as text."""
    if value == "" or value is None:
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if not math.isfinite(value) or abs(value) >= EXACT_LIMIT:
            return repr(value)
        return int(value) if value.is_integer() else value
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.date | datetime.datetime | datetime.time):
        return value.isoformat()
    return value if isinstance(value, int) else str(value)
