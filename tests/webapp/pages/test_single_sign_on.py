"""Signing in by way of an identity provider: honest answers open an account, every bent one opens nothing."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, text

from tests.conftest import NOW, Backend
from tests.stories.actors import SETTINGS
from tests.webapp.pages.fake_provider import Provider, coded, provider_running
from webapp.app import create_app
from webapp.database import reading, transaction
from webapp.errors import Unusable
from webapp.models import Account, LedgerEntry
from webapp.queries import accounts
from webapp.settings import PostSettings, SingleSignOn, read_settings

BACK = "/sign-in/provider/back"


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider of this test's own."""
    with provider_running(NOW.timestamp()) as running:
        yield running


@pytest.fixture
def staff(sqlite_backend: Backend) -> Iterator[Engine]:
    """The staff's accounts."""
    engine = sqlite_backend.copy("staff")
    yield engine
    engine.dispose()


def browser(engine: Engine, provider: Provider | None, claim: str = "preferred_username") -> FlaskClient:
    """Return a browser before an installation that trusts the provider."""
    trusted = SingleSignOn(provider.issuer, "zeyou", provider.secret, claim) if provider else SingleSignOn()
    settings = replace(SETTINGS, single_sign_on=trusted, post=PostSettings(public_address="http://zeyou.test"))
    return create_app(settings, engine=engine, clock=lambda: NOW).test_client()


def answer_of(client: FlaskClient, provider: Provider, **bent: str) -> int:
    """Go to the provider and back; return the status of the last answer."""
    sent = client.get("/sign-in/provider").headers["Location"]
    code, state = provider.consent(sent)
    return client.get(BACK, query_string={"code": code, "state": state} | bent).status_code


def is_in(client: FlaskClient) -> bool:
    """Tell whether the browser has been let in."""
    return client.get("/").status_code == 200


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_person_the_provider_vouches_for_is_in(staff: Engine, provider: Provider, algorithm: str) -> None:
    provider.algorithm = algorithm
    client = browser(staff, provider)
    assert (answer_of(client, provider), is_in(client)) == (302, True)
    with reading(staff) as session:
        told = session.scalars(select(LedgerEntry).where(LedgerEntry.action == "sign in")).all()[-1]
        assert ('"way":"oidc"' in told.facts, '"subject":"248289761001"' in told.facts) == (True, True)
    assert "用统一身份认证登录" in browser(staff, provider).get("/sign-in").text


def test_browser_is_sent_with_proof_of_possession_and_its_own_numbers(staff: Engine, provider: Provider) -> None:
    client = browser(staff, provider)
    asked = [parse_qs(urlsplit(client.get("/sign-in/provider").headers["Location"]).query) for _ in range(2)]
    fixed = ("response_type", "client_id", "redirect_uri", "scope", "code_challenge_method")
    assert [asked[0][name][0] for name in fixed] == [
        "code", "zeyou", f"http://zeyou.test{BACK}", "openid profile email", "S256",
    ]  # fmt: skip
    assert [name for name in ("state", "nonce", "code_challenge") if asked[0][name] == asked[1][name]] == []


BENT: dict[str, Callable[[Provider], object]] = {
    "signature of another key": lambda one: setattr(one, "sign", lambda _alg, _signed: b"\x00" * 256),
    "algorithm none": lambda one: (setattr(one, "algorithm", "none"), setattr(one, "sign", lambda *_given: b"")),
    "public key as secret": lambda one: (
        setattr(one, "algorithm", "HS256"),
        one.header.update(kid="r"),
        setattr(one, "sign", one.by_public_key_as_secret),
    ),
    "other kind of key": lambda one: one.header.update(kid="e"),
    "unknown key": lambda one: one.header.update(kid="x"),
    "critical extension": lambda one: one.header.update(crit=["b64"]),
    "other issuer": lambda one: one.claims.update(iss="https://elsewhere.test"),
    "other audience": lambda one: one.claims.update(aud="other"),
    "several audiences": lambda one: one.claims.update(aud=["zeyou", "other"]),
    "other party": lambda one: one.claims.update(azp="other"),
    "no audience": lambda one: one.claims.update(aud=None),
    "expired": lambda one: one.claims.update(exp=NOW.timestamp() - 31),
    "never expires": lambda one: one.claims.update(exp=None),
    "expiry as text": lambda one: one.claims.update(exp="9999999999"),
    "expiry as truth": lambda one: one.claims.update(exp=True),
    "issued long ago": lambda one: one.claims.update(iat=NOW.timestamp() - 601),
    "issued tomorrow": lambda one: one.claims.update(iat=NOW.timestamp() + 31),
    "not valid yet": lambda one: one.claims.update(nbf=NOW.timestamp() + 31),
    "other nonce": lambda one: one.claims.update(nonce="another try"),
    "no nonce": lambda one: one.claims.update(nonce=None),
    "no subject": lambda one: one.claims.update(sub=None),
    "unknown account": lambda one: one.claims.update(preferred_username="nobody-here"),
    "name that is no text": lambda one: one.claims.update(preferred_username=["department"]),
    "description of another issuer": lambda one: one.description.update(issuer="https://elsewhere.test"),
    "keys without tls elsewhere": lambda one: one.description.update(jwks_uri="http://elsewhere.test/keys"),
}


@pytest.mark.parametrize("name", BENT)
def test_bent_answer_of_a_provider_opens_nothing(staff: Engine, provider: Provider, name: str) -> None:
    client = browser(staff, provider)
    sent = client.get("/sign-in/provider").headers["Location"]
    code, state = provider.consent(sent)
    BENT[name](provider)
    answer = client.get(BACK, query_string={"code": code, "state": state})
    assert (answer.status_code, is_in(client)) == (401, False)
    with reading(staff) as session:
        assert session.scalars(select(LedgerEntry).where(LedgerEntry.action == "sign in")).all() == []


def test_every_changed_sign_of_a_token_is_refused(staff: Engine, provider: Provider) -> None:
    honest = provider.token
    for place in range(0, 900, 97):
        provider.token = lambda nonce, place=place: changed_at(honest(nonce), place)  # type: ignore[method-assign]
        client = browser(staff, provider)
        assert (answer_of(client, provider), is_in(client)) == (401, False)


def changed_at(token: str, place: int) -> str:
    """Change one sign."""
    place %= len(token)
    return token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]


def test_answer_for_another_browser_or_try_opens_nothing(staff: Engine, provider: Provider) -> None:
    client, stranger = browser(staff, provider), browser(staff, provider)
    code, state = provider.consent(client.get("/sign-in/provider").headers["Location"])
    assert stranger.get(BACK, query_string={"code": code, "state": state}).status_code == 401
    assert client.get(BACK, query_string={"code": code, "state": "guessed"}).status_code == 401
    assert client.get(BACK, query_string={"code": code, "state": state}).status_code == 401  # the try is used up
    assert answer_of(client, provider, iss="https://elsewhere.test") == 401
    assert answer_of(client, provider, error="access_denied") == 401
    assert [is_in(one) for one in (client, stranger)] == [False, False]


def test_code_of_another_try_does_not_pass(staff: Engine, provider: Provider) -> None:
    mine, theirs = browser(staff, provider), browser(staff, provider)
    code, _state = provider.consent(theirs.get("/sign-in/provider").headers["Location"])
    _code, state = provider.consent(mine.get("/sign-in/provider").headers["Location"])
    assert mine.get(BACK, query_string={"code": code, "state": state}).status_code == 401  # the verifier is another


def test_closed_account_stays_closed_and_none_is_made(staff: Engine, provider: Provider) -> None:
    with transaction(staff) as session:
        account = accounts.account_by_login(session, "department")
        assert account is not None
        account.active = False
        n_before = len(session.scalars(select(Account)).all())
    client = browser(staff, provider)
    assert (answer_of(client, provider), is_in(client)) == (401, False)
    with reading(staff) as session:
        assert len(session.scalars(select(Account)).all()) == n_before


def test_lockout_and_one_session_hold_for_this_way_too(staff: Engine, provider: Provider) -> None:
    first, second = browser(staff, provider), browser(staff, provider)
    assert (answer_of(first, provider), answer_of(second, provider)) == (302, 302)
    assert (is_in(first), is_in(second)) == (False, True)
    outsider = browser(staff, provider)
    provider.claims["preferred_username"] = "nobody-here"
    assert [answer_of(outsider, provider) for _ in range(7)] == [401] * 7
    with staff.connect() as connection:
        outcomes = connection.execute(text("SELECT outcome FROM login_try ORDER BY id")).scalars().all()
    assert outcomes == ["wrong"] * 5 + ["locked"] * 2


@pytest.mark.parametrize(("verified", "status"), [(True, 302), (False, 401), ("true", 401), (None, 401)])
def test_mail_address_counts_only_when_verified(
    staff: Engine, provider: Provider, verified: object, status: int
) -> None:
    with transaction(staff) as session:
        account = accounts.account_by_login(session, "department")
        assert account is not None
        account.login = "wang@gxt.test"
    provider.claims |= {"email": "wang@gxt.test", "email_verified": verified}
    assert answer_of(browser(staff, provider, "email"), provider) == status


def test_way_is_closed_unless_an_issuer_is_named(staff: Engine) -> None:
    client = browser(staff, None)
    assert [client.get(path).status_code for path in ("/sign-in/provider", BACK)] == [404, 404]
    assert "统一身份认证" not in client.get("/sign-in").text


def test_provider_that_is_away_is_said_in_words(staff: Engine, provider: Provider) -> None:
    client = browser(staff, provider)
    provider.description["authorization_endpoint"] = None
    answer = client.get("/sign-in/provider")
    assert (answer.status_code, "暂时不可用" in answer.text) == (401, True)


def test_next_page_stays_inside(staff: Engine, provider: Provider) -> None:
    for wanted, reached in (("/rounds", "/rounds"), ("//elsewhere.test/", "/"), ("https://elsewhere.test", "/")):
        client = browser(staff, provider)
        code, state = provider.consent(
            client.get("/sign-in/provider", query_string={"next": wanted}).headers["Location"]
        )
        answer = client.get(BACK, query_string={"code": code, "state": state})
        assert answer.headers["Location"] == reached


@pytest.mark.parametrize(
    "bent",
    [
        {"ZEYOU_OIDC_ISSUER": "http://id.gov.test"},
        {"ZEYOU_OIDC_ISSUER": "id.gov.test"},
        {"ZEYOU_OIDC_CLIENT_ID": ""},
        {"ZEYOU_ADDRESS": ""},
        {"ZEYOU_OIDC_CLAIM": "role"},
    ],
)
def test_half_a_description_is_refused_at_start(bent: dict[str, str], tmp_path: object) -> None:
    whole = {
        "ZEYOU_DATA": str(tmp_path), "ZEYOU_ADDRESS": "https://zeyou.test",
        "ZEYOU_OIDC_ISSUER": "https://id.gov.test", "ZEYOU_OIDC_CLIENT_ID": "zeyou",
    }  # fmt: skip
    assert read_settings(whole).single_sign_on.client_id == "zeyou"
    with pytest.raises(Unusable):
        read_settings(whole | bent)


def test_token_that_says_a_thing_twice_is_refused(staff: Engine, provider: Provider) -> None:
    def twice(nonce: str) -> str:
        claims = f'{{"iss":"{provider.issuer}","aud":"zeyou","sub":"1","sub":"2","nonce":"{nonce}","iat":0,"exp":9e9}}'
        header = b'{"alg":"RS256","kid":"r"}'
        signed = f"{coded(header)}.{coded(claims.encode())}"
        return f"{signed}.{coded(provider.honest('RS256', signed.encode()))}"

    provider.token = twice  # type: ignore[method-assign]
    assert answer_of(browser(staff, provider), provider) == 401
