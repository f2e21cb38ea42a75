"""How fast declarations come in and how cheaply hostile files stay out.

Run: ``.venv/bin/python -m benchmarks.bench_intake`` (one core; every hostile file in a process of its own).
"""

import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from benchmarks.hostile_files import hostile_files
from rubrics.form import Field, Form
from rubrics.loading import load_pack
from rubrics.model import Pack
from rubrics.screening import screen
from webapp.exports.application_form import application_form_docx
from webapp.exports.declaration_template import declaration_workbook
from webapp.imports.application_form import import_application_form
from webapp.imports.declaration_table import import_declaration_table
from webapp.imports.refusal import RefusedFileError
from webapp.imports.workbook import read_workbook

N_DECLARATIONS = 1_000
FORMS = 20


def invented(form: Form, seed: int) -> dict[str, object]:
    """Return invented answers for every field."""
    random = Random(seed)
    return {entry.key: _invented(entry, random) for entry in form.fields} | {"basic.cluster_name": f"集群{seed}"}


def _invented(entry: Field, random: Random) -> object:
    if entry.kind == "years":
        return [2021, 2022, 2023]
    if entry.kind == "ticks":
        return [1]
    if entry.options:
        return random.choice(entry.options).label
    fixed = {"text": "已建成公共检测平台，服务企业。" * 10, "phone": "0472-5212345", "date": "2024-03-01"}
    cell = fixed.get(entry.kind) or (str(random.randint(0, 90)) if entry.numeric else "包头市稀土新材料集群")
    return [cell] * 3 if entry.years == 3 else cell


def timed(what: str, call: Callable[[], object]) -> float:
    """Print and return the wall seconds of a call."""
    started = time.perf_counter()
    call()
    seconds = time.perf_counter() - started
    print(f"{what:58s} {seconds:7.2f} s")
    return seconds


def import_and_screen(data: bytes, pack: Pack) -> None:
    """Do what admitting a table of declarations asks of the engines."""
    for declaration in import_declaration_table(data, "a.xlsx", pack.form).declarations:
        screen(pack, {"declaration_year": 2024, "fields": declaration.fields})


def bench_honest() -> None:
    """Forms and a table of a thousand, beside openpyxl reading the same table."""
    import openpyxl

    pack = load_pack("nm-2023")
    declared = [invented(pack.form, seed) for seed in range(N_DECLARATIONS)]
    tables: list[bytes] = []
    timed(
        f"write {N_DECLARATIONS} declarations as a table", lambda: tables.append(declaration_workbook(pack, declared))
    )
    data = tables[0]
    ours = timed(
        f"import {N_DECLARATIONS} declarations, every cell checked",
        lambda: import_declaration_table(data, "a.xlsx", pack.form),
    )
    timed("the same, each of them screened too", lambda: import_and_screen(data, pack))
    timed("of which reading the cells (guard and child)", lambda: read_workbook(data, "a.xlsx"))
    peer = timed(
        "openpyxl reading the same cells, unchecked",
        lambda: list(openpyxl.load_workbook(io.BytesIO(data), read_only=True).worksheets[0].values),
    )
    print(f"{'our import with checks against openpyxl without':58s} {ours / peer:7.2f} x")
    forms = [application_form_docx(pack, answers) for answers in declared[:FORMS]]
    timed(f"import {FORMS} application forms", lambda: [import_application_form(f, "a.docx", pack.form) for f in forms])


def refuse(path: Path) -> None:
    """Read one file as a person hands it in; print the reason of the refusal, CPU seconds and peak memory."""
    form = load_pack("nm-2023").form
    started, reason = time.process_time(), "LET IN"
    try:
        if path.suffix == ".xlsx":
            read_workbook(path.read_bytes(), path.name)
        else:
            import_application_form(path.read_bytes(), path.name, form)
    except RefusedFileError as refusal:
        reason = refusal.code
    status = Path("/proc/self/status").read_text()
    peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    print(f"{time.process_time() - started:7.2f} {int(peak) / 1024:6.0f}  {reason}")


def bench_hostile() -> None:
    """Every hostile file in a process of its own; its memory includes Python and the rule pack."""
    print(f"\n{'hostile file':30s} {'bytes':>10s} {'CPU s':>7s} {'MiB':>6s}  reason")
    with tempfile.TemporaryDirectory() as folder:
        for what, (name, data) in hostile_files().items():
            path = Path(folder) / name
            path.write_bytes(data)
            print(f"{what:30s} {len(data):10,d} ", end="", flush=True)
            subprocess.run([sys.executable, "-m", "benchmarks.bench_intake", str(path)], check=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        refuse(Path(sys.argv[1]))
    else:
        bench_honest()
        bench_hostile()
