"""Fill a folder with every wheel the product needs, for machines without a network.

    python3 tools/wheelhouse.py wheelhouse --machine x86_64 --machine aarch64
    python3 tools/wheelhouse.py wheelhouse --machine x86_64 --python 3.13       # for Debian 13

On the machine without a network: make setup PIP_NO_INDEX=1 PIP_FIND_LINKS=/path/to/wheelhouse.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    from packaging.markers import Marker
except ImportError:  # pip brings its own along
    from pip._vendor.packaging.markers import Marker

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = ROOT / "requirements" / "run.txt"
# From the newest to the oldest kind of wheel that Debian 12 and 13, openEuler and Kylin can install.
PLATFORMS = ("manylinux_2_28", "manylinux_2_27", "manylinux_2_24", "manylinux_2_17", "manylinux2014")


def main() -> None:
    """Download for every machine named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--machine", action="append", choices=("x86_64", "aarch64"), required=True)
    parser.add_argument("--python", default="3.11", help="the Python the machines have")
    asked = parser.parse_args()
    for machine in asked.machine:
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="ascii") as file:
            file.write(fitting(REQUIREMENTS.read_text("ascii"), asked.python, machine))
            file.flush()
            download(asked.folder / machine, machine, asked.python, ["--require-hashes", "-r", file.name])
        wheels = list((asked.folder / machine).glob("*.whl"))
        size = sum(path.stat().st_size for path in wheels) / 1024**2
        print(f"{machine}: {len(wheels)} wheels, {size:.0f} MiB")


def fitting(text: str, python: str, machine: str) -> str:
    """Keep what the other machine's Python asks for: pip would judge the conditions by the Python that downloads."""
    there = {"python_version": python, "python_full_version": f"{python}.0", "platform_machine": machine}
    kept = []
    for entry in re.split(r"\n(?=[a-zA-Z])", text):
        name, condition, rest = re.fullmatch(r"([^;\\]*)(?:; ([^\\]*))?(.*)", entry, re.DOTALL).groups()  # type: ignore[union-attr]
        if not condition or Marker(condition.strip()).evaluate(there):
            kept.append(f"{name.strip()} {rest}")
    return "\n".join(kept)


def download(folder: Path, machine: str, python: str, wanted: list[str]) -> None:
    """Ask pip for wheels of another machine; nothing is built."""
    platforms = [part for kind in PLATFORMS for part in ("--platform", f"{kind}_{machine}")]
    command = [sys.executable, "-m", "pip", "download", "--dest", str(folder), "--only-binary", ":all:"]
    subprocess.run([*command, "--python-version", python, *platforms, *wanted], check=True)


if __name__ == "__main__":
    main()
