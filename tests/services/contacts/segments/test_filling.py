"""Who cannot be put into a segment by hand is not put into it by a job."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import factories
from webapp.errors import Conflict
from webapp.rules.workflow.document import Comparison, Conditions
from webapp.services.contacts.segments import filling, members, store
from webapp.services.contacts.segments.selection import Selection


def test_a_filter_takes_no_one(app: Flask) -> None:
    ada = factories.user()
    rome = store.create("Rome", ada, Conditions(comparisons=(Comparison("contact.city", value="Rome"),)))
    with pytest.raises(Conflict, match="is a filter"):
        filling.begin(rome, Selection(), "all contacts", ada)
    assert members.NOT_BY_HAND
