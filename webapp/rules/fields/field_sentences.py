"""What a contact is told when an answer cannot be used: what to answer, in the thread's language."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with an answer."""

    EMPTY = "empty"
    TOO_LONG = "too long"
    NUMBER = "number"
    SEVERAL_NUMBERS = "several numbers"
    YES_NO = "yes_no"
    CHOICE = "choice"
    PHONE = "phone"
    EMAIL = "email"
    DATE = "date"
    TIME = "time"
    DATE_TIME = "date_time"
    CONFIRM = "confirm"
    ONE_DATE = "one date"
    ONE_TIME = "one time"
    NO_SUCH = "no such date or time"
    OTHER_DATE = "other date"
    PAST = "past"
    WHAT_TIME = "what time"
    WHICH_DAY = "which day"


_SENTENCES = {
    "en": {
        Fault.EMPTY: "Please give a short answer.",
        Fault.TOO_LONG: "Please answer in at most {longest} characters.",
        Fault.NUMBER: "Please answer with a number in digits, such as 12.",
        Fault.SEVERAL_NUMBERS: "Please answer with one number only.",
        Fault.YES_NO: "Please answer yes or no.",
        Fault.CHOICE: "Please answer with one of these: {choices}.",
        Fault.PHONE: "Please answer with one phone number, including its area code.",
        Fault.EMAIL: "Please answer with one e-mail address, such as name@example.com.",
        Fault.DATE: "Please answer with a date, such as {date}.",
        Fault.TIME: "Please answer with a time, such as 15:30.",
        Fault.DATE_TIME: "Please answer with a date and a time, such as {date}, at 15:30.",
        Fault.CONFIRM: "Do you mean {said}? Please answer yes, or say what you mean.",
        Fault.ONE_DATE: "Which single day suits you best?",
        Fault.ONE_TIME: "What exact time suits you best?",
        Fault.NO_SUCH: "That date or time does not exist. Please give another one.",
        Fault.OTHER_DATE: "Which other day suits you?",
        Fault.PAST: "That is in the past. Please give a date and time still to come.",
        Fault.WHAT_TIME: "{said}: at what time?",
        Fault.WHICH_DAY: "{said}: on which day?",
    },
    "es": {
        Fault.EMPTY: "Por favor, dé una respuesta breve.",
        Fault.TOO_LONG: "Por favor, responda en {longest} caracteres como máximo.",
        Fault.NUMBER: "Por favor, responda con un número en cifras, por ejemplo 12.",
        Fault.SEVERAL_NUMBERS: "Por favor, responda con un solo número.",
        Fault.YES_NO: "Por favor, responda sí o no.",
        Fault.CHOICE: "Por favor, responda con una de estas opciones: {choices}.",
        Fault.PHONE: "Por favor, responda con un solo número de teléfono, con su prefijo.",
        Fault.EMAIL: "Por favor, responda con una sola dirección de correo, por ejemplo nombre@example.com.",
        Fault.DATE: "Por favor, responda con una fecha, por ejemplo {date}.",
        Fault.TIME: "Por favor, responda con una hora, por ejemplo 15:30.",
        Fault.DATE_TIME: "Por favor, responda con una fecha y una hora, por ejemplo {date}, a las 15:30.",
        Fault.CONFIRM: "¿Quiere decir {said}? Responda sí, o diga lo que quiere decir.",
        Fault.ONE_DATE: "¿Qué día exacto le viene mejor?",
        Fault.ONE_TIME: "¿Qué hora exacta le viene mejor?",
        Fault.NO_SUCH: "Esa fecha u hora no existe. Por favor, indique otra.",
        Fault.OTHER_DATE: "¿Qué otro día le viene bien?",
        Fault.PAST: "Eso ya pasó. Por favor, indique una fecha y hora futuras.",
        Fault.WHAT_TIME: "{said}: ¿a qué hora?",
        Fault.WHICH_DAY: "{said}: ¿qué día?",
    },
    "fr": {
        Fault.EMPTY: "Merci de donner une courte réponse.",
        Fault.TOO_LONG: "Merci de répondre en {longest} caractères au plus.",
        Fault.NUMBER: "Merci de répondre par un nombre en chiffres, par exemple 12.",
        Fault.SEVERAL_NUMBERS: "Merci de répondre par un seul nombre.",
        Fault.YES_NO: "Merci de répondre oui ou non.",
        Fault.CHOICE: "Merci de répondre par l'un de ces choix : {choices}.",
        Fault.PHONE: "Merci de répondre par un seul numéro de téléphone, avec son indicatif.",
        Fault.EMAIL: "Merci de répondre par une seule adresse e-mail, par exemple nom@example.com.",
        Fault.DATE: "Merci de répondre par une date, par exemple {date}.",
        Fault.TIME: "Merci de répondre par une heure, par exemple 15h30.",
        Fault.DATE_TIME: "Merci de répondre par une date et une heure, par exemple {date}, à 15:30.",
        Fault.CONFIRM: "Voulez-vous dire {said} ? Répondez oui, ou dites ce que vous voulez dire.",
        Fault.ONE_DATE: "Quel jour précis vous convient le mieux ?",
        Fault.ONE_TIME: "Quelle heure précise vous convient le mieux ?",
        Fault.NO_SUCH: "Cette date ou cette heure n'existe pas. Merci d'en donner une autre.",
        Fault.OTHER_DATE: "Quel autre jour vous convient ?",
        Fault.PAST: "C'est déjà passé. Merci de donner une date et une heure à venir.",
        Fault.WHAT_TIME: "{said} : à quelle heure ?",
        Fault.WHICH_DAY: "{said} : quel jour ?",
    },
    "de": {
        Fault.EMPTY: "Bitte geben Sie eine kurze Antwort.",
        Fault.TOO_LONG: "Bitte antworten Sie mit höchstens {longest} Zeichen.",
        Fault.NUMBER: "Bitte antworten Sie mit einer Zahl in Ziffern, zum Beispiel 12.",
        Fault.SEVERAL_NUMBERS: "Bitte antworten Sie mit nur einer Zahl.",
        Fault.YES_NO: "Bitte antworten Sie mit Ja oder Nein.",
        Fault.CHOICE: "Bitte antworten Sie mit einer dieser Möglichkeiten: {choices}.",
        Fault.PHONE: "Bitte antworten Sie mit einer einzigen Telefonnummer samt Vorwahl.",
        Fault.EMAIL: "Bitte antworten Sie mit einer einzigen E-Mail-Adresse, zum Beispiel name@example.com.",
        Fault.DATE: "Bitte antworten Sie mit einem Datum, zum Beispiel {date}.",
        Fault.TIME: "Bitte antworten Sie mit einer Uhrzeit, zum Beispiel 15:30 Uhr.",
        Fault.DATE_TIME: "Bitte antworten Sie mit Datum und Uhrzeit, zum Beispiel {date}, um 15:30 Uhr.",
        Fault.CONFIRM: "Meinen Sie {said}? Antworten Sie mit Ja, oder sagen Sie, was Sie meinen.",
        Fault.ONE_DATE: "Welcher Tag passt Ihnen genau?",
        Fault.ONE_TIME: "Welche Uhrzeit passt Ihnen genau?",
        Fault.NO_SUCH: "Dieses Datum oder diese Uhrzeit gibt es nicht. Bitte nennen Sie etwas anderes.",
        Fault.OTHER_DATE: "Welcher andere Tag passt Ihnen?",
        Fault.PAST: "Das ist schon vorbei. Bitte nennen Sie einen Termin in der Zukunft.",
        Fault.WHAT_TIME: "{said}: um wie viel Uhr?",
        Fault.WHICH_DAY: "{said}: an welchem Tag?",
    },
    "pt": {
        Fault.EMPTY: "Por favor, dê uma resposta curta.",
        Fault.TOO_LONG: "Por favor, responda com no máximo {longest} caracteres.",
        Fault.NUMBER: "Por favor, responda com um número em algarismos, por exemplo 12.",
        Fault.SEVERAL_NUMBERS: "Por favor, responda com um só número.",
        Fault.YES_NO: "Por favor, responda sim ou não.",
        Fault.CHOICE: "Por favor, responda com uma destas opções: {choices}.",
        Fault.PHONE: "Por favor, responda com um só número de telefone, com o indicativo.",
        Fault.EMAIL: "Por favor, responda com um só endereço de e-mail, por exemplo nome@example.com.",
        Fault.DATE: "Por favor, responda com uma data, por exemplo {date}.",
        Fault.TIME: "Por favor, responda com uma hora, por exemplo 15:30.",
        Fault.DATE_TIME: "Por favor, responda com uma data e uma hora, por exemplo {date}, às 15:30.",
        Fault.CONFIRM: "Quer dizer {said}? Responda sim, ou diga o que quer dizer.",
        Fault.ONE_DATE: "Qual é exatamente o melhor dia para você?",
        Fault.ONE_TIME: "Qual é exatamente a melhor hora para você?",
        Fault.NO_SUCH: "Essa data ou hora não existe. Por favor, indique outra.",
        Fault.OTHER_DATE: "Que outro dia é bom para você?",
        Fault.PAST: "Isso já passou. Por favor, indique uma data e hora futuras.",
        Fault.WHAT_TIME: "{said}: a que horas?",
        Fault.WHICH_DAY: "{said}: em que dia?",
    },
}
LANGUAGES = tuple(_SENTENCES)


def sentence(fault: Fault, language: str, **values: object) -> str:
    """In a language (BCP 47 tag), or English where it is not known; the first letter is a capital."""
    known = _SENTENCES.get(language.replace("_", "-").partition("-")[0].lower(), _SENTENCES["en"])
    text = known[fault].format(**values)
    return text[:1].upper() + text[1:]
