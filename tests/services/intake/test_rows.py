"""A row: its phone, or its faults, all of them."""

from webapp.services.intake.faults import RowFault
from webapp.services.intake.rows import check

COLUMNS = ["name", "phone"]


def test_a_sound_row_has_a_phone_and_no_faults() -> None:
    assert check(7, ["Ann", "07400 123456"], COLUMNS, 1, "GB") == (
        7,
        ["Ann", "07400 123456"],
        "+447400123456",
        [],
    )


def test_every_fault_of_a_row_is_named() -> None:
    checked = check(7, ["A" * 10_001, "12ab", "x", ""], COLUMNS, 1, "GB")
    assert checked.phone is None
    assert checked.cells == ["A" * 10_000, "12ab"]
    assert checked.faults == [
        RowFault("not_a_number", 1, "“12ab” is not a phone number."),
        RowFault(
            "too_many_cells", None, "The row has 4 cells, but there are 2 columns; is a delimiter not quoted?"
        ),
        RowFault("long_cell", 0, "“name” is longer than 10,000 characters."),
    ]
