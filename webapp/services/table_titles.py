"""What the tables hold, in the words of the office, for the findings about them."""

TITLES = {
    "account": "账号",
    "assignment": "分派",
    "assignment_plan": "分派方案",
    "checkpoint": "签名检查点",
    "city_step": "市级办理",
    "conflict": "回避",
    "decision": "名单决定",
    "declaration": "申报",
    "draw": "抽取记录",
    "evidence": "佐证材料",
    "cluster_evidence": "集群事项证据",
    "expert": "专家",
    "extra_review": "补评",
    "finding_decision": "审查认定",
    "kept_figure": "轮次统计",
    "known_tie": "专家关系表",
    "known_unit": "单位名称表",
    "ledger_entry": "留痕",
    "merged_expert": "合并的专家",
    "panel_opinion": "专家组意见",
    "panel_spread": "评分分歧",
    "plan_page": "分派方案的分页",
    "pool_answer": "同名核实",
    "publicity": "公示",
    "ranking_explanation": "名次说明",
    "ranking_row": "排序",
    "ranking_run": "排序计算",
    "ranking_study": "排序研究",
    "reconsideration": "复议",
    "recusal_request": "回避申请",
    "review": "评审",
    "round": "轮次设置",
    "sample_case": "试评案例",
    "sample_review": "试评评分",
    "score": "评分",
    "screening_result": "审查结果",
    "seat": "专家席位",
    "spot_candidate": "抽查建议",
}


def table_title(name: str) -> str:
    """Name a table; a table without a title keeps its own name."""
    return TITLES.get(name, "数据表")
