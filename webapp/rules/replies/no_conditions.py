"""What stands beside a yes, looks like a condition and takes nothing from it: "yes, if that's ok with you".

English, Spanish, French, German and Portuguese, as `wording.spaced` gives them.
"""

from __future__ import annotations

from webapp.rules.phrases.finding import AnyOf

_TELL = r"(?:call|text|tell|write|message|phone|ring|email|inform|notify|contact|update|warn|ping|reach out|let (?:me|us|you|u) know)"
_SOME = r"(?:\S+ ){2,12}?"
"""Of an "if" with a sentence of its own: what is between the two."""
NO_CONDITION = AnyOf(
    (
        rf"\b{_TELL}(?: (?:me|us|you|u|him|her|them|back|ahead|again|the office)){{0,2}} (?:if|in case|unless)\b",
        r"\b(?:wonder|wondering|know|knows|see|check|ask|asked|asking|sure|remember|what|even|as|no) if\b",
        rf"\bif {_SOME}(?:(?:i'?ll|i|we|we'?ll|just|please|pls|then|you can|feel free to|can you|could you) (?:will |can |shall |just |please |then )?{_TELL}|let (?:me|us|you|u) know)\b",
        r"\bif (?:needed|necessary|required|so|any|anything|need be|not (?:i|we|please|just|let|call|then|no)\b|you need (?:me|anything|more|any)|i may|i remember|i recall|i have to|god|allah)\b",
        r"\bif (?:possible|not|you (?:like|want|wish|prefer)|i must|convenient)$|\bif you have (?:any )?questions?\b",
        r"\bif (?:(?:that|it|this)(?:'?s| is) )?(?:still )?(?:ok|okay|fine|alright|all right|cool|convenient|no (?:trouble|problem|bother)|not too much trouble)(?: (?:with|for|by) (?:you|u|everyone|them))?\b",
        r"\bif (?:you|u) (?:don'?t|do not) mind\b|\bif (?:i'?m|i am|we'?re) (?:not mistaken|(?:running |a bit |a little )?late)\b|\bif (?:i run late|not too late)\b",
        r"\bif (?:that|it)(?:'?s| is) what you\b|\bif i (?:don'?t|do not) (?:die|forget|hear)\b",
        r"\bunless (?:i hear|you hear|otherwise|told|you tell|i die|i'?m dead|(?:something|anything) (?:comes|happens|changes|goes))\b",
        r"\bas long as (?:i live|necessary|needed|possible|it takes|you (?:like|want|need))\b",
        r"\b(?:have|has|had|was|were|been|am|i'?m|is|are|be|i|you|info|information|as) (?:provided|providing|assuming|supposing)\b",
        r"\bonly (?:for )?(?:me|us|one|two|\d+|now|today)\b|\bbut for (?:me|us|one|two|\d+|now|today)\b",
        rf"\bbut (?:can|could|would|will) you (?:please |just |also )?(?:{_TELL}|send|give|remind|confirm|explain|say|show|resend|repeat)\b",
        r"\bdepende de (?:mi|nosotros)\b",
        r"\bsi (?:no hay (?:problema|inconveniente)|es (?:posible|tan amable)$|dios|gustan?|hay (?:algun|algo|cualquier|un cambio)\w*|surge|pasa algo|cambia algo|necesitan? algo|me acuerdo|me parece)\b",
        r"\b(?:si|ok|vale|claro|bueno) si (?:esta bien|es correcto|es cierto|es asi)\b|^si si puedo\b",
        r"\bsi (?:\S+ ){1,10}?(?:(?:les?|te|os|los|la|lo) )?(?:aviso|avisare|llamo|llamare|escribo|escribire|digo|informo|avis[ae]\w*|avise\w*|llame\w*|llamame|escriba\w*)\b",
        r"\bs'?il (?:vous|te) plait\b|\b(?:meme|comme) si\b",
        r"\bsi (?:possible|dieu|besoin|necessaire|(?:ca|cela) (?:vous|te) (?:va|convient|arrange)|(?:ca|cela) ne (?:vous |te )?(?:derange|gene)|vous (?:voulez|preferez)$|c'est (?:possible|bon)$)",
        r"\b(?:si|s'il) (?:\S+ ){1,10}?(?:je (?:vous |te )?(?:previens|appelle\w*|ecris|dis|tiens|contacte\w*|rappelle\w*|ferai|fais)|prevenez|appelez|dites|contactez|ecrivez)\b",
        r"\b(?:auch|selbst|als) (?:wenn|falls)\b|\b(?:wenn|falls) (?:moglich|notig|erforderlich|gewunscht|gott|nicht|ich mich (?:recht|richtig))\b",
        r"\b(?:wenn|falls) (?:(?:es|das) )?(?:(?:ihnen|dir|euch|fur sie|fur dich) )?(?:recht|ok|okay|in ordnung|passt)\b",
        r"\b(?:wenn|falls) (?:\S+ ){1,10}?(?:(?:melde|rufe|sage|gebe|schreibe|informiere|meld|ruf|sag|geb|schreib) (?:ich|mich)|(?:ich|wir) (?:melde|rufe|sage|gebe|schreibe)\w*|(?:melden|rufen|schreiben|sagen|geben) (?:wir|sie)|bescheid)\b",
        r"\baber mit (?:\S+ ){0,3}verspatung\b",
        r"\bse (?:deus|possivel|necessario|precisar|quiser(?:em)?$|nao (?:for incomodo|houver problema)|(?:houver|tiver|acontecer|surgir|mudar) (?:algum|alguma|algo|qualquer))\w*\b",
        r"\bse (?:\S+ ){1,10}?(?:(?:te |lhe |os )?(?:aviso|avisarei|ligo|ligarei)|me (?:avis\w+|lig\w+|fal\w+)|avisem?|liguem?)\b",
    )
)  # fmt: skip
