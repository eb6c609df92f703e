"""Keywords: a whole message that is one counts, however it is dressed; a longer one does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rules.replies.keywords import Keyword, match

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
        ("STOP!!!1", Keyword.STOP),
        ("STOP!!11!", Keyword.STOP),
        ("HELP!!1", Keyword.HELP),
        ("stop1", None),
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


@pytest.mark.parametrize(
    "text",
    [
        "ЅТОР",  # Cyrillic alone, with the Macedonian Ѕ
        "SТOP",
        "STОР",
        "ѕtoр",
        "STΟP",  # a Greek omicron
        "SΤΟΡ",
        "Cтоп",  # a Latin C
        "CTOП",
        "ΣTOΠ",  # as phones in Greece write it
        "ΔIAKOΠH",
        "ꜱᴛᴏᴘ",
        "🅂🅃🄾🄿",
        "🆂🆃🅾🅿",
        "🅢🅣🅞🅟",
        "ⓢⓣⓞⓟ",
        "𝐒𝐓𝐎𝐏",
        "𝓢𝓽𝓸𝓹",
        "𝚂𝚃𝙾𝙿",
        "S̶T̶O̶P̶",
        "S\u200bT\u200bO\u200bP",
        "\u2067STOP\u2069",
        "ＵＮＳＵＢＳＣＲＩＢＥ",
        "UNSUBSCRІBE",
        "АRRЕТ",
    ],
)
def test_letters_that_look_like_others_are_those(text: str) -> None:
    assert match(text) is Keyword.STOP


@pytest.mark.parametrize("text", ["🅿️", "🇹🇩", "🅰️🅱️", "стор", "тест", "top", "Στοά", "ЅО", "µ"])
def test_what_does_not_look_like_a_keyword_is_none(text: str) -> None:
    assert match(text) is None


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
