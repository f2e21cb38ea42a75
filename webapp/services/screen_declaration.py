"""Screen declarations given as JSON text against a rule pack named by its id or folder."""

from __future__ import annotations

from collections.abc import Mapping

from rubrics.declaration_reading import MalformedDeclarationError
from rubrics.loading import open_pack
from rubrics.model import Pack
from rubrics.problems import PackProblemsError, Problem, UnknownPackError
from rubrics.screening import screen
from webapp.errors import Unusable
from webapp.services.json_text import parse_json

MOST_SHOWN = 20


def screen_declaration(pack_name: str, text: str, *, complete: bool = False) -> dict[str, object] | list[object]:
    """Return the screening of one JSON object, or a list of screenings of a JSON array."""
    pack = pack_named(pack_name)
    document = parse_json("申报", text)
    if isinstance(document, list):
        return [_screened(pack, entry, complete, f"[{index}].") for index, entry in enumerate(document)]
    return _screened(pack, document, complete, "")


def pack_named(name: str) -> Pack:
    """Return the pack with this id or in this folder, or refuse with what is wrong."""
    try:
        return open_pack(name)
    except UnknownPackError:
        raise Unusable("unknown_pack", "没有规则包“{pack}”。", pack=name) from None
    except PackProblemsError as error:
        raise Unusable("pack_problems", "规则包“{pack}”有误：\n{problems}", pack=name, problems=str(error)) from None


def _screened(pack: Pack, plain: object, complete: bool, place: str) -> dict[str, object]:
    if not isinstance(plain, Mapping):
        raise Unusable("not_a_declaration", "{place}申报应为 JSON 对象。", place=place)
    try:
        return screen(pack, plain, complete=complete).as_json()
    except MalformedDeclarationError as error:
        raise Unusable(
            "malformed", "申报数据有误，请改正：\n{problems}", problems=_listed(error.problems, place)
        ) from None


def _listed(problems: tuple[Problem, ...], place: str) -> str:
    lines = [f"  {place}{problem.path}：{problem.message}" for problem in problems[:MOST_SHOWN]]
    rest = len(problems) - MOST_SHOWN
    return "\n".join([*lines, f"  另有 {rest} 处"] if rest > 0 else lines)
