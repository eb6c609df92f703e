"""Replies that are a command by themselves: STOP, START and HELP as people and carriers spell them.

47 CFR 64.1200(a)(10) lists the English words that count as a revocation; Canada's carriers require ARRET too.
The words for unsubscribing in other languages act as they do.
"""

from __future__ import annotations

from enum import StrEnum

from webapp.rules.wording import bare


class Keyword(StrEnum):
    """What the sender of a one-word message wants."""

    STOP = "stop"
    START = "start"
    HELP = "help"


_STOP = """
    stop, quit, end, revoke, opt out, cancel, unsubscribe,
    stopall, stop all, optout, remove, td, arret, stopp, alto, parar, baja,
    unsub, stop stop, stop stop stop, end all,
    darse de baja, darme de baja, quiero darme de baja, dar de baja, cancelar suscripcion,
    arreter, arretez, desabonner, desabonnement, se desabonner, desinscription, desinscrire,
    abmelden, abbestellen, aufhoren, austragen,
    descadastrar, descadastro, sair da lista,
    disiscrivimi, disiscrizione,
    afmelden, uitschrijven, stoppen,
    wypisz, rezygnuje,
    avregistrera, avsluta, sluta,
    uyelikten cik, abonelikten cik, aboneligi iptal et,
    стоп, отписаться, отписка, отпишите
"""
# "yes" is left out on purpose: it answers a question, and must not opt anybody in.
_START = "start, unstop"
_HELP = "help, info"

_SPELLINGS = {
    spelling.strip(): keyword
    for keyword, spellings in ((Keyword.STOP, _STOP), (Keyword.START, _START), (Keyword.HELP, _HELP))
    for spelling in spellings.split(",")
}
_LONGEST = 200  # characters of a message that could still be a keyword in dressing, and a signature


def match(text: str) -> Keyword | None:
    """The keyword that the whole message is, or None; "stop by tomorrow" is none."""
    return _SPELLINGS.get(bare(text)) if len(text) <= _LONGEST else None
