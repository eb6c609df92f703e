"""A row that raises while its list is checked: it is faulty, with a plain reason, and the others go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import structlog

from webapp.channels.base import FAULT, Bound
from webapp.services import containment
from webapp.services.batches.rows.row_findings import FAULTY, Finding, Found, Row, find_all

log = structlog.get_logger(__name__)

INTERNAL = f"{FAULT}internal"
"""A fault that comes from the content: the next check tries the row again."""
FEW = 8
"""When so many rows raise, and no other row does not, it is the whole list that does."""


def find(content: Bound, rows: Sequence[Row]) -> list[Found]:
    """`row_findings.find_all`; rows that raise are faulty. When all do, it is no row's trouble: raises."""
    errors: dict[int, Exception] = {}
    found = _find(content, rows, errors)
    _must_be_of_some(errors, len(rows))
    return found


def _find(content: Bound, rows: Sequence[Row], errors: dict[int, Exception]) -> list[Found]:
    try:
        return find_all(content, list(rows))
    except Exception as error:
        if not containment.is_of_the_work(error):
            raise
        if len(rows) == 1:
            errors[rows[0].id] = error
            return [faulty(rows[0], error)]
    half = len(rows) // 2
    return _find(content, rows[:half], errors) + _find(content, rows[half:], errors)


def _must_be_of_some(errors: Mapping[Any, Exception], of: int) -> None:
    if len(errors) == of >= FEW:
        raise next(iter(errors.values()))


def alone(step: Callable[[Row, Finding], Found], row: Row, finding: Finding) -> Found:
    """What a step makes of a row."""
    try:
        return step(row, finding)
    except Exception as error:
        if not containment.is_of_the_work(error):
            raise
        return faulty(row, error)


def of_phones(
    found: list[Found], phones: Sequence[str], work: Callable[[Sequence[str]], object]
) -> list[Found]:
    """Do something with all of the phones at once; the rows of those for which it raises are faulty.

    It is done for all others once, and must do nothing when it raises.
    """
    if containment.fault_within(lambda: work(phones)) is None:
        return found
    raising = containment.faults_within(phones, work)
    _must_be_of_some(raising, len(phones))
    return [faulty(one[0], raising[one[0].phone]) if one[0].phone in raising else one for one in found]


def faulty(row: Row, error: Exception) -> Found:
    """The finding of a row that raises."""
    log.error("a row of a list raises", row=row.id, error=repr(error))
    why = f"Outbound failed on this row ({containment.name(error)}), and cannot use it. The log says more."
    known = row.faults if isinstance(row.faults, list) else []
    kept = [one for one in known if isinstance(one, list) and not str(one[0]).startswith(FAULT)]
    return row, Finding(FAULTY, [*kept, [INTERNAL, None, why]], "", 0)
