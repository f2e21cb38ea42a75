"""Words that travel with the bundle must not name an expert of the panel."""

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Round
from webapp.queries import panels


def check_names_nobody(session: Session, found: Round, text: str) -> None:
    """Refuse a text in which an expert of the panel is named."""
    for _seat, expert in panels.seats_of_round(session, found.id):
        if expert.name in text:
            raise Refusal("text-names-expert", "这段文字会随核验包公开，请用代号，不要写专家姓名。")
