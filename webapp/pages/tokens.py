"""One's own tokens for programs: what there is, a new one shown once, and taking one back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.pages.door import actor, asking, guards, now, writing
from webapp.permissions import Action
from webapp.queries import tokens
from webapp.services.create_token import create_token
from webapp.services.revoke_token import revoke_token
from webapp.services.token_scopes import scopes_of_role

pages = Blueprint("tokens", __name__, url_prefix="/account/tokens")


def scope_titles() -> dict[str, str]:
    """Name the scopes as the office does."""
    return {
        "read:rounds": _("查看轮次、进度和承诺"),
        "write:rounds": _("办理轮次：设置、冻结、催办、锁定、承诺"),
        "read:declarations": _("查看申报"),
        "write:declarations": _("办理申报：填报、提交、初审、认定"),
        "read:panel": _("查看专家库、抽取和分派"),
        "write:panel": _("办理专家库、抽取、分派和回避"),
        "write:reviews": _("本人的评审：查看、评分、提交"),
        "read:results": _("查看和导出排序、名单、异议、核验包"),
        "write:results": _("办理名单、抽查、公示、异议和公布"),
        "read:registry": _("查看集群名录"),
        "write:registry": _("办理集群名录"),
        "read:notices": _("查看通知和发送情况"),
        "write:notices": _("办理通知：接收地址、发送情况、通知文字"),
        "read:objectors": _("查看异议提出人"),
        "read:ledger": _("查看操作留痕"),
        "write:ledger": _("核对操作留痕、签发检查点"),
        "read:jobs": _("查看后台任务"),
        "write:jobs": _("取消后台任务、备份"),
    }


def shown(secret: str = "") -> str:
    """Show the tokens, a new one with its secret."""
    with asking() as session:
        found = tokens.tokens_of_account(session, actor().account_id or 0)
    titles = scope_titles()
    offered = [(scope, titles[scope]) for scope in scopes_of_role(actor().role)]
    return render_template("tokens/list.html", tokens=found, secret=secret, scopes=offered, now=now())


@pages.get("/")
@guards(Action.KEEP_OWN_TOKENS)
def list_page() -> ResponseReturnValue:
    """List one's tokens."""
    return shown()


@pages.post("/")
@guards(Action.KEEP_OWN_TOKENS)
def create_act() -> ResponseReturnValue:
    """Make a token and show it this once."""
    with writing() as session:
        made = create_token(
            session,
            actor=actor(),
            title=request.form.get("title", ""),
            scopes=request.form.getlist("scope"),
            days=request.form.get("days", 0, type=int),
            now=now(),
        )
    return shown(made.secret)


@pages.post("/<int:token_id>/revoke")
@guards(Action.KEEP_OWN_TOKENS)
def revoke_act(token_id: int) -> ResponseReturnValue:
    """Take a token back."""
    with writing() as session:
        revoke_token(session, actor=actor(), token_id=token_id, now=now())
    flash(_("令牌已撤销。"))
    return redirect(url_for("tokens.list_page"))
