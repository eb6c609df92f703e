"""Tests that the agents of tests/desks pass."""

from __future__ import annotations

HOURS = """test: Opening hours
says: when are you open
contains: nine
"""
PARKING = """test: Parking
says: where can I park
contains: behind the house
"""
