"""Refusals as JSON: the stable code, the sentence, every problem with its place, and a status that fits."""

from flask import Blueprint, Response
from flask_babel import gettext
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from webapp.api.answers import ProblemAnswer, Refused
from webapp.errors import NotFound, NotPermitted, Problem, ProblemsFound, Refusal, StaleWrite

STATUS = {
    "token-needed": 401,
    "token-unknown": 401,
    "disk-full": 507,
    "database-busy": 503,
    "database-failed": 503,
    "locked-out": 429,
    "key-reused": 409,
    "key-in-use": 409,
    "already-done": 409,
    "changed-meanwhile": 409,
    "not-json": 415,
}
HTTP_WORDS = {
    404: "没有这个接口，请对照接口说明核对地址和方法。",
    405: "这个地址不支持这种方法。",
    413: "请求过大，请压缩或拆分后重试。",
    500: "系统出错，本次操作没有保存。请把请求编号告诉系统管理员。",
}
OTHER_WORDS = "请求无法处理，请对照接口说明改正。"


def status_of(refusal: Refusal) -> int:
    """Choose the HTTP status for a refusal."""
    if refusal.code in STATUS:
        return STATUS[refusal.code]
    if isinstance(refusal, NotPermitted):
        return 403
    if isinstance(refusal, NotFound):
        return 404
    return 409 if isinstance(refusal, StaleWrite) else 422


def told(message: Refusal | Problem) -> str:
    """Say it in the language of the call."""
    return str(gettext(message.message_template)).format(**message.values)


def refused(refusal: Refusal) -> Response:
    """Answer a refusal."""
    problems = refusal.problems if isinstance(refusal, ProblemsFound) else ()
    body = Refused(
        code=refusal.code,
        message=told(refusal),
        problems=[ProblemAnswer(where=one.where, code=one.code, message=told(one)) for one in problems],
        values={name: str(value) for name, value in refusal.values.items()},
    )
    answer = Response(body.model_dump_json(), status_of(refusal), mimetype="application/json")
    if answer.status_code == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="zeyou"'
    return answer


def failed(error: HTTPException) -> Response:
    """Answer what Flask itself refuses, and what went wrong."""
    status = error.code or 500
    body = Refused(code=f"http-{status}", message=str(gettext(HTTP_WORDS.get(status, OTHER_WORDS))))
    answer = Response(body.model_dump_json(), status, mimetype="application/json")
    if isinstance(error, MethodNotAllowed):
        answer.headers["Allow"] = ", ".join(error.valid_methods or ())
    return answer


def install_refusals(api: Blueprint) -> None:
    """Connect the answers; Flask looks for them by the kind of error."""
    api.register_error_handler(Refusal, refused)
    api.register_error_handler(HTTPException, failed)
