"""One declaration per region that passes everything measurable, and a way to change single answers of it."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

# Leading industry: 22.00 × 80 % = 17.60, 24.20 × 80 % = 19.36 (+10 %), 26.62 × 80 % = 21.296 (+10 %).
# CO2: 1.20 × 22.00 = 26.40, 1.00 × 24.20 = 24.20, 0.80 × 26.62 = 21.296 (each × 10 000 t): falls every year.
# Patents: 12 / 2 000 × 10 000 = 60 per 10 000.
FIELDS: Mapping[str, object] = {
    "application.report_years": [2021, 2022, 2023],
    "basic.area_km2": "80.00",
    "basic.industry_sector": "第二产业",
    "basic.industry_not_restricted": "是",
    "basic.no_major_accident": "是",
    "basic.no_violation": "是",
    "basic.energy_above_benchmark": "不涉及",
    "basic.water_above_benchmark": "不涉及",
    "leading_industry.total_output": ["22.00", "24.20", "26.62"],
    "leading_industry.sme_output_share": ["70.00", "71.00", "72.00"],
    "leading_industry.output_share": ["80.00", "80.00", "80.00"],
    "leading_industry.growth": ["10.00", "10.00", "10.00"],
    "leading_industry.average_growth": "10.00",
    "leading_industry.enterprises": [100, 110, 120],
    "leading_industry.smes": [90, 100, 110],
    "leading_industry.specialised_smes": [4, 5, 6],
    "leading_industry.little_giants": [0, 1, 1],
    "leading_industry.champions": [0, 0, 0],
    "leading_industry.high_tech_and_innovative_smes": [6, 7, 8],
    "leading_industry.chain_map": "是",
    "leading_industry.sharing_ticks": [1, 2],
    "leading_industry.quality_ticks": [1],
    "innovation.rd_intensity": ["3.00", "3.10", "3.20"],
    "innovation.rd_growth": ["6.00", "6.00", "6.00"],
    "innovation.standards_international_led": [0, 0, 0],
    "innovation.standards_international_joined": [0, 0, 0],
    "innovation.standards_national_led": [1, 1, 1],
    "innovation.standards_national_joined": [2, 2, 2],
    "innovation.standards_industry_led": [1, 1, 1],
    "innovation.standards_industry_joined": [1, 1, 1],
    "innovation.standards_association_led": [0, 0, 0],
    "innovation.standards_association_joined": [0, 0, 0],
    "innovation.platforms_national": 1,
    "innovation.platforms_provincial": 2,
    "innovation.platforms_other": 3,
    "innovation.sme_employees": 2000,
    "innovation.rd_staff_share": "8.00",
    "innovation.patent_average_growth": "12.00",
    "innovation.patents_per_10k": "60.00",
    "innovation.sme_patents": 12,
    "innovation.joint_innovation_ticks": [1, 5],
    "digital.cloud_share": "55.00",
    "digital.industrial_internet_penetration": "12.00",
    "digital.software_rising": "是",
    "digital.software_spend": ["100.00", "120.00", "140.00"],
    "digital.digital_service_ticks": [1, 2],
    "digital.new_mode_ticks": [2],
    "green.carbon_monitoring": "是",
    "green.co2_intensity": ["1.20", "1.00", "0.80"],
    "green.energy_intensity_cut": "3.00",
    "green.solid_waste_use": "75.00",
    "green.solid_waste_above_avg": "是",
    "green.water_reuse": "90.00",
    "green.water_reuse_above_avg": "是",
    "green.resource_ticks": [1],
    "green.green_service_ticks": [2],
    "openness.international_ticks": [1, 3],
    "openness.overseas_branches": 1,
    "openness.export_growth": ["5.00", "6.00", "7.00"],
    "openness.fdi_growth": ["1.00", "2.00", "3.00"],
    "governance.platform_ticks": [2, 3],
    "governance.service_ticks": [1, 4, 6],
    "governance.governance_ticks": [1],
}
AROUND: Mapping[str, Mapping[str, object]] = {
    "nm-2023": {
        "applicant": {"kind": "operator", "operator_kind": "产业园区管委会"},
        "city": {"on_site_verification": True, "recommendation": True},
    },
    "nx-2023": {
        "applicant": {"kind": "county_authority", "operator_kind": "园区运营企业"},
        "location": {"kind": "one_county"},
        "city": {"recommendation": True},
        "lists": {"leading_industry_champions_or_giants": 1, "leading_industry_other_titled": 8},
        "materials": list(range(1, 12)),
    },
}


def declaration(pack: str, changes: Mapping[str, object] | None = None) -> dict[str, object]:
    """Return the passing declaration of a pack with changes; a key with a dot that is a field changes that field.

    Other keys replace what is known around the form; ``applicant.kind`` and the like change one fact of it.
    """
    made: dict[str, object] = {"declaration_year": 2024, "fields": dict(FIELDS), **deepcopy(dict(AROUND[pack]))}
    for key, value in (changes or {}).items():
        group, _, name = key.partition(".")
        if key in FIELDS or group in {"cover", "basic", "plan", "statement"} or not _is_fact(group, name):
            _put(made, "fields" if name else key, key if name else None, value)
        else:
            _put(made, group, name, value)
    return made


def without(plain: Mapping[str, object], *keys: str) -> dict[str, object]:
    """Return a declaration whose given fields were never handed in."""
    fields = plain["fields"]
    assert isinstance(fields, dict)
    return {**plain, "fields": {key: value for key, value in fields.items() if key not in keys}}


def _is_fact(group: str, name: str) -> bool:
    return bool(name) and group in {"applicant", "location", "city", "lists", "facts"}


def _put(made: dict[str, object], group: str, name: str | None, value: object) -> None:
    if name is None:
        made[group] = value
        return
    inner = made.setdefault(group, {})
    assert isinstance(inner, dict)
    inner[name] = value
