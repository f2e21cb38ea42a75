"""The pages: each family is a blueprint; every endpoint names the action it asks permission for."""

from flask import Flask

from webapp.pages import (
    accounts,
    assigning,
    city,
    city_papers,
    cluster_acts,
    cluster_evidence,
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
    holidays,
    jobs,
    leaders,
    ledger_proofs,
    meeting,
    notices,
    objections,
    observation,
    own_account,
    panel_changes,
    panel_opinions,
    panel_room,
    particulars,
    pool_knowledge,
    progress,
    public_list,
    publication,
    rankings,
    recusals,
    registry,
    registry_lists,
    registry_papers,
    rounds,
    samples,
    screening_papers,
    single_sign_on,
    spot_checks,
    steps_in,
    studies,
    style,
    tokens,
    withdrawal,
)
from webapp.pages.addresses import install_addresses
from webapp.pages.compression import install_compression
from webapp.pages.door import install_door
from webapp.pages.kept_forms import install_kept_forms
from webapp.pages.language import install_language
from webapp.pages.refusals import install_refusals
from webapp.pages.shell import install_shell

FAMILIES = (
    entrance,
    single_sign_on,
    steps_in,
    own_account,
    accounts,
    rounds,
    declarations,
    declaring,
    particulars,
    evidence,
    city,
    city_papers,
    desk,
    experts,
    pool_knowledge,
    recusals,
    assigning,
    panel_changes,
    progress,
    rankings,
    studies,
    screening_papers,
    publication,
    public_list,
    objections,
    spot_checks,
    withdrawal,
    observation,
    ledger_proofs,
    commitments,
    holidays,
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
    tokens,
    registry,
    cluster_acts,
    cluster_evidence,
    registry_papers,
    registry_lists,
    notices,
    leaders,
)


def register_pages(app: Flask) -> None:
    """Put every family, the language, the guards and the error pages into the application."""
    install_language(app)
    install_addresses(app)
    install_door(app)
    install_shell(app)
    install_kept_forms(app)
    install_compression(app)
    install_refusals(app)
    for family in FAMILIES:
        app.register_blueprint(family.pages)
