"""``zeyou assign``: experts to declarations, from one npz file to another."""

import json
from pathlib import Path
from typing import Any

import click

from webapp.services.assign_file import Impossible, Malformed, assign_file, diagnosis_as_data


@click.command(name="assign", help="为申报分派专家：读入 problem.npz，写出 plan.npz。")
@click.option("--problem", "problem_path", required=True, type=click.Path(path_type=Path), help="问题文件（npz）")
@click.option(
    "--objective",
    default="total",
    help="目标：total、fair、comparable、random，或前三者加权，如 total=0.6,comparable=0.4",
)
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=0, help="随机种子")
@click.option("--out", "plan_path", required=True, type=click.Path(path_type=Path), help="方案文件（npz）")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 打印结果")
@click.pass_context
def command(
    context: click.Context, problem_path: Path, objective: str, seed: int, plan_path: Path, *, as_json: bool
) -> None:
    """Assign and tell how it went: exit 0, 2 for a malformed file, 3 for a problem without a plan."""
    outcome = assign_file(problem_path, objective, seed, plan_path)
    if isinstance(outcome, Malformed):
        for fault in outcome.faults:
            click.echo(fault.reason, err=True)
        context.exit(2)
    if isinstance(outcome, Impossible):
        click.echo(json.dumps(diagnosis_as_data(outcome.diagnosis), ensure_ascii=False, indent=2))
        context.exit(3)
    facts: dict[str, Any] = {
        "n_assignments": int(outcome.declaration.size),
        "objective": outcome.objective,
        "total": outcome.total,
        "reached": outcome.certificate.reached,
        "bound": outcome.bound,
        "seed": outcome.seed,
        "seconds": outcome.seconds,
    }
    text = "已分派 {n_assignments} 人次，契合度合计 {total:.6g}，上界 {bound:.6g}，用时 {seconds:.2f} 秒"
    if outcome.certificate.bound_on == "weighted_terms":
        text = "已分派 {n_assignments} 人次，加权值 {reached:.4f}，上界 {bound:.4f}，用时 {seconds:.2f} 秒"
        facts["terms"] = {term: outcome.certificate.figures[term] for term in ("total", "fair", "comparable")}
    click.echo(json.dumps(facts) if as_json else text.format(**facts))
