"""Who gives a number to the seed of a draw, and in which ways."""

from collections.abc import Mapping

from webapp.permissions import Role

COMMITTED, TOGETHER = "committed", "together"
PARTIES: Mapping[Role, str] = {Role.DEPARTMENT: "主管部门", Role.ORGANISER: "评审机构", Role.OBSERVER: "纪检监督"}
PUBLIC_NUMBER = "公开随机数"
