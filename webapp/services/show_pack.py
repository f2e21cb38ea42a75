"""Show a rule pack: whole as data, or as the lines a clerk reads."""

from rubrics.loading import open_pack, pack_ids
from rubrics.model import Pack
from rubrics.problems import PackProblemsError, UnknownPackError
from rubrics.versions import fingerprint, pack_as_json
from webapp.errors import Problem, ProblemsFound, Unusable


def known_packs() -> list[dict[str, object]]:
    """Return id, title, region and completeness of every pack that comes with the product."""
    packs = (find_pack(pack_id) for pack_id in pack_ids())
    return [{"id": pack.id, "title": pack.title, "region": pack.region, "complete": pack.complete} for pack in packs]


def find_pack(name: str) -> Pack:
    """Return the pack of an id or a folder, or refuse and say which packs there are."""
    try:
        return open_pack(name)
    except UnknownPackError:
        known = "、".join(pack_ids())
        raise Unusable(
            "unknown-pack", "没有名为“{name}”的规则包，也没有这个文件夹；现有：{known}。", name=name, known=known
        ) from None
    except PackProblemsError as error:
        problems = tuple(
            Problem(problem.path, problem.code, problem.message_template, problem.message_values)
            for problem in error.problems
        )
        raise ProblemsFound("pack-problems", problems) from None


def pack_data(name: str) -> dict[str, object]:
    """Return everything the pack says with its fingerprint, as plain JSON."""
    pack = find_pack(name)
    return {"fingerprint": fingerprint(pack), **pack_as_json(pack)}


def pack_lines(name: str) -> list[str]:
    """Return the pack in lines: every field, condition, criterion, step and date with its article and line."""
    pack = find_pack(name)
    return [*_heading(pack), *_form(pack), *_conditions(pack), *_rubric(pack), *_procedure(pack), *_materials(pack)]


def _heading(pack: Pack) -> list[str]:
    lines = [f"{pack.id}  {pack.title}", f"地区：{pack.region}", f"指纹：{fingerprint(pack)}"]
    if not pack.complete:
        lines.append("注意：本规则包不完整，不得作为正式依据。")
    return [*lines, pack.note] if pack.note else lines


def _form(pack: Pack) -> list[str]:
    n_cells = sum(1 for _ in pack.form.cells())
    lines = ["", f"申报表：{len(pack.form.fields)} 个字段，{n_cells} 格"]
    for field in pack.form.fields:
        years = "×3年" if field.years > 1 else ""
        unit = f"〔{field.unit}〕" if field.unit else ""
        lines.append(
            f"  {field.key}  {field.label}{unit}  {field.kind}{years}  {field.article}，第 {field.source_line} 行"
        )
    return lines


def _conditions(pack: Pack) -> list[str]:
    lines = ["", f"条件：{len(pack.conditions)} 条"]
    for condition in pack.conditions:
        place = f"第 {condition.article} 条，第 {condition.source_line} 行"
        lines.append(f"  {condition.id}  [{condition.kind}] {condition.quote}  {place}")
    return lines


def _rubric(pack: Pack) -> list[str]:
    lines = ["", f"评价指标：{pack.rubric.weights_note}"]
    for area in pack.rubric.areas:
        lines.append(f"  {area.title} {area.weight}%")
        lines += [f"    {criterion.key}  {criterion.title} {criterion.weight}%" for criterion in area.criteria]
    return lines


def _procedure(pack: Pack) -> list[str]:
    procedure = pack.procedure
    lines = ["", "程序："]
    if procedure.publicity is not None:
        proposed = "（办法未规定，建议）" if procedure.publicity.proposed else ""
        lines.append(
            f"  公示 {procedure.publicity.working_days} 个工作日{proposed}，第 {procedure.publicity.article} 条"
        )
    if procedure.annual_report is not None:
        report = procedure.annual_report
        lines.append(f"  年度报送 {report.month} 月 {report.day} 日前，第 {report.article} 条")
    lines += [f"  {step.title}：{'、'.join(step.sources)} → {step.target}" for step in procedure.transitions]
    grounds = (f"  撤销情形（{one.number}）{one.quote}，第 {one.source_line} 行" for one in procedure.revocation)
    provisions = (f"  {one.title}：{one.quote}，第 {one.article} 条" for one in procedure.provisions)
    return [*lines, *grounds, *provisions]


def _materials(pack: Pack) -> list[str]:
    if not pack.materials:
        return []
    lines = ["", f"申报材料：{len(pack.materials)} 项"]
    return lines + [
        f"  {material.number}. {material.title}，第 {material.source_line} 行" for material in pack.materials
    ]
