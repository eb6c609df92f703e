"""Keywords: a whole message that is one counts, however it is dressed; a longer one does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rules.keywords import Keyword, match

STOPS = (
    "stop, quit, end, revoke, opt out, cancel, unsubscribe, stopall, stop all, optout, remove, "
    "td, arret, stopp, alto, parar, baja"
).split(", ")


@pytest.mark.parametrize("spelling", STOPS)
def test_every_spelling_of_stop_stops(spelling: str) -> None:
    assert match(spelling) is Keyword.STOP


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("STOP", Keyword.STOP),
        ("Stop.", Keyword.STOP),
        ("  stop!!! \n", Keyword.STOP),
        ("“STOP”", Keyword.STOP),
        ("ＳＴＯＰ", Keyword.STOP),
        ("ARRÊT", Keyword.STOP),
        ("arre\u0302t", Keyword.STOP),
        ("Opt-Out", Keyword.STOP),
        ("opt \t out", Keyword.STOP),
        ("STOP 🛑", Keyword.STOP),
        ("\u200estop\u200b", Keyword.STOP),
        ("\n__\nSTOP", Keyword.STOP),
        (".\n--\nSTOP\n--\nBen", Keyword.STOP),
        ("start", Keyword.START),
        ("Unstop!", Keyword.START),
        ("help?", Keyword.HELP),
        ("INFO", Keyword.HELP),
        ("İNFO", Keyword.HELP),
        ("yes", None),
        ("Yes!", None),
        ("stop by tomorrow at 5", None),
        ("please stop texting me", None),
        ("the end", None),
        ("stopwatch", None),
        ("restart", None),
        ("", None),
        ("🛑", None),
        ("stop" + "!" * 5000, None),
    ],
)
def test_only_a_whole_message_is_a_keyword(text: str, expected: Keyword | None) -> None:
    assert match(text) is expected


dressing = st.text(" \t\n.!?\"'()[]«»…*_-–🛑👍\u200b\u200e", max_size=10)


@given(st.sampled_from([*STOPS, "start", "unstop", "help", "info"]), dressing, dressing, st.booleans())
def test_case_and_what_surrounds_a_keyword_do_not_matter(
    word: str, before: str, after: str, loud: bool
) -> None:
    dressed = before + (word.upper() if loud else word.title()) + after
    assert match(dressed) is match(word) is not None


@given(st.text())
def test_any_text_can_be_asked_about(text: str) -> None:
    assert match(text) in (None, *Keyword)
