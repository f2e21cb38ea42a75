"""What a person must know to fill one field, said in a few lines."""

from collections.abc import Iterator

from rubrics.form import Field

KIND_WORDS = {
    "years": "填四位年份，由早到晚",
    "number": "填数字，最多 2 位小数",
    "money": "填数字，最多 2 位小数",
    "count": "填不小于 0 的整数",
    "share": "填 0 到 100 之间的数，最多 2 位小数",
    "rate": "填数字，可为负数，最多 2 位小数",
    "date": "填日期，如 2024-03-01",
    "phone": "填电话号码",
    "signature": "填签字人姓名",
    "seal": "填单位名称，纸质表盖章",
    "name": "填文字",
    "text": "填文字",
    "yes_no": "选一项",
    "yes_no_na": "选一项",
    "choice": "选一项",
    "ticks": "填所选各项的序号，用顿号隔开，如 1、3；都没有填“无”",
}
UNIT, LIMIT, OPTIONS, EVIDENCE = "单位：{unit}", "不超过 {limit} 字", "选项：{options}", "佐证：{evidence}"
NONE_WORDS = {
    "zero": "没有时填“无”，不要留空（“无”按 0 计）",
    "needs_decision": "没有时填“无”，不要留空（由审查人员认定）",
    "not_allowed": "必须填写，不能填“无”",
    "answer": "没有时填“无”，不要留空",
}


def guidance_lines(entry: Field) -> Iterator[str]:
    """Yield the lines of a field's comment."""
    yield KIND_WORDS[entry.kind]
    if entry.unit:
        yield UNIT.format(unit=entry.unit)
    if entry.max_chars:
        yield LIMIT.format(limit=entry.max_chars)
    if entry.options:
        separator = "；" if entry.kind == "ticks" else "、"
        yield OPTIONS.format(options=separator.join(_option(entry, n) for n in range(len(entry.options))))
    if entry.evidence:
        yield EVIDENCE.format(evidence=entry.evidence.strip("（）"))
    yield NONE_WORDS[entry.none_means]


def _option(entry: Field, at: int) -> str:
    option = entry.options[at]
    return f"{option.number} {option.label}" if entry.kind == "ticks" else option.label
