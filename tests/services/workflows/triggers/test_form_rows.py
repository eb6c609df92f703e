"""The fields of a form as rows of the editor."""

from __future__ import annotations

import pytest

from webapp.services.workflows.triggers import form_rows
from webapp.services.workflows.triggers.form_fields import FormFields
from webapp.services.workflows.triggers.form_rows import Row

PHONE = Row("Phone", "phone", True)


@pytest.mark.parametrize(
    "row",
    [
        Row("Name", required=True),
        Row("Date of birth (DD/MM/YYYY):", "date"),
        Row("How long? (*) a: b", "choice", True, "Yes, at once\nLess than 6 weeks (soon) *: x"),
        Row("Evening calls", "yes/no"),
        Row("Größe", "number"),
    ],
)
def test_a_row_is_read_back_as_it_was_typed(row: Row) -> None:
    rows = [PHONE, row]
    assert form_rows.faults(rows, "f") == {}
    kept = form_rows.text([*rows, Row()])
    assert form_rows.of(kept) == rows
    assert FormFields().read(kept, "f")[1].label == row.label


@pytest.mark.parametrize(
    ("rows", "at", "sentence"),
    [
        ([PHONE, Row("", "date")], "f-1-label", "Write what is asked for."),
        ([PHONE, Row("x" * 61)], "f-1-label", "This can have up to 60 characters."),
        ([PHONE, Row("a|b")], "f-1-label", "Leave out { } and |."),
        ([PHONE, Row("PHONE:")], "f-1-label", "Another field is called so. Call this something else."),
        ([PHONE, Row("Consent")], "f-1-label", "The box for the consent has a field of its own below."),
        ([PHONE, Row("Note (text): soon", "number")], "f-1-label", "Write this without a word for a type"),
        ([PHONE, Row("Size", "choice", choices="One\nOne")], "f-1-choices", "Write two choices or more, one"),
        (
            [PHONE, Row("Size", "choice", choices="x" * 61 + "\nB")],
            "f-1-choices",
            "A choice can have up to 60",
        ),
        ([PHONE, Row("Name", "name"), Row("Surname", "name")], "f-2-kind", "Another field is their name"),
        ([Row("Phone", "phone")], "f-0-required", "Tick this: without a phone"),
        ([Row("Name")], "f", "Add a field of the type Phone"),
    ],
)
def test_what_is_wrong_is_said_at_its_row(rows: list[Row], at: str, sentence: str) -> None:
    found = form_rows.faults(rows, "f")
    assert list(found) == [at]
    assert found[at].startswith(sentence)


@pytest.mark.parametrize(
    ("act", "order", "at"),
    [
        ("add", "ABC-", 3),
        ("drop-0", "BC", 0),
        ("drop-2", "AB", 1),
        ("up-1", "BAC", 0),
        ("up-0", "ABC", 0),
        ("down-1", "ACB", 2),
        ("down-2", "ABC", 2),
        ("down-9", "ABC", 0),
        ("odd", "ABC", 0),
    ],
)
def test_rows_are_added_moved_and_removed(act: str, order: str, at: int) -> None:
    rows, where = form_rows.changed([Row(one) for one in "ABC"], act)
    assert ("".join(row.label or "-" for row in rows), where) == (order, at)


def test_what_was_sent() -> None:
    sent = {
        "f-1-label": " Phone ",
        "f-1-kind": "phone",
        "f-1-required": "yes",
        "f-0-label": "",
        "f-0-kind": "x",
    }
    assert form_rows.typed(sent, "f") == [Row(), PHONE]
    assert form_rows.typed({"f": "Name (text)"}, "f") is None
    assert form_rows.typed({"f-rows": "yes"}, "f") == []


def test_a_line_that_is_not_understood_is_not_lost() -> None:
    assert form_rows.of("Name (word)") == [Row("Name (word)")]


def test_their_name_is_a_text_whose_label_is_kept() -> None:
    rows = [Row("Full name", "name", True), PHONE]
    assert (form_rows.text(rows), form_rows.name_field(rows)) == (
        "Full name (text) *\nPhone (phone) *",
        "Full name",
    )
    assert form_rows.of(form_rows.text(rows), " full_name ") == rows
    assert form_rows.of(form_rows.text(rows))[0].kind == "text"


def test_a_button_of_a_row_says_what_came_of_it() -> None:
    sent = {
        "f-0-label": "Name",
        "f-1-label": "Phone",
        "f-1-kind": "phone",
        "f-1-required": "yes",
        "title": "x",
    }
    now = form_rows.pressed({**sent, "row": "f:up-1"})
    assert (form_rows.typed(now.sent, "f"), now.sent["title"]) == ([PHONE, Row("Name")], "x")
    assert (now.focus, now.said) == ("f-0-up", "“Phone” is field 1 of 2 now.")
    assert form_rows.pressed({**sent, "row": "f:drop-0"}).focus == "f-0-label"
    for odd in ("", "(:up-1", "g:up-1"):
        assert form_rows.pressed({**sent, "row": odd}).focus == ""
