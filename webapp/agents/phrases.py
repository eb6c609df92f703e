"""Short wordings that mean the same to every agent: thanks, "a person, please", anger, "never mind".

English, Spanish, French, German and Portuguese, as `words.folded` gives them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from webapp.agents.words import folded, words


def _set(listed: str) -> frozenset[str]:
    return frozenset(words(listed))


_THANKS = _set("""thanks thank you u thx ty tysm cheers much so very many a lot ok okay okey k kk great cool perfect
    good awesome lovely brilliant nice fine alright got it will do noted understood see soon bye goodbye
    gracias muchas vale bien perfecto genial listo adios hasta luego merci beaucoup bien parfait super
    danke schon schoen vielen dank alles klar gut prima toll tschuss obrigado obrigada muito valeu otimo beleza""")
_NOT_ALONE = _set("so very many a much lot it will do you u soon bien gut good muito hasta")
"""Part of thanks, but no thanks themselves."""
_GREETINGS = _set("""hi hello hey hiya morning afternoon evening good there hola buenos buenas dias tardes noches
    bonjour bonsoir salut hallo guten tag morgen abend moin servus ola bom dia boa tarde noite""")

_PERSON = re.compile(
    r"\b(?:speak|talk|chat|connect|transfer|put|pass)\w* (?:me |us )?(?:on |through )?(?:to |with )"
    r"(?:a |an |some |the |your |my |another )?(?:real |actual |live |human )*"
    r"(?:person|people|human|humans|someone|somebody|agent|agents|representative|rep|operator|advisor|adviser|"
    r"manager|supervisor|colleague|staff member|team member|human being)\b"
    r"|\b(?:want|need|get|give)\w* (?:me |us )?(?:a |an |the |your )?(?:real |actual |live )?"
    r"(?:person|human|agent|representative|operator|manager|supervisor|human being)\b"
    r"|\b(?:someone|somebody|a person) (?:to |can |could |please |who can )?(?:call|ring|phone|contact|talk|speak|help)\b"
    r"|\b(?:real|actual|live) (?:person|human|agent|people)\b"
    r"|\b(?:can|could|may|will|let) (?:a|an|some) (?:human|person|human being)\b"
    r"|\b(?:is (?:this|it|that)|am i \w+ (?:to|with)) (?:a |an )?(?:bot|robot|machine|human|person|ai|computer)\b"
    r"|\bare you (?:a |an )?(?:real|bot|robot|machine|human|ai|computer)\b|\bnot (?:a )?(?:bot|robot|machine)\b"
    r"|^(?:human|agent|operator|person|representative|manager)(?: please| pls)?$"
    r"|\bhablar con (?:una? |algun |alguna )?(?:persona|humano|alguien|agente|asesor|operador|encargad\w|representante|"
    r"gerente|ser humano)\b|\bes usted un (?:robot|bot)\b|\beres (?:un )?(?:robot|bot)\b"
    r"|\bparler (?:a|avec) (?:un |une )?(?:vraie |vrai )?(?:personne|humain|quelquun|conseiller|conseillere|agent|"
    r"responsable|operateur)\b|\b(?:etes vous|es tu|cest) un (?:robot|bot)\b"
    r"|\b(?:mit|an) (?:einem |einer |einen |ihrem )?(?:echten |richtigen )?(?:mensch\w*|person|mitarbeiter\w*|"
    r"berater\w*|kollegen|chef|jemand\w*) (?:sprechen|reden|schreiben|telefonieren|verbinden|weiterleiten)"
    r"|\b(?:jemand(?:en)?|einen menschen|einen mitarbeiter|eine mitarbeiterin) (?:bitte )?sprechen\b"
    r"|\b(?:bist du|sind sie) ein (?:robot\w*|bot|mensch|computer)\b"
    r"|\bfalar com (?:uma? |algum |alguma )?(?:pessoa|humano|alguem|atendente|agente|gerente|responsavel)\b"
    r"|\b(?:voce|isto|isso) e um (?:robo|bot)\b"
)
_CALL = re.compile(
    r"\b(?:call|ring|phone) (?:me|us)(?: back| up| again| please| pls| now| asap| on| at| in| later| today| tomorrow| when| after| before|"
    r" this| monday| tuesday| wednesday| thursday| friday| about| instead|$)"
    r"|^(?:please |pls |can you |could you )(?:call|ring|phone)(?: back)?(?: please| pls)?$"
    r"|\bgive (?:me|us) a (?:call|ring|bell|buzz)\b|\b(?:want|need|like|request|arrange|have) (?:to have |to get )?a (?:phone )?call(?: ?back)?\b"
    r"|\b(?:call|ring|phone) ?back (?:please|pls)\b"
    r"|\b(?:llameme|llamame|llamenme|llamenos|llamadme)\b|\b(?:me|nos) (?:puede|pueden|puedes|podria|podrian) llamar\b"
    r"|\b(?:puede|pueden|puedes|podria|podrian) llamar(?:me|nos)\b|\bque me llam(?:e|en)\b"
    r"|\b(?:r?appele[zs]?) (?:moi|nous)\b|\b(?:pouvez vous|pourriez vous|peux tu|vous pouvez|pouvez) (?:me|m ?|m'?|nous) ?r?appeler\b"
    r"|\bme rappeler\b|\brufen sie (?:mich|uns)(?: \w+){0,2} (?:an|zuruck)\b|\bruf(?:t)? (?:mich|uns)(?: \w+){0,2} (?:an|zuruck)\b"
    r"|\b(?:mich|uns)(?: \w+){0,3} (?:anrufen|zuruckrufen)\b|\b(?:um|einen|bitte) (?:\w+ )?ruckruf\b"
    r"|\b(?:me|nos) (?:liga|ligue|liguem|ligar|ligam)\b|\b(?:liga|ligue|liguem) (?:para|pra) (?:mim|nos|o meu)\b"
)
_NO_CALL = re.compile(
    r"\b(?:don'?t|dont|do not|never|stop|no need to|not|didn'?t|why (?:do|did|are) you|who) (?:\w+ )?(?:call|ring|phone|calling)\b"
    r"|\bno (?:me|nos) llam|\b(?:ne|n) (?:m ?|me |nous )r?appele|\bnicht(?: \w+){0,2} an(?:rufen)?\b|\bnao (?:me|nos) lig"
)
_UPSET = re.compile(
    r"\b(?:ridiculous|unacceptable|disgusting|disgusted|disgrace\w*|appalling|outrageous|furious|pissed|"
    r"angry|bullshit|bs|wtf|fuck\w*|shit\w*|idiots?|stupid|useless|pathetic|liars?|rip off|lawyer|attorney|"
    r"(?:to|will|ll|gonna|shall|could) sue|sue (?:you|u|them)|"
    r"suing|sick of|fed up|worst|complaint|complain|this is a joke|waste of (?:my )?time|wasting my time)\b"
    r"|\b(?:inaceptable|indignante|ridiculo|verguenza|mierda|puta|idiotas?|abogado|denunciar|queja|hart[oa]|estafa)\b"
    r"|\b(?:inacceptable|scandaleux|scandale|honteux|merde|putain|avocat|plainte|ras le bol|arnaque|nul)\b"
    r"|\b(?:unverschamt\w*|frechheit|scheiss\w*|anwalt|beschwer\w*|lacherlich|sauer|wutend|betrug|unmoglich)\b"
    r"|\b(?:inaceitavel|absurdo|vergonha|merda|porra|advogado|reclamacao|palhacada|golpe)\b"
)
_DEMANDS = re.compile(
    r"\b(?:my money back|refund(?:ed)?|compensation|hurt me)\b|\b(?:mi dinero|reembols\w+|devuelv\w+)\b|\brembours\w+\b"
    r"|\b(?:geld zuruck|erstattet|erstattung|schadensersatz)\b|\b(?:dinheiro de volta|estorno)\b"
)
_CONTENT = re.compile(
    r"\b(?:no|without|zero|cant|cannot|nothing to|not|dont|never) (?:any |really )?(?:complain\w*|complaints?)\b"
    r"|\b(?:sin|ninguna|no tengo) (?:ninguna )?quejas?\b|\b(?:keine|nicht) beschwer\w*\b|\b(?:sem|nenhuma) reclamac\w+\b"
    r"|\b(?:pas|aucune) (?:de )?plaintes?\b"
)
"""Words of anger that say that there is none."""
_CANCEL = re.compile(
    r"(?:never ?mind|forget (?:it|about it|that)|cancel(?: that| this| it)?|leave it|drop it|not now|changed my mind|"
    r"i changed my mind|stop that|olvidalo|dejalo|da igual|laisse(?:z)? tomber|oublie(?:z)?(?: ca)?|annule(?:z)?|"
    r"vergiss es|vergessen sie es|abbrechen|egal|lass mal|deixa(?: pra la)?|esquece|cancela(?:r)?)"
    r"(?: please| pls| thanks| thank you| gracias| merci| danke| bitte| obrigad[oa])?"
)
_CANCEL_FIRST = re.compile(
    r"(?:(?:oh|ok|okay|actually|sorry|no|wait)[\s,.!]+)*(?:never ?mind|forget (?:it|that)|(?:i(?:'ve|’ve)? )?changed my mind|olv[ií]dalo|laissez? tomber|vergiss es|esquece)"
    r"[\s,.!;:-]+(?=\w)",
    re.I,
)
_SKIP = re.compile(
    r"(?:skip|none|nothing|no|n|nope|nah|n a|pass|dont know|i dont know|dont have one|i dont have one|no idea|not sure|"
    r"ninguno|ninguna|nada|no se|no tengo|omitir|non|aucun|aucune|rien|passer|je ne sais pas|pas encore|"
    r"no (?:particular |special |real )?reason(?: really)?|not really|nothing (?:special|really|in particular|else)|"
    r"(?:sin|ningun|ningun otro) motivo|no hay(?: ninguno)?|nada (?:especial|en particular)|"
    r"(?:pas|aucune|sans) (?:de )?raison(?: particuliere)?|rien (?:de special|de particulier)|"
    r"kein(?:en)? (?:besonderen )?grund|ohne grund|nichts besonderes|"
    r"(?:sem|nenhum) motivo|nada de (?:mais|especial)|"
    r"nein|nee|keine?|keins|nichts|weiss (?:ich )?nicht|keine ahnung|uberspringen|nao|nao sei|nao tenho|nenhum|nenhuma|pular)"
    r"(?: please| thanks| thank you| gracias| merci| danke| obrigad[oa])?"
)
_KIND = frozenset(
    "👍👌🙏🙌👏🤝✌🤞🤟🤗💪👋🫶😀😃😄😁😅😆😂🤣😊😇🙂😉😌😍🥰😘😎🤩🥳😋😜☺❤♥💕💖💗💙💚💛🧡💜🖤🤍🎉🎊✨🌸🌹🌞☀💯✅✔☑🆗👎❌"
)
"""Signs that say thanks, or yes and no where that was asked: `yes_or_no` reads those."""
_ASKING = frozenset("?¿？❓❔⁉")
_ANGRY = frozenset("😡🤬😠👿🖕💩")
_LOUD = re.compile(r"\b[A-ZÀ-Þ]{2,}\b")


_POLITE = re.compile(
    r"\b(?:no (?:problem|worries|prob|probs)(?: at all)?|youre (?:very |most )?welcome|thanks again|thank you again"
    r"|(?:you )?have (?:a|an) (?:great|good|nice|lovely|wonderful|blessed|amazing) (?:\w+ )?(?:day|evening|night|weekend|one|week|afternoon)"
    r"|(?:great|good|nice) (?:day|night|evening|weekend) to you|take care|you too|same to you|likewise|my pleasure|np|yw|ttyl|cya|cu (?:then|soon|later)|laters"
    r"|de nada|no hay de que|igualmente|por nada|que (?:tengan?|pase|pasen) (?:un )?(?:muy )?(?:buen|lindo|bonito|feliz|buena|linda) \w+"
    r"|(?:feliz|lindo) dia|(?:buen|feliz|lindo|bom) fi[mn] de semana|feliz (?:tarde|noche|noite|semana)|saludos"
    r"|de rien|je vous en prie|bonne? (?:fin de )?(?:journee|soiree|nuit|semaine)|bon week ?end|(?:a )?vous aussi|cordialement"
    r"|gern geschehen|bitte ?(?:schon|sehr)|keine ursache|schone[ns]? (?:tag|abend|wochenende|woche|feierabend)(?: noch)?"
    r"|gleichfalls|ebenfalls|ihnen auch|lg|vg|mfg|(?:liebe|viele|beste) grusse"
    r"|imagina|disponha|pra voces? tambem|abracos?|abs|thank u again)\b"
)
"""What people say at the end of a talk, and to which no one answers."""


def is_small_talk(text: str) -> bool:
    """Thanks and "ok", kind signs alone included: nothing to answer."""
    left = _POLITE.sub(" ", folded(text))
    said = set(left.split())
    if left != folded(text) and not said:
        return not says_something(text)
    return said <= _THANKS and (not says_something(text) if not said else not said <= _NOT_ALONE)


def says_something(text: str) -> bool:
    """Of a text without words, whether its signs ask, complain or tell: "?", 😢, 🚗."""
    return any(sign in _ASKING or (sign not in _KIND and _is_picture(sign)) for sign in text)


def _is_picture(sign: str) -> bool:
    return unicodedata.category(sign) == "So"


def is_greeting(text: str) -> bool:
    """A greeting and nothing else."""
    said = set(words(text))
    return bool(said) and said <= _GREETINGS and said != {"there"}


def without_greeting(said: Sequence[str]) -> Sequence[str]:
    """The words of a text, as `words` gives them, behind "hi there"; all of them where nothing follows."""
    start = next((at for at, word in enumerate(said) if word not in _GREETINGS), 0)
    return said[start:]


def asks_for_person(text: str) -> bool:
    """ "Can I talk to someone?", "are you a bot?"."""
    return _PERSON.search(folded(text)) is not None


def asks_for_call(text: str) -> bool:
    """ "Can you call me tomorrow at 10?"; not "call me Bob", nor a wish not to be called."""
    said = folded(text)
    return _CALL.search(said) is not None and _NO_CALL.search(said) is None


def is_upset(text: str) -> bool:
    """Anger in words or faces."""
    said = _CONTENT.sub(" ", folded(text))
    return not _ANGRY.isdisjoint(text) or _UPSET.search(said) is not None


def demands(text: str) -> bool:
    """Money back, or amends: where its owner has no answer for that, no other words would help."""
    return _DEMANDS.search(folded(text)) is not None


def shouts(text: str) -> bool:
    """In capitals with exclamation marks; some write nothing else, and mean no harm."""
    return len(_LOUD.findall(text)) >= 4 and "!" in text and text.upper() == text


def drops_it(text: str) -> bool:
    """ "Never mind": the open task is to be dropped."""
    return _CANCEL.fullmatch(folded(text)) is not None


def behind_drop(text: str) -> str:
    """What follows "never mind," or "changed my mind,"; the text itself where it does not begin so."""
    dropped = _CANCEL_FIRST.match(text.strip())
    return text.strip()[dropped.end() :] if dropped else text


def leaves_out(text: str) -> bool:
    """ "None", "skip": an optional field stays empty."""
    return _SKIP.fullmatch(folded(text)) is not None
