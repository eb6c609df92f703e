"""Whole messages that opt out, by language: what carriers require, and the words for unsubscribing.

47 CFR 64.1200(a)(10) lists the English ones; Canada's carriers require ARRET, China's 退订, TD and 拒收.
A word that answers an ordinary question in another language is left out: Turkish "red", Finnish "seis" and
"peru", the letters N, R and T. Case, accents and punctuation do not matter; a comma parts two spellings.
"""

ENGLISH = """
    stop, quit, end, revoke, opt out, cancel, unsubscribe, stopall, stop all, optout, remove, td,
    unsub, stop everything, stop all messages, stop all texts, stop messages, stop msgs, stop texts, stop sms,
    opt out all, optout all, unsubscribe all, end all, stop forever, opt me out
"""

MISSPELT = "stpo, sotp, tsop, sstop, st0p, stahp, qiut, cancle, opt our, otp out, opt uot"
"""Certain ones; those of “unsubscribe” are told by their distance from it."""

OTHERS = {
    "es": """alto, baja, parar, pare, paren, cancelar, salir, darse de baja, darme de baja, quiero darme de baja,
        dar de baja, deme de baja, denme de baja, desuscribir, desuscribirme, desuscribirse, desuscribanme,
        anular suscripcion, detener, detenga, detengan, detenganse, detengase, deje de escribir, cancelar suscripcion, cancelar la suscripcion, desinscribir, desinscribirme""",
    "fr": """arret, arreter, arretez, arrete, desabonner, desabonnement, se desabonner, desinscription,
        desinscrire, se desinscrire, resilier, resiliation, stop sms, stop pub""",
    "de": """stopp, stoppen, abmelden, abmeldung, abbestellen, abbestellung, aufhören, austragen, ende,
        kündigen, kündigung, löschen, widerruf, widerrufen, stopp sms, stoppe,
        beenden, deabonnieren""",
    "pt": """sair, pare já, pare agora, pare imediatamente, descadastrar, descadastre, descadastra, descadastro, descadastrem, remover, desinscrever,
        desinscrição, cancelar inscrição, cancelar cadastro, cancelar sms, sair da lista, cancelar assinatura""",
    "it": """disiscrivimi, disiscrizione, disiscrivetemi, disiscrivi, cancellami, cancellatemi, cancellazione,
        annulla iscrizione, cancella iscrizione, disattiva, disattivare, disattivazione, disdetta,
        ferma, fermati, fermate, fermatevi, interrompi, interrompere""",
    "nl": "afmelden, afmelding, uitschrijven, uitschrijving, opzeggen, stop uit, stop alles, sms stop",
    "pl": "wypisz, wypisuję się, wypisuje, rezygnuję, rezygnacja, anuluj, koniec, usuń, odsubskrybuj",
    "sv": """avregistrera, avregistrering, avsluta, avanmäl, avanmälan, sluta, säg upp, avprenumerera, avbryt""",
    "da": "afmeld, frameld, framelding, slet",
    "no": "avslutt, avmeld, meld av, meld meg av, slutt",
    "fi": "lopeta, poista",
    "tr": """dur, durdur, iptal, ret, çıkış, abonelikten çık, üyelikten çık, listeden çık, aboneliği iptal et""",
    "ru": """стоп, отписаться, отписка, отпишите, отписать, отмена, отказ, отказаться, хватит,
        остановить, остановите, прекратить, прекратите, отпишись, стоп смс, не писать""",
    "uk": "відписатися, відписатись, відписка, зупинити, зупиніть, скасувати, припинити, припиніть",
    "cs": "odhlásit, odhlášení, odhlásit se, zrušit",
    "hu": "leiratkozás, leiratkozom, leiratkozni, leállítás, leállít, állj, törlés",
    "ro": "dezabonare, oprire, opriți",
    "el": "διακοπή, στοπ, διαγραφή",
    "zh": """退订, 退訂, 退, 拒收, 回t退订, 回td退订, td退订, 退订短信, 我要退订, 请退订, 請退訂, 取消订阅, 取消訂閱,
        停止, 停止发送, 停止發送, 取消, 拒绝接收, 拒絕接收, 停止接收""",
    "ja": "停止, 配信停止, 解除, 退会, ストップ, 登録解除, 購読解除, 配信解除, 中止, 受信拒否, 配信停止希望",
    "ko": "해지, 수신거부, 수신 거부, 거부, 중지, 정지, 취소, 탈퇴, 구독취소, 구독 취소, 구독 해지, 스톱, 그만",
    "ar": "توقف, إلغاء, إيقاف, قف, إلغاء الاشتراك, إلغاء اشتراك, ستوب, أوقف, الغ الاشتراك",
    "he": "עצור, עצרו, הסר, הסרה, להסיר, ביטול, הפסק, די",
    "hi": """हटाओ, हटाएं, बंद करो, बंद करें, बंद, रोको, रुको, स्टॉप, रोकें, रोकिए, रोक दो,
        रुकें, बंद कीजिए, band karo, band kro, band karein, stop karo, stop kro, stop kar do, stop kijiye""",
    "vi": "dừng, ngừng, hủy, huỷ, từ chối, hủy đăng ký, tuchoi, tc qc, huydk, huy dk",
    "id, ms": "berhenti, batal, berhenti langganan",
    "tl": "itigil, tigil, ihinto, hinto, huminto",
    "th": "ยกเลิก, หยุด",
    "fa": "لغو, لغو11, لغو 11, قطع, ایست, توقف, متوقف",
    "ur": "بند کرو, بند کریں, روکو",
    "bg": "стоп, отказ, отписване",
    "hr, sr, sl": "odjava, odjavi, zaustavi, prekini, одјава",
    "sk": "odhlásiť, odhlásenie, zrušiť",
    "ca": "baixa, atura, aturar",
    "et, lt, lv": "loobun, peata, peatada, atsisakyti, atsisakau, stabdyti, atteikties, apturēt",
    "ht": "rete, sispann",
    "sq": "ndalo, ndaloni, çregjistrohu",
    "is": "hætta, hættið, afskrá",
    "sw": "simamisha, sitisha, komesha, jiondoe",
    "bn": "বন্ধ, বন্ধ করুন, বন্ধ করো, থামুন, থামাও",
    "ta": "நிறுத்து, நிறுத்தவும், நிறுத்துங்கள்",
    "te": "ఆపు, ఆపండి, ఆపివేయండి",
    "mr, ne": "थांबा, थांबवा, बंद करा, रोक्नुहोस्, बन्द गर्नुहोस्",
    "gu": "બંધ, બંધ કરો, રોકો",
    "pa": "ਬੰਦ, ਬੰਦ ਕਰੋ, ਰੋਕੋ",
    "kn, ml": "ನಿಲ್ಲಿಸಿ, ನಿಲ್ಲಿಸು, നിർത്തുക, നിർത്തൂ",
    "am, hy, ka": "አቁም, አቁሙ, դադարեցնել, դադարեցրեք, შეწყვეტა, შეაჩერე",
    "km, lo, my": "ឈប់, បញ្ឈប់, ຢຸດ, ရပ်, ရပ်ပါ",
}
