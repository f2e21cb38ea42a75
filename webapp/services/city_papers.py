"""The facts a city's papers are printed from: names, dates and figures of one declaration or of its recommendations."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rubrics.loading import load_pack
from rubrics.model import Pack
from rubrics.numbers import MalformedNumberError, read_number
from webapp.models import CityStep, Declaration, Round
from webapp.services.round_settings import RoundSettings

APPLICANT_KEYS = ("cover.operator", "basic.operator", "cover.authority", "basic.authority")
LEVEL = re.compile("^.{0,3}级")
FIGURES = (
    ("leading_industry.total_output", 2),
    ("leading_industry.average_growth", 2),
    ("leading_industry.output_share", 2),
    ("leading_industry.smes", 0),
    ("innovation.rd_intensity", 2),
)


@dataclass(frozen=True)
class PaperHead:
    """What every paper of a declaration says at its head."""

    round_title: str
    number: str
    cluster_name: str
    applicant: str
    address: str
    city_bureau: str
    department: str
    fingerprint: str
    contact: str


@dataclass(frozen=True)
class SummaryLine:
    """One recommended cluster with its latest figures in the order of the headings."""

    place: int
    cluster_name: str
    county: str
    applicant: str
    industry: str
    figures: tuple[Decimal | int | None, ...]
    opinion: str


def paper_head(declaration: Declaration, found: Round, city: str) -> PaperHead:
    """Collect the head of a paper."""
    pack, settings = load_pack(found.pack_id), RoundSettings.from_json(found.settings)
    return PaperHead(
        round_title=found.title,
        number=declaration.number,
        cluster_name=declaration.cluster_name,
        applicant=applicant_of(declaration),
        address=f"{declaration.city}{declaration.county}",
        city_bureau=bureau_title(pack, city),
        department=pack.labels.get("department", ""),
        fingerprint=(found.fingerprint or "")[:12],
        contact=f"{settings.contact_person} {settings.contact_phone}".strip(),
    )


def bureau_title(pack: Pack, city: str) -> str:
    """Name the city's bureau: the pack's title without its word for any city."""
    title = pack.labels.get("city_bureau", "主管部门").removeprefix(pack.labels.get("city", ""))
    return f"{city}{LEVEL.sub('', title)}"


def applicant_of(declaration: Declaration) -> str:
    """Return who declares, as far as the form names anybody."""
    names = (declaration.answers.get(key) for key in APPLICANT_KEYS)
    return next((str(name) for name in names if name and name != "无"), "申报单位")


def summary_headings(pack_id: str) -> tuple[tuple[str, int], ...]:
    """Return the headings of the summary's figures and their decimals."""
    form = load_pack(pack_id).form
    return tuple((form.field(key).label, decimals) for key, decimals in FIGURES if key in form.by_key)


def summary_lines(pack_id: str, listed: Sequence[Declaration]) -> tuple[SummaryLine, ...]:
    """Return one line for each recommended declaration in the city's order."""
    form = load_pack(pack_id).form
    keys = [key for key, _ in FIGURES if key in form.by_key]
    return tuple(
        SummaryLine(
            one.city_place or place,
            one.cluster_name,
            one.county,
            applicant_of(one),
            str(one.context.get("people", {}).get("industry", [""])[0]) or one.cluster_name,
            tuple(latest_number(one.answers.get(key)) for key in keys),
            str(one.answers.get("statement.city_opinion") or ""),
        )
        for place, one in enumerate(listed, start=1)
    )


def latest_number(value: object) -> Decimal | None:
    """Read the latest figure of a row, or the only one."""
    cell = value[-1] if isinstance(value, list | tuple) and value else value
    try:
        number = read_number(cell)
    except MalformedNumberError:
        return None
    return number if isinstance(number, Decimal) else None


def step_text(steps: Sequence[CityStep], key: str) -> str:
    """Return the words of the last step of a kind."""
    return next((one.text for one in reversed(steps) if one.step == key), "")
