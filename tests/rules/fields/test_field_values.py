"""What contacts answer, as values of fields; and what they are told when it is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rules.fields.field_sentences import LANGUAGES, Fault, sentence
from webapp.rules.fields.field_values import Context, FieldKind, Problem, Value, read

NOW = datetime(2026, 11, 25, 10, 15, tzinfo=ZoneInfo("Europe/London"))
CONTEXT = Context(NOW, country="GB", day_first=True, choices=("Haircut", "Hair colour", "Beard trim"))


def value(kind: FieldKind, text: str, language: str = "en", **changes: object) -> object:
    """The value, or None for a problem."""
    found = read(kind, text, replace(CONTEXT, language=language, **changes))  # type: ignore[arg-type]
    return found.value if isinstance(found, Value) else None


def told(kind: FieldKind, text: str, language: str = "en") -> str:
    found = read(kind, text, replace(CONTEXT, language=language))
    assert isinstance(found, Problem)
    return found.sentence


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("12", "en", "12"),
        ("1,234.5", "en", "1234.5"),
        ("1.234,5", "de", "1234.5"),
        ("1.234,5", "en", "1234.5"),
        ("1,234.5", "de", "1234.5"),
        ("1,234", "en", "1234"),
        ("1.234", "en", "1.234"),
        ("1.234", "de", "1234"),
        ("1,234", "de", "1.234"),
        ("2.000", "en", "2000"),
        ("2,000", "de", "2000"),
        ("1,5", "en", "1.5"),
        ("1.5", "de", "1.5"),
        ("1 234,5", "fr", "1234.5"),
        ("1.234", "es-MX", "1.234"),
        ("1.234", "es-ES", "1234"),
        ("12.345.678", "pt", "12345678"),
        ("0,125", "en", "0.125"),
        ("-5", "en", "-5"),
        ("about 40 I think", "en", "40"),
        ("$1,200", "en", "1200"),
        ("10k", "en", "10000"),
        ("2 kids", "en", "2"),
        ("uns 5 mil", "pt", "5000"),
        ("2,5 mil", "es", "2500"),
        ("3 mille euros", "fr", "3000"),
        ("12 Tausend", "de", "12000"),
        ("5 thousand", "en", "5000"),
        ("1.5 million", "en", "1500000"),
        ("2 milhões", "pt", "2000000"),
        ("3 hundred", "en", "300"),
        ("5 miles", "en", "5"),
        ("two", "en", "2"),
        ("twenty-five", "en", "25"),
        ("fünfundzwanzig", "de", "25"),
        ("dos", "es", "2"),
        ("vingt et un", "fr", "21"),
        ("trinta e dois", "pt", "32"),
        ("two hundred", "en", None),
        ("2 or 3", "en", None),
        ("none of your business", "en", None),
        ("1,000,00", "en", None),
        ("0,000,00", "de", None),
        ("", "en", None),
    ],
)
def test_numbers(text: str, language: str, expected: str | None) -> None:
    assert value(FieldKind.NUMBER, text, language) == (expected and Decimal(expected))


YES = {
    "en": (
        "yes, Yes!, y, yep, yeah sure, ok, sure thing, yes please, of course, no problem, sounds "
        "good, 👍, 👍🏽, yup that works"
    ),
    "es": (
        "sí, si, sí claro, claro que sí, vale, dale, por supuesto, sí por favor, no hay problema, ok perfecto"
    ),
    "fr": (
        "oui, ouais, ouais ok, d'accord, bien sûr, oui merci, pas de problème, ça marche, "
        "volontiers, pourquoi pas"
    ),
    "de": (
        "ja, ja gerne, klar, jep, na klar, ja bitte, kein Problem, passt, auf jeden Fall, geht "
        "klar, ja das passt"
    ),
    "pt": "sim, claro, com certeza, pode ser, sim por favor, tá bom, beleza, s, isso mesmo, sem problema",
}
NO = {
    "en": (
        "no, No., nope, nah, no thanks, not really, I don't think so, of course not, not "
        "interested, 👎, no thank you"
    ),
    "es": "no, no gracias, claro que no, para nada, nop, no quiero, no puedo, de ninguna manera",
    "fr": "non, non merci, nan, pas du tout, bien sûr que non, pas vraiment, jamais",
    "de": (
        "nein, nein danke, nö, nee, auf keinen Fall, leider nicht, das passt nicht, natürlich "
        "nicht, kein Interesse"
    ),
    "pt": "não, nao, não obrigado, claro que não, de jeito nenhum, n, agora não, não posso",
}
NEITHER = {
    "en": (
        "maybe, yes and no, not sure, yes but not today, what?, who is this, I said yes to my "
        "sister last week about the other thing you know, 👍👎"
    ),
    "es": "quizás, tal vez, no sé, sí pero no, depende, ¿qué?",
    "fr": "peut-être, je ne sais pas, oui mais non, ça dépend, quoi ?",
    "de": "vielleicht, weiß nicht, ja aber nein, kommt drauf an, was?, jein",
    "pt": "talvez, não sei, sim mas não, depende, o quê?",
}
ANSWERS = [
    (text, language, expected)
    for listed, expected in ((YES, True), (NO, False), (NEITHER, None))
    for language, texts in listed.items()
    for text in texts.split(", ")
]


@pytest.mark.parametrize(("text", "language", "expected"), ANSWERS)
def test_yes_and_no(text: str, language: str, expected: bool | None) -> None:
    assert value(FieldKind.YES_NO, text, language) is expected


def test_yes_in_another_language_than_the_threads() -> None:
    assert value(FieldKind.YES_NO, "oui", "en") is True
    assert value(FieldKind.YES_NO, "nein", "es") is False


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2", "Hair colour"),
        ("2.", "Hair colour"),
        ("number 3 please", "Beard trim"),
        ("the first one", "Haircut"),
        ("third", "Beard trim"),
        ("haircut", "Haircut"),
        ("A HAIRCUT please", "Haircut"),
        ("hairct", "Haircut"),
        ("beard trimm", "Beard trim"),
        ("hair color", "Hair colour"),
        ("I'd like the beard trim", "Beard trim"),
        ("4", None),
        ("hair", None),
        ("haircut or beard trim", None),
        ("not the haircut", None),
        ("1 and 2", None),
        ("massage", None),
        ("", None),
    ],
)
def test_choices(text: str, expected: str | None) -> None:
    assert value(FieldKind.CHOICE, text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("el segundo", "es", None),
        ("die zweite", "de", "b"),
        ("dos", "es", "b"),
        ("le premier", "fr", "a"),
        ("a", "en", "a"),
    ],
)
def test_choices_by_words_of_the_language(text: str, language: str, expected: str | None) -> None:
    assert value(FieldKind.CHOICE, text, language, choices=("a", "b", "c")) == expected


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (FieldKind.PHONE, "07400 123456", "+447400123456"),
        (FieldKind.PHONE, "my number is +44 7400 123456, thanks", "+447400123456"),
        (FieldKind.PHONE, "07400 123456 or 07400 123457", None),
        (FieldKind.PHONE, "123", None),
        (FieldKind.EMAIL, "Jo.Smith+x@Example.com", "jo.smith+x@example.com"),
        (FieldKind.EMAIL, "It's <jo@example.co.uk>.", "jo@example.co.uk"),
        (FieldKind.EMAIL, "jo@example", None),
        (FieldKind.EMAIL, "jo@@example.com", None),
        (FieldKind.EMAIL, "a@example.com b@example.com", None),
        (FieldKind.EMAIL, "no", None),
        (FieldKind.TEXT, "  Ada Lovelace \n", "Ada Lovelace"),
        (FieldKind.TEXT, "   ", None),
        (FieldKind.TEXT, "x" * 501, None),
    ],
)
def test_texts_phones_and_addresses(kind: FieldKind, text: str, expected: str | None) -> None:
    assert value(kind, text) == expected


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (FieldKind.DATE, "next Tuesday", date(2026, 12, 1)),
        (FieldKind.DATE, "tomorrow morning", date(2026, 11, 26)),
        (FieldKind.DATE, "tomorrow at 7", date(2026, 11, 26)),
        (FieldKind.DATE, "3", date(2026, 12, 3)),
        (FieldKind.DATE, "1/12", date(2026, 12, 1)),
        (FieldKind.DATE, "Wednesday", None),
        (FieldKind.DATE, "12/05/1980", None),
        (FieldKind.TIME, "3", time(15)),
        (FieldKind.TIME, "half past nine", time(9, 30)),
        (FieldKind.TIME, "next Friday at 3pm", time(15)),
        (FieldKind.TIME, "at 7", None),
        (FieldKind.TIME, "in the morning", None),
        (FieldKind.DATE_TIME, "tomorrow at 3pm", datetime(2026, 11, 26, 15)),
        (FieldKind.DATE_TIME, "in an hour", datetime(2026, 11, 25, 11, 15)),
        (FieldKind.DATE_TIME, "tomorrow", None),
        (FieldKind.DATE_TIME, "at 3", None),
    ],
)
def test_dates_and_times(kind: FieldKind, text: str, expected: object) -> None:
    assert value(kind, text) == expected


def test_a_birthday_is_in_the_past() -> None:
    assert value(FieldKind.DATE, "12/05/80", past_allowed=True) == date(1980, 5, 12)
    assert value(FieldKind.DATE, "12 May 1980", past_allowed=True) == date(1980, 5, 12)


@pytest.mark.parametrize(
    ("kind", "text", "language", "expected"),
    [
        (FieldKind.TIME, "at 7", "en", "Do you mean at 19:00? Please answer yes, or say what you mean."),
        (FieldKind.DATE_TIME, "tomorrow", "en", "Thursday, 26 November: at what time?"),
        (FieldKind.DATE_TIME, "morgen früh", "de", "Donnerstag, 26. November, morgens: um wie viel Uhr?"),
        (FieldKind.DATE_TIME, "a las 3", "es", "A las 15:00: ¿qué día?"),
        (FieldKind.DATE_TIME, "Tuesday between 2 and 4", "en", "What exact time suits you best?"),
        (FieldKind.DATE_TIME, "lundi ou mardi à 15h", "fr", "Quel jour précis vous convient le mieux ?"),
        (FieldKind.DATE, "next week", "en", "Which single day suits you best?"),
        (FieldKind.DATE, "não posso segunda", "pt", "Que outro dia é bom para você?"),
        (FieldKind.DATE, "31 February", "en", "That date or time does not exist. Please give another one."),
        (FieldKind.DATE, "dunno", "en", "Please answer with a date, such as Thursday, 3 December."),
        (
            FieldKind.DATE,
            "yesterday",
            "en",
            "That is in the past. Please give a date and time still to come.",
        ),
        (
            FieldKind.CHOICE,
            "x",
            "de",
            "Bitte antworten Sie mit einer dieser Möglichkeiten: 1 Haircut, 2 Hair colour, 3 Beard trim.",
        ),
        (FieldKind.YES_NO, "maybe", "en", "Please answer yes or no."),
    ],
)
def test_what_is_said_instead(kind: FieldKind, text: str, language: str, expected: str) -> None:
    assert told(kind, text, language) == expected


def test_what_is_asked_about_is_kept() -> None:
    found = read(FieldKind.DATE_TIME, "Wednesday at 3pm", CONTEXT)
    assert isinstance(found, Problem)
    assert found.guess == Value(datetime(2026, 12, 2, 15))


def test_every_sentence_is_there_in_every_language() -> None:
    values = {"said": "x", "date": "x", "choices": "x", "longest": 9}
    for fault in Fault:
        assert len({sentence(fault, language, **values) for language in LANGUAGES}) == 5
    assert sentence(Fault.YES_NO, "xx") == sentence(Fault.YES_NO, "en")


@given(st.sampled_from(FieldKind), st.text(max_size=80), st.sampled_from(LANGUAGES))
def test_nothing_raises_and_each_problem_says_what_to_answer(
    kind: FieldKind, text: str, language: str
) -> None:
    found = read(kind, text, replace(CONTEXT, language=language))
    assert isinstance(found, Value) or found.sentence


def test_choices_that_are_their_numbers_are_listed_once() -> None:
    found = read(FieldKind.CHOICE, "purple", Context(NOW, choices=("1", "2")))
    assert isinstance(found, Problem) and found.sentence == "Please answer with one of these: 1, 2."


def test_a_choice_is_not_taken_by_its_number_from_an_answer_to_something_else() -> None:
    aside = Context(NOW, choices=("Haircut", "Beard trim"), asked=False)
    assert isinstance(read(FieldKind.CHOICE, "2", aside), Problem)
    assert read(FieldKind.CHOICE, "a beard trim at 2", aside) == Value("Beard trim")
