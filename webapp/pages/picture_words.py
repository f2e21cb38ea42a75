"""What the figures and charts of the pictures for leaders are called on the page."""

from flask_babel import gettext as _


def picture_word(text: str) -> str:
    """Say a title, a fact's name or a word of the legend in the reader's language."""
    return str((fact_words() | chart_words()).get(text, text))


def rest_word(label: str) -> str:
    """Say what stands for the rest, or for no name; names of places and industries stay as they are."""
    return str({"其他": _("其他"), "未填写": _("未填写")}.get(label, label))


def fact_words() -> dict[str, str]:
    """Name the figures."""
    return {
        "累计认定": _("累计认定"),
        "目前在册": _("目前在册"),
        "已失效或撤销": _("已失效或撤销"),
        "年内到期事项": _("年内到期事项"),
        "其中已逾期": _("其中已逾期"),
        "申报": _("申报"),
        "名额": _("名额"),
        "入选": _("入选"),
        "名额之内": _("名额之内"),
        "评审专家": _("评审专家"),
        "提交评审": _("提交评审"),
    }


def chart_words() -> dict[str, str]:
    """Name the charts and their two bars."""
    return {
        "特色产业集群名录概览": _("特色产业集群名录概览"),
        "按地区": _("按地区"),
        "按主导产业": _("按主导产业"),
        "按认定年份": _("按认定年份"),
        "按评价领域（平均得分）": _("按评价领域（平均得分）"),
        "按评价领域（认定时平均得分）": _("按评价领域（认定时平均得分）"),
        "历次认定平均": _("历次认定平均"),
        "目前在册平均": _("目前在册平均"),
        "认定": _("认定"),
        "全部申报平均": _("全部申报平均"),
        "入选平均": _("入选平均"),
    }
