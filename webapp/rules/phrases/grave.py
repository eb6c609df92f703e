"""What forbids to go on writing though no one asks to stop: a death, a child, the law.

English, Spanish, French, German and Portuguese.
"""

_THING = (
    r"(?:batter\w+|phones?|cell|car|truck|van|engine|motor|laptop|computer|pc|internet|wifi|connection|line|tv|ac|heater|"
    r"fridge|boiler|plants?|dogs?|cats?|pets?|pupp\w+|kittens?|horses?|birds?|fish|hamsters?|rabbits?|hopes?|dreams?|"
    r"celebrity|queen|king|pope|president)"
)
_FURTHER = (
    r"(?:(?:great )?grand\w+|granny|grampa|gramps|uncles?|aunt\w*|cousins?|niece|nephew|friends?|boss|neighbou?rs?|"
    r"co ?workers?|colleagues?|\w+ in laws?|teacher|roommate)"
)
_NO_SUBJECT = r"(?:just|has|have|had|who|that|which|and|also|almost|nearly|finally|already|recently|suddenly|i|i'?ve|people|many|it|all)"
_WHY = (
    r"(?:so (?:i|we)\b|because\b|(?:can'?t|cannot|won'?t|unable to|not) (?:be able to )?(?:make|come|attend|be there)|funerals?|"
    r"reschedul\w+|postpon\w+|another (?:day|time)|(?:running|be) late|move (?:it|my))"
)
DEATHS = (
    rf"\b(?!{_THING}\b|{_NO_SUBJECT}\b)[a-z]+ (?:has |have |had |just |recently |sadly |unfortunately )*died\b",
    rf"\b(?!{_THING}\b|{_NO_SUBJECT}\b)[a-z]+ (?:has |have |had |just |recently |sadly |unfortunately )*passed (?:away|on$)",
    r"\b(?:he|she) (?:has )?passed (?:last|in (?:january|february|march|april|may|june|july|august|september|october|november|december|20\d\d)|this (?:week|month|year))\b",
    rf"\b(?!{_THING}\b|it\b|that\b|this\b)[a-z]+ (?:is|are) (?:now )?(?:deceased|dead(?:$| (?:now|and|since|please|you|stop|sorry)\b))",
    r"\b(?:fallecio|ha fallecido|(?<!se )(?<!me )murio|ya murio|esta muert[oa](?! de)|es fallecid[oa])\b",
    r"\b(?:est|sont) (?:\w+ )?(?:decedee?s?)\b|\b(?:il|elle|monsieur|madame|mari|femme|pere|mere|fils|fille) est morte?\b(?! de)",
    r"\b(?:ist|sind) (?:\w+ ){0,3}?(?:verstorben|gestorben)\b|\b(?:er|sie|mann|frau|vater|mutter|sohn|tochter) ist (?:schon |leider )?tot\b",
    r"\b(?:faleceu|morreu)\b",
)
"""Of someone whose phone it may have been; one a sentence, or the whole text."""
NO_DEATHS = (
    rf"\b(?:{_THING}|{_FURTHER})(?:'?s)? (?:\w+ )?(?:(?:has |have |had |just |recently |sadly |unfortunately )*(?:died|passed away)|is (?:dead|deceased))\b",
    rf"\b(?:died|passed away|is dead)\b.{{0,60}}{_WHY}",
    r"\b(?:perr\w+|gat[oa]\w*|abuel\w+|ti[oa]|suegr\w+|prim[oa]|mascota|amig[oa]|vecin[oa]|bateria|coche|carro|auto|celular|telefono|moto|movil) (?:\w+ ){0,2}?(?:fallecio|ha fallecido|murio|esta muert[oa])\b",
    r"\b(?:murio|fallecio) (?:la bateria|el (?:coche|carro|celular|telefono|movil|perro|gato)|mi (?:perr\w+|gat\w+|abuel\w+|ti[oa]|celular|carro|suegr\w+))\b",
    r"\b(?:fallecio|murio)\b.{0,60}\b(?:no (?:puedo|podre|voy)|por eso|asi que|cambiar|otro dia|funeral|velorio|entierro)\b",
    r"\b(?:chien\w*|chat\w*|batterie|telephone|portable|voiture|grand \w+|oncle|tante|cousin\w*|ami\w*|voisin\w*|beau \w+|belle \w+) (?:\w+ )?(?:est|sont) (?:\w+ )?(?:decedee?s?|morte?s?)\b",
    r"\b(?:hund|katze|akku|handy|auto|oma|opa|grossvater|grossmutter|onkel|tante|freund\w*|nachbar\w*|schwieger\w+|cousin\w*) (?:ist|sind) (?:\w+ ){0,3}?(?:verstorben|gestorben|tot)\b",
    r"\b(?:cachorr\w+|gat[oa]\w*|bateria|celular|telefone|carro|avo|vo|vovo|ti[oa]|sogr[oa]|prim[oa]|amig[oa]|vizinh[oa]) (?:\w+ ){0,2}?(?:faleceu|morreu)\b",
    r"\b(?:faleceu|morreu)\b.{0,60}\b(?:nao (?:posso|vou|consigo)|por isso|entao|remarcar|outro dia|enterro|velorio)\b",
)
CHILDREN = (
    r"^(?:(?:hi|hey|hello|sorry|um|please|pls) )*(?:i'?m|i am|im) (?:only |just |still )?(?:a |an )?(?:minor|under ?age|kid|child|little kid)$",
    r"^(?:(?:hi|hey|hello|sorry|um) )*(?:i'?m|i am|im) (?:only|just|like) (?:[5-9]|1[0-7])(?: (?:years?|yrs?|yo|y o)(?: old)?)?(?:$| (?:and|so|please|pls|stop|dude|bro)\b)",
    r"\bthis (?:phone |number |cell )?(?:is|belongs to) (?:a |my )?(?:kid|child|son|daughter|minor|toddler)(?:'?s|s)? (?:phone|number|cell)$|\bthis (?:phone|number|cell) belongs to (?:a|my) (?:\w+ ){0,4}?(?:kid|child|son|daughter|minor|old)$",
    r"^(?:yo )?(?:soy|somos) (?:menor(?:es)?(?: de edad)?|un nin[oa])$|^(?:solo )?tengo (?:solo )?(?:[5-9]|1[0-7]) anos$",
    r"^je (?:ne )?suis (?:encore |qu'?)?(?:mineure?|une? enfant)$|^j'?ai (?:que|seulement) (?:[5-9]|1[0-7]) ans$",
    r"^ich bin (?:noch |doch )?(?:minderjahrig|ein kind)$|^ich bin (?:erst|nur) (?:[5-9]|1[0-7])(?: jahre?(?: alt)?)?$",
    r"^(?:eu )?sou (?:de )?menor(?: de idade)?$|^(?:eu )?(?:so|apenas) tenho (?:[5-9]|1[0-7]) anos$",
)
_MY_LAWYER = r"(?:my|our|a|an|the) (?:lawyers?|attorneys?|solicitors?|legal (?:team|counsel))"
THREATS = (
    rf"\b(?:call(?:ing)?|contact(?:ing)?|hear(?:ing)? from|get(?:ting)?|hir(?:e|ing)|involv(?:e|ing)|sic) {_MY_LAWYER}\b(?! (?:first|to (?:ask|look|review|check|read)))",
    rf"\b{_MY_LAWYER} (?:will|is going to) (?:hear|contact|call|be in touch|be contacting|sue|know)\b",
    r"\b(?:i'?ll|i will|i'?m|we will|we'?ll|i am|gonna|going to|will) (?:be )?(?:gonna |going to )?(?:su(?:e|ing) (?:you|u|ya|your)|take legal action|press(?:ing)? charges)\b|\b(?:i|we) (?:will|'?ll) sue$|\bsee you in court\b",
    r"\b(?:i'?ll|i will|i'?m|i am|we will|we'?ll|gonna|going to) (?:be )?(?:gonna |going to )?(?:call|report|contact|calling|reporting|contacting)\b(?: (?:you|this|u|it|your)(?: \w+){0,2})?(?: to)? (?:the )?(?:police|cops|fcc|ftc|bbb|attorney general|authorities|ico)\b(?! (?:because|about (?:the|a|my) |for (?:the|a|my) ))",
    r"\bthis is harassment\b|\byou(?:'re| are|r)? harassing (?:me|us|my)\b",
    r"\b(?:llamare|voy a llamar|llamo|hablare|voy a hablar|contactare) (?:a|con) (?:mi|un|una|el) abogad[oa]\b|\b(?:los|las|te|le|les) (?:voy a )?(?:demandare|demandar|demandaremos|denunciare|denuncio)\b|\bvoy a demandar\w*|\bpondre una (?:denuncia|demanda|queja)\b|\besto es acoso\b",
    r"\b(?:j'?appelle|j'?appellerai|je vais appeler|je contacte|je vais contacter|je saisis) (?:mon|un|une) avocate?\b|\bje (?:vais )?porter? plainte\b|\bcnil\b|\bc'?est du harcelement\b",
    r"\banwalt ein(?:schalten|geschaltet)?\b|\b(?:rufe|informiere|kontaktiere|nehme) (?:ich )?(?:mir )?(?:meinen|einen|meine|eine) anw[a]ltin?\b|\b(?:rufe|informiere|schalte) (?:ich )?(?:meinen|einen|meine|eine) anwalt\w*|\banzeige (?:ist raus|erstatte\w*)|\berstatte(?:n)? (?:ich )?anzeige\b|\bzeige (?:ich )?(?:sie|euch|dich) an\b|\bbundesnetzagentur\b|\b(?:das|dies) ist belastigung\b",
    r"\b(?:chamar|acionar|ligar para|falar com) (?:o |a )?(?:meu|minha|um|uma) advogad[oa]\b|\bvou (?:te |os |a |lhes )?processar\b|\bprocessar (?:voces|vcs|a empresa)\b|\bprocon\b|\banatel\b|\bvou (?:a|na) policia\b|\bisso e assedio\b",
)
PHRASES = (*DEATHS, *CHILDREN, *THREATS)
