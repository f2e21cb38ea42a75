"""The frame around every page: navigation by role, formats for figures and dates, security headers."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import cast
from urllib.parse import urlencode

from flask import Flask, Response, g, request
from flask_babel import get_locale, gettext
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from webapp.pages.act_titles import act_title
from webapp.pages.door import actor, settings
from webapp.pages.language import chosen_language, said, told
from webapp.pages.language import say as _
from webapp.pages.phrases import file_size, phrased
from webapp.permissions import Action, Role, why_not

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)

HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
)

# Under which entry of the side menu the pages of a family stand, where it is not one of their own.
FAMILIES = dict.fromkeys(
    (
        "assigning",
        "commitments",
        "extra_reviews",
        "meeting",
        "objections",
        "panel_changes",
        "panel_opinions",
        "panel_room",
        "progress",
        "publication",
        "rankings",
        "recusals",
        "samples",
        "spot_checks",
        "studies",
    ),
    "rounds",
) | {
    "city": "declarations",
    "declaring": "declarations",
    "evidence": "declarations",
    "particulars": "declarations",
    "pool_knowledge": "experts",
    "desk_panel": "desk",
    "desk_papers": "desk",
    "cluster_acts": "registry",
    "holidays": "rounds",
    "cluster_evidence": "registry",
    "registry_lists": "registry",
}


def menu() -> Iterable[tuple[str, str, str]]:
    """List the entries of the side menu that the person may open: endpoint, title, icon."""
    entries = (
        ("entrance.home", _("工作台"), Action.SEE_OWN_HOME, "home"),
        ("rounds.list_page", _("评审轮次"), Action.SEE_ROUND, "round"),
        ("declarations.list_page", _("申报"), Action.SEE_DECLARATIONS, "file"),
        ("experts.pool_page", _("专家库"), Action.SEE_POOL, "people"),
        ("desk.list_page", _("我的评审"), Action.SCORE, "pen"),
        ("accounts.experts_page", _("专家账号"), Action.INVITE_EXPERT, "key"),
        ("accounts.list_page", _("账号"), Action.SEE_ACCOUNTS, "key"),
        ("registry.list_page", _("集群名录"), Action.SEE_REGISTRY, "seal"),
        ("observation.ledger_page", _("操作留痕"), Action.SEE_LEDGER, "chain"),
        ("notices.own_page", _("通知"), Action.SEE_OWN_NOTICES, "bell"),
        ("jobs.list_page", _("后台任务"), Action.SEE_JOBS, "clock"),
    )
    who = actor()
    shown = [(endpoint, title, icon) for endpoint, title, action, icon in entries if not why_not(who, action)]
    if why_not(who, Action.SEE_ROUND) and not why_not(who, Action.ENTER_HOLIDAYS):
        shown.append(("holidays.list_page", _("放假安排"), "calendar"))  # others come to it from the list of rounds
    return shown


def is_here(endpoint: str) -> bool:
    """Tell whether the page that is shown belongs to this entry of the side menu."""
    asked = request.endpoint or ""
    here = asked.split(".")[0]
    if asked in ("observation.bundle_page", "experts.panel_page"):
        here = "rounds"
    return asked == endpoint or FAMILIES.get(here, here) == endpoint.split(".")[0]


def role_title(role: Role) -> str:
    """Name a role as the office does."""
    titles: dict[Role, str] = {
        Role.DEPARTMENT: _("主管部门"),
        Role.ORGANISER: _("评审机构"),
        Role.EXPERT: _("评审专家"),
        Role.CITY_BUREAU: _("盟市工信局"),
        Role.APPLICANT: _("申报单位"),
        Role.OBSERVER: _("纪检监督"),
        Role.SYSTEM_ADMINISTRATOR: _("系统管理员"),
        Role.SECURITY_ADMINISTRATOR: _("安全管理员"),
        Role.AUDIT_ADMINISTRATOR: _("审计管理员"),
        Role.PUBLIC: _("公众"),
    }
    return titles[role]


def points(micro: int | None) -> str:
    """Show millionths of a point with two decimals, half up, as they are printed."""
    if micro is None:
        return "—"
    return str((Decimal(micro) / 1_000_000).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP"))


def hundredths(value: int | None) -> str:
    """Show hundredths of a point with two decimals."""
    return "—" if value is None else f"{Decimal(value) / 100:.2f}"


def percent(micro: int | None) -> str:
    """Show millionths as a percentage; never a rounded certainty."""
    if micro is None:
        return "—"
    share = (Decimal(micro) / 10_000).quantize(Decimal("0.1"), rounding="ROUND_HALF_UP")
    if share >= 100:
        return ">99.9%"
    return "<0.1%" if share == 0 else f"{share}%"


def local_time(moment: datetime | None, form: str = "%Y-%m-%d %H:%M") -> str:
    """Show a moment where the department works."""
    return moment.astimezone(settings().time_zone).strftime(form) if moment else "—"


def other_language() -> str:
    """Return the address of this page in the other language, its other parameters kept."""
    other = "zh" if chosen_language() == "en" else "en"
    return f"?{urlencode(request.args.to_dict() | {'lang': other})}" if request.args else f"?lang={other}"


def translated(text: object) -> str:
    """Say a title that the code keeps in Chinese in the person's language."""
    return str(gettext(str(text))) if text else ""


def ledger_actor(who: str) -> str:
    """Name who acted: the role and the number of the account, never the person."""
    role, _colon, number = who.partition(":")
    if role not in set(Role):
        return who
    if number in ("", "-"):  # the machine itself, or a command typed on it
        return str(_("系统"))
    return str(_("%(role)s（%(number)s 号账号）", role=role_title(Role(role)), number=number))


def install_shell(app: Flask) -> None:
    """Connect filters, the menu and the headers."""
    app.jinja_env.filters.update(
        points=points,
        hundredths=hundredths,
        percent=percent,
        local_time=local_time,
        phrased=phrased,
        file_size=file_size,
        said=said,
        translated=translated,
        ledger_actor=ledger_actor,
        act_title=act_title,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        csrf=csrf_field,
        get_locale=get_locale,
        menu=menu,
        is_here=is_here,
        role_title=role_title,
        may=may,
        other_language=other_language,
        told=told,
        said=said,
    )
    app.context_processor(lambda: {"actor": actor(), "single_sign_on": settings().single_sign_on})

    app.after_request(harden)


def harden(response: Response) -> Response:
    """Tell the browser what it must not do with an answer."""
    headers, wired = response.headers, settings()
    is_static, policy = request.endpoint == "static", headers.get("Content-Security-Policy")
    if not is_static:
        headers.pop("Cache-Control", None)
    headers.extend(own_headers(policy, is_static=is_static, is_secure=wired.secure_cookies))
    return response


@lru_cache(maxsize=64)
def own_headers(policy: str | None, *, is_static: bool, is_secure: bool) -> tuple[tuple[str, str], ...]:
    """List the headers of an answer that brings this policy with it, or none of its own."""
    headers = [] if policy else [("Content-Security-Policy", POLICY)]
    if "frame-ancestors *" not in (policy or POLICY):
        same = "SAMEORIGIN" if "frame-ancestors 'self'" in (policy or POLICY) else "DENY"
        headers.append(("X-Frame-Options", same))
    if is_secure:
        headers.append(("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))
    if not is_static:
        headers.append(("Cache-Control", "no-store"))
    return (*HEADERS, *headers)


def hidden_field(token: str) -> Markup:
    """Return a token as forms carry it."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(token)


def csrf_field() -> Markup:
    """Return the hidden field that every form carries."""
    if "csrf_field" not in g:
        g.csrf_field = hidden_field(generate_csrf())
    return cast(Markup, g.csrf_field)


def may(action: str) -> bool:
    """Tell a template whether to show a button; the guard decides again when it is pressed."""
    return why_not(actor(), Action[action]) is None
