"""German words for dates and times."""

from __future__ import annotations

from webapp.rules.dates_in_text.language import Language, ReadBack
from webapp.rules.dates_in_text.said import Part

GERMAN = Language(
    code="de",
    weekdays="Montag, Dienstag, Mittwoch, Donnerstag, Freitag, Samstag|Sonnabend, Sonntag",
    short_weekdays="mo, di, mi, do, fr, sa, ",
    months=(
        "Januar|jan|Jänner, Februar|feb|Feber, März|mrz, April|apr, Mai, Juni|jun, Juli|jul, August|aug, "
        "September|sep|sept, Oktober|okt, November|nov, Dezember|dez"
    ),
    numbers=(
        "null, eins|ein|eine|einer|einem|einen, zwei|zwo, drei, vier, fünf, sechs, sieben, acht, neun, zehn, elf, "
        "zwölf, dreizehn, vierzehn, fünfzehn, sechzehn, siebzehn, achtzehn, neunzehn"
    ),
    tens="zwanzig, dreißig, vierzig, fünfzig",
    compound="{unit}und{tens}",
    ordinals=(
        "erste|ersten|erster, zweite|zweiten|zweiter, dritte|dritten|dritter, vierte|vierten|vierter, "
        "fünfte|fünften|fünfter, sechste|sechsten, siebte|siebten, achte|achten, neunte|neunten, zehnte|zehnten, "
        "elfte|elften, zwölfte|zwölften, dreizehnte|dreizehnten, vierzehnte|vierzehnten, fünfzehnte|fünfzehnten, "
        "sechzehnte|sechzehnten, siebzehnte|siebzehnten, achtzehnte|achtzehnten, neunzehnte|neunzehnten, "
        "zwanzigste|zwanzigsten"
    ),
    words={
        "DAY": {0: "heute, heut", 1: "morgen, moin morgen", 2: "übermorgen", -1: "gestern, vorgestern"},
        "DAY_PART": {
            (0, Part.MORNING): "heute morgen, heute früh, heute vormittag",
            (0, Part.NIGHT): "heute nacht",
            (0, Part.EVENING): "heut abend, heute abend",
        },
        "PART": {
            Part.MORNING: "früh, vormittag, morgens früh",
            Part.AFTERNOON: "nachmittag",
            Part.EVENING: "abend",
            Part.NIGHT: "nacht",
        },
        "IN_PART": {
            Part.MORNING: "morgens, vormittags, am morgen, am vormittag, in der früh, in der frühe",
            Part.AFTERNOON: "nachmittags, am nachmittag",
            Part.EVENING: "abends, am abend",
            Part.NIGHT: "nachts, in der nacht",
        },
        "NAMED_TIME": {(12, 0): "mittag, mittags, zu mittag", (0, 0): "mitternacht"},
        "AT": "um, punkt",
        "OCLOCK": "uhr, h",
        "HALF_TO": {30: "halb, halber"},
        "QUARTER_OF": {15: "viertel", 45: "dreiviertel, drei viertel"},
        "PAST": "nach",
        "TO": "vor",
        "AND": "und, u",
        "OR": "oder, bzw",
        "BETWEEN": "zwischen, von, vom",
        "UNTIL": "bis, bis zum",
        "BOUND": "ab, frühestens, spätestens, erst nach, ab dem, nach dem, vor dem",
        "UNIT": {
            "minutes": "minute, minuten, min",
            "hours": "stunde, stunden, std",
            "days": "tag, tage, tagen",
            "weeks": "woche, wochen",
            "months": "monat, monate, monaten",
            "years": "jahr, jahre, jahren",
        },
        "DURATION": {
            15: "viertelstunde, einer viertelstunde",
            30: "halben stunde, einer halben stunde, halbe stunde, ner halben stunde",
            45: "dreiviertelstunde, einer dreiviertelstunde",
            90: "anderthalb stunden, eineinhalb stunden",
        },
        "IN": "in",
        "IN_ONE": "in ner, in na",
        "NEXT": "nächste, nächsten, nächster, nächstes",
        "THIS": "diese, diesen, dieser, dieses, kommende, kommenden, kommender",
        "LAST": "letzte, letzten, letzter, letztes, vergangenen",
        "WEEK_OF": {
            0: "diese woche, dieser woche",
            1: "nächste woche, nächster woche, kommende woche, kommender woche, der nächsten woche",
            2: "übernächste woche, übernächster woche",
        },
        "DAY_MARK": {True: "am, zum", False: "der, den, dem"},
        "VAGUE": (
            "wochenende, we, nächsten monat, nächster monat, diesen monat, paar tagen, paar tage, paar wochen, "
            "nächstes jahr, ein paar tagen, montags, dienstags, mittwochs, donnerstags, freitags, samstags, sonntags"
        ),
        "ABOUT": "gegen, circa, ca, etwa, ungefähr, so um, so gegen, rund, so",
        "EVERY": "jeden, jede, jeder",
        "NOT": "nicht, nie, kein, keine, keinen, außer, leider nicht, unmöglich",
        "THING": (
            "kinder, kind, kindern, personen, leute, euro, zimmer, mal, stock, option, optionen, hunde, katzen, km, "
            "kilometer, prozent, nachrichten, dinge, fragen, erwachsene, etage, möglichkeiten, autos, plätze"
        ),
        "STREET": "straße, str, weg, gasse, platz, allee",
        "LABEL": "einheit, nummer, nr, wohnung, zimmer, option, code, bestellung, rechnung, linie, bus, tür, hausnummer, haus, gleis, top, stiege",
        "FILLER": "die, das, des, bitte, es, gern, gerne, zur, zu",
    },
    ignored=(
        "guten morgen, guten tag, guten abend, gute nacht, schönen tag, schönen abend, eines tages, jeden tag, "
        "den ganzen tag, moin, zum ersten, zum ersten mal, noch einer, ein mal, 24/7, guten nachmittag, vor allem, nach wie vor"
    ),
    read_back=ReadBack(
        date="{weekday}, {day}. {month}",
        date_with_year="{weekday}, {day}. {month} {year}",
        first_of_month="{weekday}, {day}. {month}",
        time="um {time} Uhr",
        parts={
            Part.MORNING: "morgens",
            Part.AFTERNOON: "nachmittags",
            Part.EVENING: "abends",
            Part.NIGHT: "nachts",
        },
    ),
    not_misspelt=frozenset("montage dienstags montags mittwochs samstags sonntags freitags freitage".split()),
    dotted_dates=True,
    to_means_before=True,
    morning_after_weekday="morgen",
)
