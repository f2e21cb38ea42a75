"""What kinds, states and ways of notices are called on the page."""

from flask_babel import gettext as _


def kind_title(kind: str) -> str:
    """Name a kind of notice."""
    return str((review_titles() | registry_titles()).get(kind, kind))


def review_titles() -> dict[str, str]:
    """Name the kinds that belong to a round."""
    return {
        "invitation": _("账号邀请"),
        "declaration_returned": _("申报退回补正"),
        "declaration_refused": _("申报未获受理或推荐"),
        "scoring_opened": _("评分开始"),
        "expert_reminder": _("催办评审"),
        "new_work": _("新增评审任务"),
        "review_returned": _("退回评审"),
        "reconsideration": _("请求复议"),
        "extra_review": _("请求补评"),
        "publicity_ending": _("公示即将期满"),
        "objection_received": _("异议待核查"),
        "objection_decided": _("异议已办结"),
    }


def registry_titles() -> dict[str, str]:
    """Name the kinds that belong to recognised clusters."""
    return {
        "annual_report": _("年度报送提醒"),
        "annual_report_late": _("年度报送逾期"),
        "change_filing": _("变更备案提醒"),
        "change_filing_late": _("变更备案逾期"),
        "re_review": _("有效期将满、复核提醒"),
        "re_review_late": _("复核逾期"),
        "end_validity": _("有效期满待办理"),
        "validity_ended": _("有效期已满"),
        "re_review_opened": _("复核启动"),
    }


def state_title(state: str) -> str:
    """Name how far a message is."""
    titles = {
        "waiting": _("待发"),
        "taken": _("正在发送"),
        "handing": _("正在发送"),
        "sent": _("已送达"),
        "unconfirmed": _("未收到回执"),
        "dead": _("无法送达"),
        "dropped": _("不再发送"),
    }
    return str(titles.get(state, state))


def channel_title(channel: str) -> str:
    """Name a way out."""
    return str({"mail": _("邮件"), "webhook": _("短信、即时消息网关")}.get(channel, channel))
