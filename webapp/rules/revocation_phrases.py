"""How people ask not to be reached any more, a phrase a line, by language.

They are looked for in single sentences without punctuation, in the words of `wording.plain`.
"""

US = r"(?:me|us|my (?:phone|number|cell)|this (?:phone|number)|here|people)"
CONTACTING = r"(?:text|messag|contact|call|send|writ|e-?mail|spam|bother|harass|bug|annoy|phon|ring|pester|solicit|communicat)\w*"
MESSAGES = (
    r"(?:texts?|messages?|msgs?|sms|calls?|ads?|spam|promos?|promotions?|offers?|notifications?|e-?mails?)"
)

REVOCATIONS = (
    # English
    rf"\b(?:stop|quit|cease) (?:with |all |of |the |these |this |those |your |any |sending |me |us )*(?:{CONTACTING}|{MESSAGES})\b",
    rf"\b(?:do not|don'?t|dont|never|no longer) (?:ever |please )*{CONTACTING}(?: (?:{US}|again|anymore|any more)\b|$)",
    r"\b(?:i|we) (?:already )?(?:said|told you|asked you|ask you) (?:to )?stop\b",
    rf"\b(?:do not|don'?t|dont|never|no longer) (?:want|wish|need|care) (?:to )?(?:hear from|be (?:{CONTACTING}|on (?:this|your|the))|"
    rf"(?:(?:receive|get|have) )?(?:any ?(?:more|further)? ?|more |these|those|this|your )(?:{MESSAGES}|$|of|from|sent|kind|stuff|anymore|any more|promo\w*))",
    r"\b(?:take|remove|delete|drop|get|scrub|erase|strike) (?:me|us|my (?:name|number|phone|info|details|data|contact)|this (?:number|phone))\b(?! (?:a|an|the|to|some|there|home|at|by|from the (?:appointment|calendar|meeting|waitlist|waiting)))",
    r"\b(?:lose|forget|delete|erase) (?:my|this) (?:number|phone|contact)\b",
    r"\b(?:unsubscribe|unsubscribing|un-?enroll|opt(?:ing|ed)?[ -]?(?:me |us )?out)\b",
    rf"\bno more (?:of )?(?:(?:the|these|those|your) )?{MESSAGES}\b",
    r"\bleave (?:me|us) (?:the \w+ )?alone\b",
    r"\b(?:fuck|piss|sod|bugger|eff) off\b|^(?:just )?(?:go away|get lost|buzz off)$|^fuck (?:you|u)\b",
    r"\b(?:wrong (?:number|person)|you have the wrong)\b",
    r"\b(?:make|want|need) (?:it|this|these|them|you|u) (?:all )?(?:to )?stop\b(?! (?:by|at|in|over)\b)",
    r"\b(?:please|pls|plz) (?:just )?stop(?: (?:it|this|that|now|already|immediately|thanks|thank you))*$",
    r"^(?:just )?stop (?:it|this|that|now|already|please|pls|plz|immediately|thanks|thank you|asap|everything|at once)\b(?! (?:by|at|in))",
    r"\bi(?: would|'?d)? (?:like|want) (?:to be )?(?:out|off)\b(?! of (?:town|office|work))",
    r"\b(?:revoke|withdraw) (?:my )?consent\b|\bi revoke\b",
    r"\b(?:cease and desist|do not call list|dnc list|report(?:ing)? (?:you|this) (?:as|for|to) (?:spam|the fcc|ftc))\b",
    r"\bnot interested\b.*\b(?:stop|remove|again|anymore)\b",
    # Spanish
    r"\b(?:no (?:me |nos )?(?:escriban?|envi\w+|mand\w+|llam\w+|contact\w+|molest\w+|texte\w+))\b",
    r"\b(?:deje?n?|pare?n?|paren) de (?:escribir|enviar|mandar|llamar|contactar|molestar)\w*\b",
    r"\b(?:no (?:quiero|deseo) (?:mas|recibir|que me))\b|\bno mas (?:mensajes|textos|llamadas)\b",
    r"\b(?:dar(?:me|nos) de baja|den?me de baja|dame de baja|quiero (?:darme de )?(?:la )?baja|borren? (?:mi|este) numero|eliminen? (?:mi|este) numero|quiten?me|saquenme|saqueme)\b",
    # French
    r"\b(?:arretez?|cessez?|arreter) de m[' ]?(?:e |')?(?:envoyer|ecrire|appeler|contacter|harceler|deranger|embeter)\w*\b",
    r"\bne (?:m[' ]?|me |nous )?(?:envoyez|ecrivez|contactez|appelez|derangez)\w* (?:plus|pas|jamais)\b",
    r"\b(?:desabonn\w+|desinscri\w+|retirez[- ]moi|supprimez (?:mon|ce) numero|plus (?:de|aucun) (?:messages?|sms|textos?|pub))\b",
    r"\bje ne (?:veux|souhaite) plus (?:recevoir|de|etre|avoir)\b|\bmauvais numero\b",
    # German
    r"\b(?:hor(?:en|t)?|hoeren?) (?:sie )?(?:bitte )?(?:endlich )?(?:auf|damit auf)\b|\bbitte (?:horen|aufhoren)\b",
    r"\b(?:schreib\w*|schick\w*|send\w*|ruf\w*|kontaktier\w*) (?:sie |ihr )?(?:mir|mich|uns) (?:bitte )?(?:nicht|nie|keine)\b",
    r"\bkeine (?:weiteren )?(?:nachrichten|sms|anrufe|werbung)(?: mehr)?\b(?! (?:bekommen|erhalten|angekommen))",
    r"\b(?:mochte|will|wunsche) (?:ich )?(?:keine|nicht mehr|nichts mehr)\b|\bnicht mehr (?:schreiben|anrufen|kontaktieren|anschreiben)\b",
    r"\b(?:abmelden|abbestellen|austragen|loschen sie (?:meine|diese)|losch\w* (?:meine|diese) nummer|streichen sie mich|nehmen sie mich|falsche nummer)\b",
    # Portuguese
    r"\b(?:parem?|pare|deixem?) de (?:me )?(?:enviar|mandar|ligar|escrever|contatar|contactar|incomodar)\w*\b",
    r"\bnao (?:me )?(?:envi\w+|mand\w+|lig\w+|escrev\w+|contat\w+|contact\w+) mais\b|\bnao (?:quero|desejo) (?:mais|receber)\b",
    r"\b(?:descadastr\w+|remov\w+ (?:meu|este|o meu) numero|me (?:tire|tirem|remova|remova?m)|cancelar (?:a )?(?:inscricao|subscricao)|numero errado)\b",
    # Italian
    r"\b(?:smett\w+|finit\w+|cess\w+|basta) (?:di )?(?:con )?(?:i )?(?:scriver\w+|mandar\w+|inviar\w+|chiamar\w+|contattar\w+|messaggi|chiamate|sms)\b",
    r"\bnon (?:mi )?(?:scriv\w+|mandat\w+|inviat\w+|chiamat\w+|contattat\w+) (?:piu|mai)\b|\bnon voglio (?:piu|ricevere)\b",
    r"\b(?:disiscriv\w+|cancellat\w+ (?:il mio|questo) numero|cancellami|toglietemi|rimuovetemi|numero sbagliato)\b",
    # Dutch
    r"\b(?:stop(?:pen)?|hou(?:d)?|ophouden) (?:a\.?u\.?b\.? )?(?:eens )?(?:met|op met) (?:het )?(?:sturen|appen|bellen|smsen|berichten|sms|mailen)\w*\b",
    r"\b(?:stuur|app|bel|sms|bericht|mail) (?:mij|me|ons) (?:niet|nooit|geen)\b|\bgeen (?:berichten|sms(?:jes)?|telefoontjes|reclame) meer\b",
    r"\b(?:uitschrijven|afmelden|schrijf (?:mij|me) uit|meld (?:mij|me) af|haal (?:mij|me) (?:van|uit)|verwijder (?:mijn|dit) nummer|verkeerd nummer|wil (?:ik )?geen)\b",
    # Polish
    r"\b(?:przestan\w*|prosze przestac) (?:\w+ ){0,2}?(?:wysyl\w+|pisa\w+|dzwoni\w+|kontaktowa\w+)\b|\bprosze nie (?:pisac|dzwonic|wysylac)\b",
    r"\bnie (?:pisz\w*|dzwon\w*|wysylaj\w*|kontaktuj\w*)\b|\bnie chce (?:wiecej|otrzymywac|dostawac)\b|\bnie zycze sobie\b",
    r"\b(?:wypis(?:z|ac|uje|ujcie)\w*|usun\w* (?:moj|ten) numer|rezygnuje z|zly numer|pomylka)\b",
    # Swedish
    r"\b(?:sluta|slutar?) (?:att )?(?:skicka|ringa|skriva|smsa|messa|kontakta)\w*\b|\b(?:skicka|ring|skriv|kontakta) (?:mig |oss )?inte\b",
    r"\binga fler (?:sms|meddelanden|samtal)\b|\bvill inte (?:ha|fa|langre)\b|\b(?:avregistrera|ta bort (?:mig|mitt|detta)|stryk mig|fel nummer|avsluta prenumeration\w*)\b",
    # Turkish
    r"\b(?:mesaj|sms|arama)\w* (?:atma|gonderme|yapma|yollama)(?:yin|yiniz)?\b|\b(?:beni|bizi) (?:bir daha )?arama(?:yin|yiniz)?\b|\b(?:artik|bir daha) (?:\w+ )?(?:yazma|arama|gonderme|atma)(?:yin|yiniz)?\b",
    r"\b(?:aboneligi\w*|uyeligi\w*) (?:iptal|sonlandir\w*)\b|\b(?:listeden|listenizden) (?:cikar\w*|silin|sil)\b|\b(?:numarami sil\w*|istemiyorum mesaj|mesaj istemiyorum|yanlis numara)\b",
    # Russian
    r"\b(?:не (?:пишите|звоните|присылаите|отправляите|беспокоите)|прекратите|перестаньте|хватит (?:писать|звонить|слать)|больше не (?:пишите|звоните|присылаите))\b",
    r"\b(?:отпиш\w+|отписать\w*|удалите (?:мои|этот) номер|уберите меня|не хочу (?:получать|больше))\b",
)

SIGNS = "🛑🚫⛔✋🖕"
"""A message of signs alone, one of these among them, says it without a word."""

NOT_MEANT = (
    r"\b(?:do not|don'?t|dont|never|no need to|no me|nunca|ne pas|nicht|non|nie|inte|niet)"
    r" (?:ever |want you to |want to |wanna |mean to |let it )*"
    r"(?:stop|quit|cease|unsubscribe|opt|take me off|remove me|delete|lose my|darme de baja|me desabonner|abmelden)\b",
    r"\b(?:nicht|keine|niet|inte|nie|non|ne) (?:mehr |pas )?(?:aufhoren|abmelden|uitschrijven|stoppen|sluta|wypisuj\w*)\b",
    r"\bwhy (?:did|have|has) (?:you|it) stop(?:ped)?\b",
    r"\btake (?:me|us) off hold\b",
)
"""The words of a revocation in a sentence that asks for the opposite, or for something else."""
