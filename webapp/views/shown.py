"""Forms that show all of something: saving one leaves alone what a colleague has changed meanwhile.

A form takes along what it showed. What someone left as it was is as it is by now; what both have changed is
theirs to decide, once they know.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import request

from webapp.errors import Gather

FIELD = "shown"
"""Hidden, in the form; see the macro of this name in templates/_forms.html."""
BOTH = (
    "A colleague has changed this since you opened the page. Save again to have what you typed, or open the "
    "page again to see theirs."
)
Values = Mapping[str, Any]


def of(values: Values) -> str:
    """What a form shows, for it to take along: JSON; nothing for nothing."""
    return json.dumps(dict(values), ensure_ascii=False) if values else ""


def again(present: Values, faults: Mapping[str, str]) -> str:
    """For the same form once more: what it showed, but for what its author has been told of by now."""
    told = {name: present[name] for name, sentence in faults.items() if sentence == BOTH}
    return of({**(_showed() or present), **told})


def together(typed: Values, present: Values) -> tuple[dict[str, Any], Gather]:
    """What the form that came with the request means: what its author has changed in it, and else `present`.

    Beside it the faults, of what a colleague has changed otherwise. What is not of `present` is as it was
    typed; so is all of a form that does not say what it showed. A newer field than the form is left alone.
    """
    showed = _showed()
    meant, both = dict(typed), Gather()
    for name in (one for one in typed if showed and one in present):
        if name not in showed or _plain(typed[name]) == _plain(showed[name]):
            meant[name] = present[name]
        elif _plain(present[name]) not in (_plain(showed[name]), _plain(typed[name])):
            both.by_field[name] = BOTH
    return meant, both


def _showed() -> dict[str, Any]:
    try:
        showed = json.loads(request.form.get(FIELD, ""))
    except (ValueError, RecursionError):
        return {}
    return showed if isinstance(showed, dict) else {}


def _plain(value: Any) -> Any:
    """As a browser sends it back: ends of lines are its own, and a box that is off says nothing."""
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return str(value).replace("\r\n", "\n").strip() if value else ""
