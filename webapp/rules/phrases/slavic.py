"""Polish, Czech, Russian and Ukrainian: how people ask not to be reached any more."""

POLISH = (
    r"^(?:prosze )?przest(?:an|ac|ancie)(?: prosze)?$|\bnie zaczepia\w*|\bprosze (?:mnie )?(?:nie niepokoic|usunac)$|\bnie przeszkadza(?:j|jcie|c)\b",
    r"\b(?:przestan\w*|prosze przestac|przestac) (?:\w+ ){0,3}?(?:wysyl\w+|pisa\w+|dzwoni\w+|kontaktowa\w+)\b",
    r"\b(?:prosze )?(?:wiecej )?nie (?:pisz(?:cie)?|pisac|dzwon(?:cie|ic)?|wysyla(?:j|jcie|c)|kontaktuj(?:cie)?|kontaktowac|przysyla(?:j|jcie|c))\b(?! (?:przed|do \d|po|jutro))",
    r"\bnie chce (?:juz |zadnych |tych |waszych |takich |wiecej )*(?:otrzymywac|dostawac|sms\w*|wiadomosci|reklam)|\bnie chce wiecej\b|^nie chce$|\bnie zycze sobie\b",
    r"\bwypis(?:z|ac|uje|ujcie|zcie|anie)\w*|\bjak (?:sie wypisac|zrezygnowac)\b|\brezygnuje z\b",
    r"\b(?:usun\w*|usuniecie|wykresl\w*|skasuj\w*) (?:\w+ )?(?:moj\w*|ten|mnie|numer\w*|z bazy|z listy)\b",
    r"\bzly numer\b|\bpomylka\b|\bnie ten numer\b",
    r"\bda(?:j|jcie) mi spokoj\b|\b(?:odwal|odczep)\w* sie\b|\bspadaj\w*|\bodwalcie\b",
    r"\b(?:cofam|wycofuje) zgod\w+|\bnie wyrazam zgody\b|\bto jest spam\b|\bzglosze (?:was|to)\b",
    r"^(?:dosc|dosyc|wystarczy|przestan(?:cie)?)$|^stop prosze$",
)

CZECH = (
    r"\b(?:neposilej|neposlej|nepis|nevolej|nekontaktuj)\w*|\bprestante\b|\bsmazte\b|\bnechci (?:dostavat|zadne|vase)\b|\bodhlas\w*|\bspatne cislo\b",
)

RUSSIAN = (
    r"\bне (?:нужны|нужно|нужна|надо) (?:мне )?(?:ваши|вашей|ваша|эти|этих|смс|сообщени\w*|рассыл\w*)|\bне тревож\w*|^удалите меня$|^(?:прошу |пожалуйста )*(?:прекратить|перестать|хватит)$",
    r"\bне (?:пиши|пишите|писать|звони|звоните|звонить|присылай|присылайте|присылать|отправляй|отправляйте|отправлять|беспокой|беспокойте|беспокоить|шлите|слать)\b(?! (?:до|после|раньше|в \d))",
    r"\b(?:прекрат\w+|перестан\w+|хватит) (?:мне |это )?(?:\w+ )?(?:писать|звонить|слать|присылать|рассылк\w+|отправлять)",
    r"\bотпис\w+|\bотпиш\w+|\bне надо (?:мне |больше )?(?:писать|звонить|присылать|слать)|\bбольше не надо\b",
    r"\b(?:удал|убер|исключ|вычеркн|сотр)\w+ (?:мой|меня|этот|номер|контакт)|\bудалите номер\b",
    r"\bне (?:хочу|желаю|буду) (?:больше |никаких |этих |ваших )*(?:получать|ваши|смс|сообщени\w*|рассыл\w*)|\bстоп (?:рассыл\w*|смс|сообщени\w*)|\bбольше не хочу\b|\bотключ\w+ (?:рассылк\w+|смс|sms)",
    r"\bошибл\w+ номером\b|\bне тот номер\b|\bне туда\b|\bномером ошиблись\b",
    r"\b(?:отстань|отвали|отвяжи)\w*|\bидите на|\bпошли (?:вон|на|в)\b|\bдостали\b",
    r"\bотзываю согласие\b|\bне давал\w? согласия\b|\bжаловаться\b|\bэто спам\b",
    r"\bне ?интересно\b.*\b(?:не пиш|удал|отпиш|хватит)\w*",
    r"^(?:прекратите|перестаньте|удалите|не надо|больше не надо|не беспокоить)$",
)

UKRAINIAN = (
    r"\bне (?:пиш(?:и|іть)|дзвон(?:и|іть)|надсилай(?:те)?)\b|\b(?:припин|перестан)\w+ (?:писати|дзвонити|надсилати)|\bвидал\w+ (?:мій|мене)|\bне хочу отримувати\b|"
    r"\bвідпиш\w+|\bпомилили\w+ номером\b",
)
