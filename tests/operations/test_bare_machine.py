"""The guide from a bare Debian to the department size, command by command, in a Debian that has nothing yet.

As root, with debootstrap and a way to Debian's and Python's packages; it takes some minutes and a gigabyte:

    ZEYOU_BARE_MACHINE=bookworm .venv/bin/python -m pytest tests/operations/test_bare_machine.py

What a folder cannot have is stood in for: systemd (`stand_in_systemctl.py`), Debian's start of PostgreSQL, the office's
certificate, and the address of the code, which is this checkout's last commit.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SUITE = os.environ.get("ZEYOU_BARE_MACHINE", "")
BLOCKS = re.compile(r"<!-- (runs as root|opens a shell|runs) -->\n```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
PLACEHOLDER = "https://example.gov.cn/zeyou.git"
CLEAN = {"HOME": "/root", "TERM": "dumb", "LC_ALL": "C.UTF-8", "PATH": "/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"}
POSTGRES = (
    "pg_ctlcluster $(pg_lsclusters --no-header | cut --delimiter=' ' --fields=1,2) start -- -o '-c listen_addresses='"
)
CERTIFICATE = re.compile(r"`(mkdir /etc/ssl/zeyou && openssl [^`]*)`")
AFTERWARDS = """
ask="curl --fail --silent --show-error --insecure --resolve zeyou.example.gov.cn:443:127.0.0.1"
$ask --output /dev/null --write-out '%{http_code}\\n' https://zeyou.example.gov.cn/sign-in
ls /srv/zeyou/backups
"""


def scripts() -> tuple[str, str]:
    """Return the guide's commands that need a network, up to the first as the service's user, and the rest."""
    guide = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    blocks, opening, parts = BLOCKS.findall(guide), "", list[str]()
    for kind, commands in blocks:
        if kind == "opens a shell":
            shell, opening = commands.split("\n", 1)
            assert shell == "su --shell /bin/bash zeyou"
        elif kind == "runs":
            parts.append(f"su --shell /bin/bash zeyou <<'TYPED'\nset -eu\n{opening}{commands}TYPED\n")
        else:
            parts.append(commands)
    install, prepare, *rest = parts
    made = CERTIFICATE.findall(guide)
    first = [install, POSTGRES, prepare.replace(PLACEHOLDER, "/root/zeyou.git"), *made]
    return "\n".join(first), "\n".join([POSTGRES, *rest, AFTERWARDS])


def run_in(folder: Path, script: str, *, network: bool) -> str:
    """Run a script in the folder as in a machine of its own: what it starts and mounts ends with it."""
    (folder / "root/typed.sh").write_text(f"set -eux\n{script}", encoding="utf-8")
    mounts = f"mount --bind /dev {folder}/dev && mount -t proc proc {folder}/proc && "
    mounts += "" if network else "ip link set lo up && "
    spaces = ["unshare", "--mount", "--pid", "--fork", "--kill-child", *([] if network else ["--net"])]
    done = subprocess.run(
        [*spaces, "sh", "-c", f"{mounts} exec chroot {folder} /bin/bash /root/typed.sh"],
        env=CLEAN, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:]
    return done.stdout


@pytest.mark.slow
@pytest.mark.skipif(not SUITE, reason="asked for by ZEYOU_BARE_MACHINE=bookworm: some minutes, root and a network")
def test_guide_leads_from_a_bare_debian_to_the_department_size(tmp_path: Path) -> None:
    folder = tmp_path / "bare"
    subprocess.run(["debootstrap", "--variant=minbase", SUITE, folder], check=True, stdout=subprocess.DEVNULL)
    shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")
    for path in Path("/usr/local/share/ca-certificates").glob(
        "*.crt"
    ):  # a proxy that reads along has its own authority
        (folder / "usr/local/share/ca-certificates").mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder / "usr/local/share/ca-certificates")
    subprocess.run(["git", "clone", "--quiet", "--bare", ROOT, folder / "root/zeyou.git"], check=True)
    shutil.copy(ROOT / "tests/operations/stand_in_systemctl.py", folder / "usr/local/sbin/systemctl")
    (folder / "usr/local/sbin/systemctl").chmod(0o755)
    before, after = scripts()
    run_in(folder, before, network=True)
    told = run_in(folder, after, network=False)
    assert told.count("✓ 操作留痕完整") == 2
    assert '{"ready":true}' in told
    assert "\n200\n" in told
    assert len(re.findall(r"^zeyou-\d{8}-\d{4}\.zip$", told, re.MULTILINE)) == 1
