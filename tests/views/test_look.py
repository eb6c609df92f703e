"""What templates find without an import."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import Environment

from webapp.views import look

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
    assert look.linked(text) == JINJA.render(text=text)


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
    assert look.linked(text) == shown
