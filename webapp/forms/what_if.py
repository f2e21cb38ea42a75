"""The form of a trial: other weights, places, pass line and quotas, read like the settings themselves."""

from collections.abc import Mapping, Sequence

from webapp.errors import Problem, ProblemsFound
from webapp.forms.list_rule import read_pass_line, read_quotas
from webapp.forms.round_settings import weight, whole
from webapp.services.round_settings import RoundSettings

PLACES = ("拟认定名额", 1, 10_000)


def read_trial(form: Mapping[str, str], old: RoundSettings, areas: Sequence[tuple[str, str]]) -> RoundSettings:
    """Return the settings to try or raise ProblemsFound; a form that was not sent tries the settings in force."""
    if "places" not in form:
        return old
    problems: list[Problem] = []
    places = whole(form, "places", *PLACES, problems)
    weights = {key: weight(form, key, title, problems) for key, title in areas}
    if areas and not problems and sum(weights.values()) != 100:
        facts = {"total": str(sum(weights.values()))}
        problems.append(Problem("六个领域的权重", "weights-sum", "权重之和应为 100，现为 {total}。", facts))
    tried = {
        "places": places,
        "pass_line": read_pass_line(form, problems),
        "quotas": [list(quota) for quota in read_quotas(form, problems)],
    }
    if problems:
        raise ProblemsFound("trial-wrong", tuple(problems))
    kept = {key: str(value) for key, value in weights.items()} or dict(old.weights)
    return RoundSettings.from_json(old.as_json() | tried | {"weights": kept})
