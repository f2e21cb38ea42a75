"""A page beside whose text evidence is shown: the only ones that may frame, and nothing but files of this site."""

from flask import Response, make_response, render_template

from webapp.pages.shell import POLICY

FRAMING = f"{POLICY}; frame-src 'self'"


def framing_evidence(template: str, **shown: object) -> Response:
    """Render a page that may frame files of this site; what may frame the page itself stays nobody."""
    page = make_response(render_template(template, **shown))
    page.headers["Content-Security-Policy"] = FRAMING
    return page
