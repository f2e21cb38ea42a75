"""专家组评审意见 of a round, filled from what was written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from webapp.exports.document import Imprint
from webapp.exports.panel_opinion import PanelOpinion, panel_opinion
from webapp.exports.rendering import Kind, render_together
from webapp.exports.round_documents import DEMONSTRATION, Printing
from webapp.models import PanelOpinion as StoredOpinion
from webapp.models import Round
from webapp.services.write_panel_opinion import SECTIONS

KINDS_OF_OPINION: tuple[Kind, ...] = ("pdf", "docx")


def panel_opinion_paper(
    found: Round,
    stored: StoredOpinion,
    members: Mapping[int, str],
    n_declarations: int,
    kind: Kind,
    printing: Printing,
    font_folders: Sequence[Path] = (),
) -> bytes:
    """Render the opinion; members stand under the names the reader may know."""
    dissents = tuple(
        (name.strip(), text.strip())
        for line in stored.dissent.splitlines()
        if line.strip()
        for name, text in [parted(line)]
    )
    page = panel_opinion(
        PanelOpinion(
            round_title=found.title,
            met_on=stored.met_on,
            place=stored.place,
            n_declarations=n_declarations,
            chair=members.get(stored.leader_seat_id or 0, ""),
            members=tuple(members.values()),
            sections=tuple((title, str(stored.sections.get(key, ""))) for key, title in SECTIONS.items()),
            dissents=dissents,
            conclusion=stored.conclusion,
            imprint=Imprint(printing.at, printing.operator, (found.fingerprint or "")[:12]),
        )
    )
    if found.is_demonstration:
        page = replace(page, mark=DEMONSTRATION)
    return render_together([page], kind, font_folders)


def parted(line: str) -> tuple[str, str]:
    """Part a line of dissent into who and what; a line without a colon is nobody's in particular."""
    name, colon, text = line.partition("：")
    return (name, text) if colon else ("专家", line)
