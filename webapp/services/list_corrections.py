"""Everything an applicant has to put right, from the newest screening: said once, in one letter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from rubrics.loading import load_pack
from rubrics.model import Pack
from webapp.models import Declaration, Round
from webapp.queries import declarations

# What the city itself still has to do is nothing an applicant can put right.
OF_THE_CITY = ("city.", "facts.", "applicant.designated_by_city")
MEND_FORM = "核对后补填或更正申报表"
MEND_MATERIAL = "补充提交该项材料"
EXPLAIN = "作出书面说明并附相关依据"


@dataclass(frozen=True)
class CorrectionPoint:
    """One point of the letter."""

    key: str
    place: str
    problem: str
    remedy: str


@dataclass(frozen=True)
class Corrections:
    """What is needed before acceptance, and what may be asked about as well."""

    needed: tuple[CorrectionPoint, ...]
    optional: tuple[CorrectionPoint, ...]

    @property
    def all(self) -> tuple[CorrectionPoint, ...]:
        """Return every point in order."""
        return (*self.needed, *self.optional)


def list_corrections(session: Session, declaration: Declaration, found: Round) -> Corrections:
    """Sort the newest screening into what must and what may be asked for."""
    screening = declarations.newest_screening(session, declaration.id)
    if screening is None:
        return Corrections((), ())
    pack = load_pack(found.pack_id)
    result = screening.result
    needed = (
        *material_points(pack, declaration, result),
        *check_points(pack, result, ("incomplete", "missing"), MEND_FORM),
        *condition_points(pack, result, ("missing",), MEND_FORM),
    )
    optional = (
        *check_points(pack, result, ("needs_decision",), EXPLAIN),
        *condition_points(pack, result, ("needs_decision",), EXPLAIN),
    )
    return Corrections(tuple(needed), tuple(optional))


def material_points(pack: Pack, declaration: Declaration, result: Mapping[str, Any]) -> Iterator[CorrectionPoint]:
    """Yield the materials that are absent, or a part of them."""
    gaps = declaration.context.get("material_gaps") or {}
    for number in result["missing_materials"]:
        material = pack.material(number)
        parts = "、".join(gaps.get(str(number), ()))
        problem = f"缺少{parts}" if parts else "未提交"
        yield CorrectionPoint(f"material-{number}", f"第{number}项材料“{material.title}”", problem, MEND_MATERIAL)


def check_points(
    pack: Pack, result: Mapping[str, Any], results: tuple[str, ...], remedy: str
) -> Iterator[CorrectionPoint]:
    """Yield the checks of the form that fired."""
    for one in result["checks"]:
        if one["result"] in results:
            labels = [pack.form.field(key).label for key in one["fields"][:3] if key in pack.form.by_key]
            place = "申报表" + (f"“{'、'.join(labels)}”" + ("等栏" if len(one["fields"]) > 3 else "") if labels else "")
            yield CorrectionPoint(f"check-{one['check']}-{one['result']}", place, one["reason"], remedy)


def condition_points(
    pack: Pack, result: Mapping[str, Any], results: tuple[str, ...], remedy: str
) -> Iterator[CorrectionPoint]:
    """Yield the conditions that lack something the applicant can give."""
    for one in result["findings"]:
        fields = pack.condition(one["condition"]).fields
        is_for_city = bool(fields) and all(path.startswith(OF_THE_CITY) for path in fields)
        if one["result"] in results and not is_for_city:
            place = f"第{one['article']}条“{one['quote']}”"
            yield CorrectionPoint(f"condition-{one['condition']}", place, one["reason"], remedy)
