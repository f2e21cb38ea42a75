"""What units and people of a declaration are called in evidence."""

from __future__ import annotations

from collections.abc import Mapping

from reviewers.people import InvolvedRole, PersonRole

UNIT_ROLES: Mapping[InvolvedRole, str] = {
    "applicant": "集群运营管理机构",
    "authority": "中小企业主管部门",
    "key_enterprise": "集群重点企业",
    "plan_author": "规划编制单位",
    "partner": "合作单位",
}
PERSON_ROLES: Mapping[PersonRole, str] = {
    "contact": "联系人",
    "named": "人员",
    "leader": "负责人",
    "plan_author": "规划编制人",
}
