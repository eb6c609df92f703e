"""Spanish, French, Portuguese, Italian and Romanian: how people ask not to be reached any more."""

_WHEN = r"(?! (?:antes|despues|hasta|a las|manana|hoy|ahora|por la|el lunes|en la))"

SPANISH = (
    r"^(?:ya )?par(?:a|e|en)le(?: ya)?$",
    r"\bbasta (?:ya )?(?:con|de) (?:los|sus|tus|estos|tantos) \w+",
    r"\b(?:que )?me den? de baja\b|\bno me marque[ns]?\b(?! (?:antes|despues|hasta|hoy|manana))|^(?:para ya|ya paren|ya no quiero(?: nada)?)$",
    r"\bdejen? de (?:joder|chingar|fregar|hablar|insistir|spamear)\w*|\bno quiero (?:saber )?nada(?:$| (?:mas|gracias|de (?:ustedes|ti|eso|esto|mensajes|publicidad))\b)|\bsolicito (?:la|mi) baja\b",
    r"\bnumero incorrecto\b|^(?:ya )?(?:deje?n|paren|pare)(?:lo)? ya$|\bya dejen\b|^dejenme$|\b(?:quiten|saquen|borren|eliminen)(?:me)? (?:mi |este )?(?:numero|de (?:la|su|esta) lista)\b",
    rf"\bno (?:me |nos |se )?(?:lo )?(?:vuelvan? a |vuelvas a )?(?:escrib(?:an?|as|ir)|(?:envi|mand|llam|contact|molest|texte)(?:en|e|es|ar))(?:me|nos)?\b(?: mas\b)?{_WHEN}",
    r"\b(?:dej|par)(?:a|e|en|ad|ar|es)(?:me)? (?:de|d) (?:\w+ )?(?:escribir|enviar|mandar|llamar|contactar|molestar|texte)\w*\b",
    r"\b(?:ya )?no (?:quiero|deseo|queremos|me interesa) (?:mas(?! (?:tarde|temprano|pronto|caro|barato|cerca|lejos|info\w*|detalles|que (?:una?|el|la)))|recibir|(?:que|q|k) me|mensajes|sms|publicidad|nada de|sus|estos|seguimiento)",
    r"\bno mas (?:mensajes|textos|llamadas|sms|msjs?|publicidad)\b|^(?:ya )?no mas$|^ya no(?: mas)?(?: gracias)?$|\bbasta de (?:mensajes|sms|llamadas)\b|\bdejar de recibir\b|\bno contactar\b",
    r"\b(?:dar(?:me|nos|se)? de baja|den?me de baja|dame de baja|doy de baja|quiero (?:darme de )?(?:la )?baja)\b",
    r"\b(?:borr|elimin|quit|saqu|sac|remuev)\w* (?:mi|este|el) (?:numero|telefono|contacto)\b",
    r"\b(?:quit|saqu|sac|borr|elimin|remuev)(?:a|e|en|an|ar)(?:me|nos)\b",
    r"\bcancel(?:ar|en|e|o|a) (?:la |mi |esta |estos |los |sus )?(?:suscripcion|mensajes|sms|envios)\b|\bcomo cancelo esto\b|"
    r"\bdej[oa]r? de recibir\b",
    r"\b(?:borr|elimin|suprim)\w* (?:todos )?(?:mis|nuestros) datos\b|\b(?:borr|elimin)\w* (?:toda )?mi informacion\b",
    r"\b(?:numero|persona) equivocad[oa]\b(?! de)|\bequivocad[oa] de (?:numero|persona)\b|\bequivoco de (?:numero|persona)\b|"
    r"\bno es el (?:numero|telefono) de\b",
    r"\b(?:sac|quit|borr|elimin)ar(?:me|nos)? de (?:la|su|esta) (?:lista|base)\b|\b(?:seguir|continuar) recibiendo\b|^ya estuvo(?: bueno)?(?: no mas)?$|\bya (?:les?|te|se l[oe]s?) (?:pedi|dije) que (?:paren|pares|dejen|no me)\b",
    r"\bno (?:me registre|me inscribi|autorizo|autorice|di mi)\b|\bnunca (?:me registre|me inscribi|di mi|autorice)\b",
    r"\brevoco (?:mi|el) consentimiento\b|\bretiro mi consentimiento\b",
    r"\b(?:dejenme|dejame|dejadme|dejen) en paz\b|\bno molest(?:en|ar|e|es)\b",
    r"\b(?:vete|vayan?se|vete) (?:a la mierda|al carajo|a la chingada)\b|\bvoy a (?:reportar|denunciar)\w*\b|\beste? es spam\b|\besto es spam\b",
    r"^(?:ya )?basta(?: ya)?$|^(?:stop|alto|baja) (?:por favor|porfavor|porfa|gracias)$|^eliminar$|^borrar$|^quitame$",
    r"\b(?:no me interesa|no estoy interesad[oa])\b.*\b(?:deje|no me|quit|borr|elimin|saqu)\w*",
)

FRENCH = (
    r"^(?:svp |merci d'?)?arret(?:ez|e|er|es)(?: (?:ca|cela|tout|svp|maintenant|s'? ?il vous plait|merci|immediatement))+$|^ne (?:pas|plus) deranger$",
    r"\bmarre (?:de |d')(?:vos|ces|tous|tes|recevoir)\b",
    r"^plus jamais(?: ca)?$|\b(?:ne |n')?(?:plus|pas) (?:de )?(?:me |m')?(?:demarch|sollicit|relanc|spam)\w*|^stop (?:ca|tout)$",
    r"\b(?:arret(?:ez|e|er)|cess(?:ez|e|er)|stoppez) (?:svp |de |d'|d ?)?(?:m[' ]?(?:e |en)?|me |nous |vous )?(?:env\w+|ecri\w+|appel\w+|contact\w+|harcel\w+|derang\w+|embet\w+|sms)\b",
    r"\barret(?:ez|e|er) (?:de )?(?:m\w*|vos|les|ces|tous) ?(?:messages?|sms|textos?|pubs?|ecrire|envoyer)?\b",
    r"\bcess(?:ez|er) (?:de |vos |ces |m)",
    r"\b(?:ne |n'? ?)?(?:m'? ?(?:e )?|me |nous )?(?:envoy|ecriv|contact|appel|derang)\w*ez\b(?: plus| pas| jamais)(?! (?:avant|apres|demain|a \d))",
    r"\bne (?:plus|pas) (?:me |m'? ?|nous |jamais )?(?:contact|ecri|env|appel|recevoir|etre)\w*",
    r"\b(?:plus|pas) (?:me |m'? ?)(?:contact|ecri|env|appel)\w*",
    r"\b(?:me |m'? ?|ne |nous |n'? ?)?contact(?:ez|er) plus\b|\brecevoir (?:plus )?(?:de |vos |ces )",
    r"\b(?:desabonn\w+|desinscri\w+)\b",
    r"\b(?:retir|enlev|ray|effac|supprim|sort)(?:ez|er|e)(?:[ -]?moi)?\b(?: (?:mon|ce|mes|moi|me|de (?:la|votre|vos|cette)))+(?: (?:numero|liste\w*|contacts?|coordonnees|donnees))?",
    r"\b(?:retirer|supprimer|enlever|effacer) (?:de|mon|mes)\b",
    r"\bdroit a (?:l'? ?)?(?:oubli|effacement)\b",
    r"\bplus (?:de|aucun) (?:messages?|sms|textos?|pubs?|publicite)\b",
    r"\bje? ?(?:ne |n )?(?:veux|souhaite|desire|voudrais) (?:ne )?plus (?:recevoir|de|etre|avoir|vos)\b(?! (?:detail|info|temps))|\bjveux plus\b",
    r"\b(?:mauvais|faux|pas le bon) numero\b|\b(?:tromp|erreur|fait erreur)\w* (?:de|sur le) numero\b|\bpas le bon numero\b",
    r"\b(?:laiss|fich|fout)(?:ez|e)[ -]?moi (?:tranquille|la paix|en paix)\b|\ballez vous faire\b|\bcasse[zs]?(?: |-)?(?:toi|vous)?$",
    r"\b(?:retire|revoque) mon consentement\b|\bjamais donne mon (?:accord|consentement)\b|\b(?:jamais|pas) (?:demande|inscrit)\w* a recevoir\b",
    r"\b(?:vais|allons) (?:vous )?signaler\b|\bc'?est du (?:spam|harcelement)\b|\b(?:merci|priere|veuillez|vous prie|svp|plait) (?:d'|de |d )?(?:arreter|cesser|stopper)\b|\bstop (?:aux|a vos|a ces|les|vos|ces|tous les) \w+|\barreter de recevoir\b|\bcomment (?:arreter|stopper|se desinscri)\w*",
    r"\bpas interess\w+ (?:merci de|arret|ne m|retir|suppr|stop|desin)\w*",
    r"^(?:ca suffit|assez|supprimer|effacez|fini|annuler|plus de (?:sms|messages))$|^stop (?:s'? ?il vous plait|svp|merci)$|^arret svp$",
)

PORTUGUESE = (
    r"\bcancelar (?:o )?(?:recebimento|envio|as mensagens|os sms)\b",
    r"\bpar(?:a|e|em|ar) com (?:isso|isto|essas?|esses?|as|os)\b|^sai(?:a)? fora$|^me (?:exclu|remov|apag|delet)\w*(?: por favor| pf)?$|\bnao me perturb\w*",
    r"\b(?:par[ae]m?|deix[ae]m?) (?:de )?(?:me )?(?:enviar|mandar|ligar|escrever|contatar|contactar|incomodar|encher)\w*\b",
    r"\b(?:nao|n) (?:me |nos )?(?:(?:envi|mand|contat|contact|perturb|incomod)(?:e|em|es|ar)|lig(?:ue|uem|ar)|escrev(?:a|am|er))(?: mais\b|$| (?:msg|mensage|sms|nada))",
    r"\b(?:nao|n) (?:me )?(?:mand|envi)\w+\b.*\bmais\b|\bnao entr\w+ (?:mais )?em contato\b",
    r"\b(?:nao|n) (?:quero|desejo|queremos|gostaria de) (?:mais(?! (?:o|a|na|no|as|esse|esta|essa|este) (?:horario|consulta|segunda|terca|quarta|quinta|sexta|sabado|domingo|dia|\d|appointment|vaga)| (?:tarde|cedo|barato|caro|info\w*))|receber|msg|mensage\w*|sms)|^nao (?:quero|mais)$",
    r"\bdescadastr\w+|\bdesinscrev\w+|\bcancelar (?:a )?(?:inscricao|subscricao|assinatura)\b|\bcomo cancelo isso\b",
    r"\b(?:remov|exclu|apag|delet|retir|tir)\w* (?:o )?(?:meu|este|esse) (?:numero|contato|contacto|telefone|cadastro)\b",
    r"\bme (?:tir[ea]m?|remov[ae]m?|exclu\w+) (?:d[aeo]|dess[ae]|dest[ae])|^me tira$|\btir(?:a|e|em|ar) (?:me )?(?:d[ae]|dessa|desta|dess[ae]s) (?:\w+ )?(?:lista|grupo)\b|\bremover meu\b|\bfavor (?:remover|excluir)\b|\btira meu numero\b",
    r"\b(?:quero|como (?:faco )?(?:pra|para)) (?:sair|cancelar)(?:$| d(?:a|e|o|ess[ae]|est[ae]|isso) ?(?:\w+ )?(?:lista|grupo|cadastro)?$)",
    r"\bparar de receber\b|\b(?:apag|exclu|elimin|remov|delet)\w* (?:todos )?(?:os )?meus dados\b",
    r"\bnumero errado\b|\bess?e numero nao e d[aeo]\b|\bpessoa errada\b",
    r"\bme deix\w+ em paz\b|\bdeix\w+[ -]me em paz\b|\bvai se (?:foder|ferrar)\b|\bva[io]? (?:a|pra) merda\b|\bvao a merda\b",
    r"\bnao (?:autorizei|me cadastrei|dei permissao)\b|\b(?:retiro|revogo) o? ?(?:meu )?consentimento\b",
    r"\bvou (?:denunciar|bloquear)\w*\b|\bisso e spam\b",
    r"\b(?:sem|nao tenho) interesse\b.*\b(?:nao me|me tir|remov|favor|par[ae])\w*",
    r"\b(?:parem|pare) por favor$|\bja (?:pedi|falei|disse) (?:pra|para) (?:vcs? |voces? )?parar\w*|^(?:chega|basta|para|parem|excluir)$|^(?:stop|sair|parar) (?:por favor|pf|pfv|obrigad[oa])$",
)

ITALIAN = (
    r"\bessere (?:cancellat|rimoss|eliminat)\w+ (?:dalla|dalle|dai|da)\b|\bessere (?:cancellat|rimoss)\w+$",
    r"\bnon (?:mi )?(?:scrivere|scrivermi|scrivetemi|contattare|contattarmi|contattatemi|chiamare|chiamarmi|mandare|mandarmi|disturbare|disturbarmi)\b(?! (?:prima|dopo|oggi|domani|adesso))",
    r"^(?:basta|smettila|smettetela|finitela|finiscila)(?: (?:per favore|grazie|adesso|ora|cosi))*$(?<!basta cosi)(?<!cosi grazie)",
    r"\b(?:smett\w+|finit\w+|cess\w+|basta|piantat\w+) (?:di |con )?(?:quest[ie] |i |a )?(?:scriver\w+|mandar\w+|inviar\w+|chiamar\w+|contattar\w+|messaggi|chiamate|sms)\b",
    r"\bnon (?:mi |ci )?(?:scriv\w+|mand\w+|invi\w+|chiam\w+|contatt\w+) (?:mi )?(?:piu|mai)\b",
    r"\bnon (?:voglio|vorrei|desidero|intendo) (?:piu )?(?:essere contattat\w+|ricever\w+|messaggi|sms|comunicazioni|altri)",
    r"\bnon ricevere piu\b|\bla smett\w+ di\b",
    r"\bdisiscriv\w+|\bcome mi cancello\b|\b(?:vorrei|voglio) cancellarmi\b",
    r"\b(?:cancell|elimin|rimuov|togli|toglie)\w* (?:il mio|questo|il) (?:numero|contatto|nominativo)\b",
    r"\b(?:cancell|elimin|rimuov|togli)\w*(?:mi|ci)\b(?:$| (?:dall|dai|da|per|subito)\w*)|\bcancellami\b|\bcancellatemi\b",
    r"\b(?:cancell|elimin|rimuov)\w* (?:tutti )?(?:i )?miei dati\b",
    r"\bnumero sbagliato\b|\bsbagliato (?:numero|persona)\b",
    r"\blasciat?e?mi (?:in pace|stare)\b|\blasciami in pace\b|\bvaffanculo\b|\bandate a (?:quel paese|cagare)\b",
    r"\brevoco il (?:mio )?consenso\b|\bmai dato il (?:mio )?consenso\b",
    r"\bvi (?:denuncio|segnalo)\b|\bnon (?:mi interessa|sono interessat\w)\b.*\b(?:cancell|non scriv|rimuov|togli)\w*",
    r"^basta(?: (?:sms|messaggi))?$|^smett(?:ila|etela)$|^non disturbate\b|^rimuovimi$|^annulla$|^cancella$|^toglimi$|^stop (?:grazie|per favore)$",
)

ROMANIAN = (
    r"\bnu (?:mi|imi) (?:mai )?(?:trimit|scri)\w+|\bnu ma (?:mai )?(?:contact|sun)\w+|\bnu mai (?:vreau|trimite\w*)\b",
    r"\b(?:sterge|scoate|elimina)\w* (?:numarul|ma )|\bdezabon\w+|\bnumar gresit\b|\bgresit numarul\b|\bin pace\b",
)

NOT_MEANT = (
    r"\b(?:no|nunca|ne pas|non) (?:se )?(?:me )?(?:darme de baja|dejen de|desabonner|quiten|smett\w+)\b(?! de (?:ecrire|envoyer))",
    r"\b(?:la |segunda |seconde )cita\b",
)
