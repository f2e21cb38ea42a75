"""Engine, session and the one transaction around a use case, the same on SQLite and PostgreSQL."""

import logging
import select
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import URL, Connection, DateTime, Engine, create_engine, event, make_url
from sqlalchemy.engine import Dialect
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, InvalidatePoolError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.types import TypeDecorator

from webapp.errors import Refusal, Unusable
from webapp.settings import FieldKey, Settings

BUSY_MILLISECONDS = 10_000
LOOK_SECONDS, LOOKS = 0.001, 1000
CONNECT_SECONDS = 10
POSTGRES_SPELLINGS = ("postgresql", "postgres", "postgresql+psycopg")
Result = TypeVar("Result")
FIELD_KEYS: WeakKeyDictionary[Dialect, FieldKey] = WeakKeyDictionary()
READ_ONLY = "25006"  # SQLSTATE: the server is a copy for reading
CROSSED = ("40P01", "40001")  # SQLSTATE: deadlock detected, serialization failure
MOST_CROSSINGS, PAUSE_SECONDS = 3, 0.05
AWAY = "数据库暂时不可用，本次操作没有保存，请稍后重试。"
HAS_COMMITTED: ContextVar[bool] = ContextVar("has committed", default=False)


log = logging.getLogger("zeyou.database")


class Crossed(Refusal):
    """Another transaction came between and the database took this one back, whole: it may be begun again.

    They waited for each other, or both wrote the same thing at once: begun again, it sees what the other did.
    """


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets time zones, so they are taken off and put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment and store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give UTC back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def build_engine(url: str, settings: Settings | None = None) -> Engine:
    """Return an engine that carries the settings, with which every session on it seals what it writes."""
    engine = sqlite_engine(url) if url.startswith("sqlite") else postgres_engine(postgres_address(url))
    event.listen(engine, "handle_error", refuse_impossible_value)
    engine.update_execution_options(built=engine)
    if settings is not None:
        engine.update_execution_options(settings=settings)
        give_field_key(engine, settings)
    return engine


def give_field_key(engine: Engine, settings: Settings) -> None:
    """Let the columns of this engine encrypt and decrypt; they see nothing but their dialect."""
    if settings.field_key is not None:
        FIELD_KEYS[engine.dialect] = settings.field_key


def field_key_of(dialect: Dialect) -> FieldKey | None:
    """Return the key given to the dialect's engine."""
    return FIELD_KEYS.get(dialect)


def settings_of(session: Session) -> Settings:
    """Return the settings that the session's engine was built with; without any, nothing is noted outside."""
    found = session.connection().get_execution_options().get("settings")
    return found if isinstance(found, Settings) else Settings(Path(), "", "")


def postgres_address(text: str) -> URL:
    """Read the address of a PostgreSQL database in any of the usual spellings; a password in it is not repeated."""
    try:
        url = make_url(text)
    except ArgumentError:
        url = None
    if url is None or url.drivername not in POSTGRES_SPELLINGS:
        template = "数据库地址应以 sqlite:/// 或 postgresql:// 开头，例如 postgresql://zeyou@localhost/zeyou。"
        raise Unusable("bad-database", template)
    return url.set(drivername="postgresql+psycopg")


def postgres_engine(url: URL) -> Engine:
    """Return an engine with a pool that notices a restarted server.

    A process of the web service has four threads, a worker one beside its heartbeat: eight connections are never all
    in use, and those above are closed again.
    """
    patience = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_SECONDS}
    engine = create_engine(url, connect_args=patience, pool_size=8, max_overflow=8, hide_parameters=True)
    event.listen(engine, "checkout", refuse_closed)
    event.listen(engine, "handle_error", leave_read_only)
    return engine


def refuse_closed(connection: Any, _record: object, _borrowed: object) -> None:
    """Let the pool connect anew where the server has hung up: a resting connection has nothing to say, so what can be
    read from it is its end. The question costs no way to the server, unlike a statement that asks whether it is there.
    """
    asking = select.poll()
    asking.register(connection.fileno(), select.POLLIN)
    if asking.poll(0):
        raise InvalidatePoolError()


def leave_read_only(context: ExceptionContext) -> None:
    """Say in words that nothing can be saved on a copy for reading, and connect anew: where the address names several
    servers, another may be the main one by now.
    """
    if getattr(context.original_exception, "sqlstate", None) == READ_ONLY:
        context.is_disconnect = True
        raise Refusal("database-failed", AWAY) from context.original_exception


def sqlite_engine(url: str) -> Engine:
    """Return an engine that waits for the lock, writes ahead and syncs each commit to disk."""
    engine = create_engine(url, connect_args={"timeout": BUSY_MILLISECONDS / 1000}, hide_parameters=True)
    event.listen(engine, "connect", prepare_sqlite)
    event.listen(engine, "begin", begin_sqlite)
    return engine


def prepare_sqlite(connection: Any, _record: object) -> None:
    """Set the pragmas; the timeout goes first so that switching to WAL can wait for another process."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_MILLISECONDS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def refuse_impossible_value(context: ExceptionContext) -> None:
    """Say in words that a number is too large or a character impossible, whichever database found out."""
    found = context.original_exception
    if isinstance(found, OverflowError | UnicodeEncodeError) or isinstance(context.sqlalchemy_exception, DataError):
        text = "有的数字过大、文字过长，或者含有无法保存的字符，本次操作没有保存。请改正后重试。"
        raise Refusal("impossible-value", text) from found


def begin_sqlite(connection: Any) -> None:
    """Take the write lock at once where the session writes: a late upgrade fails without waiting."""
    if connection.get_execution_options().get("writes", False):
        if not is_begun_soon(connection.connection.driver_connection):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.connection.driver_connection.execute("BEGIN")  # waits for nobody, so nothing can be refused


def is_begun_soon(driver: Any) -> bool:
    """Ask for the write lock each millisecond for a while: left to itself, SQLite sleeps ever longer between two looks,
    up to a tenth of a second beside a lock that is held for two milliseconds at a time.
    """
    driver.execute("PRAGMA busy_timeout=0")
    try:
        for _look in range(LOOKS):
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                time.sleep(LOOK_SECONDS)
            else:
                return True
        return False
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")


def to_write(engine: Engine) -> Engine:
    """Return the engine whose transactions may write."""
    return engine if engine.get_execution_options().get("writes") else engine.execution_options(writes=True)


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """Open a writing session, commit when the block ends well, leave nothing behind when it does not."""
    session = Session(to_write(engine), expire_on_commit=False)
    try:
        yield session
        session.commit()
        HAS_COMMITTED.set(True)
    except OperationalError as error:
        session.rollback()
        raise refused_by_database(error) from error
    except (IntegrityError, StaleDataError) as error:
        session.rollback()
        log.warning("a write met another: %s", met_at(error))
        template = "同一事项刚刚已由另一次操作办理，本次操作没有保存。请刷新后核对再办。"
        raise Crossed("changed-meanwhile", template) from error
    except BaseException:
        session.rollback()
        raise
    finally:
        session.close()


def met_at(error: Exception) -> str:
    """Name the constraint without the values that are in its way."""
    told = getattr(getattr(error, "orig", error), "diag", None)
    return str(getattr(told, "constraint_name", None) or type(error).__name__)


def again_when_crossed(work: Callable[[], Result], *, before_again: Callable[[], None] = lambda: None) -> Result:
    """Do the work; begin it again where the database took it back whole and nothing of it had been committed."""
    for attempt in range(MOST_CROSSINGS):
        HAS_COMMITTED.set(False)
        try:
            return work()
        except Crossed:
            if HAS_COMMITTED.get():
                raise
            before_again()
            time.sleep(PAUSE_SECONDS * (attempt + 1))  # the other goes on first, or they meet once more
    return work()


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Open a session that only reads; a database that is away is said in words."""
    try:
        with Session(engine) as session:
            yield session
            end_reading(session)
    except OperationalError as error:
        raise refused_by_database(error) from error


def end_reading(session: Session) -> None:
    """Commit where nothing was written: after a rollback PostgreSQL's driver prepares all statements of the connection
    anew, each of the next dozens of requests paying for it. What was written by mistake is rolled back as ever.
    """
    is_untouched = not (session.info or session.new or session.dirty or session.deleted)
    if is_untouched and session.in_transaction():
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            driver: Any = connection.connection.driver_connection
            driver.commit()


def without_transaction(engine: Engine) -> Engine:
    """Return the engine for reading where each statement stands alone; PostgreSQL's see no more in a transaction.

    It saves the ways to the server that begin and end one. SQLite's statements see one state in a transaction, which
    costs nothing there; what is streamed needs a transaction on both.
    """
    return engine if engine.dialect.name == "sqlite" else engine.execution_options(isolation_level="AUTOCOMMIT")


@contextmanager
def looking(engine: Engine) -> Iterator[Connection]:
    """Open a bare connection that only reads: for the one question every request asks."""
    try:
        with engine.connect() as connection:
            yield connection
    except OperationalError as error:
        raise refused_by_database(error) from error


@contextmanager
def snapshot(engine: Engine) -> Iterator[Session]:
    """Open a session that sees one state throughout, whatever is written meanwhile; SQLite's sessions all do."""
    steady = engine if engine.dialect.name == "sqlite" else engine.execution_options(isolation_level="REPEATABLE READ")
    with reading(steady) as session:
        yield session


def refused_by_database(error: DBAPIError) -> Refusal:
    """Say a full disk or a busy database in words; anything else stays what it was."""
    if getattr(error.orig, "sqlstate", None) in CROSSED:
        return Crossed("database-busy", "数据库正忙，本次操作没有保存，请稍后重试。")
    text = str(error.orig)
    if "disk is full" in text or "No space left" in text:
        return Refusal("disk-full", "磁盘已满，本次操作没有保存。请清理磁盘空间后重试；此前已保存的内容完好。")
    if "locked" in text:
        return Refusal("database-busy", "数据库正忙，本次操作没有保存，请稍后重试。")
    return Refusal("database-failed", AWAY)
