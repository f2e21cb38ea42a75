"""The rules a cluster is followed by: those of its pack, refused in words where the pack does not state them."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from rubrics.deadlines import months_later
from rubrics.loading import load_pack
from rubrics.problems import UnknownPackError
from rubrics.procedure import Procedure
from rubrics.procedure_terms import AnnualReport, ChangeFiling, ReReview, Validity
from rubrics.validity import expiry
from webapp.errors import NotFound, Refusal
from webapp.models import Cluster
from webapp.permissions import Facts

Rule = TypeVar("Rule")
NOT_STATED = "规则包“{pack}”没有写明{title}的规定。"


@dataclass(frozen=True)
class ClusterRules:
    """What the registry reads of a pack."""

    pack_id: str
    procedure: Procedure

    @property
    def validity(self) -> Validity:
        """Return the years of validity."""
        return self.stated(self.procedure.validity, "有效期")

    @property
    def annual_report(self) -> AnnualReport:
        """Return the rule of the yearly report."""
        return self.stated(self.procedure.annual_report, "年度报送")

    @property
    def change_filing(self) -> ChangeFiling:
        """Return the rule of change filings."""
        return self.stated(self.procedure.change_filing, "变更备案")

    @property
    def re_review(self) -> ReReview:
        """Return the rule of the re-review."""
        return self.stated(self.procedure.re_review, "复核")

    def stated(self, rule: Rule | None, title: str) -> Rule:
        """Return the rule, or refuse where the pack states none."""
        if rule is None:
            raise Refusal("not-stated", NOT_STATED, pack=self.pack_id, title=title)
        return rule

    def expires_on(self, announced_on: date, n_extensions: int) -> date:
        """Return the last day of validity after so many extensions, each from the old expiry."""
        rule = self.validity
        return expiry(
            announced_on,
            rule.years,
            n_extensions=n_extensions,
            extension_years=rule.extension_years,
            counting=rule.counting,
        )

    def anniversary(self, announced_on: date, n_years: int) -> date:
        """Return the same day so many years later."""
        return months_later(announced_on, 12 * n_years)

    def state_title(self, state: str) -> str:
        """Name a state as the pack does."""
        return next((one.title for one in self.procedure.states if one.key == state), state)


def rules_of(pack_id: str) -> ClusterRules:
    """Return the rules of a pack."""
    try:
        return ClusterRules(pack_id, load_pack(pack_id).procedure)
    except UnknownPackError as error:
        raise NotFound("no-pack", "没有这个规则包，请从列表中选择。") from error


def cluster_facts(cluster: Cluster) -> Facts:
    """Return what the permission table looks at."""
    return Facts(owner_id=cluster.operator_account_id or 0, city=cluster.city, state=cluster.state)
