"""The fields of a form by which rounds know a cluster: a pack without them can screen, but not be worked with."""

from rubrics.form import Form

ROUND_FIELDS = {
    "application.report_years": "近三年的年度",
    "cover.cluster_name": "集群名称",
    "cover.city": "所属地区：市",
    "cover.county": "所属地区：县",
    "cover.operator": "集群运营管理机构",
    "statement.city_opinion": "市级推荐意见",
}


def missing_round_fields(form: Form) -> str:
    """Return the fields a form lacks for rounds, each with its meaning; empty when it has them all."""
    return "、".join(f"{key}（{meaning}）" for key, meaning in ROUND_FIELDS.items() if key not in form.by_key)
