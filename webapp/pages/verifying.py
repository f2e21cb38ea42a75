"""The way on which supervision verifies a round, from the seed of the draw to a machine without this system."""

from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.models import Round
from webapp.pages.door import actor
from webapp.pages.round_menu import SINCE, address_in_round
from webapp.permissions import ROUND_STATES, Action, why_not


@dataclass(frozen=True)
class Check:
    """One thing to verify: when and what, how, and the page on which it is done; no address while it is too early."""

    title: str
    how: str
    page_title: str
    address: str | None


def is_verifying() -> bool:
    """Tell whether it is this person's part to verify a round: its result and the ledger beneath it."""
    return not any(why_not(actor(), action) for action in (Action.TAKE_BUNDLE, Action.VERIFY_LEDGER))


def checks_of(found: Round) -> list[Check]:
    """List what can be verified in the order of the round."""
    place, listed = ROUND_STATES.index(found.state), []
    for (page, page_title), title, how in checks():
        is_open = ROUND_STATES.index(SINCE.get(page, "declaring")) <= place
        listed.append(Check(title, how, page_title, address_in_round(page, found.code) if is_open else None))
    return listed


def checks() -> tuple[tuple[tuple[str, str], str, str], ...]:
    """Name every check: its page, its title and how it is done."""
    bundle = ("observation.bundle_page", _("核验包"))
    return (
        (
            ("commitments.commitments_page", _("承诺与公开")),
            _("抽取之前：随机数先承诺、后公开"),
            _("各方先交承诺，再公开随机数，任何一方都不能单独决定抽取结果。抄下页末的核验码。"),
        ),
        (
            ("experts.panel_page", _("回避、抽取与分派")),
            _("抽取之后：核对抽取记录"),
            _("抄下种子和抽取记录指纹，核对抽中、候补和不参加抽取的人及原因。"),
        ),
        (
            ("observation.ledger_page", _("操作留痕")),
            _("随时：核对操作留痕"),
            _("“全面核对”逐条比对留痕和库里每一行数据；“签发检查点”打印后另行保存。"),
        ),
        (
            bundle,
            _("锁定之后：重算抽取、分派与排序"),
            _("“在这里重算一遍”，逐项显示一致或不一致。"),
        ),
        (
            bundle,
            _("离开本系统：独立核验"),
            _("下载核验包，在另一台电脑上运行 zeyou verify，或者只用 Python 运行包内的 verify.py。"),
        ),
    )
