"""What one person does next in a round, in one sentence with the pages it is done on."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.models import Publicity, Round
from webapp.permissions import Role
from webapp.queries.meetings import Board
from webapp.services.round_settings import RoundSettings

Pages = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Step:
    """The sentence and the pages, the most important first: endpoint and title."""

    sentence: str
    pages: Pages = ()


@dataclass(frozen=True)
class Standing:
    """What is known of a round when one asks what comes next."""

    round: Round
    settings: RoundSettings
    board: Board
    publicity: Publicity | None
    declared: Mapping[str, int]


def next_step(standing: Standing, role: Role) -> Step:
    """Say what comes next for this person; who only looks on is told what the round waits for."""
    steps = {
        "declaring": declaring,
        "scoring": scoring,
        "locked": locked,
        "decided": decided,
        "publicity": hanging,
        "announced": announced,
    }
    return steps[standing.round.state](standing, role)


def declaring(standing: Standing, role: Role) -> Step:
    """Hand in, check, admit; then draw the panel."""
    day, n_handed_in = standing.settings.declare_until, standing.declared.get("submitted", 0)
    if role == Role.ORGANISER:
        return Step(
            _("申报于 %(day)s 截止。审查确定进入评审的申报后，办理回避、抽取与分派，再开始评分。", day=day),
            (("experts.panel_page", _("回避、抽取与分派")),),
        )
    if role == Role.CITY_BUREAU:
        return Step(_("申报于 %(day)s 截止。请受理、初审、实地核实并排序推荐。", day=day))
    if role == Role.OBSERVER:
        return Step(
            _(
                "申报于 %(day)s 截止，已提交待审查 %(n)s 份。抽取专家组之前各方承诺随机数，请届时到场。",
                day=day,
                n=n_handed_in,
            ),
            (("commitments.commitments_page", _("承诺与公开")), ("experts.panel_page", _("回避、抽取与分派"))),
        )
    return Step(
        _(
            "申报于 %(day)s 截止，已提交待审查 %(n)s 份。逐份看审查意见，作出认定后确定进入评审的申报。",
            day=day,
            n=n_handed_in,
        ),
        (("declarations.list_page", _("审查申报")),),
    )


def scoring(standing: Standing, role: Role) -> Step:
    """Wait for the experts, remind them, lock."""
    board, progress = standing.board, (("progress.progress_page", _("评审进度")),)
    left = board.n_reviews - board.n_submitted
    if left:
        return Step(
            _(
                "专家正在评分，%(day)s 截止，还有 %(n)s 份未提交。锁定之前任何人都看不到分数。",
                day=standing.settings.score_until,
                n=left,
            ),
            progress,
        )
    if role == Role.ORGANISER:
        return Step(_("全部评审均已提交，可以锁定评分。锁定后评分不能再改，随即可以计算排序。"), progress)
    return Step(_("全部评审均已提交，等待评审机构锁定评分。"), progress)


def locked(_standing: Standing, role: Role) -> Step:
    """Talk about what diverges, rank, decide."""
    if role == Role.ORGANISER:
        return Step(
            _("评分已锁定。核对分歧，需要的组织复议或补评，再起草专家组意见。"),
            (("panel_room.divergence_page", _("分歧与复议")), ("panel_opinions.opinion_page", _("专家组意见"))),
        )
    if role == Role.OBSERVER:
        return Step(
            _("评分已锁定。下载核验包另行保存，可以重算抽取、分派和排序，与系统显示的逐项比对。"),
            (("observation.bundle_page", _("核验包")), ("rankings.ranking_page", _("排序与名单"))),
        )
    return Step(
        _("评分已锁定。先看哪些入选已有把握、哪些尚难区分，需要的实地抽查，再研究确定名单。"),
        (("rankings.ranking_page", _("排序与名单")), ("spot_checks.list_page", _("实地抽查"))),
    )


def decided(_standing: Standing, _role: Role) -> Step:
    """Hang the list out."""
    return Step(
        _("名单已经确定，下一步由主管部门发布公示。"),
        (("publication.publicity_page", _("公示与公布")), ("rankings.ranking_page", _("排序与名单"))),
    )


def hanging(standing: Standing, _role: Role) -> Step:
    """Take objections until the last day."""
    last = standing.publicity.last_day if standing.publicity else "—"
    return Step(
        _("公示至 %(day)s 期满。期间收到的异议逐件登记、办结；期满无未办结异议的，方可公布。", day=last),
        (("publication.publicity_page", _("公示与公布")), ("objections.list_page", _("异议登记与处理"))),
    )


def announced(_standing: Standing, _role: Role) -> Step:
    """Look after the clusters."""
    return Step(
        _("名单已经公布，认定的集群已列入名录，转入年度报送、变更备案和复核。"),
        (("registry.list_page", _("集群名录")),),
    )
