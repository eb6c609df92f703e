"""Placeholders: plain substitution with forgiving names, and faults that say where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rules.placeholders import Placeholder, Template, fill, with_fallback

COLUMNS = ["phone_number", "first_name", "Appointment Time", "city"]
MARIA = ["+447400123456", "Maria", "10:30", ""]


def render(text: str, cells: list[str] = MARIA) -> str:
    return Template.parse(text).bind(COLUMNS).render(cells).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello", "Hello"),
        ("", ""),
        ("Hi {{first_name}}!", "Hi Maria!"),
        ("{{first_name}}{{first_name}}", "MariaMaria"),
        ("Hi {{ First-Name }}", "Hi Maria"),
        ("Hi {{FIRSTNAME}}", "Hi Maria"),
        ("At {{appointment_time}}", "At 10:30"),
        ("{{city|your town}}", "your town"),
        ("{{ city | your town }}", "your town"),
        ("{{first_name|there}}", "Maria"),
        ("{{city|}}.", "."),
        ("{{city|a|b}}", "a|b"),
        ("a { b } c", "a { b } c"),
    ],
)
def test_a_message_is_filled_in(text: str, expected: str) -> None:
    bound = Template.parse(text).bind(COLUMNS)
    assert bound.faults == ()
    rendered = bound.render(MARIA)
    assert (rendered.text, rendered.missing) == (expected, ())


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ("Hi {{first_name", "unclosed", 3),
        ("Hi {{first_name} you {{city}}", "unclosed", 3),
        ("Hi {{}}", "empty_name", 3),
        ("Hi {{ | there}}", "empty_name", 3),
        ("Hi first_name}}", "unopened", 13),
        ("Hi {{{first_name}}}", "bad_name", 3),
        ("Hi {{firstname}} {{frist_name}}", "unknown", 17),
    ],
)
def test_a_fault_is_named_with_its_position(text: str, code: str, position: int) -> None:
    (fault,) = Template.parse(text).bind(COLUMNS).faults
    assert (fault.code, fault.position) == (code, position)
    assert fault.sentence.endswith((".", "?"))


def test_every_fault_is_reported_in_the_order_of_the_text() -> None:
    faults = Template.parse("{{nobody}} {{}} {{zzz}} {{").bind(COLUMNS).faults
    assert [fault.code for fault in faults] == ["unknown", "empty_name", "unknown", "unclosed"]


def test_an_unknown_name_suggests_the_nearest_column() -> None:
    (near,) = Template.parse("{{frist name}}").bind(COLUMNS).faults
    assert near.sentence == "There is no column “frist name”. Did you mean {{first_name}}?"
    (far,) = Template.parse("{{quux}}").bind(COLUMNS).faults
    assert far.sentence == "There is no column “quux”."


def test_of_two_similar_columns_only_the_exact_name_will_do() -> None:
    columns = ["First Name", "first_name"]
    assert Template.parse("{{first_name}}").bind(columns).render(["Ann", "Bea"]).text == "Bea"
    (fault,) = Template.parse("{{FIRST NAME}}").bind(columns).faults
    assert (fault.code, fault.position) == ("ambiguous", 0)


def test_missing_values_are_named_once_each() -> None:
    rendered = (
        Template.parse("{{city}} {{CITY}} {{first_name}}").bind(COLUMNS).render(["+447400123456", "  "])
    )
    assert rendered.missing == ("city", "CITY", "first_name")
    assert rendered.text == "  "


def test_the_parts_of_a_placeholder_are_kept_as_written() -> None:
    template = Template.parse("Hi {{ first  name |  my friend }}")
    assert template.placeholders == (Placeholder("first name", "my friend", 3),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{First Name | Nombre}}", "Ann"),
        ("{{first name|nombre}}", "Ann"),
        ("{{First Name | Nombre|there}}", "Ann"),
        ("{{Phone|Tel|Handy}}", ""),
        ("{{Phone|Tel|Handy|none}}", "none"),
        ("{{Phone|Tel|Handy|a|b}}", "a|b"),
        ("{{city|your|town}}", "your|town"),
    ],
)
def test_a_column_may_have_bars_in_its_name(text: str, expected: str) -> None:
    bound = Template.parse(text).bind(["First Name | Nombre", "Phone|Tel|Handy", "city"])
    assert bound.faults == ()
    assert bound.render(["Ann", "", ""]).text == expected


def test_a_bar_is_a_fallback_where_no_column_has_that_name() -> None:
    (fault,) = Template.parse("{{First | Vorname}}").bind(["First Name | Nombre"]).faults
    assert fault.code == "unknown"


@given(st.text())
def test_a_value_is_put_in_as_it_is_and_never_looked_at_again(value: str) -> None:
    cells = ["", value, "", ""]
    assert render("<{{first_name|none}}>", cells) == f"<{value.strip() or 'none'}>"
    assert render("{{first_name|x}}", ["", "{{city}}", "", "Rome"]) == "{{city}}"


@given(st.text("{}| ab\n_é"))
def test_any_text_is_read_without_an_error_and_literals_survive(text: str) -> None:
    template = Template.parse(text)
    assert len(template.literals) == len(template.placeholders) + 1
    if "{{" not in text:
        assert template.literals == (text,)
    if not template.placeholders:
        assert "".join(template.literals) == text
    template.bind(COLUMNS).render(MARIA)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("For {{First Name}} in {{city}}.", "For Maria in Rome."),
        ("For {{last_name|someone}}, {{last_name}}.", "For someone, ."),
        ("{{nothing}} and {{nothing|x}} stay.", "{{nothing}} and x stay."),
        ("No braces, {one} only.", "No braces, {one} only."),
        ("Open {{first_name", "Open {{first_name"),
        ("", ""),
    ],
)
def test_a_text_beside_the_message_is_filled_as_far_as_it_can_be(text: str, filled: str) -> None:
    columns = ["phone", "first_name", "last_name", "city"]
    assert fill(text, columns, ["+1", "Maria", "", "Rome"]) == filled


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Hi {{first_name}}", "Hi {{first_name|you}}"),
        ("{{ First Name }} {{first_name|x}} {{city}}", "{{ First Name|you}} {{first_name|x}} {{city}}"),
        ("{{first_name}}, {{first_name}}", "{{first_name|you}}, {{first_name|you}}"),
        ("{{unknown}}", "{{unknown}}"),
    ],
)
def test_placeholders_of_a_column_get_a_fallback(text: str, result: str) -> None:
    assert with_fallback(text, ["first_name", "city"], 0, "you") == result
