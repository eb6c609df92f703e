"""How people say in a call that they want no more of them, as `wording.spaced` gives it.

English, Spanish, French, German and Portuguese, as speech recognition writes them. What is said of one time,
one place or one matter ("don't call me at work") is none of these: see `revocation` for what is asked about.
"""

from __future__ import annotations

_LATER = (
    r"(?! (?:later|earlier|before|after|until|till|til|at|on|in|during|when|while|if|about|from(?! (?:you|your|this|here)\b)|today|tonight|tomorrow|this (?:morning|"
    r"afternoon|evening|week)|so (?:early|late)|too|early|late|back|by|just|only|unless|names)\b)"
)
_DESPUES = (
    r"(?! (?:tarde|temprano|antes|despues|hasta|a las?|manana|hoy|ahora|por la|el (?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)|"
    r"los (?:lunes|martes|miercoles|jueves|viernes|sabados|domingos|fines)|en (?:la|el|este|horario)|cuando|si|tan|entre|esta|este)\b)"
)
_APRES = (
    r"(?! (?:tard|tardivement|tot|souvent|vite|longtemps|avant|apres|demain|a (?:\d+|midi|cette)|aujourd'?hui|maintenant|ce (?:soir|matin|midi)|cet|le (?:lundi|mardi|"
    r"mercredi|jeudi|vendredi|samedi|dimanche|matin|soir|midi|week)|pendant|au (?:travail|bureau)|si|quand|en ce moment)\b)"
)
_SPATER = r"(?! (?:vor|nach|bis|um|am|heute|morgen|jetzt|gerade|wahrend|wenn|falls|zwischen|mittags|nachts|abends|so (?:fruh|spat))\b)"
_DEPOIS = (
    r"(?! (?:tarde|cedo|antes|depois|ate|as \w+|hoje|amanha|agora|de (?:manha|tarde|noite)|a (?:tarde|noite)|na (?:segunda|terca|quarta|"
    r"quinta|sexta)|no (?:trabalho|sabado|domingo|fim)|aos|quando|se|enquanto|entre|tao)\b)"
)

ENGLISH = (
    rf"\b(?:stop|quit|cease) (?:calling|phoning|ringing|dialing|contacting|bothering|harassing|pestering)\b"
    rf"(?: (?:me|us|here|this (?:number|phone|line)|my (?:number|phone|house|home|cell|wife|husband|mom|mother|dad|father|office))\b)*+{_LATER}",
    rf"\bstop (?:to )?call (?:me|us)\b{_LATER}",
    rf"\bstop (?:(?:all|of|with|the|these|those|this|your|any|more|further|making|placing) )*+(?:phone |robo|sales )?calls\b{_LATER}",
    rf"\bstop (?:receiving|getting) (?:(?:any|more|these|those|your|the|all|of) )*+(?:phone )?calls\b{_LATER}",
    rf"\b(?:do not|don'?t|never|not to) (?:you )?(?:ever )?(?:call|phone|ring|dial|contact|bother)\b"
    rf"(?: (?:me|us|here|this (?:number|phone|line)|my \w+)\b)*+ (?:again|any ?more|ever)\b{_LATER}",
    rf"(?<!you )(?<!they )(?<!we )(?<!i )\b(?:do not|don'?t|never) (?:ever )?(?:call|phone|ring|contact) (?:me|us|here|this (?:number|phone|line))\b"
    rf"(?! (?:while|now|again|any ?more|a|an|mrs?|miss|ms|sir|madam|ma'?am)\b){_LATER}",
    r"^(?:(?:please|just|no) )*(?:do not|don'?t) (?:call|contact|phone)(?: please| thank you| thanks)*$",
    r"\b(?:take|remove|delete|get|scrub|strike|drop|keep|leave) (?:me|us|my (?:number|name|phone|phone number|information)|this (?:number|phone)) "
    r"(?:off|from|out)(?: (?:of|all|any|your|the|this|that|these|and|or|call|calling|caller|phone|contact|mailing|marketing|robocall|sales|text|sms)\b)*+"
    r" (?:lists?|databases?|systems?|records|contacts)\b(?! of)",
    r"\b(?:take|get) (?:me|us|my (?:number|name)) off$",
    r"\b(?:remove|delete|erase|lose) (?:my|this) (?:phone )?number(?:$| (?:please|now|immediately|right now)\b)",
    r"\bdo not call (?:list|registry|register)\b",
    r"\bno more (?:(?:of|these|those|your|phone|sales|robo) )*+(?:calls|calling|phone calls)\b(?! (?:today|until|before|after|tonight))",
    r"^(?:no|we said no|i said no) (?:phone )?calls(?: please| thanks| thank you)*$",
    rf"\b(?:do not|don'?t|never|no longer) (?:want|wish|wanna) (?:to )?(?:be|get) (?:called|phoned|contacted|rung)\b{_LATER}",
    rf"\b(?:do not|don'?t|never|no longer) (?:want|wish|wanna) (?:to )?(?:(?:receive|receiving|get|getting|have|take) )?"
    rf"(?:(?:any|more|these|those|your|such|of|the|all|further|additional|future|unsolicited|phone|sales|marketing) )*+(?:phone )?calls\b{_LATER}",
    rf"\b(?:do not|don'?t|never) (?:want|wish|wanna) (?:you|you guys|you people|y'all|anyone|anybody) (?:to )?(?:(?:ever|keep) )?"
    rf"(?:call|calling|phone|phoning|ring|ringing|contact|contacting)\b(?: (?:me|us|here|this number)\b)?+{_LATER}",
    r"^(?:(?:please|yes|i want to|i would like to|i'?d like to|i wanna|can you|could you|can i|i|just) )*"
    r"(?:opt (?:me |us )?out|unsubscribe(?: me| us)?)(?: (?:please|now|thanks|thank you|of (?:these|your|the|all) calls))*$",
    r"\b(?:revoke|withdraw) (?:my )?consent\b|\bcease and desist\b",
    r"^(?:(?:please|yes|okay|ok|uh|um|er|just|hey|well|hello|no|i said|i say|say|and) )*stopp?"
    r"(?: (?:please|now|right now|immediately|thanks|thank you|stopp?))*$",
)
SPANISH = (
    rf"\bno (?:me |nos )?(?:llam|contact|molest)(?:e|en|es|ar)(?:me|nos)?(?: a (?:este|mi|ese) (?:numero|telefono|movil|casa))?"
    rf" (?:mas|nunca|jamas|otra vez|de nuevo)\b{_DESPUES}",
    r"\bno (?:me|nos) llam(?:e|en|es)(?: (?:por favor|gracias))*$",
    rf"\bno (?:me |nos )?(?:vuelv(?:a|an|as)) a (?:llamar|contactar|molestar)(?:me|nos)?\b{_DESPUES}",
    rf"\b(?:dej(?:e|en|a|ad)|par(?:e|en|a|ad)|ces(?:e|en)) (?:ya )?de (?:llamar|telefonear|contactar|molestar|acosar)(?:me|nos)?\b{_DESPUES}",
    rf"\bno (?:quiero|queremos|deseo|deseamos) (?:recibir )?(?:(?:mas|sus|tus|estas|esas|este tipo de) )*+llamadas\b{_DESPUES}",
    rf"\bno (?:quiero|queremos|deseo|deseamos) que (?:me|nos) (?:vuelv(?:a|an|as) a (?:llamar|contactar|molestar)|llam(?:e|en|es)|contact(?:e|en|es)|molest(?:e|en|es))\b{_DESPUES}",
    r"\b(?:no|ni una|sin) mas llamadas\b|\bbasta (?:ya )?de (?:llamadas|llamar(?:me|nos)?)\b",
    r"\b(?:quit|borr|sac|saqu|elimin|remuev|retir|tach)(?:e|en|a|ad|ar|es)(?:me|nos)?(?: (?:a mi|mi (?:numero|nombre|telefono)|este numero))? "
    r"de (?:la|su|tu|esta|sus|todas sus) (?:\w+ )?(?:listas?|base|listado|registros?)\b(?! de (?:espera|invitados|pedidos|tareas)\b)",
    r"\b(?:quit|borr|sac|saqu|elimin|remuev|retir)(?:e|en|a|ar)(?: por favor)? (?:mi|este) (?:numero|telefono)\b(?! de (?:pedido|cuenta|cliente|reserva|orden|referencia)\b)",
    r"\b(?:dar(?:me|nos)?|den?me|dame|denos) (?:por favor )?de baja(?: (?:por favor|ya|gracias|de (?:la|su|esta) lista))*$",
    r"^(?:(?:por favor|si|vale|oiga|no|bueno|ya|ok) )*(?:alto|pare|parad|stop)(?: (?:por favor|ya|gracias|alto|pare|stop))*$",
)
FRENCH = (
    rf"\b(?:r?appel|telephon|contact|derang|harcel|embet)ez (?:moi |nous )?(?:plus|jamais)\b{_APRES}",
    rf"^(?:(?:non|stop|merci|ok|s'? ?il (?:te|vous) plait) )*(?:ne |n'? ?)?(?:m'? ?|me |nous )?(?:r?appelle|telephone|contacte|derange) (?:moi )?(?:plus|jamais)\b{_APRES}",
    rf"\b(?:ne plus|faut plus|ne jamais|n'? ?) ?(?:jamais )?(?:me |m'? ?|nous )(?:r?appeler|telephoner|contacter|deranger)(?: plus| jamais)?\b{_APRES}",
    r"\bne (?:me |m'? ?|nous )?(?:r?appeler|telephoner|contacter) (?:plus|jamais)\b",
    rf"\b(?:arret(?:ez|er|e)|cess(?:ez|er|e)|stop|stoppez) (?:tout de suite )?(?:de |d'? ?)?(?:m'? ?|me |nous )?(?:r?appeler|telephoner|contacter|deranger|harceler|embeter)\b{_APRES}",
    r"\b(?:arret(?:ez|er|e)|cess(?:ez|er|e)|stop|stoppez) (?:avec |a )?(?:(?:ces|vos|les|tous) )*+(?:appels?|coups de (?:fil|telephone))\b",
    rf"\b(?:veux|souhaite|desire|voudrais|voulons|souhaitons) (?:ne )?(?:plus|pas) (?:jamais )?(?:(?:recevoir|avoir|etre|de|vos|ces|des|d) |d')*+"
    rf"(?:appels?|r?appelee?s?|contactee?s?|derangee?s?|demarchee?s?)\b{_APRES}",
    rf"\b(?:veux|souhaite|desire|voudrais|voulons|souhaitons) (?:plus|pas) (?:que|qu'? ?)(?: ?(?:vous|tu|l'? ?on|on))? (?:ne )?(?:me |m'? ?|nous )(?:r?appel|telephon|contact|derang)\w+{_APRES}",
    r"\bplus (?:jamais |un seul |aucun )?(?:d'? ?)?appels?\b(?! (?:que|qu))|\bplus de (?:coups de (?:fil|telephone)|demarchage)\b",
    r"\b(?:retir|supprim|enlev|ray|effac|sort)(?:ez|er|e)(?: s'? ?il vous plait)? (?:moi|nous|mon (?:nom|numero)|ce numero|mes coordonnees)"
    r"(?! (?:du|de la (?:reunion|reservation|liste (?:d'? ?attente|des invites))|de (?:commande|compte|client|dossier|reference)|un|le|la|cette|ce)\b)",
    r"^(?:(?:s'? ?il vous plait|oui|non|ok|bon|euh|alors|mais) )*(?:stop|arretez)(?: (?:s'? ?il vous plait|merci|maintenant|tout de suite|stop|arretez))*$",
)
GERMAN = (
    rf"\b(?:ruf(?:en|e|t)?|kontaktieren?|kontaktiert|belastigen?|nerven?)(?: (?:sie|ihr|mich|uns|hier|bei (?:mir|uns)|bitte|ja|endlich|diese nummer|unter dieser nummer))*+"
    rf" (?:nicht mehr|nie wieder|nie mehr|niemals wieder|nicht noch ?(?:ein)?mal)\b(?: (?:bitte|hier|bei (?:mir|uns)|an|auf dieser nummer))*+{_SPATER}",
    r"(?<!heute )\b(?:nicht mehr|nie wieder|nie mehr) (?:hier |bei (?:mir|uns) )?(?:an(?:zu)?rufen|angerufen|(?:zu )?kontaktieren|kontaktiert|(?:zu )?belastigen|belastigt)\b(?! (?:vor|nach|bis|wegen)\b)",
    rf"\b(?:will|mochte|wunsche|wollen|mochten) (?:ich |wir )?(?:von ihnen )?nicht (?:von ihnen )?(?:angerufen|kontaktiert|belastigt) werden\b{_SPATER}",
    r"(?<!habe )(?<!haben )(?<!hatte )\bkeine (?:(?:weiteren|solchen|ihrer|eurer|diese) )*+(?:werbe|telefon)?anrufe\b(?! (?:bekommen|verpasst|gekriegt|angekommen))",
    r"\b(?:horen|hort|hor) (?:sie |ihr )?(?:bitte |endlich |sofort |doch )*(?:damit )?auf(?: (?:hier|mich|uns|bitte|damit))* (?:anzurufen|zu (?:nerven|belastigen)|mit (?:den|diesen|ihren|euren) anrufen)\b",
    r"\b(?:streich|losch|entfern)(?:en|t|e)?(?: (?:sie|ihr|bitte|sofort))* (?:meine|diese) (?:telefon|handy)?nummer\b",
    r"\b(?:streich|losch|nehm|nimm|entfern|werf)(?:en|t|e)?(?: (?:sie|ihr|bitte|sofort))* (?:mich|uns|meine (?:telefon|handy)?nummer|meinen namen)"
    r"(?: (?:bitte|sofort|endlich))* (?:(?:aus|von) (?:der|ihrer|eurer|dieser|ihren|allen) (?:\w+ )?(?!warteliste|gasteliste)\w*(?:liste|listen|kartei|datenbank|verteiler)|raus|heraus)\b",
    r"\bunterlass\w+ (?:sie )?(?:bitte )?(?:(?:diese|die|weitere|ihre|alle) )?\w*anrufe\b|\bwiderruf\w* (?:ich )?(?:hiermit )?(?:meine|die) (?:einwilligung|zustimmung)\b",
    r"^(?:(?:bitte|ja|nein|ok|okay|ahm|also|hallo) )*stopp?(?: (?:bitte|jetzt|sofort|danke|stopp?))*$",
)
PORTUGUESE = (
    rf"\bnao (?:me |nos )?(?:lig(?:ue|uem|a|ues|ar)|telefon(?:e|em|ar)|contact(?:e|em|ar)|contat(?:e|em|ar)|perturb(?:e|em)|incomod(?:e|em))(?: (?:me|nos))?"
    rf"(?: (?:mais )?para (?:mim|ca|aqui|(?:este|esse|o meu|meu) (?:numero|telefone)))? (?:mais|nunca mais|de novo|outra vez)\b{_DEPOIS}",
    rf"\bnao (?:me |nos )?lig(?:ue|uem|ar) mais para (?:mim|ca|aqui|(?:este|esse|o meu|meu) (?:numero|telefone))\b{_DEPOIS}",
    r"\bnao (?:me|nos) lig(?:ue|uem)(?: (?:por favor|obrigad[oa]))*$",
    r"\bnunca mais (?:me |nos )?(?:volt(?:e|em) a )?(?:me )?(?:lig(?:ue|uem|a|ar)|telefon(?:e|em|ar)|contact(?:e|em|ar)|contat(?:e|em|ar)|incomod(?:e|em))\b",
    rf"\bnao (?:me |nos )?volt(?:e|em|es) a (?:me )?(?:ligar|telefonar|contactar|contatar|incomodar)\b{_DEPOIS}",
    rf"\b(?:par(?:e|em|a|ar)|deix(?:e|em|a)) (?:ja )?de (?:me |nos )?(?:ligar|telefonar|contactar|contatar|incomodar|perturbar|chatear)\b{_DEPOIS}",
    rf"\bnao (?:quero|queremos|desejo|desejamos) (?:mais )?(?:receber )?(?:(?:mais|as|suas|vossas|essas|estas) )*+(?:ligacoes|chamadas|telefonemas)\b{_DEPOIS}",
    rf"\bnao (?:quero|queremos|desejo|desejamos) (?:mais )?que (?:voces? )?(?:me |nos )?(?:ligue|liguem|telefon(?:e|em)|contact(?:e|em)|incomod(?:e|em))\b{_DEPOIS}",
    rf"\bnao (?:quero|desejo) (?:mais )?ser (?:mais )?(?:contact|contat|incomod|perturb)ad[oa]\b{_DEPOIS}",
    r"\b(?:sem|chega de|basta de|nada de) (?:mais )?(?:ligacoes|chamadas|telefonemas)\b|\bnao entr(?:e|em|ar) mais em conta(?:c)?to\b",
    r"\b(?:tir|retir|remov|apag|exclu|elimin)(?:e|em|a|am|ue|uem|er|ar|ir)(?: (?:me|nos|(?:o |do )?(?:meu|este|esse) (?:numero|nome|telefone|contac?to)))? "
    r"d(?:a|as|e|essa|esta) (?:(?:sua|vossa|suas|todas|as) )*(?:lista|listas|base)\b(?! de (?:espera|convidados)\b)",
    r"\bme (?:tir|retir|remov|exclu)(?:e|em|a|am)(?: por favor)? d(?:a|as|essa|esta) (?:sua )?(?:lista|base)\b(?! de (?:espera|convidados)\b)",
    r"\b(?:tir|retir|remov|apag|exclu|elimin)(?:e|em|a|am|ue|uem|er|ar|ir)(?: por favor)? (?:o )?(?:meu|este|esse) (?:numero|telefone)\b(?! de (?:pedido|conta|cliente|reserva|encomenda)\b)",
    r"\bquero (?:ser (?:removid|retirad|excluid|tirad)[oa]|sair|que me tirem) d(?:a|as|essa|esta) (?:sua )?lista\b(?! de (?:espera|convidados)\b)",
    r"^(?:(?:por favor|sim|nao|ok|ja|olhe|entao) )*(?:pare|parem|stop)(?: (?:por favor|ja|agora|obrigad[oa]|pare|parem))*$",
)
UNSURE = (
    r"\b(?:do not|don'?t|never) (?:call|phone|ring)(?: me| us)? back\b(?! (?:before|after|until|till|at|on|in|today|tomorrow|tonight)\b)",
    r"\b(?:cancel|end|block) (?:(?:all|of|these|those|the|your|my|any) )*+(?:phone )?calls\b|\bpress(?:ed|ing)? (?:the )?(?:number )?(?:nine|9)$",
    r"\b(?:deje|deja|dejad)(?:me|nos) en paz\b|\b(?:pulso|pulse|marco|marque|oprimo) (?:el )?(?:nueve|9)$|\bcancel\w+ (?:las|estas|sus) llamadas\b",
    rf"\bne (?:me |m'? ?|nous )?r?appelez pas\b{_APRES}|\b(?:tape|tapez|appuie sur) (?:le )?(?:neuf|9)$|\bje prefere ne pas etre r?appele\w*\b",
    rf"^(?:bitte )?halt$|\brufen sie (?:(?:mich|uns|hier|bitte) )*nicht an\b{_SPATER}|\b(?:drucke|taste) (?:die )?(?:neun|9)$",
    r"\bcancel\w+ (?:as|essas|estas|suas) (?:ligacoes|chamadas)\b|\bme deix(?:e|a|em) em paz\b|^chega$|\b(?:primo|prima|pressiono|carrego no) (?:o )?(?:nove|9)$",
)
"""What may well mean it."""
CERTAIN = (*ENGLISH, *SPANISH, *FRENCH, *GERMAN, *PORTUGUESE)
