"""Tests of the reminder desk."""

from __future__ import annotations

EVALS = """
test: Confirms
says: Yes, I will be there!
contains: look forward
label: Comes
goal: yes
handoff: no
max segments: 1

test: Moves the appointment, and is read back before anything happens
now: 2026-03-02 10:00
says: can we reschedule?
contains: Which day
task: move
runs: no
says: next Friday at 3pm
field day: 2026-03-13
field time: 15:00
says: I have to work
contains: Friday, 13 March 2026
runs: no
says: yes
runs: yes
goal: yes
contains: Friday, 13 March 2026 at 15:00

test: Moves it in Spanish
language: es
now: 2026-03-02 10:00
says: no puedo
contains: Qué día
says: mañana a las 15
field day: 2026-03-03
field time: 15:00
says: no
contains: martes, 3 de marzo de 2026
says: sí
runs: yes
language: es

test: Corrects the time while it is read back
now: 2026-03-02 10:00
says: another day please
says: tomorrow
says: at 15:30
says: no
contains: 15:30
says: no, at 16:00
field time: 16:00
runs: no
says: yes
runs: yes

test: Asks when it is
row appointment: Tuesday 3 March, 10:30
says: When is my appointment?
contains: Tuesday 3 March, 10:30

test: Cancels
language: de
says: Ich möchte den Termin absagen
contains: nicht kommen
label: Not coming
goal: no

test: Is late, and staff hear of it
says: I am running late
handoff: rule
label: Late

test: Is at the door, and staff hear of it
says: I'm outside, the door is locked
handoff: rule

test: Wants a person
says: Can I talk to a real person?
handoff: asked

test: STOP gets no answer
says: STOP
opt out: yes
answer: no

test: Asks what only staff know
says: Do you also treat horses?
handoff: unsure

test: Asks about cancelling, and nothing is cancelled
says: do I have to pay if I cancel?
not contains: not coming
goal: no

test: Is not understood
says: Horses with four legs
handoff: no
contains: other words
says: Horses, and zebras
handoff: unsure
"""
