"""A summary may choose its words; its figures, dates and addresses are those of the conversation."""

from __future__ import annotations

import pytest

from webapp.agents.grounded import ADDRESS, unsaid


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("Can I come on Tuesday at 3 pm?", "Asks for Tuesday, 3 pm"),
        ("Can I come on Tuesday at 3 pm?", "Asks for Tuesday at 15:00"),
        ("Is 15:30 free?", "Wants 3:30 pm"),
        ("Is 15:30 free?", "Wants 15.30"),
        ("15h30 would do", "Agreed on 15:30"),
        ("See you on 2026-03-09", "Comes on 9 March"),
        ("See you on 2026-03-09", "Comes on Monday, March 9"),
        ("Le mardi 3 mars me va", "Mardi 3 mars convient"),
        ("Passt der 3. März?", "Möchte am 3. März kommen"),
        ("Geht Di?", "Fragt nach Dienstag"),
        ("pode ser terça?", "Quer terça-feira"),
        ("pode ser segunda-feira?", "Quer segunda-feira, e uma segunda opção"),
        ("It cost 1,200 euros", "Paid 1200 euros"),
        ("I paid 1200", "Paid 1,200"),
        ("The 3rd floor", "Lives on floor 3"),
        ("I may come later", "They may come later"),
        ("Write to ann@example.com", "Reached at ann@example.com"),
        ("See example.com/booking", "Was sent example.com/booking"),
        ("Nothing with figures", "No figures, in other words"),
        ("Room ٣", "Room 3"),
    ],
)
def test_what_was_said_may_be_repeated(said: str, text: str) -> None:
    assert unsaid(text, ["Hello", said]) == ""


@pytest.mark.parametrize(
    ("said", "text", "found"),
    [
        ("Can I come on Tuesday at 3 pm?", "Asks for Tuesday at 4 pm", "4"),
        ("Can I come on Tuesday at 3 pm?", "Asks for 03:00", "03:00"),
        ("Can I come on Tuesday?", "Asks for Thursday", "thursday"),
        ("Can I come tomorrow?", "Comes on 3 March", "3"),
        ("Can I come on the 3rd?", "Comes on 3 March", "march"),
        ("Can I come on the 3rd?", "Comes on May 3", "may"),
        ("Geht es am Montag?", "Möchte am Mittwoch kommen", "mittwoch"),
        ("pode ser terça?", "Quer segunda-feira", "segundafeira"),
        ("It was expensive", "Paid 250", "250"),
        ("I paid 1200", "Paid 12000", "12000"),
        ("Where is it?", "See evil.example/x", ADDRESS),
        ("Where is it?", "Call +44 7400 999888", ADDRESS),
        ("Where is it?", "Write to eve@evil.example", ADDRESS),
        ("Where is it?", "Paid ٢٥٠", "250"),
    ],
)
def test_what_was_not_said_is_found(said: str, text: str, found: str) -> None:
    assert unsaid(text, ["Hello", said]) == found
