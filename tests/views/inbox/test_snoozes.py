"""What a form offers for a snooze stands on the reader's clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask, g

from webapp.views.inbox import snoozes


def test_choices_on_the_readers_clock(app: Flask) -> None:
    zone = ZoneInfo("Asia/Tokyo")
    with app.test_request_context():
        g.zone = zone
        choices = {one.word: one for one in snoozes.choices()}
    morning = choices["Tomorrow morning"]
    tomorrow = (datetime.now(zone) + timedelta(days=1)).date()
    assert morning.value == f"{tomorrow:%Y-%m-%d}T09:00"
    assert morning.when == f"{tomorrow:%a} 09:00"
