"""Card numbers never reach a model or a log; other numbers do."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.agents.cards import is_card, mask_cards

MASK = "[card ending in {}]"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("4111 1111 1111 1111", MASK.format(1111)),
        ("It is 4111-1111-1111-1111, thanks", f"It is {MASK.format(1111)}, thanks"),
        ("378282246310005", MASK.format("0005")),
        ("4111111111111111 12/27 123", f"{MASK.format(1111)} 12/27 123"),
        ("4111 1111 1111 1111 123", f"{MASK.format(1111)} 123"),
        ("4111111111111111 5555555555554444", f"{MASK.format(1111)} {MASK.format(4444)}"),
    ],
)
def test_cards_are_masked(text: str, masked: str) -> None:
    assert mask_cards(text) == masked


@pytest.mark.parametrize(
    "text",
    ["", "+4915112345678901", "4111 1111 1111 1112", "order 123456789", "9111111111111111", "020 7946 0958"],
)
def test_other_numbers_stay(text: str) -> None:
    assert mask_cards(text) == text


@st.composite
def cards(draw: st.DrawFn) -> str:
    digits = draw(st.sampled_from("3456")) + draw(st.text("0123456789", min_size=11, max_size=17))
    return next(digits + check for check in "0123456789" if is_card(digits + check))


@given(cards(), st.sampled_from(["", " ", "-"]), st.sampled_from(["", "pay with ", "卡 "]))
def test_no_card_survives_however_it_is_spaced(card: str, space: str, before: str) -> None:
    spaced = space.join(re.findall(".{1,4}", card))
    assert card not in re.sub(r"\D", "", mask_cards(f"{before}{spaced}."))


@given(st.text(max_size=300))
def test_masking_twice_changes_nothing(text: str) -> None:
    assert mask_cards(mask_cards(text)) == mask_cards(text)
