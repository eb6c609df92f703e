"""How someone wants to be addressed is no wish to be left alone; in doubt it is one."""

from __future__ import annotations

import pytest

from webapp.rules.callflow import wishes
from webapp.rules.callflow.wishes import Stop
from webapp.rules.replies.replies import Meaning, read

NAMED = (
    "Don't call me Bob, call me Robert",
    "dont call me bob call me robert",
    "Don’t call me “Bob”. Call me Robert please",
    "DON'T CALL ME BOB! CALL ME ROBERT",
    "Please don't call me Mr. Smith, just call me Bob.",
    "don't call me sir, call me Ann",
    "Stop calling me Bob, my name is Robert",
    "Never call me Bobby\nI go by Robert",
    "Hi! Don't call me Bob Smith, call me Robert. See you",
    "Don't ever call me Mrs Jones, you can call me Ms Jones, thanks",
    "No me llames Pepe, llámame José",
    "Deja de llamarme Pepe. Me llamo José",
    "No me llame señora, llámeme Ana",
    "Ne m'appelez pas Bob, appelez-moi Robert",
    "Arrêtez de m'appeler Bob, je m'appelle Robert",
    "Non chiamarmi Beppe, chiamami Giuseppe",
    "Smettila di chiamarmi Beppe, mi chiamo Giuseppe",
    "Ne hívj Bobnak, hívj Robertnek",
    "Pa rele m Bob. Rele m Robert",
    "Hören Sie auf, mich Bob zu nennen",
    "Đừng gọi tôi là Bob, gọi tôi là Robert",
    "mujhe Bob mat bulao",
)
WISHES = (
    "Don't call me",
    "Don't call me again",
    "don't call me please",
    "don't call me anymore",
    "Don't call me ever",
    "Don't call me Bob",
    "Don't call me, Bob",
    "Don't call me Bob. It's Robert",
    "Don't call me again, call me Robert",
    "don't call me ever call me robert",
    "Don't call me please, my name is Robert",
    "Don't call me Bob, call Robert",
    "Don't call me Bob, call me never",
    "Don't call me any more, my name is Robert",
    "Don't call me Bob, call me Robert. And don't call me again",
    "Don't call me Bob, call me Robert, and stop texting me",
    "Don't call me Bob, call me Robert\nSTOP texting me",
    "Don't text me Bob, text me Robert",
    "Don't call me Monday, call me Tuesday",
    "Don't call me or text me, my name is Robert",
    "No me llames",
    "No me llames más, me llamo José",
    "No me llames nunca, llámame José",
    "Ne m'appelez plus, je m'appelle Robert",
    "Ne m'appelez pas",
    "Non chiamarmi più, mi chiamo Giuseppe",
    "Non chiamarmi",
    "Pa rele m anko. Mwen rele Bob",
    "Pa rele m anko, mwen rele Bob",
    "Ne hívj",
    "Đừng gọi cho tôi",
    "mujhe call mat karo",
    "Hören Sie auf mich anzurufen",
)


@pytest.mark.parametrize("text", NAMED)
def test_a_name_is_no_wish(text: str) -> None:
    assert read(text) is Meaning.NOTHING
    assert wishes.stop([text]) is Stop.NO


@pytest.mark.parametrize("text", WISHES)
def test_in_doubt_it_is_one(text: str) -> None:
    assert read(text) is Meaning.HOLD
