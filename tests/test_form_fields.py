"""A line of text in a form: what is kept, and what is said about one that cannot be."""

from __future__ import annotations

import pytest

from webapp import form_fields
from webapp.errors import Fault


def test_it_is_kept_on_one_line() -> None:
    assert form_fields.line(" October\n clients ", "name", 15) == "October clients"


def test_it_may_be_empty_unless_there_is_something_to_say() -> None:
    assert form_fields.line(" ", "name", 15) == ""
    with pytest.raises(Fault, match="Give it a name") as caught:
        form_fields.line(" ", "name", 15, "Give it a name.")
    assert caught.value.field == "name"


@pytest.mark.parametrize(("words", "said"), [("", "Keep it under 5 characters."), ("Too long.", "Too long.")])
def test_a_long_one_is_refused_in_the_words_of_its_form(words: str, said: str) -> None:
    with pytest.raises(Fault) as caught:
        form_fields.line("October", "name", 5, too_long=words)
    assert (caught.value.sentence, caught.value.field) == (said, "name")
