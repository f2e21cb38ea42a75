"""The invented round with an attacker's text in every place where a person's words are kept."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, bindparam, select, update
from sqlalchemy.orm import Session

from tests.conftest import TODAY
from tests.stories.actors import SETTINGS
from tests.stories.list_world import object_to, settle
from tests.stories.registry_world import recognised
from webapp import models
from webapp.database import give_field_key, transaction
from webapp.queries import rounds

WORDS = re.compile(r"[\u4e00-\u9fff].*[\u4e00-\u9fff]", re.DOTALL)
# Keys, states, codes and fingerprints are left as they are: nobody types them, and the pages need them to be found.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "account": ("display_name",),
    "account_request": ("reason",),
    "annual_report": ("texts", "reason"),
    "api_token": ("title",),
    "cluster": ("name", "county", "operator", "industry"),
    "cluster_evidence": ("filename",),
    "cluster_change": ("before", "after", "reason"),
    "cluster_step": ("text",),
    "city_step": ("text", "facts"),
    "conflict": ("evidence", "evidence_parts"),
    "decision": ("reason", "decider"),
    "declaration": ("cluster_name", "county", "answers", "context", "source"),
    "evidence": ("filename",),
    "expert": ("name", "unit", "profile"),
    "extra_review": ("reason",),
    "finding_decision": ("reason",),
    "incident": ("text", "evidence"),
    "known_tie": ("person_a", "unit_a", "person_b", "unit_b", "evidence"),
    "known_unit": ("name", "names"),
    "list_entry": ("reason",),
    "login_session": ("browser",),
    "login_try": ("login",),
    "notice": ("text",),
    "notice_text": ("subject", "body"),
    "objection": ("objector", "claim", "filename", "investigators", "finding", "answer", "decider"),
    "panel_opinion": ("place", "sections", "dissent", "conclusion"),
    "pool_answer": ("reason",),
    "pool_entry": ("name", "county", "operator", "reason"),
    "publicity": ("contact",),
    "ranking_run": ("notes",),
    "recusal_request": ("asked", "reason", "answer"),
    "review": ("opinion",),
    "revocation_case": ("quote", "facts", "evidence", "statement", "reason"),
    "round": ("title",),
    "sample_case": ("title", "note", "answers"),
    "score": ("reason",),
    "screening_result": ("result",),
    "spot_check": ("visitors", "text"),
}


def fuller_round(engine: Engine, folder: Path) -> None:
    """Add what the invented round has not come to: an objection, a recognised cluster, its change and its case."""
    give_field_key(engine, SETTINGS)
    with transaction(engine) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        if found.state == "publicity":
            number = session.scalars(select(models.Declaration.number)).first() or ""
            settle(session, found, object_to(session, found, number, TODAY, folder), "dismissed", TODAY)
            session.flush()
        story = recognised(session, "nm-2023", TODAY - timedelta(days=100))
        story.change("运营管理机构", TODAY - timedelta(days=3), TODAY)
        story.report(story.operator, TODAY.year - 1, TODAY)
        story.open_case(2, TODAY)
        for review in session.scalars(select(models.Review).limit(40)):
            review.opinion = "意见"


def poison(engine: Engine, texts: tuple[str, ...]) -> int:
    """Put the texts by turns into every place; return how many places."""
    turn = cycle(texts)
    with Session(engine.execution_options(writes=True)) as session:
        n = sum(poison_table(session, models.Round.metadata.tables[name], turn) for name in COLUMNS)
        session.commit()
    return n


def poison_table(session: Session, table: Table, turn: Iterator[str]) -> int:
    """Overwrite the columns of one table, row by row, past the application."""
    columns, keys = [table.c[name] for name in COLUMNS[table.name]], list(table.primary_key.columns)
    changed = [
        {f"old_{key.name}": getattr(row, key.name) for key in keys}
        | {f"new_{one.name}": poisoned(getattr(row, one.name), one, turn) for one in columns}
        for row in session.execute(select(*keys, *columns))
    ]
    if changed:
        values = {one.name: bindparam(f"new_{one.name}") for one in columns}
        which = [key == bindparam(f"old_{key.name}") for key in keys]
        session.connection().execute(update(table).where(*which).values(values), changed)
    return len(changed) * len(columns)


def poisoned(old: Any, column: Any, turn: Iterator[str]) -> Any:
    """Return the text instead of the old one, or the same structure with every sentence in it replaced."""
    if isinstance(old, str):
        return next(turn)[: getattr(column.type, "length", None) or 4_000]
    return replaced(old, turn)


def replaced(old: Any, turn: Iterator[str]) -> Any:
    """Replace every text with Chinese words in a structure; figures, keys and our own templates stay."""
    if isinstance(old, dict):
        return {key: value if "template" in key else replaced(value, turn) for key, value in old.items()}
    if isinstance(old, list):
        return [replaced(value, turn) for value in old]
    return next(turn) if isinstance(old, str) and WORDS.search(old) else old
