"""Ask an identity provider of OpenID Connect: its addresses, its keys, and the ID token for a code."""

import base64
import http.client
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from webapp.settings import LOOPBACK, SingleSignOn

SECONDS = 8
LARGEST = 256 * 1024


class ProviderFailedError(Exception):
    """The provider did not answer, or not as agreed; the text says what, for the log."""


@dataclass(frozen=True)
class Provider:
    """What the provider publishes about itself."""

    issuer: str
    authorization: str
    token: str
    keys: str
    takes_basic: bool


def provider_of(settings: SingleSignOn) -> Provider:
    """Read the description that stands under the issuer's own address; it must be of that issuer."""
    told = asked(settings.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if told.get("issuer") != settings.issuer:
        raise ProviderFailedError("the description is of another issuer")
    authorization, token, keys = (checked_address(told.get(name), settings) for name in ENDPOINTS)
    methods = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Provider(settings.issuer, authorization, token, keys, takes_basic="client_secret_basic" in methods)


ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


def checked_address(address: object, settings: SingleSignOn) -> str:
    """Accept an address under TLS; without it only beside an issuer on this very machine."""
    parts = urlsplit(address) if isinstance(address, str) else urlsplit("")
    is_local = settings.issuer.startswith("http:") and parts.scheme == "http" and parts.hostname in LOOPBACK
    if not parts.hostname or not (parts.scheme == "https" or is_local):
        raise ProviderFailedError(f"no acceptable address: {address!r}")
    return str(address)


def authorization_address(provider: Provider, settings: SingleSignOn, asked_for: Mapping[str, str]) -> str:
    """Return where the browser goes to sign in there."""
    fixed = {"response_type": "code", "client_id": settings.client_id, "scope": "openid profile email"}
    query = urlencode({**fixed, **asked_for, "code_challenge_method": "S256"})
    return provider.authorization + ("&" if "?" in provider.authorization else "?") + query


def keys_of(provider: Provider) -> list[Any]:
    """Read the keys the provider signs with."""
    keys = asked(provider.keys).get("keys")
    if not isinstance(keys, list):
        raise ProviderFailedError("no list of keys")
    return keys


def token_for_code(provider: Provider, settings: SingleSignOn, *, code: str, verifier: str, back_to: str) -> str:
    """Exchange the code; the answer comes over a connection of our own, never through the browser."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back_to, "code_verifier": verifier}
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if settings.client_secret and provider.takes_basic:
        pair = f"{quote(settings.client_id, safe='')}:{quote(settings.client_secret, safe='')}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    else:
        form |= {"client_id": settings.client_id}
        form |= {"client_secret": settings.client_secret} if settings.client_secret else {}
    token = asked(provider.token, urlencode(form).encode(), headers).get("id_token")
    if not isinstance(token, str):
        raise ProviderFailedError("no ID token")
    return token


def asked(address: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Ask once, follow nothing, read no more than there can be; return the JSON object."""
    parts = urlsplit(address)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    talk = connection(parts.scheme, parts.hostname or "", parts.port)
    try:
        talk.request("GET" if body is None else "POST", path, body, {"Accept": "application/json", **(headers or {})})
        answer = talk.getresponse()
        text = answer.read(LARGEST + 1)
        found = json.loads(text) if answer.status == 200 and len(text) <= LARGEST else None
    except (OSError, http.client.HTTPException, ValueError, RecursionError) as error:
        raise ProviderFailedError(f"{parts.hostname}: {type(error).__name__}") from error
    finally:
        talk.close()
    if not isinstance(found, dict):
        raise ProviderFailedError(f"{parts.hostname}: status {answer.status} or no JSON object")
    return found


def connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    """Open a connection, with the certificate checked where there is one."""
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=SECONDS, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=SECONDS)
