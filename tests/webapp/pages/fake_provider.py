"""A small identity provider on 127.0.0.1: it hands out codes and ID tokens, honest ones and forged ones."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

Json = dict[str, Any]


def coded(raw: bytes) -> str:
    """Write base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def coded_number(number: int) -> str:
    """Write a number of a key."""
    return coded(number.to_bytes((number.bit_length() + 7) // 8))


class Provider:
    """Keys, codes handed out, and how the next tokens are bent."""

    def __init__(self, now: float) -> None:
        self.now = now
        self.rsa = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.ec = ec.generate_private_key(ec.SECP256R1())
        self.algorithm = "RS256"
        self.header: Json = {}
        self.claims: Json = {}
        self.description: Json = {}
        self.sign: Callable[[str, bytes], bytes] = self.honest
        self.codes: dict[str, Json] = {}
        self.secret = "a secret of the client"
        self.issuer = ""
        self.asked: list[str] = []

    def jwks(self) -> Json:
        """Return the published keys."""
        numbers, point = self.rsa.public_key().public_numbers(), self.ec.public_key().public_numbers()
        first = {"kty": "RSA", "kid": "r", "use": "sig", "n": coded_number(numbers.n), "e": coded_number(numbers.e)}
        place = {"x": coded(point.x.to_bytes(32)), "y": coded(point.y.to_bytes(32))}
        return {"keys": [first, {"kty": "EC", "kid": "e", "crv": "P-256"} | place]}

    def honest(self, algorithm: str, signed: bytes) -> bytes:
        """Sign as the header says."""
        if algorithm == "RS256":
            return self.rsa.sign(signed, padding.PKCS1v15(), SHA256())
        r, s = decode_dss_signature(self.ec.sign(signed, ec.ECDSA(SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)

    def by_public_key_as_secret(self, _algorithm: str, signed: bytes) -> bytes:
        """Confuse the keys: what everybody knows used as the secret of an HMAC."""
        public = self.rsa.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return hmac.new(public, signed, hashlib.sha256).digest()

    def token(self, nonce: str) -> str:
        """Return an ID token with what the test has bent."""
        kid = "r" if self.algorithm == "RS256" else "e"
        header = {"alg": self.algorithm, "kid": kid, "typ": "JWT"} | self.header
        claims = {
            "iss": self.issuer, "aud": "zeyou", "sub": "248289761001", "nonce": nonce,
            "iat": self.now, "exp": self.now + 300, "preferred_username": "department",
        } | self.claims  # fmt: skip
        kept = [{name: one for name, one in part.items() if one is not None} for part in (header, claims)]
        signed = ".".join(coded(json.dumps(part).encode()) for part in kept)
        return f"{signed}.{coded(self.sign(self.algorithm, signed.encode()))}"

    def consent(self, address: str) -> tuple[str, str]:
        """Do what a person does there: return code and state for the address the browser was sent to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return code, asked["state"]

    def exchange(self, form: Json, authorization: str) -> Json | None:
        """Hand out the token for a code, once, to the client that can show the verifier."""
        asked = self.codes.pop(form.get("code", ""), None)
        expected = "Basic " + base64.b64encode(f"zeyou:{self.secret.replace(' ', '%20')}".encode()).decode()
        shown = coded(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if asked is None or authorization != expected or asked["code_challenge"] != shown:
            return None
        return {"id_token": self.token(asked["nonce"])} if asked["redirect_uri"] == form["redirect_uri"] else None


@contextmanager
def provider_running(now: float) -> Iterator[Provider]:
    """Run a provider for a test."""
    provider = Provider(now)

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(self.path)
            base = provider.issuer
            description = {
                "issuer": base, "authorization_endpoint": f"{base}/auth", "token_endpoint": f"{base}/token",
                "jwks_uri": f"{base}/keys",
            }  # fmt: skip
            self.tell(provider.jwks() if self.path == "/keys" else description | provider.description)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self.tell(provider.exchange(form, self.headers.get("Authorization", "")))

        def tell(self, told: Json | None) -> None:
            body = json.dumps(told or {"error": "invalid_grant"}).encode()
            self.send_response(400 if told is None else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_told: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
