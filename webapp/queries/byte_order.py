"""Text in the order of its bytes on either database, whatever the language its administrator chose for sorting."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class by_bytes(FunctionElement[str]):  # noqa: N801  # written like the functions it stands beside
    """A column to order by where the rows are hashed or ranked: a cluster of `zh_CN.UTF-8` would sort otherwise."""

    type = String()
    inherit_cache = True


@compiles(by_bytes)
def order_of_sqlite(element: by_bytes, compiler: SQLCompiler, **kept: Any) -> str:
    """SQLite compares bytes by itself."""
    return compiler.process(element.clauses, **kept)


@compiles(by_bytes, "postgresql")
def order_of_postgresql(element: by_bytes, compiler: SQLCompiler, **kept: Any) -> str:
    """PostgreSQL compares by the locale of the database, unless told."""
    return f'{compiler.process(element.clauses, **kept)} COLLATE "C"'
