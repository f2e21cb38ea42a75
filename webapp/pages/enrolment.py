"""The picture that carries a second factor's secret to the authenticator, drawn inside the page."""

from dataclasses import dataclass

import segno
from markupsafe import Markup

from webapp.pages.door import SignedIn, asking
from webapp.queries import sign_in_keys
from webapp.services.second_factor import enrolment_address


@dataclass(frozen=True)
class ShownSecret:
    """The picture, and the same in letters for those who cannot take a picture."""

    picture: Markup
    letters: str


def shown_secret(known: SignedIn) -> ShownSecret | None:
    """Return what to show while the enrolment is under way; a confirmed secret is never shown again."""
    with asking() as session:
        found = sign_in_keys.second_factor(session, known.actor.account_id or 0)
    if found is None or found.confirmed_at is not None or known.found is None:
        return None
    drawn = segno.make(enrolment_address(found.secret, known.found.login), error="m")
    picture = drawn.svg_inline(scale=4, border=4, light="#fff", title=None, omitsize=False)
    letters = " ".join(found.secret[n : n + 4] for n in range(0, len(found.secret), 4))
    return ShownSecret(Markup(picture), letters)  # noqa: S704  # drawn by segno from our own address, no text of users
