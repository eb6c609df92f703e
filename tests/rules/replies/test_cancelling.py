"""Whether something shall be called off or moved, or shall not."""

from __future__ import annotations

import pytest

from webapp.rules.replies import cancelling
from webapp.rules.wording import plain, spaced

KEEPS = """
please don't cancel my appointment
I don't want to cancel
no need to cancel, I'll be there
I'm not cancelling
no longer need to reschedule
No quiero cancelar
no la cancele por favor
Ne pas annuler svp
n'annulez pas
je ne veux pas annuler
Nicht absagen bitte
ich möchte den Termin nicht verschieben
não cancela, eu vou
não quero desmarcar
"""
CALLS_OFF = """
cancel it please
yes cancel
Yes, please cancel
yes move it
ok reschedule please
I'd like to cancel
Ja, bitte absagen
Oui, annulez
je veux annuler
quiero cancelar
Sim, pode cancelar
I don't want to move it, please cancel it
"""
NEITHER = """
Yes, no changes
is it free to cancel
was ist wenn ich storniere
no problem
I thought I cancelled this
yes please
"""


def said(text: str) -> str:
    return spaced(plain(text))


@pytest.mark.parametrize("text", KEEPS.strip().splitlines())
def test_it_shall_stay(text: str) -> None:
    assert cancelling.keeps(said(text))
    assert not cancelling.calls_off(said(text))


@pytest.mark.parametrize("text", CALLS_OFF.strip().splitlines())
def test_it_shall_not(text: str) -> None:
    assert cancelling.calls_off(said(text))


@pytest.mark.parametrize("text", NEITHER.strip().splitlines())
def test_nothing_is_said_of_it(text: str) -> None:
    assert not cancelling.keeps(said(text))


def test_the_rest_is_what_is_left() -> None:
    assert cancelling.without_keeping("please don't cancel i'll be there") == "please i'll be there"
