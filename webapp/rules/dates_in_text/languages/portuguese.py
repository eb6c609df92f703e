"""Portuguese words for dates and times."""

from __future__ import annotations

from webapp.rules.dates_in_text.language import Language, ReadBack
from webapp.rules.dates_in_text.said import Part

PORTUGUESE = Language(
    code="pt",
    weekdays=(
        "segunda-feira|segunda|2a feira|2ª feira, terça-feira|terça|3a feira|3ª feira, quarta-feira|quarta|4a feira|"
        "4ª feira, quinta-feira|quinta|5a feira|5ª feira, sexta-feira|sexta|6a feira|6ª feira, sábado, domingo"
    ),
    short_weekdays="seg, , qua, qui, sex, sab|sáb, dom",
    months=(
        "janeiro|jan, fevereiro|fev, março|mar, abril|abr, maio|mai, junho|jun, julho|jul, agosto|ago, "
        "setembro|set, outubro|out, novembro|nov, dezembro|de dez"
    ),
    numbers=(
        "zero, um|uma, dois|duas, três, quatro, cinco, seis, sete, oito, nove, dez, onze, doze, treze, "
        "catorze|quatorze, quinze, dezasseis|dezesseis, dezassete|dezessete, dezoito, dezanove|dezenove"
    ),
    tens="vinte, trinta, quarenta, cinquenta",
    compound="{tens} e {unit}",
    ordinals="primeiro",
    words={
        "DAY": {
            0: "hoje, hj",
            1: "amanhã, amnh, em um dia, daqui a um dia",
            2: "depois de amanhã, dps de amanhã",
            -1: "ontem, anteontem",
        },
        "DAY_PART": {
            (0, Part.NIGHT): "esta noite, hoje à noite, hj à noite",
            (0, Part.MORNING): "esta manhã",
            (0, Part.AFTERNOON): "esta tarde",
        },
        "PART": {
            Part.MORNING: "manhã, cedo, cedinho",
            Part.AFTERNOON: "tarde, tardinha",
            Part.NIGHT: "noite",
        },
        "IN_PART": {
            Part.MORNING: "da manhã, de manhã, pela manhã, na parte da manhã, de manhãzinha",
            Part.AFTERNOON: "da tarde, de tarde, à tarde, pela tarde, na parte da tarde",
            Part.NIGHT: "da noite, de noite, à noite, pela noite, da madrugada, de madrugada",
        },
        "NAMED_TIME": {(12, 0): "meio-dia, meio dia", (0, 0): "meia-noite, meia noite"},
        "HALF_DAY": {"am": "am", "pm": "pm"},
        "AT": "às, ás, à, pelas, lá pelas",
        "OCLOCK": "h, hs, hrs, em ponto",
        "HOURS": "horas, hora",
        "AND_PART": {30: "e meia", 15: "e um quarto, e quarto"},
        "QUARTER": {15: "quarto, um quarto"},
        "TO": {True: "para as, pras, para a, pra as, pra"},
        "LESS": "menos",
        "PLUS": "e",
        "OR": "ou",
        "BETWEEN": "entre, entre as, das, desde as",
        "UNTIL": "a, até, até as, até às",
        "BOUND": "depois de, depois das, antes de, antes das, a partir de, a partir das, após, após as, depois do, "
        "antes do, a partir do",
        "UNIT": {
            "minutes": "minuto, minutos, min, mins",
            "days": "dias",
            "weeks": "semana, semanas",
            "months": "mês, meses",
            "years": "ano, anos",
        },
        "DURATION": {30: "meia hora", 90: "uma hora e meia, hora e meia", 15: "um quarto de hora"},
        "IN": "em, dentro de, daqui a, daqui, daqui há, dentro",
        "AGO": "há, faz",
        "NEXT": "próximo, próxima, que vem, q vem, seguinte",
        "THIS": "este, esta, esse, essa, neste, nesta, nessa, nesse",
        "LAST": "passado, passada, último, última",
        "WEEK_OF": {
            0: "esta semana, essa semana, nesta semana, desta semana",
            1: "próxima semana, semana que vem, semana q vem, na próxima semana, da semana que vem, da próxima semana",
        },
        "DAY_MARK": "dia, no dia, o dia, para o dia, pro dia, para dia",
        "VAGUE": "fim de semana, final de semana, fds, mês que vem, próximo mês, alguns dias, uns dias, algumas semanas, "
        "par de dias, ano que vem",
        "ABOUT": "por volta das, por volta de, lá para as, cerca das, mais ou menos, aproximadamente, umas, lá pelas",
        "EVERY": "toda, todas as, todo, todos os, cada",
        "NOT": "não, nao, nunca, exceto, menos, salvo, impossível, tampouco, jamais, n posso, ñ",
        "THING": (
            "filhos, filhas, crianças, pessoas, euros, reais, quartos, vezes, vez, andar, opção, opções, carros, cães, "
            "cachorros, gatos, km, quilómetros, por cento, mensagens, coisas, perguntas, adultos, irmãos, lugares"
        ),
        "LABEL": "unidade, número, casa, rua, apartamento, apto, ap, opção, código, pedido, fatura, linha, porta, ref, nº, sala, bloco, lote",
        "FILLER": "de, do, da, na, no, o, as, os, pf, favor, por, para",
    },
    exact=frozenset({"à", "às", "ás", "há", "lá"}),
    ignored=(
        "bom dia, boa tarde, boa noite, mais tarde, até logo, até mais, algum dia, um dia, todo dia, todos os dias, "
        "segunda vez, segunda opção, quarta vez, terça parte, muito tarde, já é tarde, de nada, os dois, "
        "uma vez, um pouco, 24/7, tão tarde, tarde demais, mais cedo, o dia todo, dia a dia, boa quarta, boa sexta, "
        "da segunda vez"
    ),
    read_back=ReadBack(
        date="{weekday}, {day} de {month}",
        date_with_year="{weekday}, {day} de {month} de {year}",
        first_of_month="{weekday}, {day} de {month}",
        time="às {time}",
        parts={
            Part.MORNING: "de manhã",
            Part.AFTERNOON: "à tarde",
            Part.EVENING: "à noite",
            Part.NIGHT: "à noite",
        },
    ),
    not_misspelt=frozenset("domino domingos sabados".split()),
)
