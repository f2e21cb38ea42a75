"""What a proxy or a service manager asks: is the process alive, and can it do its work."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from webapp.pages.door import guards, now, wiring
from webapp.permissions import Action
from webapp.services.ready_to_work import ready_to_work

pages = Blueprint("health", __name__, url_prefix="/health")


@pages.get("/live")
@guards(Action.ASK_HEALTH)
def live_answer() -> ResponseReturnValue:
    """Answer without looking at anything: a process that answers is alive."""
    return {"alive": True}


@pages.get("/ready")
@guards(Action.ASK_HEALTH)
def ready_answer() -> ResponseReturnValue:
    """Answer 200 when a page could be served now, 503 when not; what is wrong stays in `zeyou doctor`."""
    is_ready = ready_to_work(wiring().engine, now=now())
    return {"ready": is_ready}, 200 if is_ready else 503
