"""Refusals become pages: the fact, what to do, and a status that fits."""

from flask import Flask, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from webapp.errors import NotFound, NotPermitted, ProblemsFound, Refusal, StaleWrite
from webapp.pages.language import told

STATUS = {
    "disk-full": 507,
    "database-busy": 503,
    "database-failed": 503,
    "locked-out": 429,
    "changed-meanwhile": 409,
    "already-done": 409,
}


def status_of(refusal: Refusal) -> int:
    """Choose the HTTP status for a refusal."""
    if isinstance(refusal, NotPermitted):
        return 403
    if isinstance(refusal, NotFound):
        return 404
    if isinstance(refusal, StaleWrite):
        return 409
    return STATUS.get(refusal.code, 422)


def title_of(status: int) -> str:
    """Say in two words what happened: nothing there, not allowed, or not done."""
    titles: dict[int, str] = {403: _("没有权限"), 404: _("没有找到")}
    return titles.get(status, str(_("未能完成")))


def answer(title: str, text: str, status: int, problems: tuple[str, ...] = (), code: str = "") -> ResponseReturnValue:
    """Answer in the form the asker reads: a page, or JSON for scripts of our own pages."""
    if request.headers.get("Accept", "").startswith("application/json"):
        return {"error": text, "code": code, "problems": list(problems)}, status
    return render_template("entrance/refusal.html", title=title, text=text, problems=problems), status


def install_refusals(app: Flask) -> None:
    """Connect the error pages."""

    @app.errorhandler(Refusal)
    def refused(refusal: Refusal) -> ResponseReturnValue:
        listed: tuple[str, ...] = ()
        if isinstance(refusal, ProblemsFound):
            listed = tuple(f"{problem.where}：{told(problem)}" for problem in refusal.problems)
        status = status_of(refusal)
        return answer(title_of(status), told(refusal), status, listed, refusal.code)

    @app.errorhandler(CSRFError)
    def forged(_error: CSRFError) -> ResponseReturnValue:
        return answer(_("页面已过期"), _("页面已过期或来源不明，本次操作没有保存。请返回上一页刷新后重试。"), 400)

    @app.errorhandler(HTTPException)
    def failed(error: HTTPException) -> ResponseReturnValue:
        texts = {
            404: _("没有这个页面，或您无权查看。"),
            405: _("不支持这种访问方式。"),
            413: _("上传的文件过大，请压缩或拆分后重试。"),
            500: _("系统出错，本次操作没有完成。请稍后重试；仍然不行的，把现在的时间告诉系统管理员。"),
        }
        status = error.code or 500
        made = make_response(answer(title_of(status), texts.get(status, _("请求无法处理，请返回后重试。")), status))
        if isinstance(error, MethodNotAllowed):
            made.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
        return made
