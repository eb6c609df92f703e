"""Short wishes, spoken."""

from __future__ import annotations

import pytest

from webapp.rules.callflow import wishes
from webapp.rules.callflow.sentences import LANGUAGES
from webapp.rules.callflow.wishes import Stop

CERTAIN = (
    "stop", "Stop.", "unsubscribe", "alto", "pare", "arrêtez", "Stopp",
    "please stop calling me", "don't call me again", "do not call this number", "never call us again",
    "take me off your list", "put me on your do not call list", "no more calls please", "please remove my number from your list",
    "no me llame más", "dejen de llamarme", "no quiero más llamadas", "no me vuelvan a llamar", "elimíneme de su lista",
    "ne m'appelez plus", "arrêtez de m'appeler", "plus d'appels s'il vous plaît", "supprimez mon numéro",
    "rufen Sie mich nicht mehr an", "ich möchte nicht mehr angerufen werden", "keine Anrufe mehr bitte", "löschen Sie meine Nummer",
    "não me ligue mais", "parem de ligar", "não quero receber mais chamadas", "retirem o meu número",
)  # fmt: skip
LIKELY = ("cancel", "wrong number", "end", "baja", "stop it", "leave me alone", "falsche Nummer", "sair")
NO = (
    "yes", "I will be there", "don't call me before nine", "can you call me back", "stop by on Tuesday",
    "please don't call me at work tomorrow", "sí, claro", "oui merci", "ja gerne", "sim", "who is this", "",
)  # fmt: skip


@pytest.mark.parametrize("text", CERTAIN)
def test_these_end_all_calls(text: str) -> None:
    assert wishes.stop([text]) is Stop.CERTAIN


@pytest.mark.parametrize("text", LIKELY)
def test_these_are_asked_about(text: str) -> None:
    assert wishes.stop([text]) is Stop.LIKELY


@pytest.mark.parametrize("text", NO)
def test_these_mean_something_else(text: str) -> None:
    assert wishes.stop([text]) is not Stop.CERTAIN


def test_a_less_likely_reading_is_only_a_reason_to_ask() -> None:
    assert wishes.stop(["top", "stop"]) is Stop.LIKELY
    assert wishes.stop([]) is Stop.NO


def test_what_the_disclosure_tells_them_to_say_ends_all_calls() -> None:
    told = {"en": "stop", "es": "alto", "fr": "stop", "de": "stopp", "pt": "pare"}
    assert all(wishes.stop([told[language]]) is Stop.CERTAIN for language in LANGUAGES)


@pytest.mark.parametrize(
    "text", ["Sorry?", "pardon", "can you repeat that please", "¿Cómo?", "Wie bitte?", "O quê?"]
)
def test_again(text: str) -> None:
    assert wishes.again(text)


@pytest.mark.parametrize(
    "text",
    [
        "OK thanks, bye",
        "goodbye",
        "Adiós",
        "merci, au revoir",
        "Auf Wiederhören",
        "tchau",
        "non merci, au revoir",
        "Nein danke, auf Wiederhören",
        "Das war’s, danke, tschüss",
    ],
)
def test_farewell(text: str) -> None:
    assert wishes.farewell(text)


@pytest.mark.parametrize(
    "text", ["Hello?", "Hello, who is this?", "¿Dígame?", "Allô", "Ja hallo", "Alô, quem fala?"]
)
def test_hello(text: str) -> None:
    assert wishes.is_hello(text)


@pytest.mark.parametrize(
    "text",
    ["yes I want to move it", "bye the way", "ja, tschüss", "sorry I cannot come", "what is the price"],
)
def test_sentences_are_none_of_these(text: str) -> None:
    assert not (wishes.again(text) or wishes.farewell(text) or wishes.is_hello(text))
