"""Sentences that tell the reader how to opt out: what firms print below their texts, and answer by machine.

"Reply STOP to unsubscribe" in a firm's answer says how to stop its texts. It is no wish to stop ours.
"""

from __future__ import annotations

from webapp.rules.phrases.finding import AnyOf

_WORD = r"(?:stopp?|stop all|end|quit|cancel|unsubscribe|remove|arret|baja|alto|sair|parar|iptal|ret|стоп|退订|退訂|td?|r|n)"
_SEND = (
    r"(?:reply|replying|text|texting|txt|send|sending|respond|responding|answer)(?: with| back| the word)*|"
    r"(?:repondez|envoyez|tapez)(?: par)?|(?:responda|responde|responder|envie|envia|enviar|mande)(?: con| com)?|"
    r"(?:antworten|antworte|senden|sende)(?: sie)?(?: mit)?|(?:rispondi|rispondere|invia)(?: con)?|"
    r"(?:antwoord|stuur|sms)(?: met)?|(?:svara|skicka|send|svar)(?: med)?|(?:wyslij|odpisz)|"
    r"отправьте|ответьте|пришлите|ارسل|أرسل"
)
_INSTRUCTS = AnyOf(
    (
        rf"\b(?:{_SEND}) {_WORD} (?:to|2|at|for|or|pour|para|per|om|um|za|aby|for at|for att|till|til|an|au|al|naar|na)\b",
        rf"^(?:to|if you|you (?:can|may)|for|pour|para|per|um|om|zum|aby|wilt u|чтобы|لإلغاء|za)\b.*\b(?:{_SEND}) {_WORD}\b",
        rf"^(?:to|if you|you (?:can|may))\b.*\b(?:{_SEND}) [\"']?{_WORD}\b",
        rf"\b{_WORD} (?:an|to|au) \d{{3,}}\b.*\b(?:senden|send)\b|^zum abmelden {_WORD} an\b|\b{_WORD} (?:au|an|to) \d{{4,}}$",
        rf"\b{_WORD} yazip\b|{_WORD} ?(?:と|を).{{0,4}}(?:返信|送信)|{_WORD} ?(?:भेजें|लिखें)",
        r"(?:回复?|回復) ?[a-z]{1,2} ?(?:退订|退訂)|(?:拒收|退订|退訂) ?请?回|무료 ?(?:수신)?거부",
        r"\byou have (?:successfully )?been unsubscribed\b|\bare now (?:un)?subscribed\b|\breplied with the word\b",
    )
)
_INVITES = AnyOf(
    (
        r"^(?:wilt u|want to|do you (?:want|wish)|would you like|don'?t want|no longer (?:want|wish)|prefer not|ya no desea|"
        r"no (?:desea|quiere)s?|vous ne (?:souhaitez|voulez)|mochten sie|wollen sie|nao (?:quer|deseja)|non vuoi|nie chcesz|vill du)\b",
    )
)


def invites(sentence: str) -> bool:
    """ "Don't want to hear from us?", which a sentence that instructs stands beside."""
    return _INVITES.search(sentence) is not None


def instructs(sentence: str) -> bool:
    """Does a sentence, as `wording.spaced` gives it, say how to opt out?"""
    return _INSTRUCTS.search(sentence) is not None
