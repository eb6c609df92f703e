"""Telling errors of one piece of work from errors of the whole system.

Work that raises is found by trying smaller parts, and set aside with its reason, so that it does not block
the rest. Errors of the system are waited out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from redis.exceptions import RedisError
from rq.timeouts import BaseTimeoutException
from sqlalchemy.exc import (
    DatabaseError,
    DataError,
    DBAPIError,
    DisconnectionError,
    IntegrityError,
    InterfaceError,
    NotSupportedError,
    OperationalError,
    PendingRollbackError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from webapp.db import db

Id = TypeVar("Id")
Result = TypeVar("Result")

SYSTEM_ERRORS = (
    RedisError,
    BaseTimeoutException,
    DisconnectionError,
    PendingRollbackError,
    PoolTimeout,
    MemoryError,
)
"""Redis or the database is away, the job's time is over, or there is no room."""
OF_VALUES = (DataError, IntegrityError, NotSupportedError)


SURROUNDINGS = (RedisError, DisconnectionError, PoolTimeout, OperationalError)
FAULTS_OF_OURS = ("SQLITE_ERROR", "40P01")
"""What an OperationalError may also be: SQLite's word for SQL that is wrong, PostgreSQL's for a deadlock."""


def is_of_surroundings(error: BaseException | None) -> bool:
    """Whether Redis or the database is away, busy or full. Where in our code it was noticed tells nothing."""
    said = getattr(error, "orig", None)
    code = getattr(said, "sqlstate", None) or getattr(said, "sqlite_errorname", None)
    return isinstance(error, SURROUNDINGS) and code not in FAULTS_OF_OURS


def in_a_line(error: BaseException | None) -> str:
    """What such an error says, without the statement that met it."""
    return " ".join(str(getattr(error, "orig", None) or error).split())


def is_of_the_work(error: Exception) -> bool:
    """Whether the work itself raised this: others would go through."""
    if isinstance(error, SYSTEM_ERRORS):
        return False
    return _is_of_values(error) if isinstance(error, DBAPIError) else True


def _is_of_values(error: DBAPIError) -> bool:
    if isinstance(error, OF_VALUES):
        return True
    said, state = str(error.orig), getattr(error.orig, "sqlstate", None) or ""
    if isinstance(error, OperationalError):  # PostgreSQL's class 54: too large for a row or an index
        return state.startswith("54") or "malformed JSON" in said
    if isinstance(error, ProgrammingError | InterfaceError):  # class 42: a table or a right is missing
        return not state and ("adapt" in said or "binding parameter" in said)
    return not isinstance(error, DatabaseError)


def attempt(work: Callable[[], Result]) -> tuple[Result | None, Exception | None]:
    """Do it; return what it returns, or what it raised, rolled back. Raises errors of the system."""
    try:
        return work(), None
    except Exception as error:
        db.session.rollback()
        if not is_of_the_work(error):
            raise
        return None, error


def fault_of(work: Callable[[], object]) -> Exception | None:
    """The same of what returns nothing."""
    return attempt(work)[1]


def attempt_pure(work: Callable[[], Result]) -> tuple[Result | None, Exception | None]:
    """As `attempt`, for work that does not use the session: what its caller has begun there goes on."""
    try:
        return work(), None
    except Exception as error:
        if not is_of_the_work(error):
            raise
        return None, error


def attempt_within(work: Callable[[], Result]) -> tuple[Result | None, Exception | None]:
    """As `attempt`, for a part of a transaction, which goes on: only the part is rolled back."""
    part = db.session.begin_nested()
    try:
        result = work()
        part.commit()
    except Exception as error:
        if not is_of_the_work(error):
            raise
        part.rollback()
        return None, error
    return result, None


def fault_within(work: Callable[[], object]) -> Exception | None:
    """The same of what returns nothing."""
    return attempt_within(work)[1]


def faults_among(ids: Sequence[Id], work: Callable[[Sequence[Id]], object]) -> dict[Id, Exception]:
    """Those of `ids` that `work` raises for, each with its error; found by halves, in log2 steps a piece.

    `work` is rolled back, also when it does not raise.
    """
    error = fault_of(lambda: _for_a_try(ids, work)) if ids else None
    if error is None:
        return {}
    if len(ids) == 1:
        return {ids[0]: error}
    half = len(ids) // 2
    return faults_among(ids[:half], work) | faults_among(ids[half:], work)


def faults_within(ids: Sequence[Id], work: Callable[[Sequence[Id]], object]) -> dict[Id, Exception]:
    """The same for a part of a transaction, which goes on: what did not raise is done."""
    error = fault_within(lambda: work(ids)) if ids else None
    if error is None:
        return {}
    if len(ids) == 1:
        return {ids[0]: error}
    half = len(ids) // 2
    return faults_within(ids[:half], work) | faults_within(ids[half:], work)


def _for_a_try(ids: Sequence[Id], work: Callable[[Sequence[Id]], object]) -> None:
    work(ids)
    db.session.flush()
    db.session.rollback()


def name(error: Exception) -> str:
    """What an error is called, for a sentence that sends people to the log."""
    of_driver = error.orig if isinstance(error, DBAPIError) else None
    return type(of_driver or error).__name__
