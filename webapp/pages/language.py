"""Chinese first; English through the same catalogue, chosen by the person and kept in the browser."""

from collections.abc import Mapping
from typing import Any, cast

from flask import Flask, current_app, g, request
from flask_babel import Babel, get_translations, gettext
from markupsafe import Markup

from webapp.errors import Problem, Refusal

LANGUAGES = ("zh", "en")
COOKIE = "zeyou_language"
# The catalogue has about four thousand texts; what is said beyond it, such as a place's name, is not kept.
MOST = 8000


class Texts:
    """The texts of one language as templates show them, each looked up the first time it is asked for."""

    def __init__(self) -> None:
        self.open: dict[str, Markup] = {}
        self.closed: dict[str, Markup] = {}

    def template(self, text: str) -> Markup:
        """Return a text whose values are still to be put in."""
        found = self.open.get(text)
        if found is None:
            found = Markup(get_translations().ugettext(text))  # noqa: S704  # the catalogue is ours
            if len(self.open) < MOST:
                self.open[text] = found
        return found

    def whole(self, text: str) -> Markup:
        """Return a text that takes no values."""
        found = self.closed.get(text)
        if found is None:
            found = self.template(text) % {}
            if len(self.closed) < MOST:
                self.closed[text] = found
        return found

    def say(self, text: str, /, **values: object) -> Markup:
        """Say a text in a template, its values escaped."""
        return self.template(text) % values if values else self.whole(text)


def chosen_language() -> str:
    """Return the language of this request."""
    known = g.get("language")
    if known is None:
        chosen = request.args.get("lang") or request.cookies.get(COOKIE)
        known = g.language = chosen if chosen in LANGUAGES else "zh"
    return cast(str, known)


def texts() -> Texts:
    """Return the texts of this request's language; found once a request, for a desk has hundreds of texts."""
    found = g.get("texts")
    if found is None:
        found = g.texts = current_app.extensions["zeyou_texts"][chosen_language()]
    return cast(Texts, found)


def told(message: Refusal | Problem) -> str:
    """Say a refusal or a problem in the person's language."""
    return str(gettext(message.message_template)).format(**message.values)


def said(note: Mapping[str, Any]) -> str:
    """Say a stored note, template and values, in the person's language."""
    return str(gettext(note["template"])).format(**note["values"])


def say(text: str, /, **values: object) -> Markup:
    """Say a text where no template has the texts at hand."""
    return texts().say(text, **values)


def say_number(one: str, many: str, n: int, /, **values: object) -> Markup:
    """Say a text with a number in a template."""
    return Markup(get_translations().ungettext(one, many, n)) % {"num": n, **values}  # noqa: S704  # the catalogue is ours


def install_language(app: Flask) -> None:
    """Connect the catalogue; every template of ours is HTML, so what is said is marked as such."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    app.extensions["zeyou_texts"] = {language: Texts() for language in LANGUAGES}
    Babel(app, locale_selector=chosen_language)
    app.jinja_env.globals.update(_=say, gettext=say, ngettext=say_number, language=chosen_language)
    app.context_processor(lambda: {"_": texts().say})

    @app.after_request
    def keep_choice(response):  # type: ignore[no-untyped-def]  # Flask's own hook type is not exported
        if request.args.get("lang") in LANGUAGES:
            response.set_cookie(COOKIE, request.args["lang"], max_age=31_536_000, samesite="Lax", httponly=True)
        return response
