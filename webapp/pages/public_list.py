"""What everybody may read: the lists that hang out, in a form a portal can embed, and as files."""

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from webapp.errors import NotFound, Refusal
from webapp.exports.list_documents import publicity_file
from webapp.exports.rendering import KINDS, Kind
from webapp.exports.round_documents import Printing
from webapp.models import Announcement, Round
from webapp.pages.door import asking, guards, now, settings
from webapp.pages.publication import sent
from webapp.permissions import Action
from webapp.queries import lists, rounds
from webapp.services.describe_list import PublishedList, published_list, published_part

pages = Blueprint("public_list", __name__, url_prefix="/public")
# Only here may another site show the page in a frame: it holds nothing to click on but files.
EMBEDDABLE = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
)


def shown(code: str) -> tuple[Round, tuple[PublishedList, ...], Announcement | None]:
    """Return what is published of a round, or say that nothing is."""
    with asking() as session:
        found = rounds.round_by_code(session, code)
        hung = published_part(session, found, request.args.get("page", 1, type=int))
        announcement = lists.announcement_of(session, found.id)
    if not hung:
        raise Refusal("not-published", "该轮次尚未公示。")
    return found, hung, announcement


@pages.get("", strict_slashes=False)
@guards(Action.SEE_PUBLICITY)
def rounds_page() -> ResponseReturnValue:
    """Show everybody which lists are published."""
    with asking() as session:
        found = rounds.rounds_in_publicity(session)
    return render_template("publication/public_list.html", found=found)


@pages.get("/<code>")
@guards(Action.SEE_PUBLICITY)
def list_page(code: str) -> ResponseReturnValue:
    """Show everybody the published list, without scores."""
    found, hung, announcement = shown(code)
    return render_template("publication/public.html", round=found, hung=hung, announcement=announcement, kinds=KINDS)


@pages.get("/<code>/embed")
@guards(Action.SEE_PUBLICITY)
def embedded_page(code: str) -> ResponseReturnValue:
    """Show the list alone, for a frame of the department's portal."""
    found, hung, announcement = shown(code)
    answer = make_response(
        render_template("publication/embed.html", round=found, hung=hung, announcement=announcement, kinds=KINDS)
    )
    answer.headers["Content-Security-Policy"] = EMBEDDABLE
    return answer


@pages.get("/<code>/<int:publicity_id>.<kind>")
@guards(Action.SEE_PUBLICITY)
def publicity_list_file(code: str, publicity_id: int, kind: Kind) -> ResponseReturnValue:
    """Hand out the letter with its list, or the list as a table."""
    if kind not in KINDS:
        raise NotFound("no-document", "没有这种文件。")
    with asking() as session:
        listed = published_list(session, rounds.round_by_code(session, code), publicity_id)
    printing = Printing(now().astimezone(settings().time_zone), listed.head.department)
    return sent(publicity_file(listed, kind, printing, (settings().font_folder,)))
