"""The checks of a bundle one by one; each returns what differs, or None when it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from typing import Any

from reviewers.draw import Candidate, Limit, draw_panel
from reviewers.seed import Contribution, joint_seed
from scoring.composite import AreaWeights, ScoreColumns, area_means_of
from scoring.ranking import Ranking
from scoring.ratings import Ratings
from webapp.services.derived_numbers import micro, ranking_seed, settings_fingerprint
from webapp.services.fit_ranking import FITS_AREAS, rank_ratings
from webapp.services.list_rule import propose_list
from webapp.services.packed_scores import PackedScores, table_of
from webapp.services.replay_reconsideration import check_reconsiderations
from webapp.services.round_settings import RoundSettings
from webapp.services.step_in import entries_in_order

Parts = Mapping[str, Any]
# Apply a function to each of several values: `map`, or that of an executor with processes of its own.
Each = Callable[..., Iterable[Any]]
FIGURES = ("rank", "estimate", "sd", "lo", "hi", "expected_rank", "p_top_k")


def check_settings(parts: Parts) -> str | None:
    """The fingerprint covers the pack and the settings."""
    part = parts["settings.json"]
    if settings_fingerprint(part["pack_fingerprint"], part["settings"]) != part["fingerprint"]:
        return "设置与指纹不符。"
    logged = [entry for entry in parts["ledger.json"] if entry["action"] == "freeze round"]
    return None if logged and part["fingerprint"] in logged[-1]["facts"] else "留痕中没有这次冻结。"


def check_seed(parts: Parts) -> str | None:
    """The seed follows from what the parties contributed."""
    part = parts["draw.json"]
    seed = joint_seed([Contribution(party, value) for party, value in part["contributions"].items()])
    return None if seed.hex() == part["seed"] else "合成的种子与记录不符。"


def check_draw(parts: Parts) -> str | None:
    """Drawing again with the seed gives the same record."""
    part = parts["draw.json"]
    record = draw_panel(
        [Candidate(key, {"unit": (label,)}) for key, label in part["units"].items()],
        places=part["places"],
        reserves=part["reserves"],
        seed=bytes.fromhex(part["seed"]),
        excluded={one["candidate"]: one["reasons"] for one in part["entries"] if one["outcome"] == "excluded"},
        limit=Limit("unit", part["per_unit"]),
    )
    drawn = {key: tuple(one["candidate"] for one in entries_in_order(part, key)) for key in ("chosen", "reserve")}
    for title, mine, theirs in (("抽中", record.chosen, drawn["chosen"]), ("候补", record.reserves, drawn["reserve"])):
        if sorted(mine) != sorted(theirs):
            return f"{title}名单不一致：重算为 {'、'.join(mine)}，记录为 {'、'.join(theirs)}。"
    return None if record.fingerprint() == part["fingerprint"] else "抽取记录的指纹不符。"


def check_scores(parts: Parts) -> str | None:
    """The scores are those that were locked, each by an expert of the plan."""
    digest = parts["manifest.json"]["files"]["scores.json"]
    locked = [entry for entry in parts["ledger.json"] if entry["action"] == "lock scores"]
    if not locked or digest not in locked[-1]["facts"]:
        return "评分与锁定时的哈希不符。"
    problem = parts["plan.json"]["problem"]
    planned = {(problem["declarations"][i], problem["experts"][j]) for i, j in parts["plan.json"]["rows"]}
    strangers = sorted({(row[0], row[1]) for row in parts["scores.json"]} - planned)
    return f"{strangers[0][1]}并未分派到{strangers[0][0]}。" if strangers else check_reconsiderations(parts)


def weights_of(parts: Parts) -> tuple[AreaWeights, ...]:
    """Read the weights."""
    return tuple(
        AreaWeights(
            area["area"],
            Fraction(area["weight"]),
            tuple((key, Fraction(weight)) for key, weight in area["criteria"].items()),
        )
        for area in parts["settings.json"]["rubric"]
    )


def columns_in(parts: Parts) -> ScoreColumns:
    """Return the scores by columns."""
    scores = parts["scores.json"]
    return scores.columns if isinstance(scores, PackedScores) else table_of([scores]).columns


def bundled_ratings(parts: Parts) -> Ratings:
    """Build the engine's input from the scores of the bundle."""
    import pandas as pd

    rubric, settings = parts["settings.json"]["rubric"], parts["settings.json"]["settings"]
    weights = {
        key: Decimal(area["weight"]) * Decimal(weight) / 10_000
        for area in rubric
        for key, weight in area["criteria"].items()
    }
    columns = columns_in(parts)
    given = columns.hundredths >= 0
    names = {"declaration": columns.declarations, "expert": columns.experts, "criterion": columns.criteria}
    numbers = zip(names.items(), (columns.i, columns.j, columns.k), strict=True)
    labels = {name: pd.Categorical.from_codes(at[given], pd.Index(known)) for (name, known), at in numbers}
    frame = pd.DataFrame(labels | {"score": columns.hundredths[given] / 100})
    return Ratings.from_frame(
        frame,
        scale=(settings["scale_low"], settings["scale_high"]),
        step=Decimal("0.01"),
        criteria_weights=weights,
        area_of={key: area["area"] for area in rubric for key in area["criteria"]},
        missing="renormalise_within_area",
    )


@dataclass(frozen=True)
class Rerun:
    """A stored ranking with all that it is computed from."""

    run: Mapping[str, Any]
    ratings: Ratings
    settings: Mapping[str, Any]
    seed: int
    areas: Mapping[str, Mapping[str, float]]
    groups: Mapping[str, Mapping[str, str]]


def check_rankings(parts: Parts) -> str | None:
    """Every method gives the stored figures again, and the announced order resolves the ties."""
    return begin_rankings(parts, map)(parts)


def begin_rankings(parts: Parts, each: Each) -> Callable[[Parts], str | None]:
    """Let an executor rank again beside other checks; the check that is returned tells what came of it."""
    faults = faults_of_rankings(parts, each)
    return lambda _parts: next((fault for fault in faults if fault is not None), None)


def faults_of_rankings(parts: Parts, each: Each) -> Iterable[str | None]:
    """Rank again by every method, here the one whose areas an executor fits; tell the fault of each."""
    ratings = bundled_ratings(parts)
    settings, seed = parts["settings.json"]["settings"], ranking_seed(parts["settings.json"]["fingerprint"])
    decisive = [run for run in parts["rankings.json"] if run["is_decisive"]]
    if [run["method"] for run in decisive] != [settings["method"]]:
        return ["起决定作用的方法不是冻结的方法。"]
    areas, groups = bundled_areas(parts), parts.get("groups.json", {})
    reruns = [Rerun(run, ratings, settings, seed, areas, groups) for run in parts["rankings.json"]]
    by_area = (fault_of_run(one, each) for one in reruns if one.run["method"] == FITS_AREAS)
    return chain(each(fault_of_run, [one for one in reruns if one.run["method"] != FITS_AREAS]), by_area)


def fault_of_run(one: Rerun, each: Each = map) -> str | None:
    """Rank again by one method, and propose the list again."""
    method = one.run["method"]
    ranking = rank_ratings(one.ratings, method, one.settings["places"], one.seed, each)
    rule = RoundSettings.from_json(one.settings)
    chosen = propose_list(
        ranking.frame, rule, one.groups, places=ranking.places, tie_figures=one.areas, method=method
    ).selection.frame
    return differing_figure(ranking, dict(zip(chosen["declaration"], chosen["status"], strict=True)), one.run)


def differing_figure(ranking: Ranking, status: Mapping[str, str], run: Mapping[str, Any]) -> str | None:
    """Compare a recomputed ranking with the stored one, figure by figure."""
    stored = {row["declaration"]: row for row in run["rows"]}
    if set(stored) != set(ranking.frame["declaration"]):
        return f"方法 {run['method']}：排序中的申报与评分中的不一致。"
    for row in ranking.frame.to_dict("records"):
        label = row["declaration"]
        mine: dict[str, object] = {key: int(row[key]) if key == "rank" else micro(row[key]) for key in FIGURES}
        mine["status"] = status[label]
        for key, value in mine.items():
            if stored[label][key] != value:
                return f"方法 {run['method']}：{label} 的 {key} 重算为 {value}，记录为 {stored[label][key]}。"
    return None


def bundled_areas(parts: Parts) -> dict[str, dict[str, float]]:
    """Average the areas of each declaration for the announced order of ties."""
    means = area_means_of(columns_in(parts), weights_of(parts))
    return {key: {label: float(mean) for label, mean in by_label.items()} for key, by_label in means.items()}


def check_decision(parts: Parts) -> str | None:
    """Every departure from the ranking has a reason."""
    decisive = next(run for run in parts["rankings.json"] if run["is_decisive"])
    proposed = {row["declaration"]: row["status"] for row in decisive["rows"]}
    for one in parts.get("decision.json", ()):
        status = proposed[one["declaration"]]
        if (
            status != "tied"
            and (status == "selected") != one["is_selected"]
            and not (one["reason"].strip() and one["decider"].strip())
        ):
            return f"{one['declaration']} 与排序不一致，却没有理由或决定人。"
    return None
