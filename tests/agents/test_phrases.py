"""Short wordings in five languages, and what only looks like them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from webapp.agents import phrases

TABLE: list[tuple[Callable[[str], object], list[str], list[str]]] = [
    (
        phrases.asks_for_person,
        [
            "Can I talk to a real person?",
            "I want to speak to someone please",
            "put me through to your manager",
            "HUMAN",
            "get me your manager",
            "Can somebody call me?",
            "are you a bot??",
            "Is this a bot",
            "am I talking to a robot?",
            "can a human answer me please",
            "Quiero hablar con una persona",
            "Je voudrais parler à un conseiller",
            "Ich möchte mit einem Menschen sprechen",
            "Kann ich mit jemandem reden",
            "Quero falar com um atendente",
        ],
        [
            "I need someone to alert me",
            "When is my appointment?",
            "two people will come",
            "I need a new card",
            "the agent called me",
            "",
        ],
    ),
    (
        phrases.is_upset,
        [
            "This is ridiculous!",
            "I'm fed up",
            "Esto es inaceptable",
            "C'est scandaleux",
            "Das ist eine Frechheit",
            "Isso é um absurdo",
            "I'm going to sue you",
            "This is a waste of my time",
            "Estoy harta de esto",
            "Es una vergüenza, voy a poner una queja",
            "J'en ai ras le bol",
            "C'est honteux, je porte plainte",
            "Ich bin stinksauer, ich bin wirklich sauer",
            "Ich werde mich beschweren",
            "Que vergonha, vou fazer uma reclamação",
            "Isto é inaceitável!",
        ],
        [
            "Where is my card?",
            "OK!",
            "My NHS card",
            "It is urgent",
            "I sued nobody",
            "",
            "Hi, this is Sue",
            "can't complain",
            "No complaints at all",
            "nothing to complain about",
            "Gracias por la ayuda",
            "Je suis en retard",
            "Das passt mir gut",
            "Não posso nesse dia",
        ],
    ),
    (
        phrases.is_small_talk,
        [
            "Thanks!",
            "ok",
            "Ok great, thank you so much",
            "👍",
            "❤️❤️",
            "Gracias",
            "merci beaucoup",
            "Danke schön",
            "!!",
            "thanks again",
            "You're welcome, have a great day!",
            "De nada, que tenga un buen día",
            "De rien, bonne journée",
            "Gern geschehen, schönen Tag noch",
            "Imagina, bom fim de semana",
        ],
        [
            "no thanks",
            "bom dia",
            "have a great day, when is it?",
            "ok when is it?",
            "no",
            "yes",
            "hello",
            "good morning",
            "thanks but no",
        ],
    ),
    (
        phrases.is_greeting,
        ["Hi", "hello there", "Good morning", "Guten Tag", "buenos días"],
        ["there", "", "hi where is it"],
    ),
    (
        phrases.drops_it,
        [
            "never mind",
            "Forget it",
            "cancel that please",
            "olvídalo",
            "laisse tomber",
            "vergiss es",
            "esquece",
        ],
        ["I need to cancel my appointment on Friday", "forget my number please", ""],
    ),
    (
        phrases.shouts,
        ["WHERE IS MY CARD I WANT IT NOW!", "YES I WILL BE THERE!"],
        ["OK!", "YES I WILL BE THERE", "Where is it! I WANT IT NOW!"],
    ),
    (
        phrases.leaves_out,
        ["skip", "No thanks", "none", "no reason", "sin motivo", "nada", "keine"],
        ["no milk", "a note", ""],
    ),
]


@pytest.mark.parametrize(("tells", "text"), [(tells, text) for tells, texts, _ in TABLE for text in texts])
def test_what_is_said(tells: Callable[[str], object], text: str) -> None:
    assert tells(text)


@pytest.mark.parametrize(("tells", "text"), [(tells, text) for tells, _, texts in TABLE for text in texts])
def test_what_is_not(tells: Callable[[str], object], text: str) -> None:
    assert not tells(text)
