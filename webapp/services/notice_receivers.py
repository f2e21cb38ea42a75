"""Whom a notice is for: the accounts of the bodies that act, however many each has."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from webapp.models import Cluster
from webapp.permissions import Role
from webapp.queries import accounts


@dataclass(frozen=True)
class Receivers:
    """The accounts of the department and of the city bureaux."""

    department: frozenset[int]
    bureaux: tuple[tuple[str, int], ...]

    def city(self, city: str) -> frozenset[int]:
        """Return the accounts of a city's bureau; the department's where it has none."""
        return frozenset(number for name, number in self.bureaux if name == city) or self.department

    def of_cluster(self, cluster: Cluster, bodies: Collection[str]) -> frozenset[int]:
        """Return the accounts of some bodies concerned with a cluster; its bureau stands in for an operator without."""
        found: set[int] = set()
        if Role.DEPARTMENT in bodies:
            found |= self.department
        if Role.APPLICANT in bodies and cluster.operator_account_id is not None:
            found.add(cluster.operator_account_id)
        if Role.CITY_BUREAU in bodies or (Role.APPLICANT in bodies and cluster.operator_account_id is None):
            found |= self.city(cluster.city)
        return frozenset(found)


def receivers(session: Session) -> Receivers:
    """Look the accounts up."""
    department = frozenset(one.id for one in accounts.accounts_of_role(session, Role.DEPARTMENT))
    bureaux = tuple((one.city or "", one.id) for one in accounts.accounts_of_role(session, Role.CITY_BUREAU))
    return Receivers(department, bureaux)
