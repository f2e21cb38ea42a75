"""What a browser brings back signed, the session's cookie and the token of a form: as Flask and Flask-WTF sign them,
with keys that are derived once and not at every request.
"""

import hashlib
import hmac
import os
from functools import cached_property, lru_cache
from typing import Any, cast

from flask import Flask, Response, current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_wtf import CSRFProtect
from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer

TOKEN, SALT, HEADER = "csrf_token", "wtf-csrf-token", "X-CSRFToken"  # the names Flask-WTF has for them


class KeptSigner(TimestampSigner):
    """Signs as ever."""

    @cached_property
    def usual_key(self) -> bytes:
        """Return the key derived of the newest secret."""
        return super().derive_key()

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        """Return the key of a secret."""
        return self.usual_key if secret_key in (None, self.secret_keys[-1]) else super().derive_key(secret_key)


class KeptSerializer(URLSafeTimedSerializer):
    """Reads and writes as ever, always with the same signer."""

    @cached_property
    def usual_signer(self) -> KeptSigner:
        """Return the signer of this serializer's own salt."""
        return KeptSigner(self.secret_keys, salt=self.salt, **self.signer_kwargs)

    def make_signer(self, salt: str | bytes | None = None) -> TimestampSigner:
        """Return a signer."""
        return self.usual_signer if salt in (None, self.salt) else KeptSigner(self.secret_keys, salt=salt)


class KeptSessions(SecureCookieSessionInterface):
    """Flask's sessions; what has not changed is not looked at once more."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return the serializer of the application's secret."""
        return session_serializer(str(app.secret_key)) if app.secret_key else None

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie where something has changed."""
        if session.modified or session.permanent or not session:
            super().save_session(app, session, response)
        elif session.accessed:
            vary_by(response, "Cookie")


def vary_by(response: Response, header: str) -> None:
    """Say that an answer depends on a header of the request."""
    known = response.headers.get("Vary")
    response.headers["Vary"] = f"{known}, {header}" if known else header


@lru_cache(maxsize=8)
def session_serializer(secret: str) -> KeptSerializer:
    """Build what reads and writes the session's cookie."""
    kind = SecureCookieSessionInterface
    signing = {"key_derivation": kind.key_derivation, "digest_method": kind.digest_method}
    return KeptSerializer(secret, salt=kind.salt, serializer=kind.serializer, signer_kwargs=signing)


@lru_cache(maxsize=8)
def token_serializer(secret: str) -> KeptSerializer:
    """Build what reads and writes the tokens of forms."""
    return KeptSerializer(secret, salt=SALT)


def form_token() -> str:
    """Return the token of this page's forms."""
    if TOKEN not in g:
        if TOKEN not in session:
            session[TOKEN] = hashlib.sha256(os.urandom(64)).hexdigest()
        setattr(g, TOKEN, token_serializer(str(current_app.secret_key)).dumps(session[TOKEN]))
    return cast(str, g.get(TOKEN))


class FormGuard(CSRFProtect):  # type: ignore[misc]  # Flask-WTF ships no types
    """Flask-WTF's guard, which asks the same of the same requests."""

    def protect(self, apply_exemptions: bool = False) -> None:
        """Stop a change without the token of a page of this session."""
        if request.method not in current_app.config["WTF_CSRF_METHODS"]:
            return
        if apply_exemptions and (not request.endpoint or self._is_exempt()):
            return
        given = request.headers.get(HEADER) or self._get_csrf_token()
        if not is_own_token(given):
            self._error_response("The CSRF token is missing or not of this session.")
        g.csrf_valid = True


def is_own_token(given: str | None) -> bool:
    """Tell whether a token was given to this session."""
    own = session.get(TOKEN)
    if not given or not own:
        return False
    try:
        found: Any = token_serializer(str(current_app.secret_key)).loads(given)
    except BadData:
        return False
    return isinstance(found, str) and hmac.compare_digest(found.encode(), str(own).encode())


def install_signed(app: Flask) -> None:
    """Let the application sign and read in this way."""
    app.session_interface = KeptSessions()
    FormGuard(app)
    app.jinja_env.globals["csrf_token"] = form_token
    app.context_processor(lambda: {"csrf_token": form_token})
