"""How models say that something was done: "I have cancelled your appointment", "you are booked".

English, Spanish, French, German, Portuguese and Italian, as `words.folded` gives them. A frame has its subject
and its verb in front; the participle tells what kind of act it is.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Act(StrEnum):
    """What is said to have been done. BOOKED may also be how things stand, MOVED never."""

    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    NOTED = "noted"
    SENT = "sent"
    TOLD = "told"  # to the team
    DONE = "done"


_EN = {
    Act.BOOKED: r"booked|scheduled|reserved|confirmed|registered|enrolled|signed|arranged|penciled|pencilled|set up|secured",
    Act.MOVED: r"rebooked|rescheduled|moved|postponed|pushed|switched|swapped",
    Act.CANCELLED: r"cancell?ed|removed|deleted|unsubscribed|taken you off",
    Act.NOTED: r"noted|recorded|updated|changed|corrected|saved|added|logged|amended|adjusted|made a note|taken note|(?:written|taken|put) (?:it|that|this) down",
    Act.SENT: r"sent|resent|emailed|e mailed|texted|mailed",
    Act.TOLD: r"(?:passed|forwarded|notified|informed|told|alerted|escalated)(?! you\b)|let (?:the|our|my) \w+ know|asked (?:the|our|my) (?:team|colleagues?|manager|staff|doctor)",
    Act.DONE: r"processed|submitted|activated|issued|waived|applied|credited|charged|approved|renewed|upgraded|ordered|shipped|placed|completed|resolved|taken care of|sorted",
}
_EN_BASE = {
    Act.BOOKED: r"book|schedule|reserve|confirm|register|get you (?:in|booked|scheduled)",
    Act.MOVED: r"rebook|reschedule|move|postpone",
    Act.CANCELLED: r"cancel|remove|delete",
    Act.NOTED: r"update|change|correct|add",
    Act.SENT: r"send|resend|email|text",
    Act.DONE: r"process|submit|activate|apply|waive|order|fix|resolve",
}
_ADVERB = (
    r"(?:(?:just|already|now|also|all|successfully|then|officially|gone ahead and|went ahead and|happily) )*"
)
_TEAM = r"(?:i|we|the team|our team|my team|(?:a|my|our) colleague)"
_YOURS = (
    r"(?:you|your|that|this|it|them|everything|one|a (?:text|link|message|note|copy|confirmation|reminder)|"
    r"the (?:\w+ )?(?:appointment|booking|reservation|visit|slot|order|meeting|call|subscription|link|address|phone|number|"
    r"email|e mail|change|note|request|message|details|information|confirmation|form|payment|fee|discount)s?)"
)
_THING = (
    r"(?:(?:your|the) (?:[a-z]+ ){0,3}?(?:appointment|booking|reservation|visit|slot|order|meeting|call|subscription|link|"
    r"address|phone|number|email|e mail|change|request|message|details|information|confirmation|form|payment|name|spot|"
    r"table|seat|place|session|account|record|file|profile)s?)"
)
_ES = {
    Act.BOOKED: r"reservad[oa]s?|agendad[oa]s?|programad[oa]s?|confirmad[oa]s?|inscrit[oa]s?|apuntad[oa]s?|registrad[oa]s?",
    Act.MOVED: r"movid[oa]s?|cambiad[oa]s?|aplazad[oa]s?|reprogramad[oa]s?|reagendad[oa]s?|pospuest[oa]s?",
    Act.CANCELLED: r"cancelad[oa]s?|anulad[oa]s?|eliminad[oa]s?|borrad[oa]s?|dad[oa]s? de baja",
    Act.NOTED: r"anotad[oa]s?|actualizad[oa]s?|guardad[oa]s?|corregid[oa]s?|modificad[oa]s?|tomado nota|anadid[oa]s?",
    Act.SENT: r"enviad[oa]s?|mandad[oa]s?|reenviad[oa]s?",
    Act.TOLD: r"avisad[oa]|informad[oa]|pasad[oa]|comunicad[oa]|transmitid[oa]|trasladad[oa]",
    Act.DONE: r"procesad[oa]s?|tramitad[oa]s?|activad[oa]s?|aplicad[oa]s?|solucionad[oa]s?|resuelt[oa]s?",
}
_ES_PAST = {
    Act.BOOKED: r"reserve|agende|confirme|inscribi|apunte|registre",
    Act.MOVED: r"movi|cambie|reprograme|reagende",
    Act.CANCELLED: r"cancele|anule|elimine|borre",
    Act.NOTED: r"anote|actualice|guarde|corregi|modifique",
    Act.SENT: r"envie|mande|reenvie",
    Act.TOLD: r"avise|informe|pase",
}
_ES_BASE = {
    Act.BOOKED: r"reservar|agendar|confirmar|inscribir|apuntar|registrar",
    Act.MOVED: r"mover|cambiar|reprogramar|reagendar",
    Act.CANCELLED: r"cancelar|anular|eliminar|borrar",
    Act.NOTED: r"anotar|actualizar|guardar|corregir|modificar",
    Act.SENT: r"enviar|mandar|reenviar",
    Act.TOLD: r"avisar|informar|pasar",
}
_FR = {
    Act.BOOKED: r"reservee?s?|prise?s?(?! en charge)|planifiee?s?|programmee?s?|fixee?s?|confirmee?s?|inscrite?s?|enregistree?s?",
    Act.MOVED: r"deplacee?s?|reportee?s?|decalee?s?|avancee?s?",
    Act.CANCELLED: r"annulee?s?|supprimee?s?|desinscrite?s?|retiree?s?|desabonnee?s?",
    Act.NOTED: r"note(?:e|es|s)?|mise?s? a jour|modifiee?s?|changee?s?|corrigee?s?|ajoutee?s?",
    Act.SENT: r"envoyee?s?|renvoyee?s?",
    Act.TOLD: r"prevenue?s?|informee?s?|transmise?s?|avertie?s?|passee?",
    Act.DONE: r"traitee?s?|activee?s?|appliquee?s?|reglee?s?|faite?s?",
}
_FR_BASE = {
    Act.BOOKED: r"reserver|planifier|programmer|fixer|confirmer|inscrire|enregistrer",
    Act.MOVED: r"deplacer|reporter|decaler",
    Act.CANCELLED: r"annuler|supprimer|desinscrire|retirer",
    Act.NOTED: r"noter|mettre a jour|modifier|changer|corriger|ajouter",
    Act.SENT: r"envoyer|renvoyer",
    Act.TOLD: r"prevenir|informer|transmettre",
}
_DE = {
    Act.BOOKED: r"gebucht|eingetragen|reserviert|vereinbart|bestatigt|angemeldet|vorgemerkt|eingeplant|fest(?:gelegt|gehalten)",
    Act.MOVED: r"verschoben|verlegt|umgebucht|vorgezogen",
    Act.CANCELLED: r"storniert|abgesagt|geloscht|gestrichen|abgemeldet|annulliert|entfernt",
    Act.NOTED: r"notiert|vermerkt|geandert|aktualisiert|gespeichert|erfasst|aufgenommen|hinterlegt|korrigiert|aufgeschrieben",
    Act.SENT: r"geschickt|gesendet|zugeschickt|zugesandt|gemailt|gesandt|versendet|verschickt",
    Act.TOLD: r"weitergegeben|weitergeleitet|informiert|bescheid (?:gegeben|gesagt)|benachrichtigt|ausgerichtet",
    Act.DONE: r"erledigt|bearbeitet|veranlasst|aktiviert|freigeschaltet|beauftragt",
}
_PT = {
    Act.BOOKED: r"agendad[oa]s?|marcad[oa]s?|reservad[oa]s?|confirmad[oa]s?|inscrit[oa]s?|registrad[oa]s?|cadastrad[oa]s?",
    Act.MOVED: r"remarcad[oa]s?|reagendad[oa]s?|mudad[oa]s?|transferid[oa]s?|adiad[oa]s?",
    Act.CANCELLED: r"cancelad[oa]s?|desmarcad[oa]s?|removid[oa]s?|excluid[oa]s?",
    Act.NOTED: r"anotad[oa]s?|atualizad[oa]s?|salv[oa]s?|alterad[oa]s?|corrigid[oa]s?|adicionad[oa]s?",
    Act.SENT: r"enviad[oa]s?|mandad[oa]s?|reenviad[oa]s?",
    Act.TOLD: r"avisad[oa]s?|informad[oa]s?|encaminhad[oa]s?|repassad[oa]s?",
    Act.DONE: r"processad[oa]s?|ativad[oa]s?|aplicad[oa]s?|resolvid[oa]s?",
}
_PT_PAST = {
    Act.BOOKED: r"agendei|marquei|reservei|confirmei|inscrevi|registrei|cadastrei",
    Act.MOVED: r"remarquei|reagendei|mudei|transferi|adiei",
    Act.CANCELLED: r"cancelei|desmarquei|removi|exclui",
    Act.NOTED: r"anotei|atualizei|salvei|alterei|corrigi|adicionei",
    Act.SENT: r"enviei|mandei|reenviei",
    Act.TOLD: r"avisei|informei|encaminhei|repassei|passei",
    Act.DONE: r"processei|ativei|apliquei|resolvi",
}
_PT_BASE = {
    Act.BOOKED: r"agendar|marcar|reservar|confirmar|inscrever|registrar",
    Act.MOVED: r"remarcar|reagendar|mudar",
    Act.CANCELLED: r"cancelar|desmarcar|remover",
    Act.NOTED: r"anotar|atualizar|salvar|alterar|corrigir",
    Act.SENT: r"enviar|mandar|reenviar",
    Act.TOLD: r"avisar|informar|encaminhar|repassar",
}
_IT = {
    Act.BOOKED: r"prenotat[oaie]|fissat[oaie]|confermat[oaie]|registrat[oaie]|iscritt[oaie]|riservat[oaie]",
    Act.MOVED: r"spostat[oaie]|rinviat[oaie]|posticipat[oaie]|riprogrammat[oaie]",
    Act.CANCELLED: r"annullat[oaie]|cancellat[oaie]|disdett[oaie]|rimoss[oaie]",
    Act.NOTED: r"annotat[oaie]|aggiornat[oaie]|modificat[oaie]|corrett[oaie]|salvat[oaie]|preso nota|cambiat[oaie]",
    Act.SENT: r"inviat[oaie]|mandat[oaie]|spedit[oaie]",
    Act.TOLD: r"avvisat[oaie]|informat[oaie]|inoltrat[oaie]|avvertit[oaie]",
}
_OF_TIME_ES = (
    r"(?:cita|reserva|visita|consulta|reunion|turno|pedido|direccion|numero|correo|enlace|solicitud)"
)
_OF_TIME_PT = (
    r"(?:consulta|reserva|visita|horario|agendamento|reuniao|pedido|endereco|numero|email|link|solicitacao)"
)
_FRAMES: tuple[tuple[dict[Act, str], str], ...] = (
    (_EN, rf"\b(?:ive |weve |{_TEAM} (?:(?:have|has) )?){_ADVERB}{{}} {_YOURS}\b"),
    (
        {one: _EN[one] for one in (Act.NOTED, Act.TOLD)},
        rf"\b(?:ive|weve|{_TEAM} (?:have|has)) {_ADVERB}{{}}(?! (?:our|the) (?:\w+ )?(?:hours|prices?|address|team|menu|policy)\b)",
    ),
    (
        _EN_BASE,
        r"\b(?:ive been|weve been|(?:i|we) (?:have been|was|were)) able to {}\b|\b(?:i|we|ive|weve) (?:have )?managed to {}\b",
    ),
    (_EN_BASE, r"\b(?:i|we) (?:just )?(?:went|have gone|gone) ahead (?:and|to) {}\b"),
    (
        {Act.CANCELLED: r"taken you(?:r \w+)? off", Act.BOOKED: "put you (?:down|in)"},
        rf"\b(?:ive |weve |{_TEAM} (?:(?:have|has) )?){_ADVERB}{{}}\b",
    ),
    (
        {Act.TOLD: "notified|informed|told|alerted"},
        r"\b(?:the|our|my) (?:team|doctor|staff|colleagues?|manager|office|practice) (?:has|have|was|were) (?:already )?been {}\b",
    ),
    ({Act.BOOKED: "down|in|booked|scheduled"}, r"\b(?:ive|weve|i have|we have) got you {}\b"),
    (
        _EN,
        rf"\b(?:{_THING}|it|that|this|everything) (?:is|has been|have been|was|were|has|are) {_ADVERB}{{}}\b|\b(?:its|thats) (?:been )?{_ADVERB}{{}}\b",
    ),
    (
        {
            Act.BOOKED: rf"(?:{_EN[Act.BOOKED]}|all set|set for|down for|in for|on the (?:list|schedule))",
            Act.MOVED: _EN[Act.MOVED],
            Act.CANCELLED: r"removed|unsubscribed|off the list|taken off",
        },
        rf"\b(?:youre|you are|youve been|you have been|were you) {_ADVERB}{{}}\b",
    ),
    (
        {
            **_EN,
            Act.NOTED: "updated|changed|saved",
            Act.BOOKED: rf"{_EN[Act.BOOKED]}|all set",
            Act.DONE: r"(?:all )?done|all (?:sorted|taken care of)",
        },
        r"^(?:(?:great|ok|okay|perfect|sure|thanks|thank you|alright|yes|hi|all) )*(?:(?:appointment|booking|reservation|address|link) )?"
        r"{}(?:$| (?:you|your|it|for|to|on|that|and)\b)",
    ),
    (
        _ES,
        r"\b(?:he|hemos|hemos ya|se (?:te |le |lo |la )?ha(?:n)?) (?:ya )?{}\b|\bte? l[aeo]s? (?:he|hemos) (?:ya )?{}\b",
    ),
    (
        _ES,
        rf"\b(?:tu|su|la|el|esa|esta) (?:\w+ )?{_OF_TIME_ES} (?:\w+ ){{0,3}}?(?:esta|ha sido|fue|queda|quedo|ha quedado) (?:ya )?{{}}\b",
    ),
    (
        _ES,
        r"\b(?:queda|quedas|quedo|ha quedado|estas?) (?:ya |todo )?{}\b|^{}(?:$| para\b)",
    ),
    (_ES_PAST, r"\bya (?:te|le|lo|la|os|les|se lo|se la) {}\b|^(?:te|le|lo|la|os|les) {}\b"),
    (_ES_BASE, r"\b(?:acabo|acabamos) de {}"),
    ({Act.DONE: r"listo|hecho|ya esta"}, r"^(?:(?:perfecto|vale|muy bien|si) )*{}$"),
    (
        _FR,
        r"\b(?:j ?(?:ai|y ai)|(?:vous |l)?ai|je (?:vous |t|l)?(?:l)?(?:les )?ai|nous (?:vous )?l? ?avons|on (?:vous )?(?:l)?a) (?:bien |deja |aussi |tout |donc )*{}\b",
    ),
    (
        _FR,
        r"\b(?:(?:votre|ton|ta|vos) (?:\w+ ){1,4}?|(?:le|la) (?:rendez vous|rdv|reservation|seance|lien|demande|adresse|commande) )(?:est|sont|a (?:bien )?ete|ont (?:bien )?ete) (?:bien |deja |maintenant |donc )*{}\b",
    ),
    (
        {one: _FR[one] for one in (Act.BOOKED, Act.MOVED, Act.CANCELLED, Act.SENT, Act.DONE)},
        r"\b(?:cest|vous etes|tu es|elle est|il est) (?:bien |deja |maintenant |donc |tout )*{}\b",
    ),
    (_FR_BASE, r"\b(?:je viens|nous venons|on vient) de (?:vous |l ?|les |le |la )*{}\b"),
    (
        _DE,
        r"\b(?:ich hab(?:e)?|wir haben|hab(?:e)? ich|haben wir|(?:unser|das) team hat) (?:(?!unser|nicht\b|kein)[\w,]+ ){0,14}?(?<!wie ){}\b",
    ),
    (
        _DE,
        r"\b(?:(?:ihre?|deine?) (?:\w+ ){1,3}?|(?:der|die) (?:termin|buchung|reservierung|link|adresse|bestellung|anfrage) |es |alles |das )(?:ist|sind|wurden?) (?:(?!nicht\b|kein)[\w,]+ ){0,12}?(?<!wie ){}\b",
    ),
    (
        {one: _DE[one] for one in (Act.BOOKED, Act.MOVED, Act.CANCELLED)},
        r"\b(?:sie sind|du bist|damit sind sie|damit bist du) (?:(?!nicht\b|kein)[\w,]+ ){0,12}?(?<!wie ){}\b",
    ),
    ({**_DE, Act.NOTED: "geandert|aktualisiert"}, r"^(?:(?:ok|gut|alles|ist|schon) )*{}(?:$| fur\b)"),
    (
        {
            one: "|".join(words[one] for words in (_DE, _FR, _ES, _PT))
            for one in (Act.BOOKED, Act.MOVED, Act.CANCELLED)
        },
        r"^(?:(?:ihr|der|le|votre|la|su|sua|a) )?(?:termin|buchung|rendez vous|rdv|reservation|cita|reserva|consulta) {}\b",
    ),
    (_PT_PAST, r"(?<!nao )\b{}\b"),
    (
        _PT,
        rf"\b(?:sua|seu|a|o|tua|teu) (?:\w+ )?{_OF_TIME_PT} (?:\w+ ){{0,3}}?(?:esta|foi|ficou|fica|ta) (?:ja )?{{}}\b",
    ),
    (
        _PT,
        r"\b(?:voce|vc|ja|tudo|isso) (?:ja )?(?:esta|foi|ficou|ta) (?:ja )?{}\b|^(?:esta|ta|ficou|foi) {}\b|^{}(?:$| para\b)",
    ),
    (_PT_BASE, r"\b(?:acabei|acabamos) de (?:te |lhe )?{}"),
    ({Act.DONE: r"pronto|feito|prontinho"}, r"^(?:(?:perfeito|certo|ok|sim) )*{}$"),
    (_IT, r"\b(?:l|te l|gliel)?(?:ho|abbiamo) (?:gia |appena )?{}\b"),
    (
        _IT,
        r"\b(?:il|la|l|lappuntamento|tuo|suo) ?(?:\w+ ){0,3}?(?:e|e stat[oa]|risulta) (?:gia |stat[oa] )?{}\b",
    ),
    ({Act.DONE: r"fatto"}, r"^(?:(?:perfetto|ok|va bene) )*{}$"),
)


def _patterns() -> dict[Act, re.Pattern[str]]:
    found: dict[Act, list[str]] = {act: [] for act in Act}
    for words, frame in _FRAMES:
        for act, listed in words.items():
            found[act].append(_anchored(frame.replace("{}", f"(?:{listed})")))
    return {act: re.compile("|".join(f"(?:{one})" for one in some)) for act, some in found.items()}


def _anchored(frame: str) -> str:
    """Within a sentence, whose clauses are parted by commas."""
    return frame.replace("^", "(?:^|(?<=, ))").replace("$", "(?:$|(?= ,))")


ACTS = _patterns()
"""By what is said to have been done; within one clause."""
PARTICIPLES = {
    act: re.compile(
        rf"\b(?:{'|'.join(words[act] for words in (_EN, _ES, _FR, _DE, _PT, _IT) if act in words)})\b"
    )
    for act in Act
}
OPEN = re.compile(
    r"\b(?:if|once|when|whenever|until|unless|before|after|as soon as|in case|whether|provided|as though|"
    r"si|cuando|hasta|antes|despues|una vez|en cuanto|podria|quand|lorsque|des que|une fois|avant|apres|sauf|"
    r"wenn|sobald|falls|bevor|nachdem|ob|bis|se(?! (?:te|les?|los?|las?|ha|han)\b)|quando|assim que|depois|"
    r"ate|caso|logo que|appena|finche|dopo|prima)\b"
)
"""Before it in its clause, it leaves open whether it was done."""
NEGATED = re.compile(
    r"\b(?:not|dont|havent|hasnt|didnt|isnt|never|cannot|cant|nunca|pas|jamais|nicht|kein\w*|nao|non)(?: \w+){0,4} $"
    r"|\bno (?:\w+ )?$"
)
"""Right before it, it was not done."""
