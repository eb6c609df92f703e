"""Whether a text asks something: by its mark, or by how it begins, because many type no mark.

English, Spanish, French, German, Portuguese, Italian and Dutch.
"""

from __future__ import annotations

import re

from webapp.rules.wording import plain, spaced

_MARK = re.compile(r"[?？؟¿]|[❓❔⁉]")
_LINK = re.compile(r"\bhttps?://\S+|\bwww\.\S+", re.I)
_SENTENCES = re.compile(r"[.!…\n;,]+")
_BEGINS = {
    "en": r"(?:(?:ok|okay|and|so|but|um|sorry|wait|also|quick question) )*(?:tell me more|more (?:info\w*|details)|send me (?:more )?(?:info|details)|who(?:'?s| is| are| am| dis| r u| was| will| do)|whos|whats|wheres|hows|whens|"
    r"wh(?:at|en|ere|y|ich) (?:to|is|are|was|were|do|does|did|will|would|can|could|should|time|day|date|number|kind|if|about|address|office|the|happen\w*|has|have|am|else|for)|"
    r"(?:what|when|where|how)'?s|how (?:to|much|many|long|far|do|does|did|can|could|would|will|about|is|are|come|late|old|soon|often)|"
    r"(?:can|could|may|should|shall|must|will|would|do|does|did|am|is|are|was|were|has|have) "
    r"(?:i|you|u|we|it|they|he|she|there|this|that|the|my|your|someone|somebody|anyone|ya|these|those)\b|"
    r"wanna know|i (?:was wondering|wonder|wanted to (?:know|ask))|any (?:chance|idea|other|news)|is that|wat time|wht time|y is|wya|who this|new phone who)",
    "es": r"(?:quien(?:es)? (?:es|eres|son|habla|me)|que (?:hora|dia|es|son|pasa|paso|tengo|hago|significa|direccion|precio|horario|horarios|fecha|necesito|hay|debo|tal si)|"
    r"cuando (?:es|sera|puedo|abren|tengo|seria|empieza|me)|donde (?:es|esta|queda|estan|puedo|quedan|tengo|se)|a donde|a que hora|de que|de quien|de parte|"
    r"como (?:llego|hago|puedo|se|va|funciona|es|pago|cancelo|cambio)|cual(?:es)? (?:es|son|seria|hora|dia)|cuant[oa]s? (?:es|cuesta|vale|dura|tengo|debo|tiempo|seria|cobran)|"
    r"por ?que (?:me|no|se|tengo|es)|pq me|puedo (?:cambiar|llevar|pagar|traer|saber|preguntar|hablar|llamar)|podria(?! ser)|podrian|podemos|se puede|me (?:puede|pueden|podria|puedes) \w+|de donde|y (?:cuanto|cuando|donde|como|que|quien)|a (?:que|quien|donde) se|de que|mas info\w*|tienen|hay (?:alguna|algun|cita|estacionamiento)|es posible|quisiera saber|queria saber)",
    "fr": r"(?:qui (?:est|etes|es|c'?est|me)|c'?est qui|quoi|c'?est quoi|qu'?est ce|est ce (?:que|qu'?)|quand (?:est|puis|sera|avez)|c'?est (?:quand|ou|combien|a quelle)|ou (?:est|se|etes|dois|puis)|"
    r"comment (?:faire|je|puis|on|venir|ca|annuler|payer|vous)|pourquoi|combien|quel(?:le)?s? (?:est|heure|jour|sont|adresse|prix|date)|a quelle|vous etes (?:qui|ou|ouverts?)|t es qui|on peut|plus d info\w*|puis je|peut on|pouvez vous|pourriez vous|peux tu|"
    r"est il|y a t il|dois je|avez vous|etes vous|je voulais savoir|je voudrais savoir|a qui)",
    "de": r"(?:wer (?:ist|sind|schreibt|bist|seid|spricht)|was (?:ist|kostet|soll|muss|fur|bedeutet|mach\w*|wollen|heisst|passiert)|wann (?:ist|war|kann|habe|soll|muss|beginnt|findet|genau|haben|wird)|"
    r"wo (?:ist|finde|sind|kann|muss|seid|befindet|findet|genau)|wie (?:viel|lange|lauft|komme|kann|ist|spat|geht|teuer|heisst|war|bitte|oft|sind|funktioniert)|wieviel|warum|wieso|weshalb|welche[rsn]? |woher|wohin|womit|worum|um was geht|"
    r"geht (?:auch|es auch|noch)|mehr info\w*|und (?:wann|wo|was|wie|wer)|(?:kann|konnte|darf|muss|soll|konnten|konnen|haben|hatten|gibt|geht|ist|sind|wird|brauche|kommt|wurde) (?:ich|man|sie|wir|es|das|der|die|mein\w*|da|dort|jemand)\b|kannst du|hast du|habt ihr)",
    "pt": r"(?:qto|qnto|qdo|qual o|mais info\w*|e (?:quanto|quando|onde|como|qual)|quem (?:e|ta|fala|esta|sao|me)|o que (?:e|eu|preciso|devo|acontece|significa)|que (?:horas?|dia|horario)|quando (?:e|sera|posso|abre|comeca|vai|seria)|onde (?:fica|e|esta|posso|ficam)|"
    r"como (?:faco|posso|chego|eu|funciona|cancelo|remarco)|qua(?:l|is) (?:e|o|a|os|as|seria|horario)|quanto (?:custa|e|tempo|fica|sai|vou|devo)|por ?que (?:me|nao|eu|estou)|pq (?:me|vcs|eu)|"
    r"posso (?:mudar|levar|pagar|trazer|saber|remarcar|trocar|falar|ligar)|podem|poderia|poderiam|tem (?:como|algum|vaga|estacionamento)|da para|da pra|e possivel|gostaria de saber|queria saber|a que horas|de quem)",
    "it": r"(?:chi (?:e|siete|parla|sei)|cosa|che (?:ora|ore|giorno)|quando (?:e|posso)|dove (?:e|si|siete|posso)|come (?:faccio|posso|si)|qual e|quanto (?:costa|dura|e)|perche|posso (?:cambiare|portare|pagare|spostare|venire con)|potrei|potete|si puo|a che ora)",
    "nl": r"(?:wie (?:is|bent|ben|zijn)|wat (?:is|kost|moet)|wanneer (?:is|kan|moet)|waar (?:is|kan|moet|zijn)|hoe (?:laat|veel|lang|kom|kan|duur)|waarom|welke|kan ik|mag ik|moet ik|kunt u|kunnen jullie|is het|heeft u)",
}
_BEGIN = {language: re.compile(rf"^{listed}(?!\w)") for language, listed in _BEGINS.items()}
_GREETING = re.compile(
    r"^(?:(?:good (?:morning|afternoon|evening|day)|hi|hello|hey|hiya|dear|there|team|thanks|thank you|buen[oa]s?|dias|tardes|noches|hola|gracias|"
    r"bonjour|bonsoir|salut|merci|guten (?:tag|morgen|abend)|hallo|moin|servus|danke|bom dia|boa (?:tarde|noite)|ola|oi|"
    r"ciao|salve|buongiorno|buonasera|goedemorgen|goedemiddag|goedenavond|dag) )+"
)


def without_greeting(said: str) -> str:
    """A text, as `wording.spaced` gives it, from behind its greeting; a greeting alone stays."""
    return _GREETING.sub("", said)


def find(text: str) -> str:
    """The mark or the words by which a text asks something; "" when it does not."""
    text = _LINK.sub(" ", text)
    if mark := _MARK.search(text):
        return mark[0]
    return next(filter(None, map(begins, _SENTENCES.split(text))), "")


def begins(sentence: str) -> str:
    """The words by which one sentence begins to ask; "" when it does not begin like a question."""
    said = without_greeting(spaced(plain(sentence)))
    found = (begin.match(said) for begin in _BEGIN.values())
    return next((one[0] for one in found if one), "")
