"""What a playbook says by itself, between the answers of its owner."""

from __future__ import annotations

from collections.abc import Mapping

_TABLE: Mapping[str, Mapping[str, str]] = {
    "en": {
        "hello": "Hello! How can I help you?",
        "handoff": "I am passing this on to a colleague, who will answer you here.",
        "emergency": "I am passing this on to a colleague. "
        "If it is an emergency, please call the emergency services now.",
        "rephrase": "Sorry, I did not understand that. Could you say it in other words?",
        "did_you_mean": 'Did you mean "{one}"? Please answer yes or no.',
        "did_you_mean_one_of": 'Did you mean 1) "{one}" or 2) "{two}"?',
        "ask": "{label}?",
        "read_back": "Just to be sure:",
        "is_it_right": "Is that right? (yes/no)",
        "yes_or_change": "Please answer yes if it is right, or tell me what I should change.",
        "what_to_note": "What should I note? If nothing, answer no.",
        "what_to_change": "What should I change: {labels}?",
        "dropped": "All right, I have dropped that.",
        "done": "Thank you, I am taking care of it.",
        "yes": "yes",
        "no": "no",
    },
    "es": {
        "hello": "¡Hola! ¿En qué puedo ayudarle?",
        "handoff": "Paso su mensaje a un compañero, que le responderá aquí.",
        "emergency": "Paso su mensaje a un compañero. "
        "Si es una emergencia, llame ya a los servicios de emergencia.",
        "rephrase": "Perdone, no lo he entendido. ¿Puede decirlo con otras palabras?",
        "did_you_mean": '¿Quería decir "{one}"? Responda sí o no.',
        "did_you_mean_one_of": '¿Quería decir 1) "{one}" o 2) "{two}"?',
        "ask": "¿{label}?",
        "read_back": "Para confirmar:",
        "is_it_right": "¿Es correcto? (sí/no)",
        "yes_or_change": "Responda sí si es correcto, o diga qué debo cambiar.",
        "what_to_note": "¿Qué debo anotar? Si nada, responda no.",
        "what_to_change": "¿Qué debo cambiar: {labels}?",
        "dropped": "De acuerdo, lo dejo.",
        "done": "Gracias, me ocupo de ello.",
        "yes": "sí",
        "no": "no",
    },
    "fr": {
        "hello": "Bonjour ! Comment puis-je vous aider ?",
        "handoff": "Je transmets votre message à un collègue, qui vous répondra ici.",
        "emergency": "Je transmets votre message à un collègue. "
        "En cas d'urgence, appelez tout de suite les secours.",
        "rephrase": "Désolé, je n'ai pas compris. Pouvez-vous le dire autrement ?",
        "did_you_mean": 'Vouliez-vous dire "{one}" ? Répondez oui ou non.',
        "did_you_mean_one_of": 'Vouliez-vous dire 1) "{one}" ou 2) "{two}" ?',
        "ask": "{label} ?",
        "read_back": "Pour confirmer :",
        "is_it_right": "Est-ce correct ? (oui/non)",
        "yes_or_change": "Répondez oui si c'est correct, ou dites ce que je dois changer.",
        "what_to_note": "Que dois-je noter ? Si rien, répondez non.",
        "what_to_change": "Que dois-je changer : {labels} ?",
        "dropped": "D'accord, j'abandonne.",
        "done": "Merci, je m'en occupe.",
        "yes": "oui",
        "no": "non",
    },
    "de": {
        "hello": "Guten Tag! Wie kann ich Ihnen helfen?",
        "handoff": "Ich gebe das an eine Kollegin oder einen Kollegen weiter. Sie hören hier von uns.",
        "emergency": "Ich gebe das an eine Kollegin oder einen Kollegen weiter. "
        "Im Notfall rufen Sie bitte sofort den Notruf.",
        "rephrase": "Das habe ich leider nicht verstanden. Können Sie es anders sagen?",
        "did_you_mean": 'Meinten Sie "{one}"? Bitte antworten Sie mit Ja oder Nein.',
        "did_you_mean_one_of": 'Meinten Sie 1) "{one}" oder 2) "{two}"?',
        "ask": "{label}?",
        "read_back": "Nur zur Sicherheit:",
        "is_it_right": "Stimmt das? (Ja/Nein)",
        "yes_or_change": "Antworten Sie mit Ja, wenn es stimmt, oder sagen Sie, was ich ändern soll.",
        "what_to_note": "Was soll ich notieren? Wenn nichts, antworten Sie nein.",
        "what_to_change": "Was soll ich ändern: {labels}?",
        "dropped": "Gut, dann lassen wir das.",
        "done": "Danke, ich kümmere mich darum.",
        "yes": "ja",
        "no": "nein",
    },
    "pt": {
        "hello": "Olá! Como posso ajudar?",
        "handoff": "Vou passar a sua mensagem a um colega, que responderá aqui.",
        "emergency": "Vou passar a sua mensagem a um colega. "
        "Se for uma emergência, ligue já para os serviços de emergência.",
        "rephrase": "Desculpe, não entendi. Pode dizer de outra forma?",
        "did_you_mean": 'Quis dizer "{one}"? Responda sim ou não.',
        "did_you_mean_one_of": 'Quis dizer 1) "{one}" ou 2) "{two}"?',
        "ask": "{label}?",
        "read_back": "Só para confirmar:",
        "is_it_right": "Está certo? (sim/não)",
        "yes_or_change": "Responda sim se está certo, ou diga o que devo mudar.",
        "what_to_note": "O que devo anotar? Se nada, responda não.",
        "what_to_change": "O que devo mudar: {labels}?",
        "dropped": "Está bem, deixamos isso.",
        "done": "Obrigado, vou tratar disso.",
        "yes": "sim",
        "no": "não",
    },
}
LANGUAGES = tuple(_TABLE)


def sentence(language: str, key: str, **values: str) -> str:
    """In English where there is no translation. Values are put in as they are."""
    text = _TABLE.get(language, _TABLE["en"])[key]
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text
