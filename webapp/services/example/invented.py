"""Invented clusters and experts as declarations and pool, in the shapes that real ones have."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from importlib.resources import files
from typing import Any

import yaml

from reviewers.people import Expert, Region, Unit
from rubrics.model import Field, Pack
from rubrics.numbers import geometric_mean_growth

CENT = Decimal("0.01")


def read_invented(name: str) -> list[dict[str, Any]]:
    """Read one of the two lists."""
    text = files("webapp.services.example").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return list(yaml.safe_load(text))


def invented_experts() -> list[Expert]:
    """Return the pool."""
    return [
        Expert(
            id=str(number),
            name=row["name"],
            units=(Unit(row["unit"]),),
            region=Region("", row["city"]),
            titles=(row["title"],),
            industries=(row["industry"],),
            areas=(row["area"],),
            keywords=(row["industry"],),
        )
        for number, row in enumerate(read_invented("experts"), start=1)
    ]


def invented_answers(pack: Pack, row: Mapping[str, Any], number: int, years: tuple[int, int, int]) -> dict[str, Any]:
    """Fill the whole form for one invented cluster; figures agree with each other."""
    answers: dict[str, Any] = {field.key: filler(field, row) for field in pack.form.fields}
    operator = f"{row['county']}{row['niche']}产业园区管理委员会（虚构）"
    bureau = f"{row['county']}工业和信息化局"
    answers |= {
        "application.report_years": list(years),
        "cover.cluster_name": row["name"],
        "basic.cluster_name": row["name"],
        "cover.city": row["city"],
        "cover.county": row["county"],
        "cover.operator": operator,
        "basic.operator": operator,
        "cover.authority": bureau,
        "basic.authority": bureau,
        "basic.area_km2": f"{12 + 7 * number % 60}.50",
        "basic.industry_sector": "第二产业",
        "innovation.platforms_national": "1" if row["quality"] > 80 else "0",
        "innovation.platforms_provincial": str(2 + number % 3),
        "innovation.platforms_other": "2",
        "openness.overseas_branches": str(number % 3),
    }
    figures = output_figures(row) | innovation_figures(row, number) | other_figures(row, number)
    return {**answers, **figures, **row.get("differs", {})}


def filler(field: Field, row: Mapping[str, Any]) -> Any:
    """Answer a field nothing else answers: boxes ticked, texts written, counts small."""
    if field.kind == "yes_no":
        return "是"
    if field.kind == "yes_no_na":
        return field.options[0].label if field.key.startswith("green.") else "不涉及"
    if field.kind == "ticks":
        kept = len(field.options) if row["quality"] > 80 else max(1, len(field.options) - 2)
        return [option.number for option in field.options[:kept]]
    if field.kind == "phone":
        return "0471-0000000"
    if field.kind == "date":
        return "2026-03-20"
    if field.kind in ("name", "signature", "seal"):
        return "演示人员（虚构）"
    if field.kind == "text":
        topic = field.label.split("（")[0]
        return f"（虚构示例）围绕{row['niche']}，集群主导产品为{row['product']}，{topic}方面工作扎实推进。"
    return ["2", "3", "4"] if field.years == 3 else "3"


def output_figures(row: Mapping[str, Any]) -> dict[str, Any]:
    """Output of three years that grows as declared, with shares above the thresholds."""
    growth = [Decimal(rate) for rate in row["growth"]]
    last = Decimal(row["output"])
    before = rounded(last / (1 + growth[2] / 100))
    first = rounded(before / (1 + growth[1] / 100))
    scale = 1 + row["quality"] // 12
    return {
        "leading_industry.total_output": [str(first), str(before), str(last)],
        "leading_industry.sme_output_share": ["72.00", "73.50", "75.20"],
        "leading_industry.output_share": ["80.00", "80.00", "80.00"],
        "leading_industry.growth": list(row["growth"]),
        "leading_industry.average_growth": str(geometric_mean_growth(growth)),
        "leading_industry.enterprises": [str(18 * scale), str(20 * scale), str(22 * scale)],
        "leading_industry.smes": [str(16 * scale), str(18 * scale), str(20 * scale)],
        "leading_industry.specialised_smes": [str(scale), str(scale + 2), str(scale + 4)],
        "leading_industry.little_giants": ["1", "1", "2"],
        "leading_industry.champions": ["0", "0", "1"],
        "leading_industry.high_tech_and_innovative_smes": [str(2 * scale), str(2 * scale + 3), str(2 * scale + 6)],
    }


def innovation_figures(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Research figures whose patents per ten thousand agree with patents and staff."""
    employees = 2600 + 140 * number
    patents = 30 + row["quality"] // 2 + number
    return {
        "innovation.rd_intensity": ["2.60", "2.80", f"3.{number % 10}0"],
        "innovation.rd_growth": ["8.50", "9.20", "10.40"],
        "innovation.sme_employees": str(employees),
        "innovation.rd_staff_share": f"{8 + number % 6}.20",
        "innovation.patent_average_growth": "12.50",
        "innovation.patents_per_10k": str(rounded(Decimal(patents) * 10_000 / employees)),
        "innovation.sme_patents": str(patents),
    }


def other_figures(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Digital, green and open figures."""
    start = Decimal("1.90") - Decimal(row["quality"]) / 100
    return {
        "digital.cloud_share": f"{40 + row['quality'] % 30}.00",
        "digital.industrial_internet_penetration": f"{12 + number}.50",
        "digital.software_spend": ["820.00", "960.00", f"{1100 + 10 * number}.00"],
        "green.co2_intensity": [str(start), str(start - Decimal("0.06")), str(start - Decimal("0.13"))],
        "green.energy_intensity_cut": "4.20",
        "green.solid_waste_use": f"{80 + number}.00",
        "green.water_reuse": f"{70 + number}.00",
        "openness.export_growth": ["6.00", "7.50", "8.20"],
        "openness.fdi_growth": ["2.00", "3.10", "3.60"],
    }


def rounded(value: Decimal) -> Decimal:
    """Round half up to two decimals."""
    return value.quantize(CENT, ROUND_HALF_UP)


def invented_context(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what screening and the expert engine read beside the form."""
    return {
        "applicant": {"kind": "operator", "operator_kind": "产业园区管委会", "designated_by_city": True},
        "location": {"kind": "one_county"},
        "city": {"on_site_verification": True, "recommendation": True},
        "lists": {"leading_industry_champions_or_giants": 3, "leading_industry_other_titled": 8, "other_titled": 12},
        "evidence_missing": [],
        "facts": {},
        "people": {"industry": [row["niche"]], "keywords": [row["niche"], row["product"]], "province": "内蒙古自治区"},
    }
