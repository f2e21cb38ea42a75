"""The fit between experts and declarations, from parts that can be shown and added up by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import numpy as np

from reviewers.industries import best_nearness, nearness
from reviewers.people import DeclarationFacts, Expert
from reviewers.text_likeness import Floats, cosine, shared_words

PartName = Literal["industry", "areas", "keywords", "preference"]
PARTS: tuple[PartName, ...] = ("industry", "areas", "keywords", "preference")
PART_TITLES: Mapping[PartName, str] = {
    "industry": "行业专长",
    "areas": "领域专长",
    "keywords": "关键词",
    "preference": "本人意愿",
}
NOTHING_KNOWN: Mapping[str, str] = MappingProxyType(
    {"industry": "行业没有交集", "keywords": "没有共同的词", "preference": "本人未表示意愿"}
)
DEFAULT_WEIGHTS: Mapping[PartName, float] = MappingProxyType(
    {"industry": 0.4, "areas": 0.2, "keywords": 0.3, "preference": 0.1}
)
NEUTRAL_WISH = 0.5
NO_TITLES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FitSettings:
    """
    How much each part counts.

    Parameters
    ----------
    weights : mapping of part name to float
        Not negative; a part left out counts nothing. They need not add up to 1.
    industry_titles : mapping of str to str
        Code of GB/T 4754 → title, so that a code can be compared with a name.

    Raises
    ------
    ValueError
        When a weight is negative or not finite, or a part is unknown.

    Examples
    --------
    >>> FitSettings({"industry": 1.0}).weights["industry"]
    1.0
    """

    weights: Mapping[PartName, float] = field(default_factory=lambda: DEFAULT_WEIGHTS)
    industry_titles: Mapping[str, str] = field(default_factory=lambda: NO_TITLES)

    def __post_init__(self) -> None:
        """Refuse weights that cannot be used."""
        if not set(self.weights) <= set(PARTS) or not all(0 <= w < float("inf") for w in self.weights.values()):
            raise ValueError(f"weights must be finite, not negative and named {PARTS}, got {dict(self.weights)}")


@dataclass(frozen=True, slots=True)
class FitPart:
    """
    One part of one pair's fit: ``value`` in [0, 1], ``weight`` its share in [0, 1]; shares of a pair add up to 1.

    Examples
    --------
    >>> FitPart("industry", 0.8, 0.5, "行业「{mine}」与「{theirs}」", {"mine": "C3841", "theirs": "C3849"}).evidence
    '行业「C3841」与「C3849」'
    """

    name: PartName
    value: float
    weight: float
    evidence_template: str
    evidence_values: Mapping[str, str]

    @property
    def evidence(self) -> str:
        """Where the value comes from, in Chinese."""
        return self.evidence_template.format_map(self.evidence_values)


@dataclass(frozen=True, slots=True)
class Fit:
    """
    The fit of every pair with what it is made of.

    Attributes
    ----------
    matrix : ndarray of float64, shape (declarations, experts)
        Weighted mean of the parts, in [0, 1].
    values : mapping of part name to ndarray, shape (declarations, experts)
        Each part's value in [0, 1].
    shares : ndarray of float64, shape (declarations, 4)
        Weight of each part (order of `PARTS`) for each declaration; a row adds up to 1, or to 0 when a declaration
        tells nothing at all.
    """

    experts: Sequence[Expert]
    declarations: Sequence[DeclarationFacts]
    settings: FitSettings
    matrix: Floats
    values: Mapping[PartName, Floats]
    shares: Floats

    def parts(self, i: int, j: int) -> tuple[FitPart, ...]:
        """
        The parts of the fit of declaration ``i`` and expert ``j``; value × weight adds up to ``matrix[i, j]``.

        Parts the declaration says nothing about are left out.
        """
        declaration, expert = self.declarations[i], self.experts[j]
        return tuple(
            FitPart(
                name,
                float(self.values[name][i, j]),
                float(self.shares[i, p]),
                *self._evidence(name, declaration, expert),
            )
            for p, name in enumerate(PARTS)
            if self.shares[i, p] > 0
        )

    def _evidence(self, name: PartName, declaration: DeclarationFacts, expert: Expert) -> tuple[str, dict[str, str]]:
        if name == "industry":
            return _industry_evidence(declaration, expert, self.settings.industry_titles)
        if name == "areas":
            return _area_evidence(declaration, expert)
        if name == "keywords":
            words = shared_words(expert.keywords, _words(declaration))
            return ("共同的词：{words}", {"words": "、".join(words)}) if words else (NOTHING_KNOWN[name], {})
        wish = expert.preferences.get(declaration.id)
        return (NOTHING_KNOWN[name], {}) if wish is None else ("本人意愿为{wish}", {"wish": f"{wish:g}"})


def fit(
    experts: Sequence[Expert], declarations: Sequence[DeclarationFacts], settings: FitSettings | None = None
) -> Fit:
    """
    The fit of every expert to every declaration.

    Four parts, each in [0, 1]: ``industry``, the nearest pair of industries (codes of GB/T 4754 by shared digits,
    names by shared bigrams); ``areas``, the share of the declaration's areas the expert can judge; ``keywords``, the
    cosine of their bigrams, rare ones counting more; ``preference``, the expert's wish, 0.5 when none was stated.
    The fit is their weighted mean.

    Parameters
    ----------
    experts, declarations : sequence
        In the order of the columns and rows of the result.
    settings : FitSettings or None
        Weights; None for 0.4, 0.2, 0.3 and 0.1.

    Returns
    -------
    Fit
        `Fit.matrix` of shape (declarations, experts), `Fit.parts` for the reasons.

    Notes
    -----
    Missing: what a declaration does not tell (no industry, no areas, no words, no wish by anybody) takes its weight
    out for that declaration, for all experts alike. What an expert does not tell counts as 0: no evidence of fit.
    Cost: dominated by one dense product of bigram weights; 3,000 × 600 takes one to two seconds. Values are rounded to
    six places; the order of experts or declarations does not change any pair's fit.

    Examples
    --------
    >>> expert = Expert("e1", "单田方", industries=("C3841",), keywords=("稀土永磁",))
    >>> result = fit([expert], [DeclarationFacts("d1", industry=("C3849",), keywords=("稀土永磁",))])
    >>> [(part.name, part.value, round(part.weight, 3)) for part in result.parts(0, 0)]
    [('industry', 0.8, 0.571), ('keywords', 1.0, 0.429)]
    """
    settings = settings or FitSettings()
    values = {name: _part(name, experts, declarations, settings) for name in PARTS}
    shares = _shares(experts, declarations, settings.weights)
    matrix = np.zeros((len(declarations), len(experts)))
    for p, name in enumerate(PARTS):
        matrix += shares[:, p : p + 1] * values[name]
    return Fit(experts, declarations, settings, np.clip(matrix, 0, 1), values, shares)


def fit_matrix(
    experts: Sequence[Expert], declarations: Sequence[DeclarationFacts], settings: FitSettings | None = None
) -> Floats:
    """
    `Fit.matrix` alone, one part after the other: a third of the memory of `fit`, the same numbers bit for bit.

    Examples
    --------
    >>> expert = Expert("e1", "单田方", industries=("C3841",))
    >>> fit_matrix([expert], [DeclarationFacts("d1", industry=("C3849",))]).tolist()
    [[0.8]]
    """
    settings = settings or FitSettings()
    shares = _shares(experts, declarations, settings.weights)
    matrix = np.zeros((len(declarations), len(experts)))
    for p, name in enumerate(PARTS):
        values = _part(name, experts, declarations, settings)
        if shares[:, p].any():
            values *= shares[:, p : p + 1]
            matrix += values
    return np.clip(matrix, 0, 1, out=matrix)


def _part(
    name: PartName, experts: Sequence[Expert], declarations: Sequence[DeclarationFacts], settings: FitSettings
) -> Floats:
    if name == "industry":
        return best_nearness(
            [d.industry for d in declarations], [e.industries for e in experts], settings.industry_titles
        )
    if name == "areas":
        return _areas(experts, declarations)
    if name == "keywords":
        return cosine([" ".join(_words(d)) for d in declarations], [" ".join(e.keywords) for e in experts])
    return _wishes(experts, declarations)


def _words(declaration: DeclarationFacts) -> tuple[str, ...]:
    return tuple(filter(None, (*declaration.keywords, declaration.cluster_name)))


def _areas(experts: Sequence[Expert], declarations: Sequence[DeclarationFacts]) -> Floats:
    keys = sorted({key for declaration in declarations for key in declaration.areas})
    stressed = _membership([declaration.areas for declaration in declarations], keys)
    judged = _membership([expert.areas for expert in experts], keys)
    wanted = stressed.sum(axis=1, keepdims=True)
    shared: Floats = stressed @ judged.T
    share: Floats = np.divide(shared, wanted, out=np.zeros_like(shared), where=wanted > 0)
    return share


def _membership(lists: Sequence[Sequence[str]], keys: Sequence[str]) -> Floats:
    return np.array([[float(key in entries) for key in keys] for entries in lists]).reshape(len(lists), len(keys))


def _wishes(experts: Sequence[Expert], declarations: Sequence[DeclarationFacts]) -> Floats:
    wishes = np.full((len(declarations), len(experts)), NEUTRAL_WISH)
    row = {declaration.id: i for i, declaration in enumerate(declarations)}
    for j, expert in enumerate(experts):
        for declaration_id, wish in expert.preferences.items():
            if not 0 <= wish <= 1:
                raise ValueError(f"preference of {expert.id!r} for {declaration_id!r} is not in [0, 1]: {wish!r}")
            if declaration_id in row:
                wishes[row[declaration_id], j] = wish
    return wishes


def _shares(
    experts: Sequence[Expert], declarations: Sequence[DeclarationFacts], weights: Mapping[PartName, float]
) -> Floats:
    wished = {declaration_id for expert in experts for declaration_id in expert.preferences}
    told = np.array(
        [[bool(d.industry), bool(d.areas), bool(_words(d)), d.id in wished] for d in declarations], dtype=float
    )
    counted: Floats = told.reshape(-1, len(PARTS)) * np.array([weights.get(name, 0.0) for name in PARTS])
    total = counted.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(counted, total, out=np.zeros_like(counted), where=total > 0)
    return shares


def _industry_evidence(
    declaration: DeclarationFacts, expert: Expert, titles: Mapping[str, str]
) -> tuple[str, dict[str, str]]:
    pairs = [
        (nearness(theirs, mine, titles), mine, theirs) for theirs in declaration.industry for mine in expert.industries
    ]
    best, mine, theirs = max(pairs, key=lambda pair: pair[0], default=(0.0, "", ""))
    if best == 0:
        return NOTHING_KNOWN["industry"], {}
    return "专家行业「{mine}」与申报行业「{theirs}」最接近", {"mine": mine, "theirs": theirs}


def _area_evidence(declaration: DeclarationFacts, expert: Expert) -> tuple[str, dict[str, str]]:
    shared = sum(key in expert.areas for key in declaration.areas)
    return "申报侧重的{wanted}个领域中，专家擅长{shared}个", {
        "wanted": str(len(declaration.areas)),
        "shared": str(shared),
    }
