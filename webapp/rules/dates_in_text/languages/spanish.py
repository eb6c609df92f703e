"""Spanish words for dates and times."""

from __future__ import annotations

from webapp.rules.dates_in_text.language import Language, ReadBack
from webapp.rules.dates_in_text.said import Part

SPANISH = Language(
    code="es",
    weekdays="lunes, martes, miércoles, jueves, viernes, sábado, domingo",
    short_weekdays="lun, , mie|miér, jue, vie, sab|sáb, dom",
    months=(
        "enero|ene, febrero|feb, marzo|mar, abril|abr, mayo|may, junio|jun, julio|jul, agosto|ago, "
        "septiembre|setiembre|sep|sept, octubre|oct, noviembre|nov, diciembre|dic"
    ),
    numbers=(
        "cero, uno|una|un, dos, tres, cuatro, cinco, seis, siete, ocho, nueve, diez, once, doce, trece, catorce, "
        "quince, dieciséis|diez y seis, diecisiete, dieciocho, diecinueve, veinte, veintiuno|veintiún|veintiuna, "
        "veintidós, veintitrés, veinticuatro, veinticinco, veintiséis, veintisiete, veintiocho, veintinueve"
    ),
    tens="veinte, treinta, cuarenta, cincuenta",
    compound="{tens} y {unit}",
    ordinals="primero|primer|1ro",
    words={
        "DAY": {
            0: "hoy",
            1: "mañana, mñn, mñna, en un día, dentro de un día",
            2: "pasado mañana",
            -1: "ayer, anteayer",
        },
        "DAY_PART": {
            (0, Part.NIGHT): "esta noche, hoy en la noche",
            (0, Part.MORNING): "esta mañana",
            (0, Part.AFTERNOON): "esta tarde",
            (1, Part.MORNING): "mañana temprano, mañana en la mañana, mañana por la mañana",
        },
        "PART": {
            Part.MORNING: "temprano, tempranito, a primera hora, la mañana",
            Part.AFTERNOON: "tarde, tardecita",
            Part.NIGHT: "noche",
        },
        "IN_PART": {
            Part.MORNING: "de la mañana, por la mañana, en la mañana, a la mañana",
            Part.AFTERNOON: "de la tarde, por la tarde, en la tarde, a la tarde",
            Part.NIGHT: "de la noche, por la noche, en la noche, a la noche, de la madrugada, de madrugada",
        },
        "NAMED_TIME": {(12, 0): "mediodía, medio día, medio dia", (0, 0): "medianoche, media noche"},
        "HALF_DAY": {"am": "am", "pm": "pm"},
        "AT": "a las, a la, las, alas, tipo, desde la",
        "OCLOCK": "h, hs, hrs, en punto",
        "HOURS": "horas, hora",
        "AND_PART": {30: "y media, media", 15: "y cuarto"},
        "QUARTER": {15: "cuarto, un cuarto"},
        "TO": {True: "para las, para la"},
        "LESS": "menos",
        "PLUS": "y, con",
        "OR": "o, u",
        "BETWEEN": "entre, entre las, de las, desde, desde las",
        "UNTIL": "a, hasta, hasta las",
        "BOUND": "después de, después de las, antes de, antes de las, a partir de, a partir de las, antes del, "
        "después del, a partir del",
        "UNIT": {
            "minutes": "minuto, minutos, min, mins",
            "days": "días",
            "weeks": "semana, semanas",
            "months": "mes, meses",
            "years": "año, años",
        },
        "DURATION": {
            30: "media hora, 1/2 hora",
            90: "hora y media, una hora y media",
            45: "tres cuartos de hora",
        },
        "IN": "en, dentro de, de aquí a",
        "AGO": "hace",
        "NEXT": "próximo, próxima, que viene, q viene, siguiente, proximo",
        "THIS": "este, esta",
        "LAST": "pasado, pasada, último",
        "WEEK_OF": {
            0: "esta semana, de esta semana",
            1: "próxima semana, la semana que viene, semana que viene, semana próxima, semana q viene",
        },
        "DAY_MARK": "el, el día, día, para el, para el día, del",
        "VAGUE": "fin de semana, finde, próximo mes, mes que viene, este mes, unos días, par de días, un par de días, "
        "un par de semanas, par de semanas, unas semanas, año que viene",
        "ABOUT": "sobre las, a eso de las, a eso de la, como a las, como a la, alrededor de las, más o menos, "
        "aproximadamente, hacia las, tipo las, aprox, cerca de las",
        "EVERY": "cada, todos los",
        "NOT": "no, nunca, salvo, excepto, tampoco, menos el, imposible, jamás",
        "THING": (
            "hijos, hijas, niños, niñas, personas, euros, dólares, pesos, habitaciones, cuartos, veces, vez, "
            "piso, opción, opciones, coches, perros, gatos, km, kilómetros, por ciento, mensajes, cosas, "
            "hermanos, preguntas, adultos"
        ),
        "LABEL": "unidad, número, casa, calle, piso, apartamento, apto, opción, habitación, código, pedido, "
        "factura, línea, puerta, ref, núm, avenida",
        "FILLER": "de, la, los, por, favor, al, lo",
    },
    ignored=(
        "buenos días, buen día, buenas tardes, buenas noches, más tarde, tan tarde, muy tarde, se hace tarde, "
        "llego tarde, es tarde, ya es tarde, de nada, las dos, los dos, las tres opciones, a veces, día a día, "
        "cada día, todo el día, algún día, un día, en la casa, la vez, 24/7, demasiado tarde, llegar tarde, "
        "a la vez, un poco"
    ),
    read_back=ReadBack(
        date="{weekday}, {day} de {month}",
        date_with_year="{weekday}, {day} de {month} de {year}",
        first_of_month="{weekday}, {day} de {month}",
        time="a las {time}",
        parts={
            Part.MORNING: "por la mañana",
            Part.AFTERNOON: "por la tarde",
            Part.EVENING: "por la noche",
            Part.NIGHT: "por la noche",
        },
    ),
    not_misspelt=frozenset(
        "partes mares marte martas domino domingos sabados juegos jueces nieves viernes".split()
    ),
)
