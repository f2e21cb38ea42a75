"""A server that only copies another: reading goes on, saving is refused in words, the next connection is a new one."""

import pytest
from sqlalchemy import make_url, text

from webapp.database import build_engine, reading, transaction
from webapp.errors import Refusal

ASK_WHICH = text("SELECT pg_backend_pid()")


def test_copy_for_reading_refuses_a_save_in_words_and_is_left(postgres_url: str) -> None:
    url = make_url(postgres_url).update_query_dict({"options": "-c default_transaction_read_only=on"})
    engine = build_engine(url.render_as_string(hide_password=False))
    with reading(engine) as session:
        before = session.scalar(ASK_WHICH)
    with pytest.raises(Refusal) as caught, transaction(engine) as session:
        session.execute(text("CREATE TABLE saved (one integer)"))
    with reading(engine) as session:
        after = session.scalar(ASK_WHICH)
    engine.dispose()
    assert caught.value.code == "database-failed"
    assert after != before
