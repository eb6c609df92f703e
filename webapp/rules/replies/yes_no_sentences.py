"""Answers that say yes or no in a sentence: "can't make it", "allí estaré", "ich komme gerne", "não vou poder".

English, Spanish, French, German, Portuguese, Italian and Dutch, as `wording.spaced` gives them. The short
answers are in `yes_no_words`.
"""

from __future__ import annotations

from functools import lru_cache

from webapp.rules.phrases.finding import AnyOf
from webapp.rules.replies import cancelling
from webapp.rules.replies.yes_or_no import Answer

_NO = AnyOf(
    (
        r"\b(?:love|like|happy|glad) to\b.{0,40}\bbut\b.{0,30}\b(?:can'?t|cannot|won'?t|wont|unable|away|not able|busy|sick|ill|already)\b",
        r"\binterested\b.{0,10}\bbut not (?:now|yet|today|this)\b",
        r"\b(?:gonna|going to|will|i'?ll|i) (?:have to )?pass$",
        r"\b(?:so|but|sorry|unfortunately|afraid|probably|guess|think) (?:no|not)$",
        r"^(?:unfortunately|sorry|probably|afraid) (?:no|not)\b",
        r"^no+pe+\b|^na+h+\b|^no{2,}\b",
        r"\balready (?:have|got|found|bought|booked|signed up|with) (?:one|someone|another|it|elsewhere|a \w+|somebody)\b",
        r"\bfound (?:someone|somebody|one|another \w+) (?:else|already)\b|\bgoing with (?:someone|somebody) else\b|\b(?:changed my mind|no longer looking)\b",
        r"\bpas (?:cette fois|aujourd'?hui|ce soir|demain|cette semaine)\b|\bdeja (?:trouve|pris|fait|un autre)\b",
        r"\b(?:ya tengo|ya encontre|ya consegui|ya lo tengo|ya no)\b|^(?:hoy|manana|lamentablemente|desafortunadamente|por ahora|ahora) no\b",
        r"\b(?:leider|heute|diesmal|diese woche|morgen|jetzt) (?:nicht|nein)\b|\bhabe? (?:schon|bereits) (?:einen?|was|jemand\w*)\b|\b(?:keine|kein) (?:zeit|lust|interesse)\b",
        r"\b(?:hoje|amanha|infelizmente|agora|dessa vez) nao\b|\bja (?:tenho|encontrei|comprei|fechei com)\b|\bjust (?:bought|booked|found)\b",
        r"\b(?:can'?t|cannot|cant|can not|couldn'?t|won'?t|wont|will not|wouldn'?t|not able to|unable to|not going to|not gonna|never gonna) (?:be able to )?(?:make|come|attend|be there|do|go|join|get there|keep|be coming|be in|be able|afford|help|come in)\b",
        r"\bnot (?:interested|coming|attending|going|happy|available|satisfied|today|this time|for me|a good time|gonna)\b",
        r"\bno(?:t| longer) (?:need|want|interested|required)\w*\b",
        r"\bwon'?t be (?:there|coming|able|attending)\b",
        r"\b(?:don'?t|dont|do not|no longer) (?:want|need|wish|like|agree|think so)\b",
        r"\bdoesn'?t work\b",
        r"\bi'?ll pass\b",
        r"\bpass on (?:this|that|it)\b",
        r"\b(?:have|need|want|got|like) to (?:cancel|reschedule|postpone|move it|change (?:it|my|the))\b",
        r"\bplease (?:cancel|reschedule)\b",
        r"\bcancel (?:my|the|it|this)\b",
        r"\bi'?ll have to (?:decline|cancel)\b",
        r"\b(?:maybe|perhaps) (?:another|next|some other) time\b",
        r"\bno thank\w*\b",
        r"\bhell no\b",
        r"^(?:nope|nah|naw|noo+)\b",
        r"\bno can do\b",
        r"\bnothing (?:for me )?thanks\b",
        r"\bno (?:me )?(?:puedo|podre|podemos|podremos|voy|ire|iremos|vamos|quiero|queremos|interesa|estoy interesad[oa]|asistire|asistiremos|necesito|va a poder|llego|deseo|acepto)\b",
        r"\bno (?:me|nos) (?:va|sera|es|viene) (?:bien|a ser posible|posible)\b",
        r"\bme es imposible\b",
        r"\b(?:tengo que|tendre que|tenemos que|necesito|quiero|quisiera) (?:cancelar|cambiar|anular|posponer)\b",
        r"\b(?:otra vez sera|en otra ocasion)\b",
        r"\b(?:ne |n'|j)?(?:peux|pourrai|pourrais|pourrons|viendrai|viens|veux|souhaite|serai|irai|suis|voulons|peut|pouvons) (?:malheureusement |finalement )?(?:pas|plus)\b",
        r"\bpas (?:interessee?|possible|disponible|pour moi|dispo)\b",
        r"\bca ne (?:me )?(?:va|convient) pas\b",
        r"\b(?:je )?(?:dois|souhaite|voudrais|veux|prefere) (?:annuler|reporter|deplacer|decommander)\b",
        r"\bsans facon\b",
        r"\bune autre fois\b",
        r"\bempechement\b",
        r"\b(?:kann|schaff\w*|komme|konnen|mochte|will|werde|brauche|wollen|kommen|klappt|passt|geht|interessiert)(?: \w+){0,4} (?:nicht|nich|net|keine?n?)\b",
        r"\bnicht (?:kommen|dabei|schaffen|mehr|interessiert|moglich)\b",
        r"\b(?:kein|keine) (?:interesse|zeit|bedarf)\b",
        r"\b(?:muss|mochte|mussen)(?: \w+){0,5} (?:absagen|verschieben|stornieren)\b",
        r"\bsage ab\b",
        r"\bbin (?:leider )?verhindert\b",
        r"\bein ?andermal\b",
        r"\bnein danke\b",
        r"^(?:nee|noe|ne)\b(?! est)",
        r"\b(?:nao|n) (?:vou|posso|poderei|vai dar|consigo|quero|tenho interesse|irei|podemos|estarei|preciso|da|poderemos|compareco|comparecerei|desejo|aceito|me interessa)\b",
        r"\b(?:preciso|tenho que|vou ter que|quero|gostaria de|vou) (?:cancelar|desmarcar|remarcar|adiar)\b",
        r"\bfica para (?:a )?proxima\b",
        r"\bsem interesse\b",
        r"\bnon (?:posso|potro|vengo|riesco|ci saro|voglio|sono interessat[oa]|mi interessa|possiamo)\b",
        r"\b(?:devo|vorrei) (?:annullare|disdire|spostare)\b",
        r"\b(?:kan|kom|ga|wil|lukt|hoef|heb)(?: \w+){0,4} (?:niet|geen)\b",
        r"\bniet (?:komen|aanwezig|geinteresseerd|nodig)\b",
        r"\bgeen (?:interesse|tijd|behoefte)\b",
        r"\bmoet (?:helaas )?(?:afzeggen|annuleren)\b",
    )
)
_YES = AnyOf(
    (
        r"\bstill (?:interested|coming|on|want|good|up for)\b|\b(?:please |pls )?(?:book|put|pencil|sign|schedule|enter|add) me (?:in|up|down|for)\b|^(?:yessir|yes+ ?sir|10 ?4|yas+|yee+s+|yeh+|yeap|yuh|yuppers|yessum|fo ?sho|bet|roger(?: that)?|affirm\w*|aye)\b|\babsolutely can'?t wait\b|\bcan'?t wait\b|\blet'?s do (?:it|this|that)\b|\bi'?m game\b|\bcount on (?:me|us)\b",
        r"\b(?:simon|okas|okis|oki|ahuevo|andale|ya confirme|hecho|cuenta conmigo|alla nos vemos|ahi los veo)\b|\bcon todo gusto\b",
        r"\b(?:ok|bon|bien|parfait|cool) pour (?:moi|nous|ca|lundi|mardi|mercredi|jeudi|vendredi|samedi|demain)\b|\bc'?est (?:note|parfait|bon)\b|\bpas de (?:souci|probleme)\b|\bj'?y serai\b|\bon se voit\b|\bpresente?$",
        r"^(?:jep|jup|jo|ja|jawoll?) (?:ich )?(?:bin|sind|komme|kommen|mach\w*|geht|das)\b|\b(?:bin da|sind dabei|wir sind da|sehr gerne?|sehr gern|freue? mich|freuen uns|machen wir|wird gemacht|abgemacht|ist recht)\b",
        r"\b(?:fechou|fechado|bora|tamo junto|estarei ai|to dentro|pode contar|show|demorou|partiu|positivo|sim sim)\b",
        r"\b(?:i|we)(?:'?ll| will|ll| shall)? (?:def\w* |certainly |surely |both |all )?(?:be there|be coming|make it|come|attend)\b(?! (?:back|later|home))",
        r"\bsee (?:you|ya|u) (?:then|there|tomorrow|tmrw|soon|on|at|in|next|mon|tue|wed|thu|fri|sat|sun)\w*",
        r"\bcount (?:me|us) in\b",
        r"\b(?:i|we)(?:'?m|'?re| am| are) (?:coming(?! down)|interested|attending(?! an?\b)|confirming|confirmed|on my way|happy to|looking forward)\b",
        r"\b(?:im|i m) (?:coming(?! down)|interested|game)\b",
        r"\b(?:i'?m|i m|i am|we'?re|we are) (?:in|down)(?:$| (?:for (?!with)|thanks?|thx|ty|please|pls|too|then|lol|count|see|yes|100)\b)",
        r"\blooking forward to it\b",
        r"\bsign me up\b",
        r"\bi(?:'?d| would|d) (?:love|like|be happy|be glad) to\b",
        r"\bwould love to\b",
        r"\b(?:i|we) (?:can|do|will|shall) (?:make it|come|be there|confirm|attend|do that|do it)\b",
        r"\bwill be there\b",
        r"\bbe there\b(?! (?:in a )?\?)",
        r"\bi(?:'?ll|ll| will) b (?:there|der|ther)\b",
        r"\bcan do\b",
        r"\bcya (?:then|there)\b",
        r"\bi accept\b|\bi(?:'?ll| will| want to|'?d like to|'?d rather) keep (?:my|the|it|that|this)\b",
        r"\bwill do\b",
        r"\bsounds (?:good|great|perfect|fine|like a plan)\b",
        r"\bworks (?:for me|great|fine|perfect\w*)\b",
        r"\bthat(?:'?s| is|s|ll be| will be) (?:fine|great|perfect|good|ok|okay|correct)\b",
        r"\bwe confirm\b",
        r"\bconfirming\b",
        r"^(?:yes+|yea+h?|yep|yup|yess+)\b",
        r"\b(?:alli|ahi|alla|aqui) (?:estare|estaremos|nos vemos|voy a estar)\b",
        r"\bestare (?:alli|ahi|puntual)\b",
        r"\bnos vemos\b",
        r"\b(?:si|claro) (?:puedo|voy|ire|iremos|quiero|asistire|me interesa|por favor|gracias|estare|confirmo|que si|q si|podre)\b",
        r"\b(?:asistire|asistiremos|ahi voy|me apunto|cuenten? conmigo|me interesa|estoy interesad[oa]|con (?:mucho )?gusto|de una|me va bien|confirmad[oa])\b",
        r"\b(?:je serai|nous serons|on sera) (?:la|present\w*|au rendez)",
        r"\bje (?:viens|viendrai|confirme|suis interessee?|suis d'?accord|veux bien|prends)\b",
        r"\ba (?:demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|tout a l'?heure)\b",
        r"\bca (?:me )?(?:convient|marche|va)\b",
        r"\bcomptez sur (?:moi|nous)\b",
        r"\bnous (?:viendrons|confirmons|serons)\b",
        r"\bje vous confirme\b",
        r"\bavec (?:grand )?plaisir\b",
        r"\b(?:ich|wir) (?:komme|kommen|bin|sind|nehme|nehmen|bestatige|werde|hatte|will|mochte)(?: \w+){0,4} (?:gerne?|da|dabei|teil|vorbei|kommen|interesse|an|punktlich)\b",
        r"\bbin dabei\b",
        r"\bbis (?:dann|morgen|montag|dienstag|mittwoch|donnerstag|freitag|samstag|nachher)\b",
        r"\b(?:komme|kommen|nehme ich|machen wir|mach ich) gerne?\b",
        r"\bich komme\b",
        r"\bhabe interesse\b",
        r"\b(?:das )?(?:passt|klappt)\b",
        r"\bja\b.{0,12}\b(?:gerne?|bitte|klar|naturlich|passt|sicher)\b",
        r"\bwir kommen\b",
        r"\btermin (?:bestatigt|passt)\b",
        r"\b(?:estarei|estaremos|vou estar) (?:la|ai|presente)\b",
        r"\b(?:vou sim|eu vou|irei sim|vamos sim|posso sim|quero sim|tenho interesse|tenho sim|confirmad[oa]|comparecerei|conte comigo|com prazer|confirmo|pode confirmar|pode marcar|ate (?:la|amanha|segunda|terca|quarta|quinta|sexta|breve)|sim (?:pode|vou|quero|por favor|claro|confirmo))\b",
        r"\b(?:ci saro|vengo|verro|ci vediamo|volentieri|a domani|va bene|d'?accordo|confermo|certo che si|mi interessa)\b",
        r"\b(?:ik kom|ik ben er(?:bij)?|tot (?:dan|morgen|straks)|graag|is goed|prima|klopt|ik ben aanwezig|akkoord)\b",
    )
)
_HEDGED = AnyOf(
    (
        r"\b(?:love|like|happy|glad) to\b.{0,40}\bbut\b(?!.{0,30}\b(?:can'?t|cannot|won'?t|wont|unable|away|not able|busy|sick|ill|already)\b)",
        r"\binterested\b.{0,10}\bbut\b(?! not (?:now|yet|today|this)\b)",
        r"\b(?:confirm|answer|reply|tell you|decide) (?:later|soon|tonight|asap)\b|\bget back to (?:you|u)\b|\b(?:confirmo|aviso|digo) (?:luego|mas tarde|despues|depois|mais tarde)\b|\bconfirmer?(?:ai)? plus tard\b|\b(?:sage?|gebe?) (?:\w+ )?(?:noch|spater) bescheid\b",
        r"^(?:no|sin|keine|pas d'?|nenhuma?) (?:idea|clue|ahnung|idee|ideia)\b|\bno tengo idea\b|\bin a meeting\b",
        r"\b(?:(?:maybe|perhaps)(?! (?:another|next|some other) time)|si puedo (?:te|le|les|os|voy|ire|paso)|not sure|unsure|don'?t know|dont know|idk|if i can|might|depends|let you know|quizas?|tal vez|no se si|no estoy segur[oa]|depende|peut etre|pas sure?|(?:ne )?sais pas|vielleicht|weiss (?:noch |ich |es )*nicht|mal sehen|evtl|eventuell|talvez|nao sei|nao tenho certeza|se der|forse|non so|misschien|weet (?:ik )?(?:het )?(?:nog )?niet)\b",
    )
)
_PLAIN = r"(?:yes+|yea+h?|yep|yup|si|oui|ja|sim|no|nope|na+h|non|nein|nao)"
_BOTH = AnyOf(
    (
        rf"^(?=.*\b(?:yes+|yea+h?|yep|yup|si|oui|ja|sim)\b)(?=.*\b(?:no|nope|na+h|non|nein|nao)\b){_PLAIN}(?: {_PLAIN})+$",
    )
)
"""Yes and no, and nothing else: "yeah no"."""
_POLITE_IF = AnyOf(
    (
        r"\bif (?:that|it|this)(?:'?s| is| works| sounds| suits|'?ll be| will be) (?:still )?(?:ok|okay|fine|good|great|alright|all right|perfect|cool|for)\b",
    )
)
"""No yes of its own: "Thursday, if that's ok"."""
_BUT = AnyOf((r"\b(?:but|though|however|pero|mais|aber|mas|jedoch|just|sino|sondern)\b",))


@lru_cache(maxsize=2048)
def answer(said: str) -> Answer:
    """What a text, as `wording.spaced` gives it, says; no before yes, because "no puedo ir" has both.

    "Please don't cancel" is a yes, unless the rest is a no.
    """
    if hedged := _HEDGED.search(said) or _BOTH.search(said):
        return Answer(None, hedged[0])
    kept = cancelling.keeps(said)
    said = _POLITE_IF.without(cancelling.without_keeping(said) if kept else said)
    if no := _NO.search(said):
        return Answer(False, no[0])
    if kept:
        return Answer(None if _BUT.search(said) else True, kept)
    yes = _YES.search(said)
    return Answer(True, yes[0]) if yes else Answer(None)
