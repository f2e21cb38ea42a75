"""The least a page and a save can cost on the database measured, by hand and by objects.

By hand: one query in a bare Flask page, one durable insert. By objects, as an ordinary Flask application is written:
thirty objects read by the ORM into a template that is as long as the scoring page, one object stored durably.
"""

import os
from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from webapp.database import build_engine

application = Flask("floor")
engine = build_engine(os.environ["ZEYOU_DATABASE"])
FILLER = "择优" * 15_000
PAGE = application.jinja_env.from_string(
    "<!doctype html>{% for row in rows %}<p>{{ row.criterion }} {{ row.hundredths }}</p>{% endfor %}{{ filler }}"
)


class Base(DeclarativeBase):
    """The floor's own tables, which are not the application's."""


class Points(Base):
    """The points of a criterion, as little of them as a page needs."""

    __tablename__ = "score"

    review_id: Mapped[int] = mapped_column(primary_key=True)
    criterion: Mapped[str] = mapped_column(primary_key=True)
    hundredths: Mapped[int | None]


class FloorRow(Base):
    """One durable row."""

    __tablename__ = "floor_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]


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


@application.get("/objects")
def objects_page() -> str:
    """Read thirty objects into a page as long as the scoring page."""
    with Session(engine) as session:
        return PAGE.render(rows=session.scalars(select(Points).limit(30)).all(), filler=FILLER)


@application.post("/object")
def object_act() -> str:
    """Store one object and wait until it is on the disk."""
    with Session(engine.execution_options(writes=True)) as session:
        session.add(FloorRow(at=datetime.now(UTC).isoformat()))
        session.commit()
    return "stored"
