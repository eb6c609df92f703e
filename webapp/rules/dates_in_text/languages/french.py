"""French words for dates and times."""

from __future__ import annotations

from webapp.rules.dates_in_text.language import Language, ReadBack
from webapp.rules.dates_in_text.said import Part

FRENCH = Language(
    code="fr",
    weekdays="lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche",
    short_weekdays="lun, , mer, jeu, ven, sam, dim",
    months=(
        "janvier|janv, février|févr|fev, mars, avril|avr, mai, juin, juillet|juil, août, septembre, "
        "octobre|oct, novembre|nov, décembre|déc"
    ),
    numbers=(
        "zéro, un|une, deux, trois, quatre, cinq, six, sept, huit, neuf, dix, onze, douze, treize, quatorze, "
        "quinze, seize, dix sept, dix huit, dix neuf"
    ),
    tens="vingt, trente, quarante, cinquante",
    compound="{tens} {unit}",
    ordinals="premier|1er",
    words={
        "NUMBER": {
            21: "vingt et un, vingt et une",
            31: "trente et un",
            41: "quarante et un",
            51: "cinquante et un",
        },
        "DAY": {
            0: "aujourd'hui, aujourdhui, ajd, auj",
            1: "demain, dem1, 2main",
            2: "après demain, apres demain, aprés demain",
            -1: "hier",
        },
        "DAY_PART": {
            (0, Part.EVENING): "ce soir",
            (0, Part.MORNING): "ce matin",
            (0, Part.AFTERNOON): "cet après-midi, cet aprem, cette après-midi",
            (0, Part.NIGHT): "cette nuit",
        },
        "PART": {
            Part.MORNING: "matin, matinée",
            Part.AFTERNOON: "après-midi, aprem, aprèm",
            Part.EVENING: "soir, soirée",
            Part.NIGHT: "nuit",
        },
        "IN_PART": {
            Part.MORNING: "du matin, le matin, au matin, dans la matinée, en matinée",
            Part.AFTERNOON: "de l'après-midi, l'après-midi, dans l'après-midi, de l'aprem",
            Part.EVENING: "du soir, le soir, au soir, dans la soirée, en soirée",
            Part.NIGHT: "de la nuit, dans la nuit",
        },
        "NAMED_TIME": {(12, 0): "midi", (0, 0): "minuit"},
        "HALF_DAY": {"am": "am", "pm": "pm"},
        "AT": "à, pour, dès",
        "OCLOCK": "h, hrs, h pile",
        "HOURS": "heure, heures",
        "AND_PART": {30: "et demie, et demi, et d'mi", 15: "et quart, et le quart"},
        "QUARTER": {15: "quart, le quart, un quart"},
        "LESS": "moins",
        "AND": "et",
        "OR": "ou",
        "BETWEEN": "entre, depuis",
        "UNTIL": "jusqu'à, jusqu'au, jusque",
        "BOUND": "après, avant, à partir de, à partir du, d'ici, avant le, après le, dès le",
        "UNIT": {
            "minutes": "minute, minutes, min, mn",
            "days": "jour, jours",
            "weeks": "semaine, semaines",
            "months": "mois",
            "years": "an, ans, année, années",
        },
        "DURATION": {
            30: "une demi-heure, demi-heure, demie heure, une demie heure",
            15: "un quart d'heure, quart d'heure",
            90: "une heure et demie",
        },
        "IN": "dans, d'ici",
        "AGO": "il y a",
        "WEEK_LATER": {7: "en huit", 14: "en quinze"},
        "NEXT": "prochain, prochaine, qui vient, d'après",
        "THIS": "ce, cette",
        "LAST": "dernier, dernière, passé",
        "WEEK_OF": {
            0: "cette semaine, de cette semaine",
            1: "semaine prochaine, la semaine prochaine, sem prochaine",
        },
        "DAY_MARK": "le, pour le, du, au",
        "VAGUE": "week-end, weekend, mois prochain, ce mois, quelques jours, quelques semaines, couple de jours, année prochaine, l'année prochaine",
        "ABOUT": "vers, environ, autour de, aux alentours de, à peu près, aux environs de",
        "EVERY": "tous les, chaque",
        "NOT": "pas, jamais, sauf, impossible, ne peux, ni, hormis, plutôt que",
        "THING": (
            "enfants, enfant, personnes, euros, euro, pièces, chambres, fois, étage, option, options, chiens, chats, km, "
            "kilomètres, pour cent, messages, choses, questions, adultes, filles, garçons, voitures, frères, soeurs, places"
        ),
        "STREET": "rue, avenue, boulevard, place, chemin, impasse, allée",
        "LABEL": "unité, numéro, appartement, appt, chambre, option, code, commande, facture, ligne, bus, porte, réf, étage, lot",
        "FILLER": "de, la, l, d, svp, stp, pile, les",
    },
    exact=frozenset({"à"}),
    ignored="bonne journée, bonne soirée, bonne nuit, bon après-midi, un jour, tous les jours, à plus tard, à plus, une fois, l'un, l'une, de rien, à bientôt, à un moment, 24/7, à la, tous les deux",
    read_back=ReadBack(
        date="{weekday} {day} {month}",
        date_with_year="{weekday} {day} {month} {year}",
        first_of_month="{weekday} 1er {month}",
        time="à {time}",
        parts={
            Part.MORNING: "le matin",
            Part.AFTERNOON: "l'après-midi",
            Part.EVENING: "le soir",
            Part.NIGHT: "dans la nuit",
        },
    ),
    not_misspelt=frozenset("dimanches lundis mardis maudit marié".split()),
)
