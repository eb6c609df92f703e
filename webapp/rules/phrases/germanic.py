"""German, Dutch, Swedish, Danish and Norwegian: how people ask not to be reached any more."""

GERMAN = (
    r"\b(?:um|die) (?:sofortige |umgehende )?loschung (?:meiner|dieser|der) (?:daten|nummer|telefonnummer|handynummer)\b",
    r"^(?:bitte )?(?:meine nummer |mich )?(?:entfernen|loschen|streichen|rausnehmen|aufhoren)(?: bitte)?$|\bbitte (?:streichen|entfernen)\b$|\b(?:nerv|belastig)\w* (?:mich |uns )?(?:nicht|nicht mehr)\b",
    r"\b(?:hor(?:en|t)?|hoer(?:en|t)?) (?:sie |ihr )?(?:bitte |endlich |jetzt )*(?:damit |endlich )?auf\b(?! (?:zu bluten|weh))",
    r"\b(?:schreib|schick|send|ruf|kontaktier|meld)(?:e|en|t|et)? (?:sie |ihr )?(?:mir|mich|uns) (?:bitte )?(?:nicht|nie|keine|nichts)\b(?!.* vor)",
    r"\bkeine (?:weiteren )?(?:nachrichten|sms|anrufe|werbung|mails?)(?: mehr)?\b(?! (?:bekommen|erhalten|angekommen))",
    r"\b(?:mochte|will|wunsche|moechte) (?:ich )?(?:keine (?:weiteren |sms|nachrichten|werbung|anrufe)|nichts mehr|das nicht mehr|nicht mehr (?:angeschrieben|kontaktiert|angerufen))",
    r"\bnicht(?:s)? mehr (?:schicken|senden|zusenden|smsen|schreiben|anrufen|kontaktieren|anschreiben|melden|angeschrieben|kontaktiert)\b",
    r"\b(?:abmelden|abbestellen|austragen|abzumelden)\b|\bmeld\w* (?:sie )?(?:mich|ich mich) (?:bitte )?ab\b|\btrag\w* (?:sie )?mich (?:bitte )?aus\b",
    r"\b(?:losch|entfern|streich)\w* (?:sie |ihr )?(?:bitte )?(?:meine|diese|mich)\b|\b(?:meine )?(?:nummer|daten) (?:bitte )?(?:loschen|entfernen|streichen)\b",
    r"\b(?:aus|von) (?:dem|der|ihrer|eurer) (?:verteiler|liste)\b|\b(?:nehm|nimm|hol|werf)\w* (?:sie |ihr )?(?:mich|uns) (?:bitte )?(?:raus|aus|heraus|von)\b|\b(?:aus|vom) verteiler\b|\bkein interesse\b.*\b(?:nicht mehr|losch|melden|keine)\w*",
    r"\bfalsche (?:nummer|person)\b|\bin der nummer geirrt\b|\bverwahlt\b",
    r"\blass(?:t|en)? (?:sie )?mich (?:bitte |endlich )?in ruhe\b|\bverpiss\w*|\bfinger weg\b",
    r"\b(?:widerruf|widersprech)\w* (?:ich )?(?:meine|der|hiermit)\b|\bwiderspreche ich\b|\bnie zugestimmt\b|\bals spam\b|\bdas ist spam\b",
    r"^(?:bitte )?stop(?:p|pen sie|pt) (?:das|es|diese?n?|damit|sofort)\b|\bwiderspruch gegen (?:die )?(?:werbung|nutzung|weitere|kontakt\w*|nachrichten|sms)|\bunterlass\w*\b|^(?:schluss(?: damit| jetzt)?|(?:lassen sie|lasst|lass) das(?: bitte)?(?: sein)?|nerve?n? (?:sie )?nicht|es reicht|genug|hor auf|hort auf)$|^(?:stopp?|abmelden) (?:bitte|danke)$|^stopp? werbung$",
)

DUTCH = (
    r"^(?:graag |aub |svp )?(?:niet meer|geen) (?:sms|app|bericht)\w*\b",
    r"^(?:stop|hou op|kap|nokken) (?:er|hier|daar)?mee(?: aub| nu| alsjeblieft)*$|\b(?:mij|me|mijn nummer) (?:aub )?(?:verwijderen|uitschrijven|afmelden|wissen)\b|\bval (?:me|mij) niet\b",
    r"\b(?:stop(?:pen)?|hou[dt]?|ophouden|stoppen) (?:a u b |aub )?(?:eens )?(?:op )?met (?:het |mij |me |deze |die |te )*(?:te )?(?:stur|app|bell|sms|bericht|mail|schrijv)\w*",
    r"\b(?:stuur|app|bel|sms|bericht|mail|schrijf) (?:mij|me|ons)?(?: )?(?:alsjeblieft |aub )?(?:niet|nooit|geen|niks|niets)\b(?! voor\b)",
    r"\bgeen (?:berichten|berichtjes|sms(?:jes)?|telefoontjes|reclame|appjes)\b(?! (?:gekregen|ontvangen$|gehad))",
    r"\b(?:niet|nooit|niets|niks) meer (?:bellen|sturen|smsen|appen|ontvangen|schrijven|contact)",
    r"\b(?:uitschrijven|afmelden)\b|\bschrijf (?:mij|me) (?:aub )?uit\b|\bmeld (?:mij|me|ik me) (?:aub )?af\b",
    r"\bhaal (?:mij|me|mijn nummer) (?:van|uit|eruit)|\b(?:verwijder|wis) (?:mijn|dit|me|mij)\b|\bvan (?:deze|jullie|de) lijst (?:af)?",
    r"\bverkeerd(?:e)? (?:nummer|persoon)\b|\bniet het nummer van\b",
    r"\b(?:wil|wens) (?:ik )?(?:geen|dit niet) (?:berichten|sms\w*(?: jes)?|meer|reclame|te ontvangen)|\bgeen contact meer\b",
    r"\blaat (?:mij|me) met rust\b|\brot (?:toch )?op\b|\btoestemming (?:in|voor)\b|\bdit is spam\b",
    r"^(?:genoeg|annuleren|hou op|ophouden|verwijderen|klaar mee|stop (?:er|hier)mee|stop aub|afmelden aub)$",
)

SWEDISH = (
    r"\bsluta (?:att )?(?:sms|mess|spam|stor)\w*|\bvill inte (?:bli )?kontakt\w*|\bstor (?:mig )?inte\b",
    r"^sluta(?: nu)?$|\bhor (?:inte|aldrig) av (?:er|dig)\b|\bsluta (?:att )?(?:skicka|ringa|skriva|smsa|messa|kontakta|hora)\w*",
    r"\b(?:skicka|ring|skriv|kontakta) (?:mig |oss |till mig )?(?:inte|inga|inget)\b(?! (?:fore|innan))|\b(?:skicka) inte fler\b",
    r"\binga fler (?:sms|meddelanden|samtal)\b|\bvill (?:inte|ej) (?:ha|fa) (?:fler|era|sms|meddelanden|nagra)",
    r"\bavregistrer\w+|\bavprenumerer\w+|\b(?:ta bort|radera|stryk) (?:mig|mitt|detta|min)\b|\bslipper jag dessa\b|\bavsluta prenumeration\w*",
    r"\bfel (?:nummer|person)\b|\b(?:lamna|lat) mig (?:ifred|i fred|vara)\b|\bdra at helvete\b|\baterkallar mitt samtycke\b",
    r"^(?:nog nu|racker nu|lagg av|ta bort)$",
)

DANISH_AND_NORWEGIAN = (
    r"\b(?:stop med|slutt|slutte|stopp) (?:at |a )?(?:sende|skrive|ringe|kontakte)\w*",
    r"\b(?:send|skriv|ring|kontakt) (?:mig |meg )?ikke\b|\bikke (?:send|kontakt|ring|skriv)\b|\bikke flere (?:sms|beskeder|meldinger)\b",
    r"\bvil (?:jeg )?(?:ikke|gerne) (?:have|ha|afmeldes|avmeldes)\b|\bingen flere (?:beskeder|sms|meldinger)\b|\bikke have flere\b",
    r"\b(?:slet|fjern|slett) (?:mit|mig|meg|nummeret)\b|\b(?:forkert|feil) nummer\b|\bla(?:d)? m[ei]g vaere i fred\b|\bv\wre i fred\b|^la[dt]? m[ei]g vaere(?: nu)?$",
)

NOT_MEANT = (
    r"\b(?:nicht|keine|niet|inte|nie|ikke) (?:mehr )?(?:aufhoren|abmelden|uitschrijven|stoppen|sluta)\b",
)
