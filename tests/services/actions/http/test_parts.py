"""Headers, the body and what is kept are lines that say what they mean, or why they do not."""

from __future__ import annotations

from typing import Any

import pytest

from webapp.errors import Fault
from webapp.services.actions.base import ActionFault
from webapp.services.actions.http.parts import Body, Headers, Keep

HEADERS, BODY, KEEP = Headers(), Body(), Keep()


def body(line: str, **values: str) -> Any:
    [found] = BODY.read(line, "body")
    return found.filled(values)


@pytest.mark.parametrize(
    "typed",
    [
        "no colon", ": value", "X Shop: 1", "X-Shop\t: 1\r\nX-Shop: 2", "Bücher: 1", "X-Shop: Müller",
        "X-Shop: a\x0bb", "X-Shop: a\x85b", "X-Shop: a\u2028b", "X-Shop: a\rb", "X-Shop: a\x01b",
        "Host: evil.org", "host: evil.org", "Content-Length: 5", "Transfer-Encoding: chunked",
        "Connection: close", "Idempotency-Key: 1", "Content-Type: text/html", "Expect: 100-continue",
        "Authorization: Bearer abc", "Cookie: a=b", "X-Api-Key: abc", "X-Shop: {{", "X-Shop: }}",
    ],
)  # fmt: skip
def test_a_header_that_is_none_or_not_for_you_is_refused(typed: str) -> None:
    with pytest.raises(Fault) as fault:
        HEADERS.read(typed, "headers")
    assert fault.value.field == "headers"


def test_a_header_knows_its_secrets() -> None:
    one, two = HEADERS.read("X-Shop: 17\r\nAuthorization: Bearer {{ Secret.Booking }}\n\n", "headers")
    assert (one.secrets, two.secrets) == ((), ("booking",))
    assert two.filled({}, {"booking": "abcdefgh"}) == "Bearer abcdefgh"


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\x00b", "José", "a\u2028b", "\x7f"])
def test_no_value_makes_a_second_header(value: str) -> None:
    [header] = HEADERS.read("X-Name: {{name}}", "headers")
    with pytest.raises(ActionFault, match="X-Name"):
        header.filled({"name": value}, {})


def test_a_value_that_looks_like_a_secret_stays_text() -> None:
    """Values are put in and never looked at again."""
    [header] = HEADERS.read("X-Name: {{name}} {{secret.booking}}", "headers")
    filled = header.filled({"name": "{{secret.booking}}"}, {"booking": "abcdefgh"})
    assert filled == "{{secret.booking}} abcdefgh"


@pytest.mark.parametrize(
    ("line", "values", "expected"),
    [
        ("name: {{name}}", {"name": 'A "quoted" \\ name\n'}, 'A "quoted" \\ name'),
        ("guests (number): {{guests}}", {"guests": "4"}, 4),
        ("price (number): {{price}}", {"price": "-4.50"}, -4.5),
        ("member (yes/no): {{member}}", {"member": "Yes"}, True),
        ("member (yes/no): no", {}, False),
        ("guests (number): {{guests|}}", {}, None),
        ("note: {{note|}}", {}, ""),
        ("note (text): a: b (c)", {}, "a: b (c)"),
    ],
)
def test_a_value_of_the_body_has_its_type(line: str, values: dict[str, str], expected: Any) -> None:
    assert body(line, **values) == expected


@pytest.mark.parametrize("line", ["guests (number): two", "guests (number): 1e9", "guests (number): NaN",
                                  "guests (number): ٤", "member (yes/no): maybe"])  # fmt: skip
def test_a_value_of_another_type_is_a_fault_that_names_it(line: str) -> None:
    with pytest.raises(ActionFault, match=line.split()[0]):
        body(line)


@pytest.mark.parametrize(
    "typed",
    [
        "name", "name = 1", "a (list): 1", "a..b: 1", ".a: 1", "a: 1\na: 2", "a: 1\na.b: 2",
        "a: {{secret.booking}}", "x" * 99 + ": 1", "a: 1\n" * 40,
    ],
)  # fmt: skip
def test_a_body_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(Fault):
        BODY.read(typed, "body")


def test_what_is_kept_has_a_name_and_a_path() -> None:
    assert KEEP.read("booking = data.0.id\r\nat=start", "keep") == {"booking": "data.0.id", "at": "start"}
    for typed in ("booking", "= id", "a = ", "a = b c", "a = b\na = c", "{{a}} = b", "a = .b"):
        with pytest.raises(Fault):
            KEEP.read(typed, "keep")
