"""What a model says was done is said only when something did it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.agents.llm.people import CALL_BACK, DESK, conversation
from tests.agents.people import MOVE, NOW
from webapp.agents.base import Handoff, HandoffKind, Ran, Turn, Who
from webapp.agents.definition import Knowledge, KnowledgeHit, Task
from webapp.agents.llm import claims
from webapp.agents.llm.claims import Backing

CANCEL = Task("cancel", "Cancel", when="They do not want to come")
ASKED = Handoff(HandoffKind.ASKED, "They want a person.")
NO_TASK = Backing()


@pytest.mark.parametrize(
    "say",
    [
        "You are booked for Thursday.",
        "Great! You're all set for Friday at 3.",
        "I’ve booked you in for 3 pm.",
        "I have cancelled your appointment.",
        "No problem, I've cancelled it.",
        "Your appointment has been cancelled.",
        "Sure, I've rescheduled your visit to Thursday at 9.",
        "Done! See you then.",
        "All done.",
        "I've got you down for Thursday.",
        "It’s been cancelled.",
        "The team has been notified.",
        "I've taken you off the list.",
        "Termin abgesagt.",
        "Rendez-vous annulé.",
        "Consulta remarcada para sexta.",
        "Booked for Friday!",
        "I've sent you the link.",
        "I just emailed you the form.",
        "I've noted your new address.",
        "Cancelled.",
        "We have updated your phone number, thanks.",
        "Your address has been updated.",
        "It's cancelled.",
        "I've passed this on to the team.",
        "I have let the team know.",
        "I can confirm that you are booked on Friday.",
        "I've gone ahead and cancelled it.",
        "I was able to book you for Monday.",
        "I've removed you from our list.",
        "If you have questions, write to us. I have moved your appointment.",
        "Your booking is confirmed for Friday.",
        "He cancelado su cita.",
        "Sí, he reservado su cita para el jueves.",
        "Su cita ha sido cancelada.",
        "¡Listo!",
        "Queda agendada su cita para el viernes.",
        "Ya le envié el enlace.",
        "Hemos actualizado su dirección.",
        "Acabo de cancelar su cita.",
        "Tu cita está confirmada para el viernes.",
        "J’ai annulé votre rendez-vous.",
        "Votre rendez-vous a été déplacé à jeudi.",
        "C'est réservé pour jeudi.",
        "Je vous ai envoyé le lien.",
        "Je viens de modifier votre adresse.",
        "Vous êtes bien inscrit pour jeudi.",
        "Ich habe Ihren Termin abgesagt.",
        "Ich habe Sie für Donnerstag, 5. März, um 9 Uhr eingetragen.",
        "Ihr Termin wurde verschoben.",
        "Sie sind für Donnerstag angemeldet.",
        "Ich habe Ihnen den Link geschickt.",
        "Ich habe Ihre neue Adresse notiert.",
        "Erledigt!",
        "Ihr Termin ist storniert.",
        "Cancelei a sua consulta.",
        "Sua consulta foi cancelada.",
        "Pronto!",
        "Já agendei para quinta às 9h.",
        "Atualizei o seu endereço.",
        "Enviei o link.",
        "Sua consulta está marcada para quinta.",
        "Ho annullato il suo appuntamento.",
        "Il suo appuntamento è confermato per giovedì.",
        "Fatto!",
    ],
)
def test_what_nothing_has_done_is_found(say: str) -> None:
    assert claims.unbacked(say, conversation("ok"), NO_TASK)


@pytest.mark.parametrize(
    "say",
    [
        "Are you booked for Thursday?",
        "Once you are booked, you get a text.",
        "If I have booked you, you get a text.",
        "You will get a text as soon as I have cancelled it.",
        "Your appointment is on Tuesday 3 March at 10:30.",
        "You are booked on Tuesday 3 March at 10:30.",
        "Yes, you're confirmed. See you on Tuesday!",
        "Noted, thank you!",
        "All set, see you on Tuesday!",
        "You are not booked yet.",
        "I have not cancelled anything.",
        "We are fully booked on Friday.",
        "See you then!",
        "We have moved to Mill Lane.",
        "We have changed our hours.",
        "A colleague will cancel it for you.",
        "Shall I cancel it?",
        "I can book you for Friday.",
        "Cancelled appointments are free until the day before.",
        "I don't think you are booked on Friday.",
        "As I told you, the gate closes at 20:00.",
        "Let me know when it is done.",
        "Thanks for letting us know.",
        "You can move it until Monday.",
        "Here is the link I sent you: https://example.com/x",
        "I've sent you the link: https://example.com/x",
        "Once I've cancelled it, you get a text.",
        "¿Está confirmada su cita?",
        "Cuando haya reservado, le aviso.",
        "Si su cita está cancelada, llámenos.",
        "Su cita es el martes.",
        "No he cancelado su cita.",
        "Estamos para ayudarle.",
        "C'est noté, merci !",
        "Quand j'ai réservé, je vous écris.",
        "Je n'ai pas annulé votre rendez-vous.",
        "Votre rendez-vous est mardi à 10:30.",
        "Le cabinet est fermé.",
        "Voulez-vous que je l'annule ?",
        "Ich habe Ihren Termin nicht abgesagt.",
        "Sobald ich Sie eingetragen habe, schreibe ich.",
        "Haben Sie gebucht?",
        "Ihr Termin ist am Dienstag.",
        "Wir haben unsere Öffnungszeiten geändert.",
        "Bitte kommen Sie wie vereinbart.",
        "Ainda não cancelei a sua consulta.",
        "Se a sua consulta foi cancelada, avise.",
        "Sua consulta é na terça.",
        "Posso agendar para quinta?",
        "Il suo appuntamento è martedì.",
        "Non ho annullato nulla.",
    ],
)
def test_what_is_known_or_left_open_is_none(say: str) -> None:
    assert not claims.unbacked(say, conversation("ok"), NO_TASK)


@pytest.mark.parametrize(
    ("say", "backing", "held"),
    [
        ("You are booked for Friday.", Backing(task=MOVE), True),
        ("I have cancelled your appointment.", Backing(task=CANCEL), True),
        ("I have cancelled your appointment.", Backing(task=MOVE), False),
        ("You are booked for Friday.", Backing(task=CANCEL), False),
        ("You are booked for Friday.", Backing(task=CALL_BACK), False),
        ("I've noted your new address.", Backing(opened=True), True),
        ("I've noted your new address.", Backing(labels=True), True),
        ("I've passed this on to the team.", Backing(handoff=ASKED), True),
        ("I have cancelled your appointment.", Backing(handoff=ASKED), False),
        ("I have cancelled your appointment.", Backing(opened=True), False),
    ],
)
def test_what_this_answer_does_backs_it(say: str, backing: Backing, held: bool) -> None:
    assert bool(claims.unbacked(say, conversation("ok"), backing)) is not held


def test_a_task_that_ran_before_backs_the_days_that_it_was_about() -> None:
    asked = conversation("ok", ran=(Ran("Move appointment", ("2026-03-09", "15:30", "")),))
    assert not claims.unbacked("You are booked for Monday, 9 March at 3:30 pm.", asked, NO_TASK)
    assert not claims.unbacked("As I said, I have moved your appointment.", asked, NO_TASK)
    assert claims.unbacked("Sure, I've moved your appointment to Friday.", asked, NO_TASK)
    assert claims.unbacked("I have cancelled your appointment.", asked, NO_TASK)


def test_what_the_team_wrote_and_what_the_knowledge_says_of_all_backs_it() -> None:
    told = Turn(Who.STAFF, "We have cancelled your appointment.", NOW)
    asked = conversation("ok")
    assert not claims.unbacked("Yes, it is cancelled.", replace(asked, turns=(told, *asked.turns)), NO_TASK)
    kept = Knowledge(9, "Data", "Your data is deleted after 30 days.")
    knows = conversation("ok", agent=replace(DESK, knowledge=(KnowledgeHit(kept, 2.0),)))
    assert not claims.unbacked("Your data is deleted after 30 days.", knows, NO_TASK)
