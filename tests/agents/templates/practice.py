"""A dental practice that uses the reminder desk, in its five languages, and Vic, who writes to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from webapp.agents.base import Contact, Conversation, Decision, Memory, Outreach, Turn, Who
from webapp.agents.definition import Knowledge
from webapp.agents.knowledge import Index
from webapp.agents.playbook.engine import Playbook
from webapp.agents.templates.registry import TEMPLATES

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=ZoneInfo("Europe/London"))  # a Tuesday
VIC = Contact("+447400123456", "Vic Moore", "GB")
DESK = TEMPLATES["reminder_desk"].agent
ASKED = "Hi Vic, your appointment is tomorrow at 10:30. Will you come?"
KNOWN = Index([
    Knowledge(1, "Parking", "There is a car park behind the house; the first hour is free."),
    Knowledge(2, "Opening hours", "Monday to Friday, 8:00 to 18:00."),
    Knowledge(3, "Address", "12 Bridge Street, second floor. Bus 7 stops at the door."),
    Knowledge(4, "Cancellation", "Less than 24 hours before, we charge 30 dollars."),
    Knowledge(5, "Prices", "A check-up costs 80 dollars, a cleaning 95. A crown costs from 650 dollars."),
])  # fmt: skip
IN_OTHERS = {
    "es": Index([
        Knowledge(1, "Aparcamiento", "Hay un aparcamiento detrás de la casa."),
        Knowledge(2, "Horario", "De lunes a viernes, de 8 a 18."),
        Knowledge(3, "Dirección", "Calle del Puente 12."),
        Knowledge(4, "Precios", "Una limpieza cuesta 95 euros."),
    ]),
    "fr": Index([
        Knowledge(1, "Stationnement", "Il y a un parking derrière la maison."),
        Knowledge(2, "Horaires", "Du lundi au vendredi, de 8 h à 18 h."),
        Knowledge(3, "Adresse du cabinet", "12 rue du Pont."),
        Knowledge(4, "Tarifs", "Un détartrage coûte 95 euros."),
    ]),
    "de": Index([
        Knowledge(1, "Parkplätze", "Hinter dem Haus."),
        Knowledge(2, "Öffnungszeiten", "Montag bis Freitag, 8 bis 18 Uhr."),
        Knowledge(3, "Anfahrt", "Brückenstraße 12, zweiter Stock."),
        Knowledge(4, "Preise", "Eine Zahnreinigung kostet 95 Euro."),
    ]),
    "pt": Index([
        Knowledge(1, "Estacionamento", "Atrás da casa."),
        Knowledge(2, "Horário de funcionamento", "De segunda a sexta, das 8 às 18."),
        Knowledge(3, "Endereço", "Rua da Ponte, 12."),
        Knowledge(4, "Preços", "Uma limpeza custa 95 euros."),
    ]),
}  # fmt: skip


def decide(
    text: str,
    memory: Memory = Memory(),  # noqa: B008
    asked: str = ASKED,
    known: Index | None = KNOWN,
    language: str = "en",
) -> Decision:
    agent = replace(DESK, knowledge=known.search(text) if known else ())
    turns = (Turn(Who.STAFF, asked, NOW), Turn(Who.CONTACT, text, NOW))
    outreach = Outreach({"first_name": "Vic", "appointment": "2 December, 10:30"}, asked)
    return Playbook().decide(Conversation(agent, VIC, turns, NOW, language, outreach, memory))


def talk(*texts: str, known: Index | None = KNOWN) -> Decision:
    """Each text gets its answer; the last one is returned."""
    memory, asked = Memory(), ASKED
    for text in texts:
        decision = decide(text, memory, asked, known)
        memory, asked = decision.memory, decision.say
    return decision
