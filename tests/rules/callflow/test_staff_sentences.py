"""What staff hear on their own phones."""

from __future__ import annotations

from webapp.rules.callflow.sentences import LANGUAGES, shipped
from webapp.rules.callflow.staff_sentences import STAFF


def test_a_key_is_named_where_one_is_waited_for_and_nowhere_else() -> None:
    named = {key for key in STAFF for language in LANGUAGES if "1" in shipped(key, language)}
    assert named == {"whisper", "own_call"}


def test_no_one_else_is_asked_about_a_call_in_person() -> None:
    assert shipped("whisper_declined", "en") == "All right, I am asking someone else. Goodbye."
    assert shipped("own_call_declined", "en") == "All right, no one is called. Goodbye."
