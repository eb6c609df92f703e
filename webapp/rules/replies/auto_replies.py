"""Answers that a machine gives: out of office, "I'm driving", a firm's thanks, a carrier's notice.

English, Spanish, French, German, Portuguese, Italian and Dutch, as `wording.spaced` gives them.
"""

from __future__ import annotations

from webapp.rules.phrases.finding import AnyOf

_CERTAIN = AnyOf(
    (
        r"\b(?:your|this) (?:message|text|request|enquiry|inquiry) (?:has been|was) received\b",
        r"\bauto(?:mat(?:ic|ed|ically))? ?(?:generated )?(?:reply|response|responder|message|text|answer)\b",
        r"\bautoreply\b",
        r"\bautoresponse\b",
        r"\bautomatically (?:sent|generated)\b",
        r"\bmy phone sent this automatically\b",
        r"\b(?:respuesta|mensaje|contestacion) (?:automatic[ao]|autogenerado)\b",
        r"\b(?:reponse|message) automatique\b",
        r"\bautomatische? (?:antwort|nachricht|abwesenheit\w*|antwoord|bericht)\b",
        r"\bautomatisch (?:antwoord|bericht|generiert\w*|erstellt\w*|gegenereerd)\b",
        r"\babwesenheits?(?:notiz|nachricht|meldung|assistent)\b",
        r"\bafwezigheids(?:bericht|melding)\b",
        r"\b(?:resposta|mensagem) automatica\b",
        r"\b(?:risposta automatica|messaggio automatico)\b",
        r"\bi'?m not receiving notifications\b",
        r"\b(?:has|have) (?:notifications silenced|focus turned on)\b",
        r"\b(?:do not disturb|driving focus|driving mode) (?:is |while driving )?(?:turned |switched )?on\b",
        r"\b(?:mailbox|inbox|number|line|account) (?:is )?(?:not|un|no longer) ?(?:being )?monitored\b",
        r"\bunmonitored\b",
        r"\b(?:message|text|sms) (?:could not be|was not|cannot be|wasn'?t|can'?t be) delivered\b",
        r"\bundeliverable\b",
        r"\b(?:number|phone|line|landline|subscriber|service)\b.{0,40}\b(?:not (?:in service|available|able|allowed)|cannot|can'?t|does not|doesn'?t|unable to)\b.{0,15}\b(?:accept|receive|service|text|sms|messages)\b",
        r"\bfree msg unable to send\b",
        r"\bmessage blocking is active\b",
        r"\bservice access denied\b",
        r"\binvalid (?:number|recipient)\b",
        r"\bthis (?:message|text) (?:box )?cannot be replied to\b",
        r"\bno[ -]?reply (?:number|address)\b",
    )
)
"""No person writes it."""
_OUT = AnyOf(
    (
        r"\bout of (?:the )?office\b",
        r"\booo\b",
        r"\baway from (?:the |my )?(?:office|desk|phone|keyboard)\b",
        r"\bfuera de (?:la )?oficina\b",
        r"\babsente? du bureau\b",
        r"\bnicht im (?:buro|haus)\b",
        r"\bausser haus\b",
        r"\bfora do escritorio\b",
        r"\bausente do escritorio\b",
        r"\bfuori (?:ufficio|sede)\b",
        r"\bniet op kantoor\b",
    )
)
_DRIVING = AnyOf(
    (
        r"\b(?:gerade|jetzt) im auto\b.{0,40}\b(?:melde|rufe|antworte|schreibe)\b",
        r"\bi'?m driving\b",
        r"\b(?:i am|i'?m|im|currently|am|sorry) driving\b",
        r"\bwhile (?:i am |i'?m )?driving\b",
        r"\bestoy (?:conduciendo|manejando)\b",
        r"\bje conduis\b",
        r"\b(?:suis|actuellement) au volant\b",
        r"\b(?:ich )?fahre gerade\b",
        r"\b(?:am steuer|beim autofahren)\b",
        r"\bestou (?:a conduzir|conduzindo|dirigindo|a dirigir)\b",
        r"\b(?:sto guidando|alla guida)\b",
        r"\b(?:aan het rijden|ik rijd|ik rij|achter het stuur)\b",
    )
)
_AWAY = AnyOf(
    (
        r"\b(?:on (?:annual |maternity |paternity |parental |sick |medical )?(?:leave|vacation|holidays?|pto)|travell?ing|unavailable|not available|away)\b",
        r"\b(?:de vacaciones|de baja|no (?:estoy|estare) disponible)\b",
        r"\ben (?:conges?|vacances)\b",
        r"\babsente?\b",
        r"\bindisponible\b",
        r"\b(?:im urlaub|nicht (?:erreichbar|verfugbar)|in elternzeit|abwesend)\b",
        r"\b(?:de|em) ferias\b",
        r"\bindisponivel\b",
        r"\b(?:in (?:ferie|vacanza)|assente)\b",
        r"\b(?:op vakantie|met verlof|afwezig|niet bereikbaar)\b",
    )
)
_LATER = AnyOf(
    (
        r"\b(?:i|we|i'?ll|we'?ll|will|shall)\b.{0,25}\b(?:reply|respond|get back|answer|call (?:you )?back|return your|be in touch|see (?:it|your message|this))\b",
        r"\bcan'?t talk (?:right )?now\b",
        r"\bcannot talk\b",
        r"\b(?:shortly|upon my return|when i(?:'?m| am)? (?:back|return|get (?:back|there)))\b",
        r"\b(?:until|from) (?:the )?(?:\d|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|next|further)",
        r"\bcurrently\b",
        r"\bin urgent cases\b",
        r"\bfor urgent\b",
        r"\b(?:te|le|os|les) (?:respond\w+|contest\w+|llam\w+|contact\w+)\b",
        r"\bresponder[ea]?(?:mos)?\b",
        r"\bhasta el\b",
        r"\bactualmente\b",
        r"\b(?:vous|te) (?:repond\w+|recontact\w+|rappel\w+)\b",
        r"\bjusqu'?(?:au| au)\b",
        r"\ba mon retour\b",
        r"\bactuellement\b",
        r"\bretour le\b",
        r"\bmeld\w* (?:mich|uns)\b",
        r"\bantworte\b",
        r"\bbis (?:zum|einschliesslich|\d)",
        r"\bab dem\b",
        r"\bwieder (?:da|zuruck|erreichbar|im)\b",
        r"\b(?:derzeit|momentan|zurzeit|zur zeit|aktuell)\b",
        r"\bin dringenden\b",
        r"\bresponderei\b",
        r"\bretornarei\b",
        r"\bretorno\b",
        r"\bate (?:ao? )?(?:dia )?\d",
        r"\bde momento\b",
        r"\bno momento\b",
        r"\bassim que\b",
        r"\brispondero\b",
        r"\brispondo\b",
        r"\bfino al\b",
        r"\bal momento\b",
        r"\bappena\b",
        r"\b(?:beantwoord|antwoord|reageer|bel)\b",
        r"\btot (?:en met )?\d",
        r"\bmomenteel\b",
        r"\bzodra\b",
    )
)
_FIRM = AnyOf(
    (
        r"\ben este momento no (?:puedo|podemos|estoy|estamos|nos)\b.{0,80}\b(?:responder\w+|atender\w+|contactar\w+|llamar\w+|posible|brevedad)\b",
        r"\bdanke fur (?:deine|ihre|eure) (?:nachricht|anfrage|sms|mitteilung)\b.{0,120}\b(?:wir|unser\w*|team|moglich|kurze)\b",
        r"\b(?:recebemos|recibimos|hemos recibido|nous avons (?:bien )?recu|wir haben (?:ihre|deine)|abbiamo ricevuto|we hebben (?:je|uw)) (?:(?:a |o )?(?:su|tu|sua|tua|seu|teu|votre|ton|ihre|deine|il suo|il tuo|je|uw) )?(?:mensagem|contac?to|mensaje|message|nachricht|anfrage|messaggio|bericht)\b",
        r"^(?:sorry )?(?:i'?m|i am|im) (?:in a meeting|busy)(?: (?:right|just) now)? (?:i'?ll|i will|can i|ill) (?:call|text|reply|get|respond)\b.{0,30}$",
        r"\b(?:thank you|thanks|thx) for (?:contacting|messaging|texting|calling|reaching out|getting in touch|your (?:message|text|inquiry|enquiry|email|interest))\b.{0,160}\b(?:we|our|team|hours|shortly|representative|agent|soon|office)\b",
        r"\b(?:we|our (?:team|office|staff))\b.{0,80}\b(?:received your message|get back to you|respond (?:to you )?(?:shortly|within|as soon|during)|currently closed|is (?:now )?closed)\b",
        r"\bgracias por (?:contact\w+|comunicar\w+|escribir\w*|su mensaje|tu mensaje)\b.{0,160}\b(?:nos|\w+remos|equipo|horario|brevedad)\b",
        r"\bmerci (?:de (?:nous|votre)|pour votre) .{0,160}\b(?:nous|equipe|brefs delais|horaires)\b",
        r"\b(?:vielen )?dank fur (?:ihre|deine) (?:nachricht|anfrage|mitteilung|kontaktaufnahme|sms)\b.{0,160}\b(?:wir|unser\w*|team)\b",
        r"\b(?:agradecemos|obrigad[oa] (?:por|pelo|pela))\b.{0,40}\b(?:contac?to|mensagem)\b.{0,160}\b(?:\w+remos|equipe|equipa|breve|horario)\b",
        r"\bgrazie per (?:averci|il (?:suo|tuo) messaggio)\b.{0,160}\b(?:\w+remo|orari|presto|possibile)\b",
        r"\b(?:bedankt|dank) (?:voor|u voor) (?:je|uw|het) (?:bericht|contact)\w*\b.{0,160}\b(?:wij|we|ons|team)\b",
        r"\b(?:canned|quick) response\b",
        r"^(?:sorry )?i can'?t talk right now(?: what'?s up)?$",
    )
)


_AGREES = AnyOf(
    (
        r"\b(?:that|this|it|\d{1,2}(?: ?[ap]m)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow) works\b|\bworks for (?:me|us)\b|\bsounds (?:good|great|fine|perfect)\b|\bcount (?:me|us) in\b",
        r"\b(?:can|can'?t|cant|cannot|won'?t|not going to|not gonna|may not|might not) (?:still )?make it\b|\b(?:book|put|pencil|sign) (?:me|us) (?:in|up|down|for)\b|\b(?:have|need) to (?:cancel|reschedule|postpone)\b",
        r"\b(?:me va bien|me parece bien|cuenta conmigo|ca me va|ca me convient|comptez sur (?:moi|nous)|passt mir|passt fur mich|por mim tudo bem|pode marcar|mi va bene)\b",
    )
)
_COMES = AnyOf(
    (
        r"\b(?<!reply )(?<!text )(?<!say )(?:yes+|yea+h?|yep|yup|oui|sim)\b",
        r"\bon (?:my|our|the) way\b|\bomw\b|\b(?:almost|nearly) (?:there|at|home)\b|\b(?:running|be|am|i'?m) (?:a (?:bit|little) |\d+ \w+ )?late\b|\bstuck in traffic\b|\beta\b",
        r"\bbe (?:right )?there(?: (?:in|by|at|soon|shortly|asap|around|within|on)\b|$)|\bthere (?:in|by|at) (?:about |like |around |a )?(?:\d|few|couple|minute)|\b\d+ ?(?:m|min\w*|h|hrs?|hours?) (?:away|out)\b",
        r"\bsee (?:you|u|ya) (?:soon|there|then|at|in|shortly|tonight|tomorrow)\b|\bdriving (?:over|there|to (?:you|your|the appointment|my appointment))\b|\bthank(?:s| you) for (?:the remind\w*|reminding me|letting me know)\b",
        r"\ben camino\b|\b(?:ya (?:voy|llego|casi)|voy (?:para alla|llegando)|estoy llegando|nos vemos)\b|\bllego (?:en|a las|tarde|ya)\b",
        r"\ben (?:route|chemin)\b|(?<!que )\bj'?arrive\b|\bserai la (?:dans|a|vers)\b|\ba tout de suite\b",
        r"\bauf dem weg\b|\bunterwegs z\w+\b|\bbin (?:gleich|bald|in \w+ \w+) (?:da|bei)\b|\bkomme (?:gleich|bald|sofort|etwas|spater|in \w+ min\w*)\b|\bbis gleich\b",
        r"\ba caminho\b|\bchegando\b|\bchego (?:em|as|ja)\b|\bate ja\b",
        r"\bsto arrivando\b|\barrivo (?:tra|fra|subito|alle)\b",
        r"\bonderweg\b|\bkom er ?aan\b|\bben er (?:over|zo|bijna)\b|\btot zo\b",
    )
)
"""What no phone says that answers for its driver: they wrote it themselves."""


def find(said: str, asks: bool = False) -> str:
    """The words by which a text, as `wording.spaced` gives it, is a machine's answer; "" for a person's.

    `asks`: it has a question. A machine that is away asks none; a person on holiday may. Nor does one agree
    to anything, or say that it is on its way.
    """
    certain = _CERTAIN.search(said) or _FIRM.search(said)
    if certain or asks:
        return certain[0] if certain else ""
    driving = _DRIVING.search(said)
    if _AGREES.search(said) or (driving and _COMES.search(said)):
        return ""
    if out := _OUT.search(said) or driving:
        return out[0]
    away = _AWAY.search(said)
    return away[0] if away and _LATER.search(said) else ""
