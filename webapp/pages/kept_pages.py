"""Whole pages of which most is the same for everybody: rendered once for their kind, then filled in."""

from collections.abc import Mapping
from dataclasses import replace

from flask import render_template, request, session
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from webapp.pages.door import actor
from webapp.pages.kept_forms import Form, Key, Mark, cut_at_marks, store
from webapp.pages.language import chosen_language
from webapp.pages.shell import hidden_field, other_language


def kept_page(
    template: str, kind: Key, values: Mapping[str, object], *, is_kept: bool = True, **shown: object
) -> bytes:
    """Render a page whose template asks ``at('…')`` for each value, and puts nothing else of this request anywhere.

    The kind and what the request is asked in must tell all that is shown otherwise. What is said only once is not kept.
    """
    who = actor()
    key = ("page", template, chosen_language(), request.environ.get("SCRIPT_NAME"), request.endpoint, who.role, *kind)
    own = {"token": generate_csrf(), "language": other_language(), "who": who.name, "account": who.account_id}
    filled = {
        ("", name): value if isinstance(value, bytes) else str(escape(value))
        for name, value in (own | dict(values)).items()
    }

    def render(mark: Mark) -> str:
        def at(name: str) -> Markup:
            return mark("", name)

        return render_template(
            template,
            csrf_token=lambda: at("token"),
            csrf=lambda: hidden_field(at("token")),
            other_language=lambda: at("language"),
            actor=replace(who, name=at("who"), account_id=at("account")),  # type: ignore[arg-type]  # a mark in its place
            at=at,
            **shown,
        )

    if not is_kept or "_flashes" in session:
        return cut_at_marks(render).filled(filled)
    kept = store().large
    form: Form = kept.find(key) or kept.keep(key, cut_at_marks(render))
    return form.filled(filled)
