"""What a rule found between an expert and a declaration, with its evidence, and what people told us beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Certainty = Literal["certain", "ask"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """
    One reason why an expert may not, or perhaps may not, judge a declaration.

    Parameters
    ----------
    expert, declaration : str
        Ids.
    rule : str
        Name of the rule, a key of `RULE_TITLES`.
    evidence_template : str
        Chinese text with named places.
    evidence_values : mapping of str to str
        What fills the places.
    certainty : {"certain", "ask"}
        ``ask`` is a question for a person (a homonym, an ambiguous short name); it forbids nothing until answered.

    Examples
    --------
    >>> Conflict("e1", "d1", "same_unit", "同在{unit}", {"unit": "内蒙古大学"}).evidence
    '同在内蒙古大学'
    """

    expert: str
    declaration: str
    rule: str
    evidence_template: str
    evidence_values: Mapping[str, str]
    certainty: Certainty = "certain"

    @property
    def evidence(self) -> str:
        """The evidence as one Chinese sentence."""
        return self.evidence_template.format_map(self.evidence_values)


@dataclass(frozen=True, slots=True)
class DeclaredConflict:
    """
    An expert's own declaration of a conflict with one declaration.

    Examples
    --------
    >>> DeclaredConflict("e1", "d3", "曾共同承担课题").reason
    '曾共同承担课题'
    """

    expert: str
    declaration: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RequestedRecusal:
    """
    An applicant's request that one expert should not judge its declaration.

    Examples
    --------
    >>> RequestedRecusal("e1", "d3", "存在商业竞争关系").expert
    'e1'
    """

    expert: str
    declaration: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SettledIdentity:
    """
    A person's answer to a question: is the expert the one of that name on the form?

    Examples
    --------
    >>> SettledIdentity("e1", "d3", "王伟", same=False).same
    False
    """

    expert: str
    declaration: str
    name: str
    same: bool
