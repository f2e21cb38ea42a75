"""What the ledger's acts are called on the page, and upon what; the ledger itself keeps the stable English names."""

import json
from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from webapp.models import LedgerEntry

# Put into the reader's language one by one, when they are shown: a page of the ledger names a hundred of them.

# The acts on the list, from the spot checks to the announcement.
LIST = {
    "announce list": _("公布名单"),
    "decide list": _("确定名单"),
    "decide objection": _("作出异议处理意见"),
    "investigate objection": _("核查异议"),
    "pick spot checks": _("列入实地抽查"),
    "record spot check": _("记录实地抽查结果"),
    "register objection": _("登记异议"),
    "renew dates": _("按放假安排重算暂定日期"),
    "replace in list": _("递补"),
    "start publicity": _("开始公示"),
    "withdraw declaration": _("撤回申报"),
}

# The acts on declarations until they go to review.
INTAKE = {
    "admit declaration": _("准予进入评审"),
    "change declaration": _("修改申报"),
    "create declaration": _("新建申报"),
    "import declarations": _("批量导入申报"),
    "screen round": _("重新审查全部申报"),
    "decide finding": _("书面认定审查事项"),
    "rank recommended": _("排列推荐次序"),
    "recommend declaration": _("推荐申报"),
    "state particulars": _("填写核查事项"),
    "read objector": _("查看异议提出人"),
    "forget objectors": _("按期清除异议提出人"),
    "enter holidays": _("录入放假安排"),
    "attach evidence": _("上传集群事项证据"),
    "leave list": _("复核终止，退出名单"),
    "store evidence": _("上传佐证材料"),
    "remove evidence": _("移除佐证材料"),
    "return declaration": _("退回补正"),
    "submit declaration": _("提交申报"),
    "take city step": _("办理受理、初审、核实"),
}

# The acts around the pool, the panel and the assignment.
PANEL = {
    "add conflict": _("登记回避"),
    "answer conflict": _("核实回避线索"),
    "answer pool question": _("核实同名专家"),
    "ask recusal": _("申请回避"),
    "decide recusal": _("办理回避申请"),
    "import known tables": _("导入单位与关系表"),
    "declare conflict": _("申报回避"),
    "commit pool": _("公布专家库与回避指纹"),
    "commit seed": _("承诺随机数"),
    "draw panel": _("抽取专家组"),
    "reveal seed": _("公开随机数"),
    "start seed over": _("重新开始承诺"),
    "edit plan": _("手工调整分派"),
    "find conflicts": _("核对回避"),
    "import pool": _("导入专家库"),
    "open scoring": _("开始评分"),
    "propose plan": _("计算分派"),
    "repair plan": _("补齐分派"),
    "take panel papers": _("打印专家组文书"),
    "withdraw expert": _("专家退出与递补"),
}

# The acts of the panel before scoring and after the lock.
AFTER_LOCK = {
    "ask reconsideration": _("请专家复议"),
    "cancel extra review": _("取消补评"),
    "choose sample": _("选定试评案例"),
    "name leader": _("记录专家组组长"),
    "note sample discussion": _("记录试评讨论"),
    "order extra review": _("安排补评"),
    "read divergence": _("查看分歧"),
    "look after lock": _("统计分歧与补评"),
    "explain position": _("说明名次"),
    "read open places": _("查看补评建议"),
    "reconsider review": _("答复复议"),
    "submit sample": _("提交试评"),
    "write panel opinion": _("起草专家组意见"),
}

# The acts on accounts and sign-ins.
ACCOUNTS = {
    "accept invitation": _("接受邀请、设置口令"),
    "ask account change": _("申请账号变更"),
    "change password": _("修改口令"),
    "close account": _("停用账号"),
    "create token": _("生成接口令牌"),
    "revoke token": _("撤销接口令牌"),
    "take dump": _("取得分析数据"),
    "decide account change": _("核准账号变更"),
    "end sessions": _("退出其他登录"),
    "enrol second factor": _("启用两步验证"),
    "forget account": _("删除个人信息"),
    "issue invitation": _("生成邀请链接"),
    "pass second factor": _("通过两步验证"),
    "release lock": _("清除登录失败次数"),
    "reset second factor": _("重置两步验证"),
    "open account": _("开立账号"),
    "reset password": _("重置口令"),
    "sign in": _("登录"),
    "sign out": _("退出"),
}

# The acts after the announcement.
REGISTRY = {
    "enter registry": _("列入集群名录"),
    "report year": _("报送年度情况"),
    "judge report": _("认定年度报送是否按时"),
    "note change": _("登记重大变动"),
    "file change": _("备案重大变动"),
    "record incident": _("记录事件"),
    "apply for re-review": _("申请复核"),
    "forward re-review": _("转报复核申请"),
    "open re-review": _("启动复核"),
    "carry declaration": _("结转复核申报"),
    "decide re-review": _("作出复核结论"),
    "end validity": _("办理有效期满"),
    "open revocation": _("撤销事项立案"),
    "state case": _("听取集群陈述"),
    "decide revocation": _("决定撤销事项"),
    "recommend nationally": _("推荐国家级"),
    "enter pool": _("列入培育库"),
    "leave pool": _("移出培育库"),
}

TITLES = {
    **LIST,
    **INTAKE,
    **PANEL,
    **AFTER_LOCK,
    **ACCOUNTS,
    **REGISTRY,
    "accept undertaking": _("签署承诺书"),
    "change round settings": _("修改轮次设置"),
    "freeze round": _("冻结规则"),
    "import scores": _("导入评分"),
    "lock scores": _("锁定评分"),
    "queue job": _("提交后台任务"),
    "cancel job": _("取消后台任务"),
    "keep notice address": _("修改通知地址"),
    "settle message": _("办理未送达的通知"),
    "word notice": _("修改通知文字"),
    "take backup": _("备份"),
    "open evidence": _("查看佐证材料"),
    "open round": _("新建轮次"),
    "rank round": _("计算排序"),
    "reseal ledger": _("重新封存"),
    "sign checkpoint": _("签发检查点"),
    "verify ledger": _("全面核对留痕"),
    "read result": _("查阅或导出结果"),
    "remind experts": _("提醒专家"),
    "report approach": _("报告打招呼情况"),
    "return reviews": _("退回评审"),
    "save review": _("保存评审"),
    "submit review": _("提交评审"),
    "take bundle": _("下载核验包"),
    "take screening table": _("导出符合性审查表"),
    "take sealed bundle": _("导出附密封名单的核验包"),
}


def act_title(action: str) -> str:
    """Name an act as the office does."""
    return str(TITLES.get(action, action))


def act_subject(entry: LedgerEntry, codes: Mapping[int | None, str], *, is_named: bool) -> str:
    """Say upon what somebody acted: a declaration, a cluster or an account, otherwise the round."""
    told: Mapping[str, object] = json.loads(entry.facts)
    for key in ("declaration", "cluster"):
        if is_named and isinstance(text := told.get(key), str):
            return text
    if isinstance(number := told.get("account"), int):
        return str(_("%(n)s 号账号", n=number))
    return codes.get(entry.round_id, "—")
