"""Call screening, menus, voicemail and people, by what they say."""

from __future__ import annotations

import pytest

from webapp.rules.callflow.machine_phrases import Machine, kind

SAID = {
    Machine.SCREENING: (
        "Hi, if you record your name and reason for calling, I'll see if this person is available.",
        "Hi, the person you're calling is using a screening service from Google, and will get a copy of this conversation. Go ahead and say your name and why you're calling.",
        "Please state your name and the reason for your call",
        "Grabe su nombre y el motivo de su llamada",
        "Si grabas tu nombre y el motivo de la llamada, veré si esta persona está disponible",
        "Enregistrez votre nom et le motif de votre appel",
        "Veuillez indiquer votre nom et la raison de votre appel",
        "Bitte nennen Sie Ihren Namen und den Grund Ihres Anrufs",
        "Grave o seu nome e o motivo da chamada",
        "Se gravar o seu nome e o motivo da chamada, verei se esta pessoa está disponível",
    ),
    Machine.WAITING: (
        "Thanks. Please stay on the line.",
        "One moment, I'll see if she is available",
        "Por favor no cuelgue",
        "Ne quittez pas",
        "Bitte bleiben Sie am Apparat",
        "Não desligue por favor",
    ),
    Machine.MENU: (
        "Thank you for calling Acme. For sales, press one. For support, press two.",
        "Press 1 for billing",
        "Please listen carefully as our menu options have changed",
        "Para ventas, pulse uno",
        "Pour le service client, tapez 1",
        "Für den Verkauf drücken Sie die Eins",
        "Para vendas, prima 1",
    ),
    Machine.VOICEMAIL: (
        "You've reached Maria Lopez. I can't come to the phone right now, please leave a message after the beep.",
        "Your call has been forwarded to an automatic voice message system. At the tone, please record your message.",
        "Hi, it's Bob, leave me a message",
        "The person you are trying to reach is not available. Please leave a message after the tone, press one to page",
        "The mailbox is full",
        "Deje su mensaje después de la señal",
        "Laissez un message après le bip sonore",
        "Bitte hinterlassen Sie eine Nachricht nach dem Signalton",
        "Deixe uma mensagem após o sinal",
    ),
    None: (
        "Hello?", "Yes, this is Maria.", "Who is calling?", "Hola, ¿quién es?", "Allô, oui ?", "Ja, hallo, Schmidt",
        "I can come on Tuesday", "What time is the appointment?", "sim, estou", "I will check and call you",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("expected", "text"), [(one, text) for one, texts in SAID.items() for text in texts])
def test_who_says_that(expected: Machine | None, text: str) -> None:
    assert kind(text) is expected
