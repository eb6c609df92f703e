"""Which yes holds only under a condition, in five languages."""

from __future__ import annotations

import pytest

from webapp.rules.replies import conditions

ON_CONDITION = """
Yes if you can do Tuesday
yes but only after 3pm
Yes, but can we do 4 instead?
sure, as long as it's free
ok if it's before noon
Yes unless it rains
Si, pero a las 5
Sí, pero no el lunes
Oui mais pas avant 10h
Ja, aber erst ab Montag
Yes, provided that my wife can come
yes, depending on the price
only if it's free
Yes, only if it is free
Ja wenn es nicht regnet
Oui si c'est gratuit
sí, si es gratis
sim se for de graça
yes but not at 3
Confirmed as long as Dr. Kim is there
Yes assuming it's covered by insurance
yes but it depends on traffic
Sí, siempre que sea gratis
Oui, à condition que ce soit gratuit
Ja, sofern es kostenlos ist
Sim, desde que seja de manhã
Sim mas só depois das 5
Oui mais seulement le matin
Ja aber nicht vor 10
Yes but later please
Yes, but another day
ja aber lieber am Dienstag
Sí pero más tarde
Oui, mais plus tard
yes but what about Friday instead
Ok but can I bring my kid?
Yes if the doctor is there
yeah only if you pick me up
sim, mas não antes das 10
Ja, aber können wir das auf 4 verschieben?
Oui mais est-ce qu'on peut décaler à 16h ?
Sí, pero ¿podría ser a las 4?
Sim, mas pode ser às 16h?
Yes, I will come if my husband can drive me
Yes I'd love to come if it's free
I'll come if it's after 4
yes that's fine if it's still available
Yes i can come, after 3 only though
yes only on tuesdays
Yes, I'd prefer Wednesday
Sounds good but I need a later time
yes, but Wednesday
Yes but 4pm
Yes when my car is fixed
Yes, subject to my boss agreeing
Yes if you call me first
Sí iré, si me dan permiso
Oui je viens si ma voiture est réparée
Je viendrai si c'est l'après-midi
Ich komme, wenn es nach 15 Uhr geht
Sim eu vou se conseguir sair do trabalho
yes except the day
Yes but not now
yes all right except the time should be 4
almost right
todo bien excepto la hora
alles richtig bis auf den Namen
oui sauf le jour
Yes to the first, no to the second
Yes for my 10:30 but cancel my daughter's
"""
PLAIN = """
yes please
Yes I'll be there
yes as soon as possible
yes whenever works
Yes but I'll be 10 min late
Yes, let me know if you need anything
yes I will text if I'm late
Yes at 4pm
Yes. Who is this?
yes, what time?
Yes see you on Tuesday
Yes, call me if anything changes
ok thanks
Yes I can come only for today
Sí, ahí estaré
Sí, gracias
Oui j'y serai
Ja, bis morgen
Sim, estarei lá
Si, a las 5
Ja, um 5
Oui à 17h
Sim, às 5
yes for 2 people
Yes, just for me
ok I'll be there at 3 if possible
Yes, and I'm bringing my son
yes sorry for the late reply
Yes of course
sure thing
yes the whole family
Yes we'll be there before 3
yes confirmed after all
Ja gerne
Yes but I have to leave early at 5
yes, my number is different now
Oui, c'est noté
si señora
Yes I got it if that's what you mean
claro que sí
Yes, looking forward to it but nervous
ja klar wir kommen am Montag
Sí, el lunes
Sim, na segunda
yes with pleasure
I just wanted to say yes
Yes just in time
only one question
yes from 3 to 4 works
Yes but I can't find the address
Yes I'll be there just after 3
Yes. If anything changes I'll let you know
Yes! If there's anything I need to bring let me know
Great! If you need anything else text me
Ja. Falls etwas dazwischenkommt, melde ich mich
Ja. Wenn sich etwas ändert, sage ich Bescheid
Oui. Si j'ai un souci je vous préviens
Sí. Si hay algún cambio les aviso
Sim. Se houver algum problema eu aviso
Ja, ich komme, aber mit 5 Minuten Verspätung
Oui s'il vous plaît
oui s'il te plait
Oui, mais le bébé sera avec moi
Sí, pero los niños vienen conmigo
Yes, just with my husband
Yes, only for my son
yes, the documents were provided
Yes, thanks for the info provided
Yes I'm assuming it's at the same place
Yes but can you send me the address?
Sí, sí puedo
si si puedo ir
ok si esta bien
Claro, si no hay problema
Yes, if that's ok with you
Yes if you don't mind
Yes please, if possible
Ja, wenn möglich
Oui si possible
Sim, se possível
Yes even if it rains
Yes, I was wondering if I can bring my son
Yes I'll be there unless something comes up
"""


@pytest.mark.parametrize("text", ON_CONDITION.strip().splitlines())
def test_it_waits_for_something(text: str) -> None:
    assert conditions.has_one(text)


@pytest.mark.parametrize("text", PLAIN.strip().splitlines())
def test_it_holds_as_it_is(text: str) -> None:
    assert not conditions.has_one(text)
