"""Tests of the lead qualification agent."""

from __future__ import annotations

EVALS = """
test: Is interested, and says all that is asked
says: Yes, tell me more
contains: your name
task: lead
label: Interested
says: Maria Lopez
contains: need
says: A new kitchen
contains: budget
says: about 12k
field budget: 12000
contains: When
says: in spring
contains: e-mail
says: Maria@Example.com
field email: maria@example.com
contains: Budget: 12000
runs: no
says: yes
runs: yes
goal: yes
contains: Thank you

test: Corrects the address while it is read back
says: I am interested
says: Ben
says: a roof
says: no
says: next month
says: ben@example.com
runs: no
says: no, ben@example.org
field email: ben@example.org
runs: no
says: yes
runs: yes

test: Asks for the price
says: How much does it cost?
contains: depends
task: lead

test: In German
language: de
says: Ja, ich habe Interesse
contains: Namen
says: Anna Weber
says: eine Küche
says: 12.000 Euro
field budget: 12000
says: im Frühling
says: nein
contains: Stimmt das
says: ja
runs: yes
language: de

test: Is not interested
says: No thanks
contains: thank you
label: Not interested
goal: no

test: Later
says: Contact me again next year
label: Later
handoff: rule

test: Is a customer already
says: I am already a customer
handoff: rule

test: Wants a person
says: can someone call me?
handoff: asked

test: STOP gets no answer
says: unsubscribe
opt out: yes
answer: no
"""
