"""How much memory a process of the web service takes: loaded, after its first page, and at its peak in each export.

.venv/bin/python -m benchmarks.bench_export_memory --data /tmp/d30000 --code LARGE

Each line is a gunicorn of its own, with the configuration that is shipped and one process; the table of reviews is
taken through the API and thrown away as it comes. The peak is ``VmHWM`` of ``/proc/PID/status``. Run it in an
environment of `requirements/run.txt`: pandas loads pyarrow where that is there, and only tests install it.
"""

import argparse
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ADDRESS = "127.0.0.1:8799"
KINDS = ("csv", "xlsx", "parquet")


def mebibytes(process: int, name: str) -> float:
    """Read one figure of a process."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024


def processor_seconds(process: int) -> float:
    """Read what a process has worked."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def asked(path: str, token: str = "") -> tuple[int, float]:
    """Read an answer to its end; return its length and the seconds until its first byte."""
    start, length, first = time.perf_counter(), 0, 0.0
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with urllib.request.urlopen(urllib.request.Request(f"http://{ADDRESS}{path}", headers=headers)) as answer:
        while piece := answer.read(65536):
            first, length = first or time.perf_counter() - start, length + len(piece)
    return length, first


@contextmanager
def served(data: Path) -> Iterator[int]:
    """Start gunicorn with one process and give that process's number."""
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--workers", "1"]
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    arbiter = subprocess.Popen(
        [*command, "--bind", ADDRESS, "webapp.wsgi:application"], cwd=ROOT, env=environment | {"ZEYOU_DATA": str(data)}
    )
    try:
        for _ in range(600):
            time.sleep(0.1)
            children = Path(f"/proc/{arbiter.pid}/task/{arbiter.pid}/children").read_text(encoding="ascii").split()
            if children and answers():
                break
        yield int(children[0])
    finally:
        arbiter.terminate()
        arbiter.wait()


def answers() -> bool:
    """Tell whether the service is up."""
    try:
        asked("/health/live")
    except urllib.error.URLError:
        return False
    return True


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--code", default="LARGE")
    parser.add_argument(
        "--token", required=True, help="of `zeyou token create LOGIN --scope …` for an account that exports"
    )
    parser.add_argument("--table", default="reviews")
    parser.add_argument("--before", help="an address of the API asked first, such as one that needs pandas")
    given = parser.parse_args()
    for kind in KINDS:
        with served(given.data) as process:
            loaded = mebibytes(process, "VmRSS")
            asked("/")
            if given.before:
                asked(given.before, given.token)
            paged, worked = mebibytes(process, "VmRSS"), processor_seconds(process)
            length, first = asked(f"/api/v1/rounds/{given.code}/dumps/{given.table}.{kind}", given.token)
            peak = mebibytes(process, "VmHWM")
            worked = processor_seconds(process) - worked
            print(
                f"{kind:<8} {length / 1e6:8.1f} MB  first byte {first:6.2f} s  processor {worked:7.1f} s"
                f"  loaded {loaded:5.0f}  after a page {paged:5.0f}  peak {peak:5.0f} MiB",
                flush=True,
            )


if __name__ == "__main__":
    main()
