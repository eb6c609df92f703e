"""What was typed: texts, lines, rows; and the same again for the same form."""

from __future__ import annotations

import pytest

from webapp.errors import Fault
from webapp.services.agents.editing.typed import MOST_LINES, MOST_ROWS, Shape, Typed, is_empty


def test_a_text_keeps_its_lines_and_a_line_does_not() -> None:
    typed = Typed({"text": [" Hello\r\nyou "]})
    assert typed.text("text", 20) == "Hello\nyou"
    assert typed.line("text", 20) == "Hello you"
    assert typed.get("other") == ""


def test_lines_are_kept_once_and_without_empty_ones() -> None:
    assert Typed({"a": ["one\n\n two  three \r\none"]}).lines("a") == ("one", "two three")


@pytest.mark.parametrize("text", ["x" * 301, "\n".join(map(str, range(MOST_LINES + 1)))])
def test_too_long_or_too_many_lines_are_refused(text: str) -> None:
    with pytest.raises(Fault) as raised:
        Typed({"a": [text]}).lines("a")
    assert raised.value.field == "a"


@pytest.mark.parametrize("text", ["Hi {{name", "Hi }}", "Hi {{}}", "x" * 1001])
def test_what_an_agent_says_has_whole_placeholders_and_an_end(text: str) -> None:
    with pytest.raises(Fault) as raised:
        Typed({"a": [text]}).said("a")
    assert raised.value.field == "a"


def test_rows_come_in_their_order_whatever_their_numbers() -> None:
    typed = Typed({"row-12-a": ["late"], "row-3-a": ["early"], "row-3-b": ["x"], "rows-1-a": ["other"]})
    assert typed.rows("row", ("a", "b")) == [
        {"n": "3", "a": "early", "b": "x"},
        {"n": "12", "a": "late", "b": ""},
    ]


def test_more_rows_than_a_form_has_are_not_read() -> None:
    typed = Typed({f"row-{n}-a": ["x"] for n in range(MOST_ROWS + 5)})
    assert len(typed.rows("row", ("a",))) == MOST_ROWS


def test_the_same_form_again_has_no_empty_rows_and_not_the_one_that_goes() -> None:
    shape = Shape(("name",), ("labels",), {"row": ("a", "kind")})
    values = {"name": ["Desk"], "labels": ["x", "x"], "drop": ["row-0"]}
    rows = {"row-0-a": ["gone"], "row-1-a": ["stays"], "row-2-a": [" "], "row-2-kind": ["text"]}
    again = Typed(values | rows).again(shape)
    assert again == {
        "name": "Desk",
        "labels": ["x"],
        "row": [{"n": "1", "a": "stays", "kind": ""}],
    }


def test_what_a_row_has_by_itself_does_not_fill_it() -> None:
    assert is_empty({"n": "1", "key": "", "kind": "text", "required": "yes", "label": " "})
    assert not is_empty({"n": "1", "label": "Date"})
