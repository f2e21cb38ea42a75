"""The least a page and a save can cost on the database measured: one query in a bare Flask page, one durable insert."""

import os
from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import text

from webapp.database import build_engine

application = Flask("floor")
engine = build_engine(os.environ["ZEYOU_DATABASE"])


@application.get("/read")
def read_page() -> str:
    """Ask the database one thing."""
    with engine.connect() as connection:
        return str(connection.scalar(text("SELECT title FROM round ORDER BY id DESC LIMIT 1")))


@application.post("/insert")
def insert_act() -> str:
    """Write one row and wait until it is on the disk."""
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("INSERT INTO floor_row (at) VALUES (:at)"), {"at": datetime.now(UTC).isoformat()})
    return "stored"
