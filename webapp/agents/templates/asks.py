"""What the entries of the templates are called when contacts are asked whether they meant them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from webapp.agents.templates.base import Template, translated

_ASKS: Mapping[str, Mapping[str, tuple[str, str, str, str, str]]] = {
    "reminder_desk": {
        "comes": ("I will come", "Voy a ir", "Je viendrai", "Ich komme", "Eu vou"),
        "move": (
            "I need another time", "Necesito otra hora", "Il me faut une autre date",
            "Ich brauche einen anderen Termin", "Preciso de outro horário",
        ),
        "cancel": (
            "I want to cancel the appointment", "Quiero cancelar la cita", "Je veux annuler le rendez-vous",
            "Ich möchte den Termin absagen", "Quero cancelar a consulta",
        ),
        "when": (
            "When is my appointment", "Cuándo es mi cita", "Quand est mon rendez-vous",
            "Wann ist mein Termin", "Quando é a minha consulta",
        ),
        "late": (
            "I will be late", "Voy a llegar tarde", "Je serai en retard", "Ich komme zu spät",
            "Vou chegar atrasado",
        ),
        "here": ("I am here", "Ya estoy aquí", "Je suis arrivé", "Ich bin da", "Já cheguei"),
        "who": (
            "Who is writing to me", "Quién me escribe", "Qui m'écrit", "Wer schreibt mir",
            "Quem está a escrever",
        ),
    },
    "feedback": {
        "score": (
            "I want to give a score", "Quiero dar una nota", "Je veux donner une note",
            "Ich möchte Punkte geben", "Quero dar uma nota",
        ),
        "happy": (
            "I was happy with it", "Quedé contento", "J'étais content", "Ich war zufrieden",
            "Fiquei satisfeito",
        ),
        "unhappy": (
            "I was not happy with it", "No quedé contento", "Je n'étais pas content",
            "Ich war nicht zufrieden", "Não fiquei satisfeito",
        ),
        "later": (
            "I will answer later", "Respondo más tarde", "Je répondrai plus tard", "Ich antworte später",
            "Respondo mais tarde",
        ),
        "why": (
            "Why do you ask", "Por qué preguntan", "Pourquoi demandez-vous", "Warum fragen Sie",
            "Por que perguntam",
        ),
        "refund": (
            "I want my money back", "Quiero un reembolso", "Je veux être remboursé",
            "Ich möchte mein Geld zurück", "Quero o meu dinheiro de volta",
        ),
    },
    "lead_qualification": {
        "interested": (
            "I am interested", "Me interesa", "Ça m'intéresse", "Ich habe Interesse", "Tenho interesse",
        ),
        "price": (
            "How much does it cost", "Cuánto cuesta", "Combien ça coûte", "Was kostet das", "Quanto custa",
        ),
        "not_interested": (
            "I am not interested", "No me interesa", "Je ne suis pas intéressé", "Ich habe kein Interesse",
            "Não tenho interesse",
        ),
        "later": (
            "Please ask me again later", "Pregúnteme más adelante", "Recontactez-moi plus tard",
            "Bitte fragen Sie später noch einmal", "Pergunte-me mais tarde",
        ),
        "customer": (
            "I am a customer already", "Ya soy cliente", "Je suis déjà client", "Ich bin schon Kunde",
            "Já sou cliente",
        ),
        "who": (
            "Who is writing to me", "Quién me escribe", "Qui m'écrit", "Wer schreibt mir",
            "Quem está a escrever",
        ),
    },
}  # fmt: skip
"""By template and entry, in English, Spanish, French, German and Portuguese. The phrases of an entry serve
to recognize texts; some read strangely in the contact's own mouth."""


def told(template: Template) -> Template:
    """The template, each of whose entries says what it is called in a question to the contact."""
    texts = _ASKS[template.key]
    playbook = tuple(
        replace(entry, ask=texts[entry.key][0], asks=translated(*texts[entry.key][1:]))
        for entry in template.agent.playbook
    )
    return replace(template, agent=replace(template.agent, playbook=playbook))
