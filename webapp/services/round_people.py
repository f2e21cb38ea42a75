"""Experts and declarations of a round as the engines of `reviewers` read them."""

from collections.abc import Iterable

from reviewers.people import DeclarationFacts, Expert, InvolvedPerson, InvolvedUnit, Unit
from webapp import models
from webapp.services.expert_profiles import expert_from, expert_key

UNIT_FIELDS = {
    "cover.operator": "applicant",
    "basic.operator": "applicant",
    "cover.authority": "authority",
    "basic.authority": "authority",
}
PERSON_FIELDS = {
    "cover.contact_name": "cover.operator",
    "basic.authority_contact": "basic.authority",
    "basic.operator_contact": "basic.operator",
}


def engine_experts(rows: Iterable[models.Expert]) -> list[Expert]:
    """Read stored experts."""
    return [expert_from(expert_key(row.id), row.profile) for row in rows]


def engine_declarations(rows: Iterable[models.Declaration]) -> list[DeclarationFacts]:
    """Read the few facts of each declaration that conflicts and fit need."""
    return [declaration_facts(row) for row in rows]


def declaration_facts(row: models.Declaration) -> DeclarationFacts:
    """Collect units, people and words of one declaration."""
    answers, extra = row.answers, row.context.get("people", {})
    units = {str(answers[key]): role for key, role in UNIT_FIELDS.items() if answers.get(key)}
    named = [
        InvolvedPerson(str(answers[key]), "contact", str(answers.get(unit) or ""))
        for key, unit in PERSON_FIELDS.items()
        if answers.get(key)
    ]
    authors = [InvolvedPerson(one["name"], "plan_author", one.get("unit", "")) for one in extra.get("plan_authors", [])]
    firms = [InvolvedUnit(Unit(name), "key_enterprise") for name in extra.get("key_enterprises", [])]
    return DeclarationFacts(
        id=row.number,
        cluster_name=row.cluster_name,
        city=row.city,
        county=row.county,
        units=tuple(
            InvolvedUnit(Unit(name), "applicant" if role == "applicant" else "authority")
            for name, role in units.items()
        )
        + tuple(firms),
        people=tuple(dict.fromkeys(named + authors)),
        industry=tuple(extra.get("industry", ())),
        keywords=tuple(extra.get("keywords", ())) or (row.cluster_name,),
        areas=(),
        province=str(extra.get("province", "")),
    )
