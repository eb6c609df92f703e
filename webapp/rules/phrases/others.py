"""Turkish, Arabic, Hebrew, Hungarian, Greek, Finnish and Haitian Creole: how people ask not to be reached any more."""

TURKISH = (
    r"\brahatsiz (?:ediyorsun\w*|etme\w*|olmak istemiyorum)|\b(?:mesaj|sms)\w* (?:\w+ )?(?:kes|durdur|birak)\w*|^(?:lutfen )?(?:durun|durdurun|kesin|birakin)$",
    r"\b(?:mesaj|sms|arama|reklam)\w* (?:\w+ )?(?:atma|gonderme|yapma|yollama)(?:yin|yiniz)?\b|\b(?:beni|bizi) (?:bir daha )?(?:arama|rahatsiz etme)(?:yin|yiniz)?\b",
    r"\b(?:artik|bir daha|bana|lutfen) (?:\w+ ){0,2}?(?:yazma|arama|gonderme|atma)(?:yin|yiniz)?\b|^rahatsiz etmeyin\b",
    r"\b(?:mesaj|sms|reklam)\w* (?:\w+ )?(?:almak )?istemiyorum\b|^(?:artik )?istemiyorum$",
    r"\b(?:aboneli\w*|uyeli\w*) (?:\w+ )?(?:iptal|sonlandir\w*)\b|\blisten?(?:den|izden) (?:\w+ )?(?:cikar\w*|sil\w*)\b|\b(?:numara|kayd)\w* (?:\w+ )?sil\w*\b|\bbeni (?:\w+ )?(?:silin|sil|cikarin|cikar)\b",
    r"\bcik(?:a)?(?:bilirim|arim) bu listeden\b|\byanlis (?:numara|kisi)\b|\brahat birak\w*",
    r"\bsikayet ede\w+|\bizin verme\w+|\bonay\w* geri\b|^(?:yeter(?: artik)?|sil|(?:artik )?dur(?:un)?(?: artik)?)$",
)
TURKISH_NOT_MEANT = (r"\bonce (?:aramayin|arama)\b",)

ARABIC = (
    r"^(?:من فضلك |رجاء |لو سمحت )?(?:توقف\w*|كف\w*|اوقف\w*|أوقف\w*)(?: من فضلك\w*| رجاء| الآن)?$",
    r"(?:^|\s)(?:لا|ما|ماتر|بلاش) ?(?:ترسل\w*|تراسل\w*|تتصل\w*|تتواصل\w*|تبعت\w*|تزعج\w*|ترسلو\w*)\b(?! قبل)",
    r"(?:توقف\w*|بطل\w*|كف\w*) (?:عن )?(?:\w+ )?(?:ال)?(?:رسا\w*|إرسال|ارسال|ترسل\w*|الرسا\w*|الاتصال)|(?:أ|ا)وقف\w* (?:هذه )?(?:ال)?رسا\w*",
    r"(?:لا|ما|مش|مو) ?(?:أريد|اريد|ابي|أبي|ابغى|عايز|عاوز|بدي|ارغب|أرغب) ?(?:في )?(?:استقبال|تلقي|استلام|رسا\w*|المزيد)|^لا (?:أ|ا)ريد$",
    r"(?:احذف|امسح|ازيل|أزيل|شيل)\w* (?:رقمي|اسمي|من)|(?:أ|ا)زيلوني|(?:إ|ا)لغاء الاشتراك|(?:أ|ا)لغي الاشتراك|كيف (?:أ|ا)وقف",
    r"عدم (?:إرسال|الإرسال|التواصل|الاتصال|إزعاج)|احذفوني|امسحوني|شيلوني",
    r"(?:ال)?رقم (?:ال)?(?:خط(?:أ|ا)|غلط)|لست مهتم\w*.*لا|ازعاج|إزعاج|تزعج|وش(?:أ|ا)ني|س(?:أ|ا)بلغ|^كفى|^كفاي[ةه]|^خلاص$",
)

HEBREW = (
    r"(?:הסירו|תסירו|להסיר|הסר|תורידו|הורידו) (?:אותי|את)|(?:תפסיקו|הפסיקו|תפסיק|להפסיק) (?:לשלוח|להתקשר|להציק)|אל (?:תשלחו|תתקשרו|תפנו)|"
    r"לא (?:רוצה|מעוניי?ן|מעוניי?נת) (?:לקבל|ב?הודעות)|(?:מספר|טעות) (?:לא נכון|במספר|שגוי)|(?:תמחקו|מחקו) (?:את )?המספר",
)

HUNGARIAN = (
    r"\bne (?:kuld|irj|hivj|zavarj)\w*|\btorol\w+|\bnem kerek (?:tobb|sms|uzenet)\w*|\bleiratkoz\w*|\b(?:rossz|teves) szam\b",
)

GREEK = (
    r"(?:μη|μην) μου (?:ξανα)?(?:στελν|στειλ)\w+|σταματηστε|(?:διαγραψτε|σβηστε|βγαλτε) με|(?:διαγραψτε|σβηστε) τον? αριθμο|δεν θελω (?:αλλα |να λαμβανω )?(?:μηνυματα|sms)?|λαθος (?:αριθμος|νουμερο)",
)

FINNISH = (
    r"^(?:kiitos )?ei enaa (?:viesteja|viestia|tekstareita)\b|\b(?:alkaa|ala) (?:enaa )?(?:laheta|lahettako|soita|soittako)\w*|\blopettakaa\b|\ben halua (?:enaa )?(?:viesteja|viestia)\b|\bpoistakaa\b|\bvaara numero\b",
)

HAITIAN = (
    r"\bpa (?:janm )?(?:voye|ekri|rele|kontakte|fe) (?:(?:mesaj|sms|teks) )?(?:(?:ban )?(?:m|mwen|nou)\b(?: \w+){0,2}?(?: anko\b|$)|anko\b)",
    r"\b(?:sispann|rete) (?:voye|ekri|rele|kontakte|fe)\b|\bkite (?:m|mwen) (?:an ?repo|trankil|anpe)\b|"
    r"\bretire (?:m|mwen|nimewo m?) (?:nan|sou)\b|\bmove nimewo\b",
)
