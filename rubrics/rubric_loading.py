"""`rubric.yaml` → `Rubric`: weights that sum, bands that meet, references that exist."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from rubrics.reading import Node
from rubrics.rubric import AREA_KEYS, NOT_APPLICABLE_POLICIES, Area, Band, Criterion, Rubric

HUNDRED = Decimal(100)


def make_rubric(node: Node, fields: Collection[str] | None, conditions: Collection[str] | None) -> Rubric:
    """Return the rubric a document describes; problems go to the node's list.

    Parameters
    ----------
    node
        The whole document: ``areas``, ``proposed``, ``weights_note``; ``conditions`` and ``articles`` replace
        those of an inherited rubric, by criterion and by area.
    fields, conditions
        Keys and ids that criteria may refer to; None when they are not known, so that nothing is compared.

    Examples
    --------
    >>> found = []
    >>> document = {"areas": [], "proposed": True, "weights_note": "本包建议"}
    >>> rubric = make_rubric(Node(document, "rubric.yaml: ", found), (), ())
    >>> [(problem.path, problem.code) for problem in found]
    [('rubric.yaml: areas', 'areas'), ('rubric.yaml: areas', 'weights')]
    """
    own = _Overrides(node)
    reader = _Reader(fields, conditions, own)
    rubric = Rubric(
        areas=node.each("areas", reader.area),
        proposed=node.flag("proposed"),
        weights_note=node.text("weights_note"),
    )
    _check_areas(node, rubric)
    own.check(node, rubric)
    return rubric


class _Overrides:
    """What a pack that inherits its rubric says anew: conditions by criterion, place by area."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.conditions: dict[str, tuple[str, ...]] | None = None
        self.articles: dict[str, tuple[str, int]] = {}
        if node.has("conditions"):
            child = node.child("conditions")
            self.conditions = {key: child.texts(key) for key in _keys(child)}
        if node.has("articles"):
            child = node.child("articles")
            self.articles = {key: child.made(child.child(key), _article) for key in _keys(child)}

    def check(self, node: Node, rubric: Rubric) -> None:
        criteria = {criterion.key for criterion in rubric.criteria()}
        for key in self.conditions or {}:
            if key not in criteria:
                node.problem(f"conditions.{key}", "unknown_criterion", "评价指标中没有“{key}”。", key=key)
        areas = {area.key for area in rubric.areas}
        for key in self.articles:
            if key not in areas:
                node.problem(f"articles.{key}", "unknown_area", "没有能力领域“{key}”。", key=key)


def _keys(node: Node) -> list[str]:
    return list(node.value) if isinstance(node.value, dict) else []


def _article(node: Node) -> tuple[str, int]:
    return node.text("article"), node.integer("line")


class _Reader:
    """Reads areas and criteria against the keys that exist."""

    def __init__(self, fields: Collection[str] | None, conditions: Collection[str] | None, own: _Overrides) -> None:
        self.fields, self.conditions, self.own = fields, conditions, own

    def area(self, node: Node) -> Area:
        key = node.one_of("key", AREA_KEYS)
        article, line = self.own.articles.get(key, (None, None))
        area = Area(
            key=key,
            title=node.text("title"),
            weight=_positive(node, "weight"),
            criteria=node.each("criteria", self.criterion),
            article=article or node.text("article"),
            source_line=line or node.integer("line"),
        )
        node.used |= {"article", "line"}
        _check_sum(node, "criteria", [criterion.weight for criterion in area.criteria])
        return area

    def criterion(self, node: Node) -> Criterion:
        key = node.text("key")
        maximum, step = _positive(node, "maximum", HUNDRED), _positive(node, "step", Decimal("0.01"))
        criterion = Criterion(
            key=key,
            title=node.text("title"),
            weight=_positive(node, "weight"),
            maximum=maximum,
            step=step,
            bands=node.each("bands", _band),
            fields=self._known(node, "fields", node.texts("fields"), self.fields, "unknown_field"),
            conditions=self._conditions(node, key),
            guidance=node.text("guidance"),
            not_applicable=node.one_of("not_applicable", NOT_APPLICABLE_POLICIES, "never"),
            not_applicable_when=node.text("not_applicable_when", ""),
        )
        _check_bands(node, criterion)
        if (criterion.not_applicable == "never") != (criterion.not_applicable_when == ""):
            node.problem("not_applicable_when", "policy", "写明“不适用”办法时须同时写明何时不适用，反之亦然。")
        return criterion

    def _conditions(self, node: Node, key: str) -> tuple[str, ...]:
        written = node.texts("conditions")
        if self.own.conditions is None:
            return self._known(node, "conditions", written, self.conditions, "unknown_condition")
        own = self.own.conditions.get(key, ())
        return self._known(self.own.node, f"conditions.{key}", own, self.conditions, "unknown_condition")

    @staticmethod
    def _known(
        node: Node, place: str, keys: tuple[str, ...], known: Collection[str] | None, code: str
    ) -> tuple[str, ...]:
        for index, key in enumerate(keys):
            if known is not None and key not in known:
                node.problem(f"{place}[{index}]", code, "本规则包里没有“{key}”。", key=key)
        return keys


def _positive(node: Node, key: str, default: Decimal | None = None) -> Decimal:
    value = node.decimal(key, default)
    if value <= 0 and isinstance(node.raw(key), int | Decimal):
        node.problem(key, "not_positive", "“{key}”应大于 0。", key=key)
    return value


def _band(node: Node) -> Band:
    return Band(node.decimal("lower"), node.decimal("upper"), node.text("label"), node.text("text"))


def _check_bands(node: Node, criterion: Criterion) -> None:
    expected = criterion.maximum
    for index, band in enumerate(criterion.bands):
        place = f"bands[{index}]"
        if band.upper != expected:
            code = "band_overlap" if band.upper > expected else "band_gap"
            template = "分数档须首尾相接：本档上限应为 {expected}，现为 {upper}。"
            node.problem(f"{place}.upper", code, template, expected=str(expected), upper=str(band.upper))
        if band.lower > band.upper:
            node.problem(f"{place}.lower", "band_reversed", "本档下限高于上限，请改正。")
        expected = band.lower - criterion.step
    if criterion.bands and criterion.bands[-1].lower != 0:
        last = len(criterion.bands) - 1
        node.problem(f"bands[{last}].lower", "band_gap", "最低一档的下限应为 0。")
    if not criterion.bands:
        node.problem("bands", "missing", "请写出分数档及其描述。")


def _check_sum(node: Node, key: str, weights: Sequence[Decimal]) -> None:
    total = sum(weights, Decimal(0))
    if total != HUNDRED:
        node.problem(key, "weights", "权重之和应为 100，现为 {total}。", total=str(total))


def _check_areas(node: Node, rubric: Rubric) -> None:
    keys = [area.key for area in rubric.areas]
    if sorted(keys) != sorted(AREA_KEYS):
        node.problem("areas", "areas", "应写全六个能力领域，各一次：{keys}。", keys="、".join(AREA_KEYS))
    _check_sum(node, "areas", [area.weight for area in rubric.areas])
    seen: set[str] = set()
    for criterion in rubric.criteria():
        if criterion.key in seen:
            node.problem("areas", "duplicate", "评价指标“{key}”出现两次。", key=criterion.key)
        seen.add(criterion.key)
