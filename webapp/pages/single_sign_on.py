"""Signing in by way of an identity provider: to it and back; closed unless the installation names one."""

import logging

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.errors import Refusal
from webapp.mail.identity_provider import (
    ProviderFailedError,
    authorization_address,
    keys_of,
    provider_of,
    token_for_code,
)
from webapp.pages.door import guards, now, settings, visitor, wiring
from webapp.pages.entrance import enter, inside
from webapp.permissions import Action
from webapp.services.id_token import Expected, TokenRefusedError, checked_claims
from webapp.services.sign_in import OpenedStay
from webapp.services.single_sign_on import Errand, begin_errand, errand_back, sign_in_vouched

pages = Blueprint("single_sign_on", __name__)
CARRIED = "errand"
LOG = logging.getLogger("zeyou.single_sign_on")


@pages.get("/sign-in/provider")
@guards(Action.SIGN_IN)
def leave() -> ResponseReturnValue:
    """Send the browser to the provider with the numbers of this try."""
    if not settings().single_sign_on.issuer:
        abort(404)
    errand = begin_errand(now(), inside(request.args.get("next", "")) or "")
    try:
        provider = provider_of(settings().single_sign_on)
    except ProviderFailedError as error:
        return not_in(error, _("统一身份认证服务暂时不可用。请稍后重试，或使用账号和口令登录。"))
    session[CARRIED] = errand.carried()
    numbers = {"state": errand.state, "nonce": errand.nonce, "code_challenge": errand.challenge}
    asked_for = numbers | {"redirect_uri": back_to()}
    return redirect(authorization_address(provider, settings().single_sign_on, asked_for))


@pages.get("/sign-in/provider/back")
@guards(Action.SIGN_IN)
def come_back() -> ResponseReturnValue:
    """Take the provider's answer: a code for the try this browser began, and nothing the browser could say itself."""
    if not settings().single_sign_on.issuer:
        abort(404)
    try:
        errand = errand_back(session.pop(CARRIED, None), request.args.get("state", ""), now())
        return enter(vouched(errand), errand.going_to or url_for("entrance.home"))
    except (ProviderFailedError, TokenRefusedError) as error:
        return not_in(error, _("统一身份认证没有成功。请重试，或使用账号和口令登录。"))
    except Refusal as refusal:
        return not_in(refusal, _(refusal.message_template, **refusal.values))


def vouched(errand: Errand) -> OpenedStay:
    """Exchange the code for a token, check it and open the session."""
    asked, code = settings().single_sign_on, request.args.get("code", "")
    if "error" in request.args or not code or request.args.get("iss", asked.issuer) != asked.issuer:
        raise ProviderFailedError(f"no code: {request.args.get('error', '')[:80]!r}")
    provider = provider_of(asked)
    token = token_for_code(provider, asked, code=code, verifier=errand.verifier, back_to=back_to())
    claims = checked_claims(token, keys_of(provider), Expected(asked.issuer, asked.client_id, errand.nonce), now())
    return sign_in_vouched(wiring().engine, claims=claims, visitor=visitor(), now=now(), settings=settings())


def back_to() -> str:
    """Return our own address as it is registered with the provider; never taken from the request."""
    return settings().post.public_address + url_for("single_sign_on.come_back")


def not_in(error: Exception, text: str) -> ResponseReturnValue:
    """Show the entrance again; what went wrong in detail is for the log."""
    LOG.warning("single sign-on refused: %s", error)
    return render_template("entrance/sign_in.html", error=text, next=""), 401
