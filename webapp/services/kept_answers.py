"""What was worked out of many rows, kept by each process while the rows are the same."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

MOST = 64
Answer = TypeVar("Answer")
# By the pool of a database's connections, which every engine on it shares and which goes with it.
KEPT: WeakKeyDictionary[Any, OrderedDict[Hashable, object]] = WeakKeyDictionary()
LOCK = Lock()


def kept_answer(session: Session, key: Hashable, work: Callable[[], Answer]) -> Answer:
    """Return the answer, worked out where it is not known yet.

    The key must be another one as soon as the rows are others. Whoever has written in this transaction gets an answer
    of their own, which is not kept.
    """
    if "touched" in session.info or "changed rows" in session.info:
        return work()
    pool = session.connection().engine.pool
    with LOCK:
        known = KEPT.setdefault(pool, OrderedDict())
        if key in known:
            known.move_to_end(key)
            return cast(Answer, known[key])
    answer = work()
    with LOCK:
        known[key] = answer
        while len(known) > MOST:
            known.popitem(last=False)
    return answer
