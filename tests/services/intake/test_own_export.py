"""Our own list of opt-outs, imported again; and rows that have swallowed others, in a list of opt-outs."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import factories
from tests.conversations import CAROL
from tests.services.opt_outs.test_imports import counts, imported, out
from webapp.models.user import User
from webapp.services.intake import own_export
from webapp.services.opt_outs import imports


@pytest.fixture
def ada(app: Flask) -> User:
    factories.number()
    return factories.user()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_rows_of_our_own_list_that_were_lifted_stay_as_they_are(ada: User, delimiter: str) -> None:
    lines = [
        own_export.COLUMNS,
        ("+17205550120", "", "2026-11-28", "staff", "", "", "2026-11-28T14:08:17+00:00", "Ada", "asked", ""),
        ("+17205550121", "", "2026-11-28", "staff", "", "", "", "", "", ""),
        ("+17205550122", "", "2026-11-28", "staff", "", "", "28/11/2026 14:08", "Ada", "asked", ""),
        ("+17205550122", "", "2026-11-29", "staff", "", "", "-", "", "", ""),
    ]
    one = imported("\n".join(delimiter.join(line) for line in lines), ada)
    assert out() == {"+17205550121", "+17205550122"}
    assert (one.lifted, counts(one)) == (2, (2, 0, 0, 0))


def test_our_own_list_has_the_columns_by_which_it_is_known() -> None:
    assert own_export.lifted_column(own_export.COLUMNS) == 6
    assert own_export.lifted_column(["Phone", "LIFTED_AT"]) == 1
    assert own_export.lifted_column(["phone", "since"]) is None


def test_a_row_that_has_swallowed_others_stands_in_front_of_the_person(ada: User) -> None:
    one = imported(
        'name,phone\nEve,(202) 555-0111\n"Bob,202-555-0122\nCy,202-555-0133\n",202-555-0144\n', ada
    )
    assert out() >= {CAROL, "+12025550144"}
    assert [row.row_no for row in imports.unusable(one)] == [3]
    assert "look like other rows" in imports.unusable(one)[0].reason
