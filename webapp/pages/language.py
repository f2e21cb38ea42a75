"""Chinese first; English through the same catalogue, chosen by the person and kept in the browser."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, g, request
from flask_babel import Babel, get_translations, gettext

from webapp.errors import Problem, Refusal

LANGUAGES = ("zh", "en")
COOKIE = "zeyou_language"


def chosen_language() -> str:
    """Return the language of this request."""
    chosen = request.args.get("lang") or request.cookies.get(COOKIE)
    return chosen if chosen in LANGUAGES else "zh"


def told(message: Refusal | Problem) -> str:
    """Say a refusal or a problem in the person's language."""
    return str(gettext(message.message_template)).format(**message.values)


def said(note: Mapping[str, Any]) -> str:
    """Say a stored note, template and values, in the person's language."""
    return str(gettext(note["template"])).format(**note["values"])


def translate(text: str) -> str:
    """Look a text up for a template; the catalogue is found once a request, for a desk has hundreds of texts."""
    if "catalogue" not in g:
        g.catalogue = get_translations()
    return str(g.catalogue.ugettext(text))


def translate_many(one: str, many: str, n: int) -> str:
    """Look a text with a number up for a template."""
    return str(get_translations().ungettext(one, many, n))


def install_language(app: Flask) -> None:
    """Connect the catalogue."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    Babel(app, locale_selector=chosen_language)
    app.jinja_env.install_gettext_callables(translate, translate_many, newstyle=True)  # type: ignore[attr-defined]  # of an extension

    @app.after_request
    def keep_choice(response):  # type: ignore[no-untyped-def]  # Flask's own hook type is not exported
        if request.args.get("lang") in LANGUAGES:
            response.set_cookie(COOKIE, request.args["lang"], max_age=31_536_000, samesite="Lax", httponly=True)
        return response
