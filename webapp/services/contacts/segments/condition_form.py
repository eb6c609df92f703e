"""Conditions as a form has them, and back: rows of comparisons, and groups of such rows.

Names of fields: `P-join`, `P-0-subject`, `P-0-operator`, `P-0-value`, and of a group `P-g0-join`,
`P-g0-0-subject` and so on; `P` is the prefix of the whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from webapp.errors import Fault
from webapp.rules.typed_text import one_line
from webapp.rules.workflow.document import Comparison, Conditions, Group, Join, Operator

MOST = 20
"""Rows of one list, and groups: as many as `rules/workflow/stored` reads."""
LONGEST_SUBJECT, LONGEST_VALUE = 120, 500
Typed = Mapping[str, str]


def read(typed: Typed, prefix: str) -> Conditions:
    """What was typed; rows and groups that were left empty are left out. Raises Fault."""
    groups = [Group(_join(typed, at), _rows(typed, at)) for at in _groups(typed, prefix)]
    kept = tuple(group for group in groups if group.comparisons)
    return Conditions(_join(typed, prefix), _rows(typed, prefix), kept)


def again(typed: Typed, prefix: str) -> Conditions:
    """The same for the form that is shown again: whatever was typed, and a group that was asked for.

    `drop` in what was typed names the row or the group to leave out, `group` the prefix that gets one more.
    """
    dropped = typed.get("drop", "")
    groups = [Group(_join(typed, at), _shown(typed, at)) for at in _groups(typed, prefix) if at != dropped]
    groups += [Group(Join.ANY)] if typed.get("group") == prefix and len(groups) < MOST else []
    return Conditions(_join(typed, prefix), _shown(typed, prefix), tuple(groups))


def _groups(typed: Typed, prefix: str) -> list[str]:
    found = {int(one[1]) for name in typed if (one := re.fullmatch(rf"{prefix}-g(\d{{1,3}})-join", name))}
    return [f"{prefix}-g{number}" for number in sorted(found)[:MOST]]


def _join(typed: Typed, prefix: str) -> Join:
    return Join.ANY if typed.get(f"{prefix}-join") == Join.ANY else Join.ALL


def _rows(typed: Typed, prefix: str) -> tuple[Comparison, ...]:
    sent = [(f"{prefix}-{n}", row) for n, row in _sent(typed, prefix) if row.subject or row.value]
    if len(sent) > MOST:
        raise Fault(f"There can be up to {MOST} conditions in a list.", f"{sent[MOST][0]}-subject")
    return tuple(_checked(at, row) for at, row in sent)


def _shown(typed: Typed, prefix: str) -> tuple[Comparison, ...]:
    dropped = typed.get("drop", "")
    return tuple(
        row for n, row in _sent(typed, prefix) if (row.subject or row.value) and dropped != f"{prefix}-{n}"
    )


def _sent(typed: Typed, prefix: str) -> list[tuple[int, Comparison]]:
    pattern = re.compile(rf"{prefix}-(\d{{1,3}})-subject")
    numbers = sorted({int(one[1]) for name in typed if (one := pattern.fullmatch(name))})
    return [(n, _comparison(typed, f"{prefix}-{n}")) for n in numbers[: MOST + 1]]


def _comparison(typed: Typed, at: str) -> Comparison:
    operator = typed.get(f"{at}-operator", "")
    chosen = Operator(operator) if operator in list(Operator) else Operator.IS
    return Comparison(
        one_line(typed.get(f"{at}-subject", "")), chosen, one_line(typed.get(f"{at}-value", ""))
    )


def _checked(at: str, row: Comparison) -> Comparison:
    if not row.subject:
        raise Fault("Say what is compared.", f"{at}-subject")
    if len(row.subject) > LONGEST_SUBJECT:
        raise Fault(f"This can have up to {LONGEST_SUBJECT} characters.", f"{at}-subject")
    if len(row.value) > LONGEST_VALUE:
        raise Fault(f"This can have up to {LONGEST_VALUE} characters.", f"{at}-value")
    return row
