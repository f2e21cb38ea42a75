"""What a rule pack asks beside the form: who applies, where, which lists and facts; read from its conditions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from rubrics.known_facts import PATHS, shape_of
from rubrics.known_facts import TITLES as WORDS
from rubrics.loading import load_pack

TITLES: Mapping[str, str] = {
    "applicant.kind": "申报主体",
    "applicant.operator_kind": "集群运营管理机构的性质",
    "applicant.designated_by_city": "已由市级主管部门指定为申报主体",
    "location.kind": "集群所在区域",
    "location.county_output_shares": "各县（市、区）产值占比（%）",
    "location.applicant_county_share": "申报主体所在县产值占比（%）",
    "lists.leading_industry_champions_or_giants": "主导产业中的单项冠军和“小巨人”企业数（据重点企业名单）",
    "lists.leading_industry_other_titled": "主导产业中的其他称号企业数（据重点企业名单，不重复计）",
    "lists.other_titled": "集群中的其他称号企业数（据重点企业名单，不重复计）",
    "co2_total": "近三年二氧化碳排放总量（吨）",
    "facts.high_energy_industry": "属于高耗能行业",
    "facts.water_vs_industry_average": "水效水平与行业平均相比",
    "facts.contrary_public_record": "公开记录中的不良情况",
    "facts.violation_kind": "违法违规行为的种类",
}
WATER: Mapping[str, str] = {"below": "低于行业平均", "equal": "与行业平均持平", "above": "高于行业平均"}
# What only an authority states: its own designation and what it knows from public records.
BY_AUTHORITY = ("facts.", "applicant.designated_by_city")
BY_STEPS = "city."
OTHER = "其他"
OPTION_SOURCES = (("answer", "results"), ("cases_of", "cases"))


@dataclass(frozen=True)
class Particular:
    """One thing to state; ``options`` are values with their titles, empty where anything may be written."""

    path: str
    title: str
    shape: str
    options: tuple[tuple[str, str], ...]
    is_closed: bool
    by_authority: bool
    articles: tuple[str, ...]


@cache
def asked_particulars(pack_id: str) -> tuple[Particular, ...]:
    """Return what the pack's conditions read beside the form, in the order of the contract."""
    pack = load_pack(pack_id)
    articles: dict[str, list[str]] = {}
    options: dict[str, dict[str, None]] = {}
    open_ended: set[str] = set()
    for condition in pack.conditions:
        for path in condition.fields:
            articles.setdefault(path, []).append(condition.article)
        for path, words, otherwise in listed_words(condition.statement):
            options.setdefault(path, {}).update(dict.fromkeys(words))
            open_ended |= {path} if otherwise == "pass" else set()
    return tuple(
        particular(
            path,
            tuple(dict.fromkeys(articles[path])),
            tuple(options.get(path, ())),
            is_exhaustive=path not in open_ended,
        )
        for path in PATHS
        if path in articles and not path.startswith(BY_STEPS)
    )


def particular(path: str, articles: tuple[str, ...], words: tuple[str, ...], *, is_exhaustive: bool) -> Particular:
    """Give a path its title and the words it may be answered with."""
    titles = {**WORDS, **WATER}
    known = tuple(WATER) if path == "facts.water_vs_industry_average" else words
    is_closed = bool(known) and (is_exhaustive or all(word in titles for word in known))
    if is_closed and is_exhaustive and not any(word in titles for word in known):
        known = (*known, OTHER)
    return Particular(
        path=path,
        title=TITLES[path],
        shape=shape_of(path),
        options=tuple((word, titles.get(word, word)) for word in known),
        is_closed=is_closed,
        by_authority=path.startswith(BY_AUTHORITY),
        articles=articles,
    )


def listed_words(statement: object) -> Iterator[tuple[str, tuple[str, ...], object]]:
    """Yield every known fact that a condition compares with words, and the result of any other word, at any depth."""
    if isinstance(statement, list | tuple):
        for entry in statement:
            yield from listed_words(entry)
    if not isinstance(statement, Mapping):
        return
    for asked, answers in OPTION_SOURCES:
        path, words = statement.get(asked), statement.get(answers)
        if isinstance(path, str) and path in PATHS and isinstance(words, Mapping):
            yield path, tuple(map(str, words)), statement.get("otherwise")
    for value in statement.values():
        yield from listed_words(value)
