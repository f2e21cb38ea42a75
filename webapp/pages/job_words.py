"""What jobs and their states are called on the page."""

from flask_babel import gettext as _


def job_title(kind: str) -> str:
    """Name a kind of job as the office does."""
    titles = {
        "rank round": _("计算排序"),
        "look after lock": _("统计分歧与补评"),
        "explain position": _("说明名次"),
        "try settings": _("试算"),
        "propose plan": _("计算分派"),
        "export document": _("生成文件"),
        "import table": _("导入申报表"),
        "back up": _("备份"),
        "verify ledger": _("全面核对留痕"),
    }
    return str(titles.get(kind, kind))


def state_title(state: str) -> str:
    """Name the state of a job."""
    titles = {
        "queued": _("排队中"),
        "running": _("进行中"),
        "done": _("已完成"),
        "refused": _("未能完成"),
        "failed": _("程序出错"),
        "cancelled": _("已取消"),
    }
    return str(titles.get(state, state))
