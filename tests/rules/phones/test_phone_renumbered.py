"""Numbers as their countries wrote them before: what is certain, and what stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rules.phones import phone_ranges, phone_renumbered

CHANGED = [
    (52, "15512345678", "5512345678"),
    (52, "0445512345678", "5512345678"),
    (52, "0455512345678", "5512345678"),
    (52, "015512345678", "5512345678"),
    (55, "1181234567", "11981234567"),
    (55, "2191234567", "21991234567"),
    (225, "07123456", "0707123456"),
    (225, "05123456", "0505123456"),
    (225, "44123456", "0544123456"),
    (225, "01123456", "0101123456"),
    (225, "78123456", "0778123456"),
    (229, "97123456", "0197123456"),
    (84, "1201234567", "701234567"),
    (84, "1681234567", "381234567"),
]
LONGER = [
    (20, "101234567", "1001234567"),
    (20, "191234567", "1091234567"),
    (57, "12345678", "6012345678"),
    (212, "61234567", "661234567"),
    (212, "22123456", "522123456"),
    (213, "61234567", "661234567"),
    (225, "20301234", "2720301234"),
    (230, "7123456", "57123456"),
    (237, "77123456", "677123456"),
    (241, "06031234", "66031234"),
    (241, "6031234", "66031234"),
    (241, "01720000", "11720000"),
    (241, "7281234", "77281234"),
    (593, "87123456", "987123456"),
    (974, "5123456", "55123456"),
    (995, "99123456", "599123456"),
]
STAYS = [
    (20, "212345678"),
    (57, "3101234567"),
    (230, "2123456"),
    (237, "233123456"),
    (241, "66031234"),
    (241, "03123456"),
    (974, "44123456"),
    (52, "5512345678"),
    (55, "1131234567"),  # a landline
    (55, "1171234567"),  # a radio, which kept its eight digits
    (55, "11981234567"),
    (225, "22123456"),  # a landline: which operator has it is not told
    (225, "0712345678"),
    (229, "0197123456"),
    (84, "2412345678"),
    (44, "7400123456"),
]


@pytest.mark.parametrize(("calling_code", "before", "today"), CHANGED)
def test_a_number_is_written_as_it_is_today(calling_code: int, before: str, today: str) -> None:
    assert phone_renumbered.today(calling_code, before) == today
    assert len(before) in phone_renumbered.LENGTHS[calling_code]


@pytest.mark.parametrize(("calling_code", "before", "today"), LONGER)
def test_a_number_of_years_ago_is_the_one_it_has_become(calling_code: int, before: str, today: str) -> None:
    assert phone_renumbered.today(calling_code, before) == today
    assert phone_renumbered.today(calling_code, today) == today
    assert calling_code in phone_renumbered.CHANGED


@pytest.mark.parametrize(("calling_code", "national"), STAYS)
def test_what_is_current_or_not_certain_stays(calling_code: int, national: str) -> None:
    assert phone_renumbered.today(calling_code, national) == national


def test_a_number_of_a_range_that_no_data_know_is_written_as_it_is_today() -> None:
    assert phone_renumbered.today(52, "12914177763") == "12914177763"
    assert phone_renumbered.possible(52, "12914177763") == "2914177763"
    assert phone_renumbered.possible(52, "5512345678") == "5512345678"
    assert phone_renumbered.possible(44, "6400123456") == "6400123456"


@given(st.sampled_from(sorted(phone_renumbered.LENGTHS)), st.text("0123456789", min_size=7, max_size=13))
def test_a_number_in_use_never_changes(calling_code: int, national: str) -> None:
    today = phone_renumbered.today(calling_code, national)
    assert phone_renumbered.today(calling_code, today) == today
    if today != national:
        assert not phone_ranges.is_valid(calling_code, national)
        assert phone_ranges.is_valid(calling_code, today)


@pytest.mark.parametrize(
    ("e164", "texted"),
    [
        ("+541123456789", "+5491123456789"),
        ("+5491123456789", "+5491123456789"),
        ("+542944123456", "+5492944123456"),
        ("+548001234567", "+548001234567"),
        ("+543826801802", "+5493826801802"),
        ("+447400123456", "+447400123456"),
    ],
)
def test_an_argentine_phone_has_its_9_where_texts_go(e164: str, texted: str) -> None:
    assert phone_renumbered.texted(e164) == texted
