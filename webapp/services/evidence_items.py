"""What evidence a declaration is asked for: by field of the form, and by numbered material where a pack lists them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from rubrics.loading import load_pack
from rubrics.model import Material, Pack


@dataclass(frozen=True)
class EvidenceItem:
    """One attachment the form asks for; fields that share a list share the attachment."""

    key: str
    label: str
    hint: str
    section: str
    fields: tuple[str, ...]


@cache
def evidence_items(pack_id: str) -> tuple[EvidenceItem, ...]:
    """Return what the form asks for, in printed order."""
    form = load_pack(pack_id).form
    groups: dict[str, list[str]] = {}
    for field in form.fields:
        if field.evidence is not None:
            groups.setdefault(field.evidence_group or field.key, []).append(field.key)
    titles = {section.key: section.title for section in form.sections}
    items = []
    for keys in groups.values():
        first = form.field(keys[0])
        labels = "、".join(form.field(key).label for key in keys)
        items.append(EvidenceItem(keys[0], labels, first.evidence or "", titles[first.section], tuple(keys)))
    return tuple(items)


def materials_asked(pack_id: str) -> tuple[Material, ...]:
    """Return the numbered materials of the pack, none where it lists none."""
    return load_pack(pack_id).materials


def derive_evidence(
    pack: Pack, context: Mapping[str, Any], uploaded_fields: Iterable[str], uploaded_materials: Iterable[int]
) -> dict[str, Any]:
    """Return the context with what is missing worked out from what was stated and what was uploaded.

    A declaration without any uploaded file is taken as handed in on paper: only what is stated to be missing is
    missing. From the first upload on, an attachment that is neither uploaded nor stated to be on paper is missing.
    """
    fields, numbers = set(uploaded_fields), set(uploaded_materials)
    stated = stated_evidence(pack, context)
    missing: list[str] = []
    for item in evidence_items(pack.id):
        word = stated.get(item.key)
        is_absent = bool(fields) and item.key not in fields and word != "paper"
        if word == "missing" or is_absent:
            missing += item.fields
    derived = {**context, "evidence_stated": stated, "evidence_missing": missing}
    said = stated_materials(pack, context)
    derived["materials_stated"] = said
    derived.pop("materials", None)
    if said or numbers:
        absent = {int(number) for number, word in said.items() if word == "missing"}
        present = {int(number) for number, word in said.items() if word == "have"} | numbers
        asked = {material.number for material in pack.materials}
        derived["materials"] = sorted((present & asked) - absent)
    return derived


def stated_evidence(pack: Pack, context: Mapping[str, Any]) -> dict[str, str]:
    """Return what was said of each attachment; what was only listed as missing counts as said."""
    if "evidence_stated" in context:
        return dict(context["evidence_stated"])
    listed = set(context.get("evidence_missing") or ())
    return {item.key: "missing" for item in evidence_items(pack.id) if listed & set(item.fields)}


def stated_materials(pack: Pack, context: Mapping[str, Any]) -> dict[str, str]:
    """Return what was said of each material; a list of those handed in says something of every one."""
    if "materials_stated" in context:
        return dict(context["materials_stated"])
    listed = context.get("materials")
    if listed is None:
        return {}
    return {str(one.number): "have" if one.number in listed else "missing" for one in pack.materials}
