"""What requests for accounts and failed tries to sign in are called on the page."""

from flask_babel import gettext as _


def kind_title(kind: str) -> str:
    """Name what is asked for an account."""
    titles = {"open": _("启用账号"), "role": _("变更角色"), "password": _("重置口令")}
    return str(titles.get(kind, kind))


def outcome_title(outcome: str) -> str:
    """Name how a try to sign in ended."""
    titles = {
        "knocked": _("中断"),
        "wrong": _("账号或口令不正确"),
        "wrong code": _("验证码不正确"),
        "passed": _("通过两步验证"),
        "locked": _("因失败过多被拒绝"),
        "released": _("失败次数已清除"),
    }
    return str(titles.get(outcome, outcome))
