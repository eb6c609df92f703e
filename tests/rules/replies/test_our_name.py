"""STOP and our name: certain when the name is ours, for a person to judge when it may be."""

import pytest

from webapp.rules.replies.our_name import named_in
from webapp.rules.replies.replies import Meaning, read

NAMES = ("Bright Smile Dental", "+14155550100", "Front desk", "Kai's Café")
OUT, HOLD, NOTHING = Meaning.OPT_OUT, Meaning.HOLD, Meaning.NOTHING


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("STOP Bright Smile", OUT),
        ("stop brightsmile please", OUT),
        ("Unsubscribe from Kais Cafe", HOLD),
        ("unsubscribe from KAI'S CAFÉ", OUT),
        ("BAJA de Bright Smile Dental", OUT),
        ("STOP 14155550100", OUT),
        ("stop 555-0100", OUT),
        ("STOP to (415) 555-0100", OUT),
        ("stop front desk", OUT),
        ("Bright Smile Dental STOP", OUT),
        ("STOP Sunny Nails", HOLD),
        ("Stop Riverside Clinic", HOLD),
        ("STOP riverside", HOLD),
        ("cancel dental", NOTHING),
        ("stop at the front desk", NOTHING),
        ("stop by Bright Smile at 5?", NOTHING),
        ("Can I stop in at Bright Smile Dental tomorrow", NOTHING),
        ("the bus stop at Bright Smile", NOTHING),
        ("START Bright Smile", NOTHING),
        ("Bright Smile Dental", NOTHING),
        ("STOP sign", NOTHING),
        ("Stop Payment", NOTHING),
        ("STOP THE WAR", NOTHING),
    ],
)
def test_stop_and_a_name(text: str, meaning: Meaning) -> None:
    assert read(text, lambda: NAMES) is meaning


def test_names_are_not_looked_up_for_nothing() -> None:
    def names() -> tuple[str, ...]:
        raise AssertionError("asked for")

    for text in ("Thanks, see you then", "STOP", "Can we stop by at 5 tomorrow?", "yes"):
        read(text, names)


@pytest.mark.parametrize(
    ("ours", "name"),
    [
        ("Hi Ann, your visit is on Friday. Reply STOP to opt out. Riverside Clinic", "Riverside Clinic"),
        ("Riverside Clinic: your visit is on Friday.", "Riverside Clinic"),
        ("Hi Ann, this is Joe from Sunny Nails and Spa. See you Friday", "Sunny Nails and Spa"),
        ("[Sunny Nails] Your visit is on Friday", "Sunny Nails"),
        ("【爱美商城】您的订单已发货", "爱美商城"),
    ],
)
def test_our_own_words_say_what_we_are_called(ours: str, name: str) -> None:
    assert name in list(named_in([ours]))
    assert read(f"STOP {name}", lambda: named_in([ours])) is Meaning.OPT_OUT


def test_a_day_is_no_name() -> None:
    assert list(named_in(["See you on Friday"])) == []
