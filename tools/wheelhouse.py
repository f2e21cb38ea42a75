"""Fill a folder with every wheel the product needs, for machines without a network.

    python3 tools/wheelhouse.py wheelhouse --machine x86_64 --machine aarch64

On the machine without a network: make setup PIP_NO_INDEX=1 PIP_FIND_LINKS=/path/to/wheelhouse.
"""

import argparse
import subprocess
import sys
from pathlib import Path

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
        download(asked.folder / machine, machine, asked.python, ["--require-hashes", "-r", str(REQUIREMENTS)])
        wheels = list((asked.folder / machine).glob("*.whl"))
        size = sum(path.stat().st_size for path in wheels) / 1024**2
        print(f"{machine}: {len(wheels)} wheels, {size:.0f} MiB")


def download(folder: Path, machine: str, python: str, wanted: list[str]) -> None:
    """Ask pip for wheels of another machine; nothing is built."""
    platforms = [part for kind in PLATFORMS for part in ("--platform", f"{kind}_{machine}")]
    command = [sys.executable, "-m", "pip", "download", "--dest", str(folder), "--only-binary", ":all:"]
    subprocess.run([*command, "--python-version", python, *platforms, *wanted], check=True)


if __name__ == "__main__":
    main()
