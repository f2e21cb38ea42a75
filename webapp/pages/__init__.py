"""The pages: each family is a blueprint; every endpoint names the action it asks permission for."""

from flask import Flask

from webapp.pages import (
    assigning,
    city,
    city_papers,
    commitments,
    declarations,
    declaring,
    desk,
    desk_panel,
    desk_papers,
    entrance,
    evidence,
    experts,
    extra_reviews,
    health,
    jobs,
    ledger_proofs,
    meeting,
    observation,
    panel_changes,
    panel_opinions,
    panel_room,
    particulars,
    progress,
    publication,
    rankings,
    rounds,
    samples,
    style,
)
from webapp.pages.door import install_door
from webapp.pages.language import install_language
from webapp.pages.refusals import install_refusals
from webapp.pages.shell import install_shell

FAMILIES = (
    entrance,
    rounds,
    declarations,
    declaring,
    particulars,
    evidence,
    city,
    city_papers,
    desk,
    experts,
    assigning,
    panel_changes,
    progress,
    rankings,
    publication,
    observation,
    ledger_proofs,
    commitments,
    jobs,
    health,
    desk_papers,
    desk_panel,
    extra_reviews,
    meeting,
    panel_opinions,
    panel_room,
    samples,
    style,
)


def register_pages(app: Flask) -> None:
    """Put every family, the language, the guards and the error pages into the application."""
    install_language(app)
    install_door(app)
    install_shell(app)
    install_refusals(app)
    for family in FAMILIES:
        app.register_blueprint(family.pages)
