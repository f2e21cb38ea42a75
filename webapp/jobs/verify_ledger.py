"""The full check of ledger and rows of a large installation: read in one snapshot, recorded with its result."""

from typing import Any

from sqlalchemy.orm import Session

from webapp.errors import Problem
from webapp.jobs.kind import Kind, Outcome, Task
from webapp.services.recheck_ledger import record_verification
from webapp.services.verify_ledger import LedgerReport, verify_ledger

MOST_TOLD = 200


def check_everything(task: Task) -> LedgerReport:
    """Check every entry and every row they wrote."""
    return verify_ledger(task.engine)


def record_result(session: Session, task: Task, report: LedgerReport) -> Outcome:
    """Write down that it was done and what it found."""
    facts = record_verification(session, actor=task.actor, report=report, now=task.now)
    problems = [told(one) for one in report.problems[:MOST_TOLD]]
    return Outcome({**facts, "problems": problems})


def told(problem: Problem) -> dict[str, Any]:
    """Keep a problem so that the page can say it in the reader's language."""
    values = {key: str(value) for key, value in problem.values.items()}
    return {"where": problem.where, "template": problem.message_template, "values": values}


VERIFY_LEDGER = Kind(check_everything, record_result)
