"""Debian's nginx takes the shipped configuration and does what the guide says of it; runs where nginx is."""

import http.client
import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).resolve().parents[2]
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin:/usr/local/sbin")
NAME = "zeyou.example.gov.cn"
WHOLE = """
daemon off;
pid {folder}/pid;
error_log stderr notice;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/zeyou.conf;
}}
"""
pytestmark = pytest.mark.skipif(NGINX is None, reason="runs where nginx is; the test set-up installs it where it may")


class Service(BaseHTTPRequestHandler):
    """Answers with the headers it got."""

    def do_GET(self) -> None:
        """Tell what arrived."""
        data = json.dumps(dict(self.headers.items())).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def throwaway_certificate(folder: Path) -> None:
    """Write a certificate for a day, signed by nobody else."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(hours=1), now + timedelta(days=1))
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "fullchain.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(pem))
    (folder / "privkey.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))


def free_port() -> int:
    """Find a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as asked:
        return int(asked.getsockname()[1])


def configured(folder: Path, service: int) -> dict[str, int]:
    """Put the shipped file into a folder, its certificate and its ports where a test may have them."""
    throwaway_certificate(folder)
    ports = {"80": free_port(), "443": free_port()}
    shipped = (ROOT / "deploy/nginx/zeyou.conf").read_text(encoding="utf-8")
    for written, port in ports.items():
        assert f"listen {written}" in shipped
        shipped = shipped.replace(f"listen {written}", f"listen 127.0.0.1:{port}")
    shipped = shipped.replace("/etc/ssl/zeyou", str(folder)).replace("127.0.0.1:8765", f"127.0.0.1:{service}")
    (folder / "zeyou.conf").write_text(shipped, encoding="utf-8")
    (folder / "nginx.conf").write_text(WHOLE.format(folder=folder), encoding="utf-8")
    return ports


@contextmanager
def running(folder: Path) -> Iterator[None]:
    """Run nginx on the folder's configuration until the block ends."""
    nginx = subprocess.Popen([str(NGINX), "-p", folder, "-c", folder / "nginx.conf"], stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            if (folder / "pid").exists() and (folder / "pid").read_text():
                break
            time.sleep(0.05)
        yield
    finally:
        nginx.terminate()
        nginx.wait()


@pytest.fixture
def service() -> Iterator[ThreadingHTTPServer]:
    """A service behind nginx."""
    service = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    yield service
    service.shutdown()
    service.server_close()


@pytest.fixture
def asked(tmp_path: Path, service: ThreadingHTTPServer) -> Iterator[dict[str, http.client.HTTPConnection]]:
    """Connections to both ports of a running nginx."""
    ports = configured(tmp_path, service.server_port)
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    with running(tmp_path):
        encrypted = http.client.HTTPSConnection("127.0.0.1", ports["443"], context=trusting)
        plain = http.client.HTTPConnection("127.0.0.1", ports["80"])
        yield {"https": encrypted, "http": plain}
        encrypted.close()
        plain.close()


def test_nginx_takes_the_shipped_configuration(tmp_path: Path) -> None:
    configured(tmp_path, 8765)
    command = [str(NGINX), "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_visitor_cannot_say_where_he_comes_from(asked: dict[str, http.client.HTTPConnection]) -> None:
    lies = {"Host": NAME, "X-Forwarded-For": "10.1.1.1", "X-Forwarded-Proto": "http"}
    asked["https"].request("GET", "/desk", headers=lies)
    answer = asked["https"].getresponse()
    told = json.loads(answer.read())
    assert (answer.status, told["Host"], told["X-Forwarded-For"], told["X-Forwarded-Proto"]) == (
        200,
        NAME,
        "127.0.0.1",
        "https",
    )


def test_plain_address_leads_to_the_encrypted_one(asked: dict[str, http.client.HTTPConnection]) -> None:
    asked["http"].request("GET", "/desk?round=1", headers={"Host": NAME})
    answer = asked["http"].getresponse()
    answer.read()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/desk?round=1")


def test_upload_above_what_the_service_takes_ends_at_nginx(asked: dict[str, http.client.HTTPConnection]) -> None:
    asked["https"].putrequest("POST", "/declarations")
    asked["https"].putheader("Content-Length", str(34 * 1024 * 1024))
    asked["https"].endheaders()
    answer = asked["https"].getresponse()
    assert (answer.status, "文件太大" in answer.read().decode()) == (413, True)


def test_service_that_is_away_is_told_in_chinese(
    asked: dict[str, http.client.HTTPConnection], service: ThreadingHTTPServer
) -> None:
    service.shutdown()
    service.server_close()
    asked["https"].request("GET", "/desk", headers={"Host": NAME})
    answer = asked["https"].getresponse()
    told = answer.read().decode()
    assert (answer.status, answer.headers["Content-Type"]) == (503, "text/html; charset=utf-8")
    assert "系统暂时不可用" in told
