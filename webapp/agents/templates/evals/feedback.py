"""Tests of the feedback agent."""

from __future__ import annotations

EVALS = """
test: A score alone, a comment, a call back
says: 4
contains: What could we do better
task: feedback
field score: 4
says: The waiting room was cold
contains: May we call you
says: no
contains: Score: 4
field call_back: no
runs: no
says: yes
runs: yes
goal: yes
contains: Thank you

test: A score in a sentence
says: I would give you 5 out of 5
field score: 5
label: Happy

test: Praise without a score
says: It was great
contains: 1 to 5
label: Happy
says: five
field score: 5

test: Is not happy
says: I was not happy with it
contains: sorry
label: Unhappy
says: 2
field score: 2
says: no one told me anything
says: yes please
field call_back: yes
says: yes
runs: yes

test: No score is asked for again, then staff take over
says: it was okay
task: feedback
says: purple
contains: 1, 2, 3, 4, 5
says: purple
handoff: task

test: In French
language: fr
says: 3
contains: mieux
says: non
contains: appeler
says: non
contains: Est-ce correct
says: oui
runs: yes
language: fr

test: Has no time
says: not now, I am busy
contains: whenever
handoff: no

test: Wants money back
says: I want a refund
handoff: rule

test: Wants a person
says: I want to speak to a manager
handoff: asked

test: STOP gets no answer
says: STOP
opt out: yes
answer: no
"""
