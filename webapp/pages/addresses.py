"""Addresses in templates: built once for each endpoint and its values; a static file's carries its fingerprint.

What a browser got under a fingerprint it keeps for good and never asks for again; another content has another address.
"""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, Response, request

# Emptied when it is full: a list of a large round has a few thousand addresses of its own.
MOST = 8192
PLAIN = (str, int, type(None))
FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass
class Addresses:
    """The addresses of one application."""

    app: Flask
    built: dict[tuple[object, ...], str] = field(default_factory=dict)
    prints: dict[str, str] = field(default_factory=dict)

    def fingerprint(self, filename: str) -> str:
        """Return the fingerprint of a static file; one that is not there has none."""
        if filename not in self.prints:
            path = Path(self.app.static_folder or "", filename)
            if not path.is_file():
                return ""
            self.prints[filename] = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        return self.prints[filename]

    def build(self, endpoint: str, values: dict[str, object]) -> str:
        """Build an address as Flask does."""
        if endpoint == "static":
            values["v"] = self.fingerprint(str(values["filename"])) or None
        return self.app.url_for(endpoint, **values)  # type: ignore[arg-type]  # the names of Flask's own options

    def url_for(self, endpoint: str, /, **values: object) -> str:
        """Return an address of ours; one with a host in it, or a part of another kind, is built anew each time."""
        if "_external" in values or any(type(value) not in PLAIN for value in values.values()):
            return self.build(endpoint, values)
        key = (request.environ.get("SCRIPT_NAME"), endpoint, *values.items())
        found = self.built.get(key)
        if found is None:
            if len(self.built) >= MOST:
                self.built.clear()
            found = self.built[key] = self.build(endpoint, values)
        return found

    def keep_for_good(self, response: Response) -> Response:
        """Let browsers keep a static file that was asked for by the fingerprint of what was sent."""
        if request.endpoint == "static" and response.status_code in (200, 304):
            filename = str((request.view_args or {}).get("filename", ""))
            if request.args.get("v") == self.fingerprint(filename):
                response.headers["Cache-Control"] = FOR_GOOD
        return response


def install_addresses(app: Flask) -> None:
    """Give the templates our way of building addresses."""
    addresses = Addresses(app)
    app.jinja_env.globals["url_for"] = addresses.url_for
    app.after_request(addresses.keep_for_good)
