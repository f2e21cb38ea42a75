"""What programs send: strict bodies, whose mistakes become problems with their place."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from webapp.api.asked import LARGEST_NUMBER
from webapp.errors import Problem, ProblemsFound

WRONG = "请求内容有 {count} 处不对，未保存任何内容：请按所列位置改正后重试。"
OTHER = "这一项的内容不符合要求，请对照接口说明改正。"
WORDS: Mapping[str, str] = {
    "missing": "缺少这一项，请补上。",
    "extra_forbidden": "没有这一项，请删去或核对名称。",
    "json_invalid": "请求不是有效的 JSON，请核对括号、引号和编码（UTF-8）。",
    "control-character": "文字中含有不可见的控制字符，请删去。",
    "string_type": "应为文字，请加上引号。",
    "string_too_long": "文字太长，请缩短。",
    "string_too_short": "不能为空，请填写。",
    "int_type": "应为整数。",
    "int_parsing": "应为整数。",
    "bool_type": "应为 true 或 false。",
    "bool_parsing": "应为 true 或 false。",
    "list_type": "应为数组。",
    "dict_type": "应为对象。",
    "model_type": "应为对象。",
    "date_from_datetime_parsing": "日期应写成 2026-03-31 的样子。",
    "date_parsing": "日期应写成 2026-03-31 的样子。",
    "date_type": "日期应写成 2026-03-31 的样子。",
    "greater_than_equal": "数值太小。",
    "less_than_equal": "数值太大。",
    "literal_error": "不是可选的值，请对照接口说明。",
}
Number = Annotated[int, Field(ge=0, le=LARGEST_NUMBER)]
Word = Annotated[str, Field(max_length=200)]
Words = Annotated[str, Field(max_length=20_000)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]


class Body(BaseModel):
    """A body without unknown fields and without characters that no person types."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def refuse_control_characters(cls, sent: Any) -> Any:
        """Refuse what a database cannot keep."""
        if holds_control(sent):
            raise PydanticCustomError("control-character", "control character")
        return sent


AnyBody = TypeVar("AnyBody", bound=Body)


def holds_control(sent: object) -> bool:
    """Tell whether any text in what was sent holds NUL."""
    if isinstance(sent, str):
        return "\0" in sent
    if isinstance(sent, Mapping):
        return any(holds_control(key) or holds_control(value) for key, value in sent.items())
    return isinstance(sent, list) and any(map(holds_control, sent))


def read_body(model: type[AnyBody], data: bytes) -> AnyBody:
    """Read the body or refuse with one problem per mistake."""
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        raise ProblemsFound("body-wrong", tuple(map(as_problem, error.errors())), WRONG) from error


def as_problem(found: Any) -> Problem:
    """Say one mistake in words, with its place."""
    where = ".".join(map(str, found["loc"])) or "body"
    kind = str(found["type"])
    return Problem(where[:200], kind.replace("_", "-"), WORDS.get(kind, OTHER))
