"""Segments: encoding, counts at every edge, and cuts that break no character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rules import segments

ALPHABET = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
COST_TWO = "\f^{}\\[~]|€"

COUNTED = [
    # text, encoding, units, segments, units left
    ("", "GSM-7", 0, 0, 160),
    ("a", "GSM-7", 1, 1, 159),
    ("a" * 160, "GSM-7", 160, 1, 0),
    ("a" * 161, "GSM-7", 161, 2, 145),
    ("a" * 306, "GSM-7", 306, 2, 0),
    ("a" * 307, "GSM-7", 307, 3, 152),
    ("€" * 80, "GSM-7", 160, 1, 0),
    ("€" * 81, "GSM-7", 162, 2, 153 - 10),
    ("€" * 76 + "a", "GSM-7", 153, 1, 7),
    ("a" * 152 + "€" + "a" * 152, "GSM-7", 306, 3, 152),  # the pair moves whole: 152 + 153 + 1
    (ALPHABET, "GSM-7", 127, 1, 33),
    (COST_TWO, "GSM-7", 20, 1, 140),
    ("ç", "UCS-2", 1, 1, 69),
    ("я" * 70, "UCS-2", 70, 1, 0),
    ("я" * 71, "UCS-2", 71, 2, 63),
    ("😀" * 35, "UCS-2", 70, 1, 0),
    ("😀" * 36, "UCS-2", 72, 2, 67 - 6),  # 33 pairs fill 66 of 67 units
    ("я" * 66 + "😀" + "я" * 66, "UCS-2", 134, 3, 66),
]


@pytest.mark.parametrize(("text", "encoding", "units", "count", "left"), COUNTED)
def test_a_text_is_counted_exactly(text: str, encoding: str, units: int, count: int, left: int) -> None:
    found = segments.measure(text)
    assert (found.encoding, found.units, found.segments, found.left_in_segment) == (
        encoding,
        units,
        count,
        left,
    )


def test_the_alphabet_is_that_of_the_standard() -> None:
    gsm = {chr(code) for code in range(0x2100) if segments.measure(chr(code)).encoding == "GSM-7"}
    assert gsm == set(ALPHABET) | set(COST_TWO)
    assert len(set(ALPHABET)) == 127 and len(COST_TWO) == 10


def test_the_character_that_costs_most_is_named() -> None:
    assert segments.measure("It’s “here”… It’s").forced_by == ("’", "“", "”", "…")
    assert segments.measure("It’s “here”… It’s").costliest == "’"
    assert segments.measure("5 € [or 6 €]").costliest == "€"
    assert segments.measure("hello").costliest is None


def test_typographic_characters_can_be_made_plain_and_letters_stay() -> None:
    text = "“It’s” – soon…\u00a0ok\u200b, çа"
    assert segments.plainer(text) == '"It\'s" - soon... ok, çа'
    assert segments.replaceable("a’b–c’") == {"’": "'", "–": "-"}
    assert segments.replaceable("ça va") == {}


@given(st.text())
def test_making_plain_never_leaves_anything_to_make_plain(text: str) -> None:
    plain = segments.plainer(text)
    assert segments.replaceable(plain) == {}
    assert set(segments.measure(plain).forced_by) <= set(segments.measure(text).forced_by)


gsm_text = st.text(ALPHABET + COST_TWO * 5, min_size=0, max_size=700)
any_text = st.text(st.characters() | st.sampled_from("😀👩‍👩‍👧é"), max_size=400)


@given(gsm_text | any_text)
def test_the_segments_are_the_text_and_each_fits(text: str) -> None:
    parts = segments.split(text)
    found = segments.measure(text)
    assert "".join(parts) == text
    assert len(parts) == found.segments == segments.count(text)
    assert all(parts)
    limit = {"GSM-7": (160, 153), "UCS-2": (70, 67)}[found.encoding][len(parts) > 1]
    sizes = [_size(part, found.encoding) for part in parts]
    assert all(size <= limit for size in sizes)
    assert sum(sizes) == found.units
    # No earlier part has room for the character that follows it: there are no more parts than needed.
    for size, following in zip(sizes, parts[1:], strict=False):
        assert size + _size(following[0], found.encoding) > limit


@given(st.text("😀a", min_size=30, max_size=300))
def test_a_surrogate_pair_is_never_cut(text: str) -> None:
    assert all(len(part.encode("utf-16-be")) // 2 <= 70 for part in segments.split(text))
    for part in segments.split(text):
        part.encode("utf-16-be").decode("utf-16-be")


def _size(text: str, encoding: str) -> int:
    if encoding == "UCS-2":
        return len(text.encode("utf-16-be", "surrogatepass")) // 2
    return sum(2 if character in COST_TWO else 1 for character in text)


@pytest.mark.parametrize(
    ("text", "plain"), [("Día: sí, José", "Dia: si, José"), ("ok 🚗 “fine”", 'ok  "fine"'), ("щ", "")]
)
def test_what_gsm_lacks_becomes_the_letter_it_is_made_of_or_nothing(text: str, plain: str) -> None:
    assert segments.in_gsm(text) == plain
    assert segments.measure(segments.in_gsm(text)).encoding == "GSM-7"
