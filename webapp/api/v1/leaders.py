"""One-page pictures for leaders: the registry and each round, printed or as tables."""

from webapp.api.asked import Asked, Made
from webapp.api.resources import Resource
from webapp.exports.document import Imprint
from webapp.exports.picture_document import picture_file
from webapp.permissions import Action
from webapp.queries import rounds
from webapp.services.picture import Picture
from webapp.services.picture_registry import picture_registry
from webapp.services.picture_round import picture_round

resource = Resource("leaders")


@resource.read("/leaders/registry.<kind>", Action.SEE_LEADERS_REPORT)
def registry_file(asked: Asked, kind: str) -> Made:
    """Hand the registry's picture out as pdf, docx or xlsx."""
    return made(asked, picture_registry(asked.session, actor=asked.actor, today=asked.today), kind, "集群名录")


@resource.read("/leaders/rounds/<code>.<kind>", Action.SEE_LEADERS_REPORT)
def round_file(asked: Asked, code: str, kind: str) -> Made:
    """Hand a round's picture out as pdf, docx or xlsx."""
    found = rounds.round_by_code(asked.session, code)
    return made(asked, picture_round(asked.session, actor=asked.actor, found=found, today=asked.today), kind, code)


def made(asked: Asked, picture: Picture, kind: str, version: str) -> Made:
    """Print for whoever asks."""
    imprint = Imprint(asked.now.astimezone(asked.settings.time_zone), asked.actor.name, version)
    file = picture_file(picture, kind, imprint, (asked.settings.font_folder,))
    return Made(file.data, file.media_type, file.filename)
