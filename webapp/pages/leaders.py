"""One-page pictures for leaders: the registry and each round, on the screen, printed and as a table."""

from dataclasses import replace
from io import BytesIO

from flask import Blueprint, Response, render_template, send_file
from flask.typing import ResponseReturnValue

from webapp.exports.bar_chart import bar_chart
from webapp.exports.document import Imprint
from webapp.exports.picture_document import picture_file, spoken
from webapp.exports.rendering import KINDS
from webapp.pages.door import actor, asking, guards, now, settings, today
from webapp.pages.picture_words import picture_word, rest_word
from webapp.permissions import Action
from webapp.queries import rounds
from webapp.services.picture import Chart, Picture
from webapp.services.picture_registry import picture_registry
from webapp.services.picture_round import picture_round

# Two charts stand side by side, so their letters stay as large as the text around them.
SCREEN_WIDTH = 560
pages = Blueprint("leaders", __name__, url_prefix="/leaders")


def registry_picture() -> Picture:
    """Read the registry."""
    with asking() as session:
        return picture_registry(session, actor=actor(), today=today())


def round_picture(code: str) -> Picture:
    """Read a round."""
    with asking() as session:
        found = rounds.round_by_code(session, code)
        return picture_round(session, actor=actor(), found=found, today=today())


def drawn(chart: Chart) -> str:
    """Return the drawing with our words in the reader's language; its texts are escaped where it is made."""
    said = worded(chart)
    return bar_chart(said, said.legend, width=SCREEN_WIDTH)


def told(chart: Chart) -> str:
    """Return the chart as a sentence in the reader's language."""
    return spoken(worded(chart))


def worded(chart: Chart) -> Chart:
    """Say the title, the legend and what stands for no name in the reader's language."""
    first, second = map(picture_word, chart.legend)
    lines = tuple(replace(one, label=rest_word(one.label)) for one in chart.lines)
    return replace(chart, title=picture_word(chart.title), legend=(first, second), lines=lines)


@pages.get("/registry")
@guards(Action.SEE_LEADERS_REPORT)
def registry_page() -> ResponseReturnValue:
    """Show the registry at a glance."""
    return render_template(
        "leaders/picture.html",
        picture=registry_picture(),
        drawn=drawn,
        spoken=told,
        word=picture_word,
        code=None,
        kinds=KINDS,
    )


@pages.get("/rounds/<code>")
@guards(Action.SEE_LEADERS_REPORT)
def round_page(code: str) -> ResponseReturnValue:
    """Show a round at a glance."""
    return render_template(
        "leaders/picture.html",
        picture=round_picture(code),
        drawn=drawn,
        spoken=told,
        word=picture_word,
        code=code,
        kinds=KINDS,
    )


@pages.get("/registry.<kind>")
@guards(Action.SEE_LEADERS_REPORT)
def registry_file(kind: str) -> ResponseReturnValue:
    """Hand the registry's picture out."""
    return sent(registry_picture(), kind, "集群名录")


@pages.get("/rounds/<code>.<kind>")
@guards(Action.SEE_LEADERS_REPORT)
def round_file(code: str, kind: str) -> ResponseReturnValue:
    """Hand a round's picture out."""
    return sent(round_picture(code), kind, code)


def sent(picture: Picture, kind: str, version: str) -> Response:
    """Send the picture as one page or as tables."""
    imprint = Imprint(now().astimezone(settings().time_zone), actor().name, version)
    file = picture_file(picture, kind, imprint, (settings().font_folder,))
    return send_file(BytesIO(file.data), file.media_type, as_attachment=True, download_name=file.filename)
