"""Set up .venv for running or testing: with uv when there is one or one can be had, else with venv and pip.

Standard library only, Python 3.11 or newer. A second call does nothing when the locked requirements are unchanged.
"""

import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = {"run": ROOT / "requirements" / "run.txt", "test": ROOT / "requirements" / "test.txt"}
WHEEL = re.compile(rf"manylinux[^/]*_{platform.machine()}\.whl")
PACKAGES = ("rubrics", "reviewers", "scoring", "webapp")
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")  # where Debian keeps them all
SYSTEM_PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"
# What tests run beside Python, and what is not tried without it.
PROGRAMS = {
    "chromium": (("chromium", "fonts-noto-cjk"), "浏览器测试"),
    "nginx": (("nginx-light",), "反向代理配置的测试"),
}


def main() -> None:
    """Bring .venv up to date and, for tests, install the browser and nginx where that is allowed."""
    purpose = sys.argv[1] if len(sys.argv) > 1 else "run"
    if sys.version_info < (3, 11):
        sys.exit(f"需要 Python 3.11 或更新的版本，现为 {platform.python_version()}。")
    wanted = stamp_of(purpose)
    stamp = VENV / f".zeyou-{purpose}"
    if not (stamp.exists() and stamp.read_text(encoding="ascii") == wanted and PYTHON.exists()):
        print("正在准备运行环境 .venv ……", flush=True)
        install(purpose)
        stamp.write_text(wanted, encoding="ascii")
    compile_product()
    if purpose == "test":
        install_programs()


def stamp_of(purpose: str) -> str:
    """Hash what the environment is made from, and where it stands."""
    parts = [REQUIREMENTS[purpose].read_bytes(), (ROOT / "pyproject.toml").read_bytes(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def install(purpose: str) -> None:
    """Install the locked requirements, then this checkout itself."""
    uv = find_uv()
    if uv:
        if not PYTHON.exists():
            run([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)])
        # Compiled once here: elsewhere Python may be told not to keep what it compiles, and would at every start.
        pip = [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", str(PYTHON)]
    else:
        if not PYTHON.exists():
            make_plain_environment()
        pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, "--require-hashes", "-r", str(REQUIREMENTS[purpose])])
    write_path_file()


def make_plain_environment() -> None:
    """Make .venv with the standard library; Debian keeps what that needs in a package of its own."""
    has_venv = subprocess.run([sys.executable, "-c", "import ensurepip"], check=False, capture_output=True)
    if has_venv.returncode != 0 and may_install():
        print("正在安装 python3-venv ……", flush=True)
        apt_install("python3-venv")
    run([sys.executable, "-m", "venv", str(VENV)])


def may_install() -> bool:
    """Tell whether this user may install Debian packages."""
    return bool(shutil.which("apt-get")) and os.geteuid() == 0


def apt_install(*packages: str) -> None:
    """Install Debian packages quietly; whether it worked is seen by what is there afterwards."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", *command], check=False, env=quiet, stdout=subprocess.DEVNULL)


def write_path_file() -> None:
    """Make this checkout importable and its command callable, without a build step."""
    found = subprocess.run(
        [str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    site = Path(found.stdout.strip())
    version = next(
        line.split('"')[1]
        for line in (ROOT / "pyproject.toml").read_text("utf-8").splitlines()
        if line.startswith("version")
    )
    (site / "zeyou.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    for old in site.glob("zeyou-*.dist-info"):
        shutil.rmtree(old)
    info = site / f"zeyou-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: zeyou\nVersion: {version}\n", encoding="utf-8")
    command = VENV / "bin" / "zeyou"
    command.write_text(f"#!{PYTHON}\nfrom webapp.command import main\n\nmain()\n", encoding="utf-8")
    command.chmod(0o755)


def compile_product() -> None:
    """Compile what changed of our own: the service's account may not write here and would compile at every start."""
    run([str(PYTHON), "-m", "compileall", "-q", *(str(ROOT / name) for name in PACKAGES)])


def find_uv() -> str | None:
    """Return uv from the path or from .tool, obtaining it once when it is absent."""
    known = shutil.which("uv") or (str(ROOT / ".tool" / "uv") if (ROOT / ".tool" / "uv").exists() else None)
    return known or obtain_uv()


def obtain_uv() -> str | None:
    """Fetch uv's wheel with pip and take the program out of it; None when there is no pip or no way to an index."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary=:all:",
            "-d",
            folder,
            "uv",
        ]
        if subprocess.run(command, check=False, capture_output=True).returncode != 0 and not fetch_wheel(Path(folder)):
            return None
        wheel = next(Path(folder).glob("uv-*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            name = next(entry for entry in archive.namelist() if entry.endswith("/scripts/uv"))
            target = ROOT / ".tool" / "uv"
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(archive.read(name))
    target.chmod(0o755)
    return str(target)


def fetch_wheel(folder: Path) -> bool:
    """Fetch uv's wheel without pip from the index that was named, checking its hash."""
    index = os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("PIP_INDEX_URL")
    if not index:
        return False
    page = f"{index.rstrip('/')}/uv/"
    try:
        fitting = [(url, digest) for url, digest in listed_wheels(page) if WHEEL.search(url)]
        url, digest = fitting[-1]
        with urllib.request.urlopen(urllib.parse.urljoin(page, url), timeout=120) as answer:
            data = answer.read()
    except (OSError, IndexError, ValueError, KeyError):
        return False
    if hashlib.sha256(data).hexdigest() != digest:
        return False
    (folder / urllib.parse.unquote(url.rsplit("/", 1)[1])).write_bytes(data)
    return True


def listed_wheels(page: str) -> list[tuple[str, str]]:
    """Return address and SHA-256 of every file an index lists, oldest first."""
    headers = {"Accept": "application/vnd.pypi.simple.v1+json, text/html;q=0.5"}
    with urllib.request.urlopen(urllib.request.Request(page, headers=headers), timeout=30) as answer:
        body, kind = answer.read().decode(), answer.headers.get_content_type()
    if kind.endswith("json"):
        return [(one["url"], one["hashes"].get("sha256", "")) for one in json.loads(body)["files"]]
    return re.findall(r'href="([^"#]+\.whl)#sha256=([0-9a-f]{64})"', body)


def install_programs() -> None:
    """Install the Debian programs that tests run where this user may; say loudly what will not be tested."""
    wanted = [packages for name, (packages, _tests) in PROGRAMS.items() if not is_there(name)]
    if wanted and may_install():
        print("正在安装供测试使用的程序……", flush=True)
        apt_install(*(one for packages in wanted for one in packages))
    line = "!" * 78
    for name, (packages, tests) in PROGRAMS.items():
        if not is_there(name):
            advice = f"!! 没有 {name}，{tests}将不运行。请以管理员身份安装：apt-get install {packages[0]}"
            print(f"{line}\n{advice}\n{line}", flush=True)


def is_there(program: str) -> bool:
    """Tell whether a program is on this machine; Debian keeps services out of people's path."""
    return shutil.which(program, path=SYSTEM_PATH) is not None


def run(command: list[str]) -> None:
    """Run a step; when it fails, say which and stop."""
    # An office's own certificate authority is known to the machine, not to the lists that uv and pip bring along.
    known = {"PIP_CERT": str(CERTIFICATES)} if CERTIFICATES.exists() else {}
    trusting = {"UV_SYSTEM_CERTS": "true", "UV_NATIVE_TLS": "true", **known, **os.environ}
    if subprocess.run(command, check=False, env=trusting).returncode != 0:
        advice = "请检查网络或软件源（可设置 PIP_INDEX_URL）；缺少 venv 时请安装 python3-venv，然后重试。"
        sys.exit(f"准备环境失败：{' '.join(command)}\n{advice}")


if __name__ == "__main__":
    main()
