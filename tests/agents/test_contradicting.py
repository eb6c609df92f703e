"""Which pieces of knowledge say different things of the same, in five languages."""

from __future__ import annotations

import pytest

from webapp.agents import contradicting
from webapp.agents.definition import Knowledge

CONTRADICT = """
Opening hours|Open Monday to Friday from 9 to 5.|When we are open|Our hours are Monday to Friday, 8 to 18.
Opening hours|Mon-Fri 9am-5pm, Sat 10am-2pm|Saturday hours|On Saturday we are open from 9 to 1.
Opening hours|9:00-17:00|Hours|We're open 10–18 every day
Opening hours|Monday to Friday 9 to 5. Closed on Saturday.|Saturdays|We are open on Saturday from 10 to 2.
Price of a cleaning|A cleaning costs 95 euros.|Cleaning|A cleaning is €80.
Prices|Cleaning: $1,095, Whitening: $200|Cleaning price|A cleaning costs $985
Horario|Abrimos de lunes a viernes de 9 a 17.|Horario de atención|De lunes a viernes de 10:00 a 18:00
Horaires|Ouvert du lundi au vendredi de 9h à 17h|Horaires d'ouverture|Du lundi au vendredi, 8h30 à 18h
Öffnungszeiten|Montag bis Freitag 9 bis 17 Uhr|Sprechzeiten|Montag bis Freitag von 8 bis 18 Uhr
Horário|Aberto de segunda-feira a sexta-feira das 9 às 17|Funcionamento|Segunda a sexta, das 8h às 18h
"""
AGREE = """
Opening hours|Monday to Friday from 9 to 5.|Saturday|On Saturday we are open 10 to 2.
Opening hours|Monday to Friday from 9 to 5.|Hours|9am-5pm on weekdays
Opening hours|Monday to Friday from 9 to 5.|Opening hours|Mon-Fri 9:00-17:00
Opening hours Northside|Mon-Fri 9-5|Opening hours Southside|Mon-Fri 8-6
Opening hours|Mon-Fri 9-5|Christmas|On 24 December we are open 9 to 12
Opening hours|Mon-Fri 9-5|Summer hours|In summer we are open 8-14
Opening hours|Mon-Fri 9-5|Phone line|Our phone line is open Mon-Fri 8-20
Opening hours|Mon-Fri 9-5|Parking|Free from 18 to 8, next to the shop
Cleaning|A cleaning is 95 euros.|Cleaning for children|A cleaning for children is 50 euros.
Cleaning|It is 95.00 EUR.|Price of a cleaning|€95
Payment|By card. Late fee $25|Parking|It costs $5 a day
Insurance|We accept most plans|Insurance|Bring your card
"""


def pieces(row: str) -> list[Knowledge]:
    title, text, other_title, other_text = row.split("|")
    return [Knowledge(1, title, text), Knowledge(2, other_title, other_text)]


@pytest.mark.parametrize("row", CONTRADICT.strip().splitlines())
def test_two_say_different_things(row: str) -> None:
    one, other = pieces(row)
    assert contradicting.pairs((one, other)) == [(one, other)]
    assert contradicting.contradict(other, one)
    assert not contradicting.contradict(one, one)


@pytest.mark.parametrize("row", AGREE.strip().splitlines())
def test_what_only_looks_alike_contradicts_nothing(row: str) -> None:
    assert contradicting.pairs(pieces(row)) == []


ITSELF = """
Opening hours|Open Monday to Friday from 9 to 5. Mind the step. We are open Monday to Friday 8 to 6.
Cleaning|A cleaning costs 95 euros. Bring your card. A cleaning costs 80 euros.
Öffnungszeiten|Montag bis Freitag 9 bis 17 Uhr. Montag bis Freitag 8 bis 18 Uhr.
"""
NOT_ITSELF = """
Opening hours|Mon-Fri 9-12, Mon-Fri 2-5
Opening hours|Monday to Friday 9-12; Monday to Friday 14:00-18:00
Opening hours|Open every day 9 to 5, Sunday 10 to 4. Closed on Wednesday.
Opening hours|Mon-Fri 9-5. In summer Mon-Fri 8-2.
Massage|30 min $50, 60 min $80
Prices|$50, $80, $100
Cleaning|$80 on weekdays, $100 at weekends. Children $40.
Deposit|The deposit is $50. You get the deposit of $50 back.
Hours|Northside Mon-Fri 9-5, Southside Mon-Fri 8-6
"""


@pytest.mark.parametrize("row", [*ITSELF.strip().splitlines(), *NOT_ITSELF.strip().splitlines()])
def test_one_that_contradicts_itself_and_exceptions_that_do_not(row: str) -> None:
    title, text = row.split("|")
    assert contradicting.contradicts_itself(Knowledge(1, title, text)) == (row in ITSELF)
