"""Whether a first message says who calls, and whether it can be said aloud."""

from __future__ import annotations

import pytest

from webapp.rules.spoken_opening import read


@pytest.mark.parametrize(
    ("language", "text", "caller"),
    [
        ("en", "Hello {{first_name}}, this is Bright Smile Dental. See you.", "Bright Smile Dental"),
        ("en", "Hi, this is {{clinic}} with a question", "{{clinic}} with a question"),
        ("en", "I am calling from Bright Smile, about Tuesday.", "Bright Smile"),
        ("en", "This is the Bright Smile clinic.", "the Bright Smile clinic"),
        ("en", "Hello, it’s Ada from Bright Smile.", "Ada from Bright Smile"),
        ("en", "Hello, this is a reminder about Tuesday.", ""),
        ("en", "This is about your appointment on Tuesday.", ""),
        ("en", "We are open on Tuesday.", ""),
        ("en", "Your appointment is on {{day}}.", ""),
        ("de", "Guten Tag, hier ist die Praxis Dr. Weber.", "die Praxis Dr"),
        ("de", "Hier ist eine Erinnerung an Ihren Termin.", ""),
        ("es", "Hola, le llama Clínica Sol.", "Clínica Sol"),
        ("es", "Hola, su cita es el martes.", ""),
        ("fr", "Bonjour, ici le cabinet Martin.", "le cabinet Martin"),
        ("fr", "Bonjour, c’est un rappel.", ""),
        ("pt", "Olá, aqui é a Clínica Sol.", "a Clínica Sol"),
        ("xx", "Hello, this is Bright Smile.", "Bright Smile"),
    ],
)
def test_who_calls(language: str, text: str, caller: str) -> None:
    assert read(text, "", language, 5).caller == caller


def test_the_teams_name_is_enough() -> None:
    assert read("Good morning from BRIGHT  SMILE!", "Bright Smile", "en", 5).caller == "Bright Smile"
    assert read("Good morning from the dentist!", "Bright Smile", "en", 5).caller == ""


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("{{greeting}} {{text}}.", "only placeholders"),
        ("This is Ada. See bright-smile.com/x.", "“bright-smile.com/x” is a link"),
        ("This is Ada. See https://b.example/a, please.", "“https://b.example/a” is a link"),
        ("This is Ada. Reply STOP to get no more.", "asks for a text"),
        ("This is Ada. Text YES to confirm.", "asks for a text"),
        ("Hier ist Ada. Antworten Sie mit JA.", "asks for a text"),
        ("This is Ada. Click here to confirm.", "tap on something"),
        ("This is Ada 😀.", "emoji"),
    ],
)
def test_what_reads_like_a_text_is_named(text: str, odd: str) -> None:
    found = read(text, "", "en", 5).oddities
    assert len(found) == 1
    assert odd in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "Hello Ada, this is Bright Smile Dental. Can you come on Tuesday at 9.30? Just say yes or no.",
        "Hello, this is Dr. Brown. We visit your company on Tuesday.",
        "{{first_name}}, it is time.",
        "This is Ada.Please call us back.",
    ],
)
def test_a_plain_message_has_nothing_odd(text: str) -> None:
    assert read(text, "", "en", 5).oddities == ()


def test_a_long_one_is_named_and_an_empty_one_is_only_unfinished() -> None:
    assert "about 31 seconds" in read("This is Ada.", "", "en", 31).oddities[0]
    assert read("This is Ada.", "", "en", 30).oddities == ()
    assert read("  ", "Bright Smile", "en", 0) == ("", ())
