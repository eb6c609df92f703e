"""What has to be fixed, what a list costs, and what a message becomes, in words and numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import Flask
from sqlalchemy import update

from tests import factories
from webapp.db import db
from webapp.models.batch import Batch, BatchState
from webapp.models.content import SmsContent
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.services import settings
from webapp.services.batches import csv_templates, estimate, listing, preview
from webapp.services.batches.rows import row_faults

HI = SmsContent("Hi {{first_name}}")


def faulty(faults: list[list[Any]]) -> Batch:
    """A draft with one faulty row for each list of faults."""
    batch = factories.batch(factories.phones(len(faults)), state=BatchState.DRAFT)
    for row_no, fault in enumerate(faults, start=2):
        row = (Recipient.batch_id == batch.id, Recipient.row_no == row_no)
        db.session.execute(
            update(Recipient).where(*row).values(status=RecipientStatus.FAULTY, faults=[fault])
        )
    return batch


def test_faults_are_summed_up_by_what_to_do(app: Flask) -> None:
    batch = faulty(
        [
            ["message.missing", 1, "first_name is empty."],
            ["too_short", 0, "Too short."],
            ["empty", 0, "Missing."],
            ["message.too_long", None, "Too long."],
            ["message.empty", None, "Empty."],
            ["too_many_cells", None, "Too many."],
            ["long_cell", 1, "Too long a cell."],
        ]
    )
    found = row_faults.summarize(batch)
    assert found.complete
    assert found.things == [
        "fix 2 phone numbers",
        "fill in 1 missing first_name",
        "shorten 1 message",
        "write something for 1 row whose message is empty",
        "correct 2 rows that cannot be used as they are",
    ]


def test_only_columns_worth_a_look_are_shown(app: Flask) -> None:
    batch = faulty([["long_cell", 3, "Too long a cell."]])
    batch.columns = ["note", "phone", "first_name", "essay", "town"]
    batch.phone_column = 1
    rows = listing.recipients(batch.id, "faulty").rows
    assert row_faults.columns_to_show(batch, rows) == [1, 2, 3]


def test_money_needs_a_price(app: Flask) -> None:
    batch = factories.batch(factories.phones(2), units_total=30)
    assert estimate.cost(batch).money is None
    settings.put("price_per_segment", "0.075")
    assert estimate.cost(batch).money == Decimal("2.250")


def test_a_look_falls_back_to_the_first_row_and_knows_its_neighbours(app: Flask) -> None:
    batch = factories.batch(factories.phones(3))
    look = preview.look(batch, HI, at=3)
    assert (look.text, look.before, look.after) == ("Hi Person 3", 2, 4)
    assert preview.look(batch, HI, at=99).text == "Hi Person 2"


def test_a_look_without_a_list_shows_the_message_as_it_is_written(app: Flask) -> None:
    batch = factories.batch([])
    assert preview.look(batch, HI).text == "Hi {{first_name}}"


def test_a_survey_names_what_is_missing_and_the_longest(app: Flask) -> None:
    batch = factories.batch(factories.phones(3))
    row = (Recipient.batch_id == batch.id, Recipient.row_no == 3)
    db.session.execute(update(Recipient).where(*row).values(cells=["+12022000002", "x" * 161]))
    found = preview.survey(batch, SmsContent("{{first_name}}"))
    assert (found.rows, found.longest, found.longest_row) == (3, 2, 3)
    assert preview.survey(batch, SmsContent("{{town}}")).missing == {"town": 3}


def test_a_batch_is_named_after_its_file() -> None:
    assert csv_templates.batch_name("October_clients.v2.xlsx") == "October clients.v2"
    assert csv_templates.batch_name("") == ""
