"""What the form tells while it is being filled: counters, recomputed averages, and findings by section."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rubrics.answers import Counter, counters, recomputed_averages, section_counter
from rubrics.loading import load_pack
from rubrics.model import Pack
from rubrics.screening import CheckFinding, ConditionFinding, screen
from webapp.models import Declaration, Round
from webapp.services.screen_stored import declaration_input
from webapp.services.warn_emissions import warn_emissions

# What is worth telling while somebody types; blanks are what is still being filled.
TOLD = ("veto", "fail", "needs_decision", "warning", "incomplete")
BESIDE_THE_FORM = "particulars"


@dataclass(frozen=True)
class DraftFinding:
    """One finding as the form shows it: article and words of the measure, and what is wrong with what was typed."""

    result: str
    article: str
    quote: str
    template: str
    values: Mapping[str, object]
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class DraftCheck:
    """Everything at once, so that one answer to the browser suffices."""

    counters: Mapping[str, Counter]
    averages: Mapping[str, str]
    findings: Mapping[str, tuple[DraftFinding, ...]]
    n_passed: int
    n_blank: int
    overall: str


@dataclass
class Gathering:
    """Findings being sorted by section."""

    by_section: dict[str, list[DraftFinding]] = field(default_factory=lambda: defaultdict(list))

    def add(self, pack: Pack, finding: DraftFinding) -> None:
        """Put a finding where its first field stands."""
        keys = [key for key in finding.fields if key in pack.form.by_key]
        section = pack.form.field(keys[0]).section if keys else BESIDE_THE_FORM
        self.by_section[section].append(finding)


def check_draft(declaration: Declaration, found: Round, answers: Mapping[str, Any]) -> DraftCheck:
    """Screen what was typed, as if it were stored; nothing is written."""
    pack = load_pack(found.pack_id)
    plain = {**declaration_input(declaration, found), "fields": {**declaration.answers, **answers}}
    screening = screen(pack, plain)
    gathered = Gathering()
    for one in screening.findings:
        if one.result in TOLD:
            gathered.add(pack, of_condition(pack, one))
    for check in screening.checks:
        if check.result in TOLD and check.check != "F1":
            gathered.add(pack, of_check(check))
    for warning in warn_emissions(pack, plain):
        gathered.add(pack, DraftFinding("warning", warning.article, "", warning.template, warning.values, warning.rows))
    results = [one.result for one in screening.findings]
    return DraftCheck(
        counters=dict(text_counters(pack, plain["fields"])),
        averages={key: str(value) for key, value in recomputed_averages(pack.form, plain["fields"]).items()},
        findings={key: tuple(found_there) for key, found_there in gathered.by_section.items()},
        n_passed=results.count("pass"),
        n_blank=results.count("missing"),
        overall=screening.overall,
    )


def of_condition(pack: Pack, finding: ConditionFinding) -> DraftFinding:
    """Show a condition's finding with the measure's words."""
    return DraftFinding(
        finding.result,
        finding.article,
        finding.quote,
        finding.reason_template,
        finding.reason_values,
        pack.condition(finding.condition).fields,
    )


def of_check(check: CheckFinding) -> DraftFinding:
    """Show a check of the form or of its consistency."""
    return DraftFinding(check.result, "", check.check, check.reason_template, check.reason_values, check.fields)


def text_counters(pack: Pack, answers: Mapping[str, Any]) -> Iterator[tuple[str, Counter]]:
    """Count the characters of every limited text, and of every section with a common limit."""
    for one in pack.form.fields:
        counter = counters(one, answers.get(one.key))
        if counter is not None:
            yield one.key, counter
    for section in pack.form.sections:
        common = section_counter(pack.form, section, answers)
        if common is not None:
            yield section.key, common
