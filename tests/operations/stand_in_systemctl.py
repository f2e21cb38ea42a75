#!/usr/bin/python3
"""What systemd would do with the shipped units, for a Debian in a folder where there is no systemd to do it.

It reads the units where the guide puts them and starts what they start, as the user, in the folder and with the
settings that they name. Watching, restarting and the sandbox are systemd's own and not tried here.
"""

import re
import subprocess
import sys
from pathlib import Path

UNITS = Path("/etc/systemd/system")


def setting(unit: str, name: str) -> str:
    """Read one setting of a unit."""
    found = re.search(rf"^{name}=(.*)$", (UNITS / unit).read_text(encoding="utf-8"), re.MULTILINE)
    return found.group(1) if found else ""


def start(unit: str) -> None:
    """Run what comes before the service and the service itself; wait for one that ends by itself."""
    opening = f"cd {setting(unit, 'WorkingDirectory')}; set -a; . {setting(unit, 'EnvironmentFile')}; set +a; "
    opening += f"umask {setting(unit, 'UMask')}; "
    as_user = ["su", "--shell", "/bin/sh", setting(unit, "User"), "-c"]
    for name in ("ExecStartPre", "ExecStart", "ExecStartPost"):
        command = setting(unit, name).replace("%%", "%")
        if not command:
            continue
        if name == "ExecStart" and setting(unit, "Type") != "oneshot":
            with Path(f"/var/log/{unit}.log").open("wb") as log:
                subprocess.Popen([*as_user, f"{opening} exec {command}"], stdout=log, stderr=log)
        else:
            subprocess.run([*as_user, opening + command], check=True)


def main() -> None:
    """Do what the guide asks of systemd."""
    word, *names = [one for one in sys.argv[1:] if not one.startswith("--")]
    if word == "restart":
        return
    for name in names:
        if name == "nginx":
            subprocess.run(["nginx"], check=True)
        elif word == "start" or not name.endswith(".timer"):
            start(name if "." in name else f"{name}.service")
        else:
            assert setting(name, "OnCalendar")


main()
