"""Nothing of a text that is kept as an example says who it was about."""

from __future__ import annotations

import pytest

from webapp.agents.made_up import EMAIL, PHONE, Disguise

HEDY = Disguise(["Hedy Lamarr"])


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Hi Hedy, see you then", "Hi Anna, see you then"),
        ("HEDY LAMARR here", "Anna Weber here"),
        ("It is hedy's turn, Hedy!", "It is Anna's turn, Anna!"),
        ("Ms Lamarr, your visit", "Ms Weber, your visit"),
        ("Hedys is another word", "Hedys is another word"),
        ("call me on +1 (202) 555-0188 please", f"call me on {PHONE} please"),
        ("0170 1234567", PHONE),
        ("+4917012345678 or 0049 170 12 34 56 78", f"{PHONE} or {PHONE}"),
        ("write to hedy.lamarr+x@mail.example.org.", f"write to {EMAIL}."),
        ("on 2026-03-02 10:00 or 02.03.2026", "on 2026-03-02 10:00 or 02.03.2026"),
        ("Tuesday 3 March, 10:30, 12000 euros", "Tuesday 3 March, 10:30, 12000 euros"),
    ],
)
def test_names_phones_and_addresses_go_and_the_rest_stays(text: str, hidden: str) -> None:
    assert HEDY.of(text) == hidden


def test_names_of_several_parts_and_of_none() -> None:
    disguise = Disguise(["Jean-Luc de la Tour", "Łucja Żak", "", "M"])
    assert disguise.of("Jean-Luc de la Tour") == "Anna de la Weber"
    assert Disguise(["María de la Cruz"]).of("la hora de María Cruz") == "la hora de Anna Weber"
    assert disguise.of("łucja żak, m") == "Anna Weber, m"
    assert Disguise([]).of("Hello Hedy") == "Hello Hedy"


def test_a_name_in_another_script_goes() -> None:
    assert Disguise(["Ольга Петрова"]).of("Здравствуйте, Ольга") == "Здравствуйте, Anna"
