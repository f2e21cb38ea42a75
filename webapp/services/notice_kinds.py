"""The kinds of notices with the texts they come with and the places a text may name."""

from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Wording:
    """Subject and body with named places in braces."""

    subject: str
    body: str


@dataclass(frozen=True)
class NoticeKind:
    """What a kind is called, which places its texts may name, and the texts it comes with.

    A secret one carries a key to the account: it leaves the house only, and nobody is shown its text.
    """

    title: str
    places: Mapping[str, str]
    texts: Mapping[str, Wording]
    is_secret: bool = False


ROUND_PLACES = {"round": "中小企业特色产业集群 2026 年度评审", "n": "5", "until": "2026-04-10"}
CASE_PLACES = {"round": ROUND_PLACES["round"], "number": "NM2026-012", "cluster": "甲旗乳制品产业集群"}
DUE_PLACES = {
    "cluster": CASE_PLACES["cluster"],
    "certificate": "NMJQ2024001",
    "matter": "2025年度发展情况报送",
    "due_on": "2026-03-10",
    "who": "甲市工业和信息化局",
}


def both(zh: tuple[str, str], en: tuple[str, str]) -> dict[str, Wording]:
    """Return the texts of a kind in both languages."""
    return {"zh": Wording(*zh), "en": Wording(*en)}


DECLARATION_KINDS = {
    "declaration_returned": NoticeKind(
        "申报退回补正",
        {**CASE_PLACES, "n": "2", "until": "2026-04-10"},
        both(
            (
                "{number} 须在 {until} 前补正",
                "《{round}》{number} {cluster} 已退回补正，共 {n} 处，请于 {until} 前修改并重新提交。",
            ),
            (
                "{number} is to be corrected by {until}",
                "{number} {cluster} in {round} was returned with {n} points; please correct and submit it by {until}.",
            ),
        ),
    ),
    "declaration_refused": NoticeKind(
        "申报未获受理或推荐",
        {**CASE_PLACES, "outcome": "不予受理", "reason": "不在本批次申报范围"},
        both(
            ("{number}：{outcome}", "《{round}》{number} {cluster}：{outcome}。理由：{reason}"),
            ("{number}: {outcome}", "{number} {cluster} in {round}: {outcome}. Reason: {reason}"),
        ),
    ),
}

REVIEW_KINDS = {
    "invitation": NoticeKind(
        "账号邀请",
        {"name": "张三", "login": "zhangsan", "link": "https://zeyou.example.cn/invitation/…", "until": "2026-04-10"},
        both(
            ("邀请您设置账号口令", "{name}：您的账号 {login} 已开立。请在 {until} 前打开以下链接设置口令：\n{link}"),
            (
                "Set the password of your account",
                "{name}: your account {login} has been opened. Set its password before {until}:\n{link}",
            ),
        ),
        is_secret=True,
    ),
    "scoring_opened": NoticeKind(
        "评分开始",
        ROUND_PLACES,
        both(
            ("{round}：评分已开始", "《{round}》评分已开始，分派给您 {n} 份申报，请于 {until} 前完成。"),
            ("{round}: scoring is open", "Scoring of {round} is open: {n} declarations are yours until {until}."),
        ),
    ),
    "expert_reminder": NoticeKind(
        "催办评审",
        ROUND_PLACES,
        both(
            ("{round}：还有 {n} 份评审未提交", "《{round}》还有 {n} 份评审未提交，请于 {until} 前完成。"),
            ("{round}: {n} reviews still open", "{n} reviews of {round} are not submitted; please finish by {until}."),
        ),
    ),
    "new_work": NoticeKind(
        "新增评审任务",
        {"round": ROUND_PLACES["round"], "n": "2"},
        both(
            ("{round}：新增 {n} 份评审任务", "“{round}”因专家调整，为您新增{n}份评审任务，请及时评审。"),
            ("{round}: {n} more reviews", "The panel of {round} has changed: {n} more reviews are yours."),
        ),
    ),
    "review_returned": NoticeKind(
        "退回评审",
        {"round": ROUND_PLACES["round"], "reason": "评分理由与分值不符"},
        both(
            ("{round}：评审已退回修改", "《{round}》的评审已退回修改，原因：{reason}。请改好后重新提交。"),
            ("{round}: reviews returned", "Your reviews of {round} were returned: {reason}. Please submit them again."),
        ),
    ),
    "reconsideration": NoticeKind(
        "请求复议",
        CASE_PLACES,
        both(
            ("{round}：请您复议 {number}", "《{round}》请您对 {number} {cluster} 的评分进行复议。"),
            ("{round}: please reconsider {number}", "Please reconsider your scores of {number} {cluster} in {round}."),
        ),
    ),
    "extra_review": NoticeKind(
        "请求补评",
        {"round": ROUND_PLACES["round"], "number": CASE_PLACES["number"]},
        both(
            ("{round}：请您补评 {number}", "《{round}》请您补评 {number}，完成后请在“汇总并提交”中提交。"),
            ("{round}: one more review", "Please also review {number} in {round} and submit it with the others."),
        ),
    ),
}

LIST_KINDS = {
    "publicity_ending": NoticeKind(
        "公示即将期满",
        {"round": ROUND_PLACES["round"], "last_day": "2026-05-12", "n_open": "1"},
        both(
            (
                "{round}：公示 {last_day} 期满",
                "《{round}》公示将于 {last_day} 期满，尚有 {n_open} 件异议未办结。请核对异议办理情况，准备公布。",
            ),
            (
                "{round}: publicity ends on {last_day}",
                "The publicity of {round} ends on {last_day}; {n_open} objections are not decided yet.",
            ),
        ),
    ),
    "objection_received": NoticeKind(
        "异议待核查",
        {**CASE_PLACES, "objection": "NM-2026-YY01"},
        both(
            ("异议 {objection} 待核查", "《{round}》收到对 {number} {cluster} 的异议 {objection}，请安排核查。"),
            (
                "Objection {objection} to look into",
                "Objection {objection} to {number} {cluster} in {round} was received; please have it investigated.",
            ),
        ),
    ),
    "objection_decided": NoticeKind(
        "异议已办结",
        {**CASE_PLACES, "objection": "NM-2026-YY01", "outcome": "不成立"},
        both(
            (
                "异议 {objection} 已办结",
                "《{round}》对 {number} {cluster} 的异议 {objection} 已办结，处理结果：异议{outcome}。",
            ),
            (
                "Objection {objection} is decided",
                "Objection {objection} to {number} {cluster} in {round} is decided: {outcome}.",
            ),
        ),
    ),
}


def due_kind(title: str, subject: str, zh: str, en: str) -> NoticeKind:
    """Return a kind about something a cluster owes."""
    return NoticeKind(
        title,
        DUE_PLACES,
        both((f"{{cluster}}：{subject}", zh), ("{cluster}: {matter} ({due_on})", en)),
    )


UPCOMING_ZH = "{cluster}（{certificate}）：{matter}，期限 {due_on}，请{who}按时办理。"
UPCOMING_EN = "{cluster} ({certificate}): {matter} is due on {due_on}; to be done by {who}."
LATE_ZH = "{cluster}（{certificate}）：{matter}已过期限 {due_on}，请{who}尽快补办并说明原因。"
LATE_EN = "{cluster} ({certificate}): {matter} was due on {due_on} and is late; to be done by {who}."
ENDED_ZH = "{cluster}（{certificate}）有效期已于 {due_on} 届满，现状态：{matter}。"
ENDED_EN = "The validity of {cluster} ({certificate}) ended on {due_on}; it now stands: {matter}."

REGISTRY_KINDS = {
    "annual_report": due_kind("年度报送提醒", "年度报送 {due_on} 截止", UPCOMING_ZH, UPCOMING_EN),
    "annual_report_late": due_kind("年度报送逾期", "年度报送逾期", LATE_ZH, LATE_EN),
    "change_filing": due_kind("变更备案提醒", "变更备案 {due_on} 截止", UPCOMING_ZH, UPCOMING_EN),
    "change_filing_late": due_kind("变更备案逾期", "变更备案逾期", LATE_ZH, LATE_EN),
    "re_review": due_kind("有效期将满、复核提醒", "有效期 {due_on} 届满", UPCOMING_ZH, UPCOMING_EN),
    "re_review_late": due_kind("复核逾期", "复核尚未办结", LATE_ZH, LATE_EN),
    "end_validity": due_kind("有效期满待办理", "有效期满待办理", UPCOMING_ZH, UPCOMING_EN),
    "validity_ended": due_kind("有效期已满", "有效期已满", ENDED_ZH, ENDED_EN),
    "re_review_opened": due_kind(
        "复核启动",
        "复核已启动",
        "{cluster}（{certificate}）的复核已启动，有效期至 {due_on}，请配合办理。",
        "The re-review of {cluster} ({certificate}) has begun; its validity ends on {due_on}.",
    ),
}

KINDS: Mapping[str, NoticeKind] = {**DECLARATION_KINDS, **REVIEW_KINDS, **LIST_KINDS, **REGISTRY_KINDS}
