"""English: how people ask not to be reached any more."""

US = r"(?:me|us|my (?:phone|number|cell|mom|dad|husband|wife|kids?|family|work)|this (?:phone|number|cell)|here|people|him|her|them)"
CONTACT = (
    r"(?:te?xt|msg|messag|contact|call|send|writ|e ?mail|spam|bother|harass|bug|annoy|phon|ring|pester|"
    r"solicit|communicat|bombard|blow)\w*"
)
MESSAGES = (
    r"(?:te?xts?|messages?|msgs?|sms|calls?|ads?|spam|promos?|promotions?|offers?|notifications?|alerts?|updates?|"
    r"e ?mails?|communications?|correspondence|texting|messaging|subscription)"
)
LATER = (
    r"(?! (?:before|after|at|until|til|till|on|in|during|when|while|if|about|from|today|tonight|tomorrow|right|yet|"
    r"because|late|early|so|too|back|by|just|only|and|use))"
)
STOPPING = r"(?:s+t+o+p+|stahp|stp|quit|cease|discontinue|refrain from)"
NEVER = r"(?:do not|don'?t|dont|dnt|donot|(?:can|could|would) (?:you|u|y'?all) (?:please |pls )?not|never|no longer|not to|do nt)"
GAP = r"(?:(?!by\b|at\b|in\b|over\b|and\b|to\b|for\b|before\b)[\w']+ ){0,3}?"

DATA = r"(?:personal |private |contact )*(?:data|info(?:rmation)?|details|records?)"
ELSEWHERE = (
    r"(?! (?:from|on|for|in|at) (?:the |that |this |my |your )?"
    r"(?:form|appointment|order|calendar|booking|invoice|chart|portal|survey)\b)"
)
NOT_ALONE = (
    r"(?:by|in|at|on|over|for|to|the|when|if|and|or|with|before|after|until|till|near|from|off|up|here|there|signs?|lights?|"
    r"light|watch|bus|work|working|smoking|number|time|times|loss|payments?|orders?|[0-9]\w*)"
)
"""Words beside which a stop is a place, a time or a thing."""
PHRASES = (
    rf"^stop(?:pe?)? at once(?: please)?$|^stop(?:pe?)?(?: (?!{NOT_ALONE}\b)\w+){{1,2}}$",
    r"\b(?:not (?:a|the) (?:good|right|correct)|bad) (?:number|phone)\b(?! (?:of|for (?:the|my) (?:order|invoice)))",
    r"\b(?:say|said|saying|tell|told|ask|asked|text|texted|reply|replied|repeat|wrote|write) (?:you |u |y'all )?(?:to )?stop(?: \d+ times| again)?$",
    r"\b(?:asked|want|wish|need|like|request(?:ed)?|demand) to be (?:removed|deleted|taken off|unsubscribed|left alone)\b(?! (?:from the \d|at))",
    r"\b(?:can|could|may) (?:i|we|my (?:number|name)) (?:please )?be (?:removed|deleted|taken off|unsubscribed)\b",
    rf"\b(?:why (?:do|are|r) (?:you|u) |(?:you|u|they|yall|y'all) )(?:guys |people )?(?:keep|still|continue|constantly|always) (?:on )?(?:{CONTACT}|sending)(?: (?:{US}|this|these)|$)",
    rf"\bstop (?:receiv|gett)\w+ (?:\w+ )?(?:{MESSAGES}|these|this)\b|^no (?:te?xts?|texting|calls?|sms|messages|msgs|spam)(?: please| pls)?$",
    r"\b(?:you|u|y'?all|this|these|it) (?:guys |people |\w+ )?(?:need (?:to|2)|must|has to|have to|gotta|better|should) (?:stop|end|cease)\b(?! (?:by|at|in|over|before|after|on|the|for|taking|eating|my|here|there))",
    r"\b(?:de ?register|un ?register|un ?subscrib\w*|deactivate) (?:me|us|this|my)\b|\bdo not reply to me\b|^(?:please )?discontinue(?: \w+)?$|^please end$",
    r"\b(?:shut up|go to hell|bug off|go fuck|eat shit|get a life|kiss my)\b|\b(?:never|did not|didn'?t|do not|don'?t) (?:authoriz\w+|g[ai]ve (?:you )?(?:my )?(?:permission|consent|number))",
    r"\bend (?:all|these|the|this) (?:te?xts?|messages|msgs|texting|spam)\b",
    rf"\b{STOPPING} (?:with |w |wit |ur |all |of |it |the |these |this |those |your |any |sending |me |us )*(?!\w+ed\b)(?:{CONTACT}|{MESSAGES})\b",
    rf"\b{STOPPING} {GAP}(?:te?xt|txt|msg|messag|contact|call|send|spam|bother|harass|bug|annoy)\w*(?:ing|in|ng)\b",
    rf"\b{STOPPING} sending\b|\b{STOPPING} all (?:of )?(?:this|that|it)\b|^(?:just )?quit (?:it|this|that)$|^i (?:quit|unsubscribe)$",
    rf"\b(?:enough|done|sick|tired|fed up) (?:with|of) (?:(?:the|these|your|ur|all|this|getting|receiving) )*{MESSAGES}\b",
    rf"\b(?:rather not|prefer not(?: to)?|no (?:desire|wish|interest) (?:to|in)|not (?:want|wish|care|like)(?:ing)? to|don'?t wish to) "
    rf"(?:be (?:{CONTACT}|bothered|on)|(?:get|receiv|hav|hear)\w* (?:(?:any|further|more|these|such|your|ur|future|additional|from|other) ?)*(?:{MESSAGES}|you|$))",
    r"\b(?:exclude|omit|leave|keep|count) (?:me|us|this number) (?:off|out|from)(?: of)?(?:$| (?:of )?(?:future|your|the|ur|this|future|any|all)\b)(?! (?:waiting|wait))",
    r"\bno longer (?:at|has|have|own|use|uses|using) this (?:number|phone)\b|\b(?:doesn'?t|does not|don'?t|not) (?:\w+ )?(?:have|own|use|at) this "
    r"(?:number|phone)\b|\bthis (?:number|phone) (?:now |no longer )?(?:belongs to|changed hands|was reassigned|is reassigned)\b",
    rf"\b{NEVER} (?:ever |please |you )*{CONTACT}(?: or {CONTACT})*(?: (?:{US}|again|anymore|any more|no more|"
    rf"(?:me )?any ?(?:thing|more)|these|this|{MESSAGES})\b{LATER}|(?: it)?$)",
    rf"\b{NEVER} (?:ever |please )*send (?:me |us )?(?:any|more|these|this|those|anything)",
    r"\b(?:i|we)(?:'ve)? (?:already |have )*(?:said|told (?:you|u)|asked (?:you|u)|ask (?:you|u)|replied|texted) "
    r"(?:guys |all )?(?:to )?stop\b",
    rf"\b{NEVER} (?:want|wish|need|care|wanna|like) (?:to )?(?:hear from|be (?:{CONTACT}|bothered|on (?:this|your|the))|"
    rf"(?:(?:receiv|get|have)\w* )?(?:(?:all |any |of |the |such |further |future |additional |ur |u r )*(?={MESSAGES})|any ?(?:more|further)? ?|(?:more|these|those|this|your|ur) ?)(?:{MESSAGES}|$|of|from|sent|kind|stuff|"
    rf"crap|anymore|any more|promo\w*)|(?:receiv|get)\w* (?:{MESSAGES}|these|this|anything))",
    r"\b(?:take|remove|delete|drop|get|scrub|erase|strike|pull|cut) (?:me|us|my (?:name|number|phone|info\w*|details|data|contact)|"
    r"this (?:number|phone|contact))\b(?= (?:off|of|from|out of (?:your|ur|this|the) (?:\w+ )?(?:list|system|database|records|contacts|texts|group|chat|thread))\b)(?! from the (?:appointment|calendar|meeting|waitlist|waiting|\d)|"
    r" (?:off|from) (?:the \d|the \w+ (?:slot|appointment)|\d|hold))",
    r"\b(?:take|remove|delete|erase|unlist|scrub|deactivate|disable) (?:me|us|my (?:name|number|phone|info\w*|details|data|contact)|"
    r"this (?:phone |cell )?(?:number|phone|contact))\b(?:$| (?:please|now|off|from (?:your|this|all|the (?:list|database|system))|immediately|asap|thanks|at once|today))"
    r"(?! the \d)",
    r"\b(?:remove|take|delete)(?: me)? (?:off|from) (?:the |your |ur |this |all |my )*(?:\w+ )?(?:list|database|system|contacts)\b",
    r"\b(?:lose|forget|delete|erase|block) (?:my|this) (?:number|phone|contact|info)\b",
    r"\b(?:unsubscrib(?:e|ing)|un ?enroll|unsub|unsuscrib\w*|opt(?:ing|ed)? ?(?:me |us |this number |\w+ number )?out)\b",
    rf"\bno more (?:of )?(?:(?:the|these|those|your|this) )?(?:{MESSAGES}\b|of (?:this|these)|(?:please|pls|plz|thanks|thx|ty)?$)",
    r"\bleave (?:me|us|my \w+|him|her) (?:the \w+ |tf )?alone\b",
    r"^(?:please |pls |plz |ok |hey |no )*stop (?:i|i'?m|i'?ve|im|we'?re|we'?ve|don'?t|dont|already|who|you have the|you'?ve got) \w+",
    r"\b(?:sent|texted|replied|said|wrote) (?:you |u )?stop (?:already|before|many|several|multiple|twice|three|[2-9])\b",
    r"\b(?:asked|told) (?:you|u|y'?all) (?:\w+ ){0,4}to stop\b(?! (?:by|at|in|over|for|on))",
    r"^i(?:'ve| have)? ?(?:already |just )?unsubscribed(?: already| before| twice| from (?:this|these|your|all).*)?$",
    r"\bno (?:further|additional|future) (?:contact|te?xts?|messages?|msgs?|calls?|communications?)\b|^no contact(?: please)?$|^do not disturb$",
    r"^(?:stpp?|stip|stoo|stop ?it|stopme|(?:pls|plz|please)stop)$|^(?:who(?:'?s| is)? (?:this|dis)|new phone who dis) stop$",
    r"^(?:[dxzwaes5]+top|s[rygf567]op|s7op|5t0p|st[k90]p+|sto(?:[0oi]|ip|p[elqaob123]?|b)|ssop|soptp|sti?oi?p|stop ?1+)$",
    r"^(?:opt (?:oit|outt|ut|iut)|[oi][oi]t out|canc?ell?|cansel|qwit|desist|reported|"
    r"(?:this is |it ?'?s |its )?(?:an? )?(?:scam|scammers?|fraud))$",
    r"\b(?:fuck|f|piss|sod|bugger|eff|screw) off\b|^(?:just )?(?:go away|get lost|buzz off)(?:$| and stop)|^(?:fuck|screw|f) (?:you|u)\b",
    r"\b(?:wrong (?:number|person|num|nuber|nunber|numer|nmber|no|guy|phone)|(?:wron|rong|wrng|worng) (?:number|num|nuber)|(?:you(?:'?ve|'?re| have| got| must have)?|u|ur) (?:have |got |texted |texting |reached |calling )*(?:the )?wrong (?:number|person|guy|phone|one)|you have the wrong$)",
    r"\b(?:this |it )?(?:is not|isn'?t|is no longer|not) \w+(?:'?s)? (?:phone|number|cell)\b",
    r"\b(?:make|want|need) (?:it|this|these|them|you|u|the \w+) (?:all )?(?:to )?stop\b(?! (?:by|at|in|over)\b)",
    r"\bneed this to stop\b|\bmake this stop\b",
    r"\b(?:please|pls|plz) (?:just )?stop(?: (?:it|this|that|these|now|already|immediately|thanks|thank you))*$",
    r"^(?:ok |omg |just )*stop (?:it|this|that|now|already|please|pls|plz|immediately|thanks|thank you|thx|asap|everything|forever|at once)\b"
    r"(?! (?:by|at|in|you|lol|ha|payment))",
    r"\b(?:can|could|would|will) (?:you|u|y'?all) (?:please |pls |plz |kindly )?(?:just )?(?:stop|quit)(?: (?:this|it|these|that|please))*$",
    rf"\b(?:rather|prefer(?: it)?(?: if)?|appreciate it if|wish) (?:that )?(?:you|u|y'?all|they) (?:guys )?(?:did not|didn'?t|do not|don'?t|dont|would not|wouldn'?t|stopped|quit|never) (?:ever )?{CONTACT}(?: (?:{US}|again|anymore|any more|no more|at all)\b{LATER}|$)",
    r"\b(?:pls|plz|please) (?:stp|stopp|sotp|stpo|stpp)$|\bunsu[bsc]{1,4}[ri]{1,3}be\b",
    r"^this is (?:a|my) (?:work|business|company|office) (?:phone|number|cell|line) .{0,20}\b(?:do not|don'?t|dont|remove|stop)\b",
    rf"\b(?:no need|not necessary|you don'?t (?:need|have)) to (?:keep )?{CONTACT} (?:me|us|this number) (?:again|any ?more|no more)\b|\b(?:no need|not necessary|you don'?t (?:need|have)) to (?:keep )?(?:text|messag|contact|send)\w* (?:me |us |these )?(?:any ?more|again)\b",
    r"\bstop means stop\b|\b(?:for the last time|for the love of \w+) stop\b",
    r"\bi(?: would|'?d)?(?: really)? (?:like|want|wish) (?:to (?:be|get) )?(?:removed|out|off|taken off|deleted)\b"
    r"(?! (?:of|at) (?:town|office|work|the (?:office|contract|next))| the next| the day| (?:by|before|around|early|at|on) )",
    r"\b(?:get|let|take) me (?:off|out) (?:of )?(?:this|these|your|ur|the) (?:\w+ )?(?:list|texts?|group|chat)\b",
    r"\bget off (?:of )?(?:this|your|the) (?:\w+ )?list\b|\bmake these stop\b|\bstop these\b",
    r"\b(?:revok\w+|withdraw\w*) (?:my )?consent\b|\bi revoke\b|\bdid not (?:consent|give (?:you )?(?:permission|consent))\b",
    r"\b(?:never|didn'?t|did not) (?:sign up|signed up|subscribed?|opt(?:ed)? in|consent(?:ed)?|agree(?:d)? to (?:this|these))\b",
    r"\b(?:cease and desist|do not (?:call|contact|text) (?:list|registry)|dnc list|do not (?:call|contact) registry)\b",
    r"\breport(?:ing|ed)? (?:you|this|u) (?:as|for|to) (?:spam|the (?:fcc|ftc|police)|harassment)\b|\bi(?: will|'?ll|'?m) report(?:ing)? you\b",
    r"\b(?:i'?m )?(?:going to|gonna|will|am|have|had to) block(?:ed|ing)? (?:you|this|u)\b|^(?:u r |you are |you're |ur |you have been |you've been )?blocked$",
    r"\breported as (?:spam|junk)\b|\bthis is spam$|^spam$|^this is spam\b",
    r"\b(?:cancel|end|discontinue|turn off|stop|disable|shut off) (?:my |the |these |this |your |all |me )*(?:subscription|text\w*|messages|msgs|alerts|notifications|updates)\b",
    r"\b(?:turn|switch|shut) (?:these|this|them) off\b",
    r"\bplease cease\b|^cease$|^block$|^(?:just )?delete(?: me)?$|^enough(?: already)?$|^off(?: (?:the|your|ur|this))?(?: \w+)? list$|^remove(?: all|me)?$|^removeme$|^kick rocks$|^harassment$",
    r"^(?:please |pls |plz |ok )*no more(?: please| pls| thanks)?$|^do not want$|^dnc$|^do not (?:contact|call|text)$|^stop messaging$|^cancel(?:l?ed|l? all)$|^revoke (?:all|consent)$|^lose this number$",
    r"\bno longer interested\b.*\b(?:stop|remove|end)\b",
    r"\bnot interested\b.*\b(?:stop|remove|again|anymore|don'?t|take me|unsubscribe)\b",
    r"^un ?subscribe\b|^unsub\b|^(?:please )?remove it$",
    rf"\b(?:delete|erase|destroy|wipe|purge|remove) (?:all |any |of |the )*(?:my|our) {DATA}\b{ELSEWHERE}",
    rf"\b(?:my|our) {DATA} (?:to be |be )?(?:deleted|erased|destroyed|removed|wiped)\b{ELSEWHERE}",
    r"\b(?:delete|erase|destroy) (?:everything|all|anything|whatever|(?:all |any )?(?:the )?data) (?:that )?(?:you|u|y'?all) "
    r"(?:have|hold|know|keep|store)\b|^(?:please |pls )?forget (?:about )?me$",
    r"\bright (?:to be forgotten|(?:to|of) (?:erasure|deletion))\b|\b(?:erasure|deletion) request\b",
    r"\b(?:how did you get|who gave you|where did you get) (?:my|this) (?:number|phone|info\w*)\b",
    r"^(?!.*\b(?:bus|next|last|first|full|pit|one|non|the|a|my|your|this|that|to|train|tram|won'?t|can'?t|don'?t|never|not|"
    r"doesn'?t|didn'?t|should|must|will|i|we|it|they|he|she|does|did|when|where|every|each|truck|metro|subway|rain|then|2) stop$)(?:[\w']+ ){1,5}stop$",
    rf"\b{CONTACT} me (?:again|any ?more)\b.*\b(?:sue|lawyer|attorney|police|lawsuit|report)\b",
    r"\bhow (?:do|can|to) (?:i|we)? ?(?:get|make|stop|end|cancel|turn off)\b.*\b(?:text\w*|messages|list|these)\b",
)

NOT_MEANT = (
    r"\bi (?:wrote|gave|sent|typed|put|left|entered|texted|dialed)(?: you| u| them| down)? (?:a |the |my )?wrong (?:number|num|phone|person)\b",
    rf"\bopt(?:ing|ed)? out of (?:the|my|a|an|that) (?!(?:\w+ )?(?:{MESSAGES}|list|program\w*|service|campaign|system|database)\b)\w+",
    r"\b(?:take|remove|get|drop) (?:me|us|my name) (?:off|from|of) (?:the |your |that )?(?:wait(?:ing)? ?list|standby list|cancell?ation list)\b",
    r"\b(?:be|get) (?:removed|taken|deleted) (?:off|from|out of) (?:the |my |that )?(?:\d|\w+day|\w+ (?:slot|appointment)|appointment|schedule|calendar|wait)",
    r"\b(?:do not|don'?t|dont|never|no need to)"
    r" (?:ever |want you to |want to |wanna |mean to |let it )*"
    r"(?:stop|quit|cease|unsubscribe|opt|take me off|remove me|delete|lose my)\b",
    r"\b(?:did not|didn'?t|have not|haven'?t|never) (?:(?:say|said|text|texted|reply|replied|mean|meant|ask|asked|want|"
    r"wanted|write|wrote|send|sent|told|tell)(?: you)?(?: (?:to|for))* )?(?:stop|quit|cancel|opt out|opted out|unsubscribed?)\b"
    r"(?! (?:for|getting|receiving|texting|texts|messages))",
    r"\bwhy (?:did|have|has) (?:you|it) stop(?:ped)?\b",
    r"\btake (?:me|us) off (?:hold|speaker\w*|mute)\b",
    r"(?<!you )\b(?:won'?t|wouldn'?t|can'?t|cannot|doesn'?t) (?:ever )?(?:stop|quit)\b",
    r"\bunsubscribe is not\b|\bwhat (?:happens|does)\b.*\bstop\b",
    r"\bstop (?:by|at(?! once)|in|over) \w+",
)
