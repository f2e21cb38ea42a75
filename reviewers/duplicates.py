"""Experts who may be one person, and people who only share a name: found in the pool and asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from reviewers.names import person_key, pinyin_key, split_name
from reviewers.people import Expert, Region, Unit
from reviewers.unit_directory import NOWHERE, Lineage, UnitDirectory

QuestionKind = Literal["duplicate", "moved", "homonym", "similar_name"]

TEMPLATES: Mapping[QuestionKind, str] = {
    "duplicate": "{count}位专家「{name}」的工作单位相同或相关（{units}），可能是同一人重复登记，请核实后合并",
    "moved": "{count}位专家「{name}」的任职经历有重合（{units}），可能是同一人调动后重复登记，请核实",
    "homonym": "{count}位专家「{name}」同名但单位不同（{units}），请确认是不同的人，分派时将按单位区分",
    "similar_name": "同一单位（{units}）的专家「{name}」读音相同、写法不同，请核实是否写错",
}


@dataclass(frozen=True, slots=True)
class PoolQuestion:
    """
    A question about two or more experts of the pool.

    ``duplicate``: same name, related present units; ``moved``: same name, one's earlier post is the other's unit;
    ``homonym``: same name and nothing in common; ``similar_name``: same unit, same sound, different characters.

    Examples
    --------
    >>> PoolQuestion("homonym", ("e1", "e2"), {"count": "2", "name": "王伟", "units": "甲、乙"}).question
    '2位专家「王伟」同名但单位不同（甲、乙），请确认是不同的人，分派时将按单位区分'
    """

    kind: QuestionKind
    experts: tuple[str, ...]
    question_values: Mapping[str, str]

    @property
    def question_template(self) -> str:
        """The Chinese text with named places."""
        return TEMPLATES[self.kind]

    @property
    def question(self) -> str:
        """The question as one Chinese sentence."""
        return self.question_template.format_map(self.question_values)


def find_duplicates(
    experts: Sequence[Expert], *, units: Sequence[Unit] = (), settled: Sequence[frozenset[str]] = ()
) -> tuple[PoolQuestion, ...]:
    """
    Questions about experts who may be entered twice or share a name.

    Parameters
    ----------
    experts : sequence of Expert
        The pool; ids are unique.
    units : sequence of Unit
        The organiser's table of units.
    settled : sequence of frozenset of str
        Groups of ids known to be different people; a question about a group inside one of them is not asked.

    Returns
    -------
    tuple of PoolQuestion
        Duplicates first, then moved, homonyms and similar names, each in the order of the pool.

    Notes
    -----
    Cost: linear in the pool apart from experts who share a name or a unit, who are compared in pairs.

    Examples
    --------
    >>> pool = [Expert("e1", "王伟", (Unit("内蒙古大学"),)), Expert("e2", "王 伟", (Unit("内蒙古大学(盖章)"),))]
    >>> [(question.kind, question.experts) for question in find_duplicates(pool)]
    [('duplicate', ('e1', 'e2'))]
    """
    directory = UnitDirectory([*units, *(unit for expert in experts for unit in _places(expert))])
    questions = [*_same_names(experts, directory), *_same_sounds(experts, directory)]
    open_questions = [q for q in questions if not any(set(q.experts) <= group for group in settled)]
    order = list(TEMPLATES)
    return tuple(sorted(open_questions, key=lambda question: order.index(question.kind)))


def _places(expert: Expert) -> Iterator[Unit]:
    yield from expert.units
    yield from (post.unit for post in expert.employments)


def _same_names(experts: Sequence[Expert], directory: UnitDirectory) -> Iterator[PoolQuestion]:
    namesakes: dict[str, list[Expert]] = defaultdict(list)
    for expert in experts:
        namesakes[person_key(expert.name)].append(expert)
    for name, group in namesakes.items():
        if not name or len(group) < 2:
            continue
        kinds: dict[QuestionKind, list[Expert]] = defaultdict(list)
        for a, b in combinations(group, 2):
            kinds[_kind(a, b, directory)] += [a, b]
        for kind, found in kinds.items():
            yield _question(kind, [expert for expert in group if expert in found])


def _kind(a: Expert, b: Expert, directory: UnitDirectory) -> QuestionKind:
    if _meet(directory, a.units, a.region, b.units, b.region):
        return "duplicate"
    if _meet(directory, tuple(_places(a)), NOWHERE, tuple(_places(b)), NOWHERE):
        return "moved"
    return "homonym"


def _meet(directory: UnitDirectory, mine: Sequence[Unit], here: Region, theirs: Sequence[Unit], there: Region) -> bool:
    return any(
        _are_one(directory.lineage(a, here), directory.lineage(b, there), directory) for a in mine for b in theirs
    )


def _are_one(a: Lineage, b: Lineage, directory: UnitDirectory) -> bool:
    if a.own.keys() & (b.own.keys() | b.above.keys()) or a.above.keys() & b.own.keys():
        return True
    return any(not directory.is_umbrella(key) for key in a.above.keys() & b.above.keys())


def _same_sounds(experts: Sequence[Expert], directory: UnitDirectory) -> Iterator[PoolQuestion]:
    colleagues: dict[tuple[str, str], list[Expert]] = defaultdict(list)
    for expert in experts:
        for key in {key for unit in expert.units for key in directory.lineage(unit, expert.region).own}:
            colleagues[(key, _sound(expert.name))].append(expert)
    asked: set[tuple[str, ...]] = set()
    for (_, sound), group in colleagues.items():
        ids = tuple(expert.id for expert in group)
        if sound and len({person_key(expert.name) for expert in group}) > 1 and ids not in asked:
            asked.add(ids)
            yield _question("similar_name", group)


def _sound(name: str) -> str:
    surname, _ = split_name(name)
    return pinyin_key(name).removesuffix(person_key(name)).strip() if surname else ""


def _question(kind: QuestionKind, group: Sequence[Expert]) -> PoolQuestion:
    names = list(dict.fromkeys(person_key(expert.name) for expert in group))
    units = list(dict.fromkeys(expert.main_unit for expert in group if expert.main_unit))
    values = {"count": str(len(group)), "name": "」「".join(names), "units": "、".join(units)}
    return PoolQuestion(kind, tuple(expert.id for expert in group), values)
