"""Which contacts an address means, and which address means the same."""

from __future__ import annotations

import pytest
from flask import Flask

from webapp.errors import Fault
from webapp.rules.workflow.document import Comparison, Conditions, Operator
from webapp.services.contacts.segments.selection import Selection
from webapp.views.contacts import contact_filter

ROME = {"if-join": "all", "if-0-subject": "contact.city", "if-0-operator": "is", "if-0-value": "Rome"}
EMPTY = {"if-1-subject": "", "if-1-operator": "is", "if-1-value": " "}
CITY = Conditions(comparisons=(Comparison("contact.city", Operator.IS, "Rome"),))


def test_a_search_and_conditions(app: Flask) -> None:
    assert contact_filter.read({"q": "ann", **ROME, **EMPTY}) == Selection("ann", CITY)
    assert contact_filter.read({"confirm": "1"}) == Selection(to_confirm=True)
    with pytest.raises(Fault):
        contact_filter.read(ROME | {"if-0-subject": "city"})


def test_what_is_empty_stands_in_no_address() -> None:
    assert contact_filter.parameters({"q": " ", "x": "1", **EMPTY, "if-join": "any"}) == {}
    assert contact_filter.parameters({"q": "ann", **ROME, **EMPTY}) == {"q": "ann", **ROME}


def test_a_filter_that_is_being_written_narrows_nothing(app: Flask) -> None:
    assert contact_filter.shown({"q": "ann", "more": "if", **ROME}) == (Selection("ann"), {})
    assert contact_filter.form({"more": "if", **ROME})["wanted"] == CITY
    _, faults = contact_filter.shown(ROME | {"if-0-value": ""})
    assert list(faults) == ["if-0-subject"]
