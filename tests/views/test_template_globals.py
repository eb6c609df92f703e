"""What templates find without an import."""

from __future__ import annotations

import contextvars

import pytest
from flask import Flask, url_for
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup

from webapp.views import template_globals

PIECES = [*"a1é.:/@-_ \n(<&", "www.", "https://", "mailto:", "com", "[::1]"]
WRITTEN = st.lists(st.sampled_from(PIECES)).map("".join)
JINJA = Environment(autoescape=True).from_string(
    '{{ text|urlize(target="_blank", rel="noopener noreferrer") }}'
)


@given(WRITTEN)
@example("see example.com")
@example("http://[::1]")
@example("ada@example.com,")
def test_an_address_is_never_overlooked(text: str) -> None:
    assert template_globals.with_links(text) == JINJA.render(text=text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hi Ada. <b>Tomorrow</b>?", "Hi Ada. &lt;b&gt;Tomorrow&lt;/b&gt;?"),
        (
            "see www.example.com.",
            'see <a href="https://www.example.com" rel="noopener noreferrer" target="_blank">'
            "www.example.com</a>.",
        ),
    ],
)
def test_what_somebody_wrote_is_text_with_links(text: str, shown: str) -> None:
    assert template_globals.with_links(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1 + 1 <b>", "1 + 1 &lt;b&gt;"),
        ("Held on +1 919-555-0188.", 'Held on <span class="nowrap">+1 919-555-0188.</span>'),
        ("Notices by e-mail", 'Notices by <span class="nowrap">e-mail</span>'),
        (Markup('<a href="?to=+19195550188">'), '<a href="?to=+19195550188">'),
    ],
)
def test_a_phone_in_a_sentence_is_not_broken(text: str, shown: str) -> None:
    assert template_globals.unbroken(text) == shown


@pytest.mark.parametrize("root", ["", "/outbound"])
@pytest.mark.parametrize(
    ("endpoint", "key", "values"),
    [
        ("inbox.show", "thread_id", {"q": "a&b 0", "view": None}),
        ("batches.row", "row_no", {"batch_id": 10}),
    ],
)
def test_addresses_of_a_list_are_those_of_the_router(
    app: Flask, root: str, endpoint: str, key: str, values: dict[str, object]
) -> None:
    with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
        address = template_globals.addresses(endpoint, key, **values)
        for number in (0, 7, 100):
            assert address(number) == url_for(endpoint, **{key: number}, **values)
        with pytest.raises(ValueError, match="thread_id does not end"):
            template_globals.addresses("inbox.rename", "thread_id")


def test_an_asset_has_its_address_below_each_root(app: Flask) -> None:
    def address(root: str) -> str:
        with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
            return template_globals.asset("logo.svg")

    for root in ("", "/outbound", ""):  # as three requests
        assert contextvars.Context().run(address, root).startswith(f"{root}/static/logo.svg?v=")


@pytest.mark.parametrize(
    ("name", "greeted"),
    [("Ada Lovelace", "Ada"), ("Dr. Ada Weiß", "Ada"), ("Dr Weiß", "Dr Weiß"), ("Ada", "Ada"), ("Dr", "Dr")],
)
def test_people_are_greeted_by_their_name_and_no_title(name: str, greeted: str) -> None:
    assert template_globals.first_name(name) == greeted


@pytest.mark.parametrize(("count", "said"), [(0, "0"), (1_234, "1,234"), (10_001, "10,000+")])
def test_what_is_counted_is_said_as_it_is_in_the_whole_application(app: Flask, count: int, said: str) -> None:
    """The inbox had a filter of the same name, which said nothing for none, and 999+ for more."""
    assert app.jinja_env.from_string("{{ count|counted }}").render(count=count) == said
