"""The reminder desk of a dental practice, as its patients really write, in the languages that it speaks."""

from __future__ import annotations

import pytest

from tests.agents.templates.practice import DESK, IN_OTHERS, KNOWN, decide
from webapp.agents.base import HandoffKind
from webapp.agents.knowledge import Index
from webapp.agents.playbook.sentences import sentence
from webapp.rules.replies.reply_kinds import ReplyKind, kind_of_reply

QUESTIONS = [
    ("en", "do I have to pay if I cancel?"),
    ("en", "do i have to pay if i cancel"),
    ("en", "what happens if I don't come?"),
    ("en", "is there a fee if I cancel the appointment?"),
    ("en", "will you charge me when I have to cancel?"),
    ("en", "do I lose my deposit if I move my appointment?"),
    ("en", "do I have to confirm my appointment?"),
    ("es", "¿tengo que pagar si cancelo la cita?"),
    ("es", "¿cuánto cuesta cancelar la cita?"),
    ("fr", "est-ce que je dois payer si j'annule le rendez-vous ?"),
    ("fr", "combien ça coûte si je dois annuler ?"),
    ("de", "muss ich zahlen, wenn ich absage?"),
    ("de", "Was kostet es, wenn ich den Termin absagen muss?"),
    ("pt", "tenho que pagar se eu cancelar a consulta?"),
    ("pt", "quanto custa se eu precisar desmarcar?"),
    ("en", "can I come with my daughter?"),
    ("es", "¿puedo ir con mi hija?"),
    ("fr", "je peux venir avec mon fils ?"),
    ("de", "kann ich mit meiner Tochter kommen?"),
    ("pt", "posso ir com a minha filha?"),
    ("en", "the dentist hurt me and I want my money back"),
]


@pytest.mark.parametrize(("language", "text"), QUESTIONS)
@pytest.mark.parametrize("known", [KNOWN, None], ids=["known", "unknown"])
def test_a_question_confirms_cancels_and_moves_nothing(language: str, text: str, known: Index | None) -> None:
    decision = decide(text, language=language, known=known)
    assert decision.labels == () and decision.task is None and decision.goal is None
    assert decision.knowledge_ids or decision.handoff or decision.memory.offered


def test_the_fee_of_a_cancellation_is_told() -> None:
    assert "30 dollars" in decide("do I have to pay if I cancel?").say
    unknown = decide("do I have to pay if I cancel?", known=None)
    assert unknown.handoff is not None and unknown.handoff.kind is HandoffKind.UNSURE


YES = [
    "👍", "👍🏽", "y", "Y", "Yep", "ok", "👌", "yes 😊", "sure thing", "Yes I will", "sounds good",
    "I'll be there",
    "I’ll be there!", "Ill be there", "we'll be there", "sí", "oui", "ja", "sim", "claro", "d'accord",
    "passt", "perfect",
]  # fmt: skip
NO = [
    "n", "👎", "nope", "I can't come tomorrow", "can't make it", "I cant make it", "I won't be able to come",
    "Thursday doesn't work", "tomorrow doesn't work for me", "unfortunately not", "no puedo ir mañana",
    "je ne peux pas venir demain", "ich kann morgen leider nicht", "não vou poder ir amanhã",
    "wir können nicht kommen",
]  # fmt: skip


@pytest.mark.parametrize("text", YES)
def test_what_the_batch_counts_as_yes_confirms(text: str) -> None:
    assert kind_of_reply(text, DESK.languages).kind is ReplyKind.YES
    decision = decide(text)
    assert decision.labels == ("Comes",) and decision.say and decision.handoff is None


@pytest.mark.parametrize("text", NO)
def test_what_the_batch_counts_as_no_moves(text: str) -> None:
    assert kind_of_reply(text, DESK.languages).kind is ReplyKind.NO
    decision = decide(text)
    assert (decision.labels, decision.task) == (("Moving",), "move")
    assert not decision.fields, "the day that does not suit them is not the one that they want"


@pytest.mark.parametrize("text", ["not sure yet", "I might come", "maybe", "tal vez", "je ne sais pas"])
def test_perhaps_is_neither(text: str) -> None:
    decision = decide(text)
    assert decision.labels == () and decision.task is None and not decision.memory.offered


@pytest.mark.parametrize("text", ["👍", "ok thanks", "great"])
def test_where_nothing_was_asked_a_thumb_gets_no_answer(text: str) -> None:
    asked = "Thank you, we look forward to seeing you."
    assert decide(text, asked=asked).say == ""


@pytest.mark.parametrize(
    ("asked", "text", "label"),
    [
        ("Your appointment is tomorrow. Reply C to confirm or R to reschedule.", "C", "Comes"),
        ("Your appointment is tomorrow. Reply C to confirm or R to reschedule.", "r", "Moving"),
        ("Reply 1 to confirm, 2 to cancel your appointment.", "1", "Comes"),
        ("Reply 1 to confirm, 2 to cancel my appointment.", "2.", "Not coming"),
        ("Responda 1 para confirmar o 2 para cambiar la cita.", "1", "Comes"),
        ("Répondez 1 pour confirmer, 2 pour changer.", "1", "Comes"),
        ("Antworten Sie mit 1 für Ja oder 2 für Nein.", "2", "Moving"),
        ("Responda 1 para confirmar ou 2 para remarcar.", "2", "Moving"),
    ],
)
def test_the_sign_that_the_batch_explains_is_understood(asked: str, text: str, label: str) -> None:
    assert decide(text, asked=asked).labels == (label,)


@pytest.mark.parametrize(
    "text",
    [
        "I can't come tomorrow", "can't make it", "sorry I'm sick", "I'll be there", "call me please",
        "can I come?",
        "can you call me tomorrow at 10?", "who are you and what do you want", "I may be late or not come",
        "can I park my car there?", "what about my appointment", "may cancel", "the appointment", "another",
    ],
)  # fmt: skip
@pytest.mark.parametrize("known", [KNOWN, None], ids=["known", "unknown"])
def test_names_of_entries_are_never_said(text: str, known: Index | None) -> None:
    say = decide(text, known=known).say
    assert not [entry.name for entry in DESK.playbook if entry.name in say and entry.name not in entry.ask]


@pytest.mark.parametrize(
    "text", ["I can't come tomorrow", "can't make it", "we cannot come", "no podemos ir"]
)
def test_the_opposite_is_never_offered(text: str) -> None:
    decision = decide(text)
    assert "comes" not in decision.memory.offered and "Comes" not in decision.labels


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("where are you?", 3), ("when are you open?", 2), ("where can I park?", 1), ("how much is a crown?",
        5),
        ("what does a check-up cost", 5), ("price of a cleaning", 5), ("where is the practice", 3),
        ("can I park my car there?", 1), ("how do I get to you?", 3), ("what are your opening hours", 2),
        ("what time do you close?", 2), ("are you open on friday?", 2), ("whats your address", 3),
        ("where is your office located?", 3), ("is there parking", 1), ("how much does a crown cost?", 5),
    ],
)  # fmt: skip
def test_what_is_known_is_told(text: str, known: int) -> None:
    decision = decide(text)
    assert decision.knowledge_ids == (known,) and decision.labels == () and decision.handoff is None


@pytest.mark.parametrize(
    ("language", "text", "known"),
    [
        ("es", "¿dónde puedo aparcar?", 1), ("es", "¿a qué hora abren?", 2), ("es", "¿dónde están?", 3),
        ("es", "¿cuánto cuesta una limpieza?", 4), ("fr", "où puis-je me garer ?", 1),
        ("fr", "vous êtes ouverts quand ?", 2), ("fr", "où êtes-vous ?", 3),
        ("fr", "combien coûte un détartrage ?", 4), ("de", "wo kann ich parken?", 1),
        ("de", "wann haben Sie geöffnet?", 2), ("de", "wo sind Sie?", 3), ("de",
        "was kostet eine Zahnreinigung?", 4),
        ("pt", "onde posso estacionar?", 1), ("pt", "que horas vocês abrem?", 2), ("pt",
        "onde vocês ficam?", 3),
        ("pt", "quanto custa uma limpeza?", 4),
    ],
)  # fmt: skip
def test_what_is_known_is_told_in_each_language(language: str, text: str, known: int) -> None:
    assert decide(text, language=language, known=IN_OTHERS[language]).knowledge_ids == (known,)


@pytest.mark.parametrize(
    "text",
    [
        "how much is a root canal?", "do you take my insurance?", "does it hurt?",
        "Do you also treat horses?",
        "my parking ticket came yesterday, who pays?", "can I pay by card?", "¿aceptan mi seguro?",
        "acceptez-vous la carte vitale ?", "nehmen Sie auch Privatpatienten?", "vocês atendem crianças?",
    ],
)  # fmt: skip
def test_a_question_that_nothing_answers_is_passed_on_at_once(text: str) -> None:
    decision = decide(text)
    assert decision.handoff is not None and decision.handoff.kind is HandoffKind.UNSURE, decision.say


@pytest.mark.parametrize("known", [KNOWN, None], ids=["known", "unknown"])
@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Who is this? What does it cost?", ["Reminder desk"]),
        ("What does a crown cost? Who is this?", ["Reminder desk"]),
        ("When is my appointment? And where can I park?", ["2 December"]),
        ("Yes. Do you take my insurance?", ["look forward"]),
        ("yes I'll be there, do I need to bring anything?", ["look forward"]),
    ],
)
def test_of_two_questions_none_is_dropped(text: str, parts: list[str], known: Index | None) -> None:
    decision = decide(text, known=known)
    assert all(part in decision.say for part in parts)
    told = decision.knowledge_ids or decision.handoff
    assert told, decision.say


@pytest.mark.parametrize(
    "text",
    [
        "call me please", "can you call me tomorrow at 10?", "please call", "give me a call",
        "could someone ring me back?",
        "Call me back", "I would like a call back", "llámeme por favor", "¿me pueden llamar?",
        "appelez-moi s'il vous plaît",
        "pouvez-vous me rappeler ?", "rufen Sie mich bitte an", "können Sie mich zurückrufen?",
        "bitte um Rückruf",
        "me liga por favor", "podem me ligar amanhã?",
    ],
)  # fmt: skip
def test_a_wish_to_be_called_is_for_people(text: str) -> None:
    decision = decide(text)
    assert decision.handoff is not None and decision.handoff.kind is HandoffKind.ASKED


@pytest.mark.parametrize(
    "text", ["sorry I'm sick", "I am ill", "estoy enfermo", "je suis malade", "ich bin krank", "estou doente"]
)
def test_who_is_ill_gets_another_day(text: str) -> None:
    assert decide(text).task == "move"


@pytest.mark.parametrize("text", ["hm", "xyzzy", "the weather is fine"])
def test_what_is_no_question_is_asked_for_in_other_words(text: str) -> None:
    assert decide(text).say == sentence("en", "rephrase")


MOMENTS = {
    "en": ("friday?", "Friday 3pm", "no, friday", "I'd rather have friday", "tomorrow at 3 would be better"),
    "es": ("¿el viernes?", "viernes a las 3", "prefiero el viernes", "mañana a las 15 mejor"),
    "fr": ("vendredi ?", "vendredi à 15h", "vendredi c'est possible ?", "demain à 16h plutôt"),
    "de": ("Freitag?", "Freitag um 15 Uhr", "lieber Freitag", "geht Freitag?"),
    "pt": ("sexta?", "sexta às 15h", "pode ser sexta?", "melhor amanhã às 15h"),
}


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, texts in MOMENTS.items() for text in texts]
)
def test_another_day_or_time_that_they_name_is_moved_to(language: str, text: str) -> None:
    decision = decide(text, language=language)
    assert (decision.task, decision.labels) == ("move", ("Moving",))
    assert "day" in decision.fields or "time" in decision.fields


@pytest.mark.parametrize("text", ["tomorrow 10:30", "10:30", "tomorrow at 10:30?"])
def test_the_day_and_time_that_we_wrote_of_are_no_others(text: str) -> None:
    assert decide(text).task is None


REFUSED = ["can't do tomorrow, another day?", "I'm working tomorrow", "je ne peux pas demain, autre jour ?",
    "morgen geht leider nicht, anderer Tag?", "não posso amanhã, outro dia?"]  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_a_day_that_does_not_suit_them_is_no_wish(text: str) -> None:
    decision = decide(text)
    assert decision.task == "move" and not decision.fields


LATE = ["yes but I'll be 10 min late", "sí pero llego 10 min tarde", "oui mais j'aurai 10 min de retard",
    "ja aber ich komme 10 min später", "sim mas chego 10 min atrasada", "Je serai en retard"]  # fmt: skip


@pytest.mark.parametrize("text", LATE)
def test_a_yes_from_one_who_will_be_late_is_told_to_staff(text: str) -> None:
    decision = decide(text)
    assert decision.handoff is not None and decision.labels == ("Late",)


ELSE = [
    "I'm not Vic",
    "my name is not Vic",
    "no soy Vic",
    "je ne suis pas Vic",
    "ich bin nicht Vic",
    "não sou o Vic",
]


@pytest.mark.parametrize("text", ELSE)
def test_someone_else_is_for_people(text: str) -> None:
    decision = decide(text)
    assert decision.handoff is not None and "someone else" in decision.handoff.reason


@pytest.mark.parametrize(
    "text", ["I'm not sure", "I am not coming", "it's not possible", "no soy muy puntual"]
)
def test_who_only_says_what_they_are_not_is_no_one_else(text: str) -> None:
    handoff = decide(text).handoff
    assert handoff is None or "someone else" not in handoff.reason


def test_texts_are_not_alike_because_both_are_polite() -> None:
    assert decide("endereço por favor", language="pt", known=IN_OTHERS["pt"]).task is None
